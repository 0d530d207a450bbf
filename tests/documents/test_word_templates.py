import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document as Word

from accounts.models import User
from core.errors import Refused
from documents import fields
from documents.defaults import load_templates, notice_docx, word_template
from documents.docx import check_template, fill, plain
from documents.models import Template
from reference.models import Body


def word(*lines: str) -> bytes:
    made, out = Word(), io.BytesIO()
    for line in lines:
        made.add_paragraph(line)
    made.save(out)
    return out.getvalue()


def lines(content: bytes) -> list[str]:
    return [paragraph.text for paragraph in Word(io.BytesIO(content)).paragraphs]


@pytest.mark.requirement("BP-C20")
def test_the_notice_of_the_house_is_filled_with_court_time_place_and_capacity() -> None:
    filled = "\n".join(lines(fill(notice_docx(), fields.example("notice"))))
    for part in ("Bakı şəhəri Yasamal Rayon Məhkəməsi", "04.12.2026, 10:30", "iddiaçı", "Vüqar Tofiq oğlu Əsgərov"):
        assert part in filled
    assert "{{" not in filled and "{%" not in filled


@pytest.mark.parametrize(
    "hostile",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ court.__class__ }}",
        "{{ 'a' * 1000000000 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ court.ljust(1000000000) }}",
        "{% for x in range(100000) %}{% endfor %}",
        "{{ lipsum() }}",
        "{% set x = court ~ court %}{% set x = x ~ x %}",
        "{{ court + 1 }}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{{ cycler.__init__.__globals__ }}",
        "{{ court|center(100000000) }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ self.__init__.__globals__ }}",
    ],
)
def test_a_hostile_template_is_refused_in_words(hostile: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_template("notice", word(hostile))
    assert len(refusal.value.reasons[0]) > 20


def test_a_field_that_the_paper_does_not_have_is_named() -> None:
    with pytest.raises(Refused, match="payer_name"):
        check_template("notice", word("{{ payer_name }}"))


def test_a_tag_that_is_not_closed_is_refused() -> None:
    with pytest.raises(Refused):
        check_template("notice", word("{% if room %} zal"))


@pytest.mark.parametrize("content", [b"", b"not a zip", b"PK\x03\x04 broken"])
def test_a_file_that_is_no_word_document_is_refused(content: bytes) -> None:
    with pytest.raises(Refused):
        check_template("notice", content)


def test_a_template_that_links_outside_is_refused() -> None:
    made, out = Word(), io.BytesIO()
    made.part.relate_to("http://evil.example/x.dotm", "http://x/attachedTemplate", is_external=True)
    made.save(out)
    with pytest.raises(Refused):
        check_template("notice", out.getvalue())


def test_what_a_party_wrote_is_text_in_the_paper() -> None:
    name = "A & B <w:p/> {{ court }}"
    assert lines(fill(word("{{ recipient }}"), {"recipient": name})) == [name]


@pytest.mark.parametrize("value", [object(), {"user": object()}, [print]])
def test_objects_of_the_house_never_reach_a_template(value: Any) -> None:
    with pytest.raises(TypeError):
        plain({"value": value})


@pytest.mark.django_db
def test_an_administrator_puts_a_good_text_in_use_and_is_told_why_a_hostile_one_is_not(
    as_user: Callable[[User], Client], new_person: Callable[..., User], court: Body, home: Path
) -> None:
    load_templates()
    notice = Template.objects.get(code="notice", format="docx")
    administrator = new_person("system-administrator", court, is_staff=True)
    door, address = as_user(administrator), f"/admin/documents/template/{notice.pk}/change/"

    def post(content: bytes) -> Any:
        return door.post(address, {"name": "Bildiriş", "upload": SimpleUploadedFile("new.docx", content)})

    refused = post(word("{{ ''.__class__ }}"))
    assert refused.status_code == 200 and "__class__" in str(refused.context["adminform"].form.errors["upload"])
    assert Template.objects.filter(code="notice", format="docx").count() == 1
    good = word("{{ court }} sizi çağırır")
    assert post(good).status_code == 302
    assert word_template("notice") == good
    assert [one.number for one in Template.objects.filter(code="notice", format="docx", is_current=True)] == [2]
