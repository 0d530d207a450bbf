"""The reference books: bodies and rooms, names of cases, numbers of law."""

from reference.models.bodies import Body, BodyKind, Room
from reference.models.cases import ActKind, CaseKind, Category, NumberingRule, PartyRole
from reference.models.law import CalendarDay, DutyRate, Per, Term, TermBinding

__all__ = [
    "ActKind",
    "Body",
    "BodyKind",
    "CalendarDay",
    "CaseKind",
    "Category",
    "DutyRate",
    "NumberingRule",
    "PartyRole",
    "Per",
    "Room",
    "Term",
    "TermBinding",
]
