"""The case and what lies in it."""

from cases.lifecycle import Status
from cases.models.case import Case, CaseQuerySet, Channel, JudgeSeat, NumberCounter, Outcome
from cases.models.filings import Filing, FilingKind, Note
from cases.models.people import Participation, Serving
from cases.models.rows import CaseRow
from cases.models.work import Deadline, Task, TaskKind

__all__ = [
    "Case",
    "CaseQuerySet",
    "CaseRow",
    "Channel",
    "Deadline",
    "Filing",
    "FilingKind",
    "JudgeSeat",
    "Note",
    "NumberCounter",
    "Outcome",
    "Participation",
    "Serving",
    "Status",
    "Task",
    "TaskKind",
]
