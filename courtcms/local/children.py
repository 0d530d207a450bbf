"""The table of children: what the launcher starts, in which order, and how it knows that each is ready."""

import signal
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True)
class Child:
    """One process of the installation."""

    name: str
    command: list[str]
    is_ready: Callable[[], bool]
    folder: Path | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    user: int | None = None
    stop: int = signal.SIGTERM
    grace: float = 10
    patience: float = 60
    before: Callable[[], None] = lambda: None
