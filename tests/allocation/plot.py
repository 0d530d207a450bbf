"""The plot of these tests: a registered case is drawn, a judge who leaves leaves work behind, nothing else."""

AT_ONCE = {
    "cases.registered": ["allocation.reactions.draw_when_committed"],
    "cases.judge_left": ["hearings.reactions.ask_for_another_judge"],
}
AFTER: dict[str, list[str]] = {}
