"""Templates of papers: a new text takes the place of the old one, which stays for the papers made from it."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from core import files
from documents.docx import DOCX, check_template
from documents.models import Template


@transaction.atomic
def put_in_use(template: Template, content: bytes, **values: Any) -> Template:
    """Try the text out and put it in use as a new version; Refused in words when it does not fill in."""
    check_template(template.code, content)
    same = Template.objects.select_for_update().filter(code=template.code, format=template.format)
    number = same.aggregate(last=Max("number"))["last"] or 0
    same.filter(is_current=True).update(is_current=False)
    new = Template(
        code=template.code,
        format=template.format,
        number=number + 1,
        file=files.store(content, DOCX),
        **({"name": template.name, "act_kind": template.act_kind} | values),
    )
    new.save(force_insert=True)
    return new
