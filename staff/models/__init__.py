"""Court people: their posts, their files, what keeps them from work."""

from staff.models.away import AbsenceRequest, RequestState
from staff.models.judges import Absence, AbsenceKind, Judge
from staff.models.members import Board, FileEntry, FileKind, Member
from staff.models.posts import Appointment, Order, OrderKind, Post, Substitution, Title

__all__ = [
    "Absence",
    "AbsenceKind",
    "AbsenceRequest",
    "Appointment",
    "Board",
    "FileEntry",
    "FileKind",
    "Judge",
    "Member",
    "Order",
    "OrderKind",
    "Post",
    "RequestState",
    "Substitution",
    "Title",
]
