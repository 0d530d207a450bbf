"""The plot of these tests: a registered case is drawn, nothing else."""

AT_ONCE = {"cases.registered": ["allocation.reactions.draw_when_committed"]}
AFTER: dict[str, list[str]] = {}
