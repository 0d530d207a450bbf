"""The plot of the tests."""

AT_ONCE = {
    "trial.answered": ["tests.journal.reactions.note_at_once"],
    "trial.broken": ["tests.journal.reactions.refuse"],
}
AFTER = {"trial.filed": ["tests.journal.reactions.note"]}
