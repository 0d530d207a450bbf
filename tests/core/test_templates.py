"""All templates: they compile, and keep the rules that the security policy and the reader rely on."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR) / "templates"
ALL = sorted(str(path.relative_to(ROOT)) for path in ROOT.rglob("*.html"))


@pytest.mark.parametrize("name", ALL)
def test_template_compiles(name):
    assert get_template(name)


# What is printed by the server has its style in itself and is never sent to a browser.
SHOWN = [name for name in ALL if not name.startswith("prints/")]


@pytest.mark.parametrize("name", SHOWN)
def test_template_has_no_inline_script_or_style(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|hx-on|javascript:", text)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text))


def test_component_sees_only_what_it_is_given():
    page = Template('{% component "panel" title="Terms" %}{{ secret }}{% endcomponent %}')
    assert "kept" in page.render(Context({"secret": "kept"}))
    page = Template('{% component "notice" title="A" %}b{% endcomponent %}')
    assert "stop" not in page.render(Context({"tone": "stop"}))


def test_slots_stand_where_the_component_puts_them_and_stay_escaped():
    page = Template(
        '{% component "case_head" number="2(5-155)-1/2026" %}'
        "{% slot parties %}{{ name }}{% endslot %}rest{% endcomponent %}"
    )
    drawn = page.render(Context({"name": "<script>"}))
    assert '<p class="parties">&lt;script&gt;</p>' in drawn
    assert drawn.index("&lt;script") < drawn.index("rest")
    assert drawn.count("&lt;script") == 1


@pytest.mark.parametrize(
    "text", ['{% icon "no-such-icon" %}', "{% icon %}", "{% component %}{% endcomponent %}", "{% component 'a' b %}"]
)
def test_mistake_in_a_template_is_found_when_it_is_read(text):
    with pytest.raises(TemplateSyntaxError):
        Template(text)
