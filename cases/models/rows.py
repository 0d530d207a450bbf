"""What the rows that hang on a case have in common: rights, journal and dossier are those of the case."""

from typing import Any

from django.db import models


class CaseRow(models.Model):
    """A row with a `case`: who may see the case with a right may see the row with it, its entries stand beside it."""

    case: Any

    class Meta:
        abstract = True

    @property
    def dossier(self) -> Any:
        """Rights on the row are those in the case."""
        return self.case.dossier

    @property
    def journal_log(self) -> str:
        return str(self.case.court.code)

    @property
    def dossier_key(self) -> int:
        return int(self.case_id)  # type: ignore[attr-defined]
