"""The history of a row in the administration, without the fields that the reader may not see."""

from dataclasses import replace
from typing import Any

from django.http import HttpRequest
from simple_history.admin import SimpleHistoryAdmin
from simple_history.template_utils import HistoricalRecordContextHelper

from core.fields import visible_names


class _WithoutUnseen(HistoricalRecordContextHelper):  # type: ignore[misc]
    """Tells the changes of the fields that this reader may see."""

    def __init__(self, model: Any, historical_record: Any, user: Any) -> None:
        super().__init__(model, historical_record)
        self.user = user

    def context_for_delta_changes(self, delta: Any) -> Any:
        seen = set(visible_names(self.user, self.model._meta.label_lower, [change.field for change in delta.changes]))
        kept = [change for change in delta.changes if change.field in seen]
        return super().context_for_delta_changes(replace(delta, changes=kept))


class GuardedHistoryAdmin(SimpleHistoryAdmin):  # type: ignore[misc]
    """The administration of rows with history; stands where SimpleHistoryAdmin would."""

    def get_historical_record_context_helper(self, request: HttpRequest, historical_record: Any) -> Any:
        return _WithoutUnseen(self.model, historical_record, request.user)
