"""Tags for what a person may see and do; absent is absent, never starred out."""

from typing import Any

from django import template
from django.template.context import Context

from core.access import holds

register = template.Library()


@register.simple_tag(takes_context=True)
def may(context: Context, right: str, on: Any = None) -> bool:
    """`{% may "parties.fin" case as fin %}{% if fin %}…{% endif %}`: whether the reader holds the right on it."""
    request = context.get("request")
    return bool(request and holds(request.user, right, on))
