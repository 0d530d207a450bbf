"""Rights are declared in code, of four sorts; administrators compose roles of them."""

from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise

Sort = Literal["page", "field", "button", "operation"]
DECLARED: dict[str, "Right"] = {}


@dataclass(frozen=True)
class Right:
    """One right: `cases.accept`, a button, "Accept a case to proceedings"."""

    code: str
    sort: Sort
    label: str | Promise

    def __post_init__(self) -> None:
        known = DECLARED.setdefault(self.code, self)
        if known.sort != self.sort:
            raise ValueError(f"the right {self.code} is declared twice")


def declared() -> list[Right]:
    """Every right of the house in order of its code."""
    return [DECLARED[code] for code in sorted(DECLARED)]
