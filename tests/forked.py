"""A copy of this process that runs on by itself and can be killed: an interpreter of its own begins in a second."""

import multiprocessing
from collections.abc import Callable
from multiprocessing.process import BaseProcess
from typing import Any

from django.db import connection

_FORK = multiprocessing.get_context("fork")


def forked(act: Callable[..., None], *facts: Any) -> BaseProcess:
    """A process that does this and ends; it opens a connection of its own to the database when it needs one."""
    process = _FORK.Process(target=_alone, args=(act, facts), daemon=True)
    process.start()
    return process


def _alone(act: Callable[..., None], facts: tuple[Any, ...]) -> None:
    connection.connection = None  # not closed: it is the parent's, which goes on with it
    act(*facts)
