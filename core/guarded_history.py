"""The history of a row in the administration, without the fields that the reader may not see."""

from dataclasses import replace
from typing import Any

from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
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

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The changes of a row, of those rows alone that the reader finds in the list."""
        self._ask_for_row(request, object_id)
        found: HttpResponse = super().history_view(request, object_id, extra_context)
        return found

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """The row as it stood once, by the same rule."""
        self._ask_for_row(request, object_id)
        found: HttpResponse = super().history_form_view(request, object_id, version_id, extra_context)
        return found

    def _ask_for_row(self, request: HttpRequest, object_id: str) -> None:
        """The library takes a row that it does not find in the list out of its history; here it does not exist."""
        if self.get_object(request, unquote(object_id)) is None:
            raise Http404
