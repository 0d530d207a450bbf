AT_ONCE = {"trial.unheard_of": ["tests.journal.reactions.note"]}
AFTER = {
    "trial.filed": ["tests.journal.reactions.note", "tests.journal.reactions.note", "tests.journal.reactions.absent"],
    "trial.answered": ["tests.journal.acting.LEYLA"],
}
