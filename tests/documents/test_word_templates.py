import io
from typing import Any

import pytest
from docx import Document as Word

from core.errors import Refused
from documents import fields
from documents.defaults import notice_docx
from documents.docx import check_template, fill, plain


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
