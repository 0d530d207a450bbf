from journal.models.access import AccessMinute, AccessRow
from journal.models.delivery import Delivery, Heartbeat
from journal.models.entry import Entry, Payload
from journal.models.tree import Head, Leaf, Log, Node, PublicKey, Unsealed

__all__ = [
    "AccessMinute",
    "AccessRow",
    "Delivery",
    "Entry",
    "Head",
    "Heartbeat",
    "Leaf",
    "Log",
    "Node",
    "Payload",
    "PublicKey",
    "Unsealed",
]
