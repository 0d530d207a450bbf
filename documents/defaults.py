"""The templates that the house brings along; the Word ones are built here, so that no binary lies in the sources."""

import io
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override
from docx import Document as Word
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Cm, Pt

from core import files
from documents.docx import DOCX
from documents.fields import FIELDS
from documents.kinds import kind_words
from documents.models import Template, TemplateFormat

RIGHT, CENTRE = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.CENTER


def notice_docx() -> bytes:
    """The notice of a hearing for those who send it on paper or change its words (MPM 139.2)."""
    word = _blank()
    _line(word, "{{ court }}", bold=True)
    _line(word, "{{ court_address }}")
    _line(word, "{{ recipient }}", align=RIGHT, bold=True)
    _line(word, "{{ capacity }}", align=RIGHT)
    _line(word, "{{ recipient_address }}", align=RIGHT)
    _line(word, _("COURT NOTICE"), align=CENTRE, bold=True)
    _line(word, _("%(court)s calls you as %(capacity)s to the hearing of case No. %(number)s.") % _named())
    _line(word, "{{ day }}, {{ hour }}", bold=True)
    _line(word, f"{_('Place:')} {{{{ court_address }}}}{{% if room %}}, {{{{ room }}}}{{% endif %}}")
    _line(word, f"{_('Case')}: {{{{ subject }}}}")
    _line(word, "{%p for party in parties %}")
    _line(word, "{{ party[0] }}: {{ party[1] }}")
    _line(word, "{%p endfor %}")
    _line(word, f"{_('Kind of hearing')}: {{{{ hearing_kind }}}}. {_('Judge')}: {{{{ judge }}}}")
    _line(word, "{%p if evidence %}")
    _line(word, f"{_('Evidence to bring')}: {{{{ evidence }}}}")
    _line(word, "{%p endif %}")
    _line(
        word, _("Bring an identity document with you. A representative also brings the paper that confirms the powers.")
    )
    _line(word, f"{_('If you do not come')}. {{{{ consequences or {_absence()!r} }}}}")
    _line(word, f"{{{{ made_on }}}}    {_('Clerk:')} {{{{ clerk }}}}")
    _line(word, f"{_('Verification code')}: {{{{ code }}}}")
    return _bytes(word)


def _absence() -> str:
    return _(
        "Tell the court in advance and prove that the reason is valid. If you were duly notified and do not come "
        "without a valid reason, the court may hear the case without you."
    )


def _named() -> dict[str, str]:
    return {name: f"{{{{ {name} }}}}" for name in ("court", "capacity", "number")}


def _blank() -> Any:
    word = Word()
    word.sections[0].page_width, word.sections[0].page_height = Cm(21), Cm(29.7)
    word.styles["Normal"].font.name, word.styles["Normal"].font.size = "DejaVu Serif", Pt(11)
    return word


def _line(word: Any, text: str, *, align: Any = None, bold: bool = False) -> None:
    paragraph = word.add_paragraph()
    paragraph.alignment = align
    paragraph.add_run(text).bold = bold


def _bytes(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


WORD: dict[str, Callable[[], bytes]] = {"notice": notice_docx}


def word_template(code: str) -> bytes:
    """The Word template in use for this paper: the court's own, else the one that the house brings."""
    kept = (
        Template.objects.filter(code=code, format=TemplateFormat.DOCX, is_current=True).select_related("file").first()
    )
    if kept and kept.file:
        return files.read(kept.file)
    return _built(code)


def _built(code: str) -> bytes:
    with override("az"):
        return WORD[code]()


@transaction.atomic
def load_templates() -> int:
    """Enter the templates of the house where there are none; one that an administrator changed stays. How many new."""
    made = 0
    for code in FIELDS:
        with override("az"):
            name = kind_words(code)
        wanted: dict[str, dict[str, Any]] = {TemplateFormat.HTML: {"text": f"prints/{code}.html"}}
        if code in WORD:
            wanted[TemplateFormat.DOCX] = {}
        for kind, values in wanted.items():
            if not Template.objects.filter(code=code, format=kind).exists():
                file = files.store(_built(code), DOCX) if kind == TemplateFormat.DOCX else None
                Template.objects.create(code=code, format=kind, name=name, file=file, **values)
                made += 1
    return made
