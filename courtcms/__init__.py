"""The court system of Azerbaijan; what holds for every process of it."""

import gc

# What a process reads at its start stays: looking for garbage among it costs a fifth of the start.
gc.set_threshold(100_000, 20, 50)
