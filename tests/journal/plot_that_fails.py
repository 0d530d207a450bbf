AT_ONCE: dict[str, list[str]] = {}
AFTER = {"trial.filed": ["tests.journal.reactions.fail"]}
