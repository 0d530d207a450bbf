"""The house keeps its order: who may know whom, how large things are, where now comes from."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from statistics import median

import polib
import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ORDER = [
    {"core"},
    {"journal", "integrations"},
    {"reference"},
    {"accounts"},
    {"staff"},
    {"parties", "documents", "notifications", "support"},
    {"cases"},
    {"hearings", "allocation", "finance", "inquiries"},
    {"decisions"},
    {"enforcement"},
    {"reports"},
    {"desk"},
    {"portal"},
]
RANK = {app: rank for rank, level in enumerate(ORDER) for app in level}
OURS = [*RANK, "courtcms"]


def python_files():
    """Our own Python, without migrations."""
    files = [path for app in OURS for path in (ROOT / app).rglob("*.py")]
    return [path for path in files if "migrations" not in path.parts]


@cache
def nodes(path):
    """What a file of code is made of."""
    return list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def functions():
    for path in python_files():
        for node in nodes(path):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                first = node.body[0]
                told = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
                start = first.end_lineno + 1 if told and len(node.body) > 1 else first.lineno
                yield f"{path.relative_to(ROOT)}:{node.name}", node.end_lineno - start + 1


def test_every_app_of_the_house_stands_in_order():
    ours = [name for name in settings.OUR_APPS if name in RANK]
    assert ours == sorted(ours, key=lambda app: RANK[app])
    assert set(ours) == set(RANK)


def test_foreign_keys_look_down_only():
    wrong = []
    for model in apps.get_models():
        own = model._meta.app_label
        for field in model._meta.get_fields():
            target = field.related_model._meta.app_label if field.concrete and field.is_relation else None
            if own in RANK and target in RANK and not (target == own or RANK[target] < RANK[own]):
                wrong.append(f"{model._meta.label}.{field.name} -> {target}")
    assert not wrong


def test_imports_look_down_only():
    done = subprocess.run(["lint-imports"], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_functions_are_short():
    sizes = dict(functions())
    lengths = sorted(sizes.values())
    assert median(lengths) <= 6
    assert lengths[int(len(lengths) * 0.9)] < 20
    assert not {name: lines for name, lines in sizes.items() if lines > 40}


def test_files_are_short():
    lines = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in python_files()}
    assert not {name: count for name, count in lines.items() if count >= 400}


def test_templates_are_short():
    found = (ROOT / "templates").rglob("*.html")
    lines = {str(p.relative_to(ROOT)): len(p.read_text(encoding="utf-8").splitlines()) for p in found}
    assert not {name: count for name, count in lines.items() if count >= 80}


FORBIDDEN = {
    r"\b(datetime|dt\.datetime)\.(now|utcnow|today)\(|\bdate\.today\(|timezone\.(now|localdate)\(|\btime\.time\(\)": (
        "now"
    ),
    r"@receiver|\.connect\((?!\))\w+_(save|delete)|post_save|pre_save|post_delete": "signals",
    r"GenericForeignKey": "GenericForeignKey",
    r"\bTODO\b|\bFIXME\b|\bXXX\b|NotImplementedError": "unfinished work",
}


@pytest.mark.parametrize("pattern", FORBIDDEN, ids=FORBIDDEN.values())
def test_code_is_without(pattern):
    wrong = []
    for path in python_files():
        if path == ROOT / "core" / "clock.py":
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if re.search(pattern, line) and "# clock: own process" not in line:
                wrong.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
    assert not wrong


def test_no_room_is_called_utils():
    assert not [path for path in python_files() if path.stem in {"utils", "helpers", "misc", "common"}]


def test_classes_are_not_called_managers_or_helpers():
    wrong = re.compile(r"(Manager|Helper|Service|Info|Data)$")
    names = [
        f"{path.relative_to(ROOT)}:{node.name}"
        for path in python_files()
        for node in nodes(path)
        if isinstance(node, ast.ClassDef) and wrong.search(node.name)
    ]
    assert not names


def test_templates_have_no_inline_script_or_style():
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        if "prints" in path.parts:
            continue
        text = path.read_text(encoding="utf-8")
        if re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", text):
            wrong.append(str(path.relative_to(ROOT)))
    assert not wrong


SAYS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def said(path):
    """What a file of code gives to gettext, wherever it stands: makemessages overlooks f-strings and other names."""
    for node in nodes(path):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SAYS:
            yield from (node.args[0].value for _ in node.args[:1] if isinstance(node.args[0], ast.Constant))


def test_every_word_that_code_says_stands_in_the_catalogues():
    known = {entry.msgid for entry in polib.pofile(str(ROOT / "locale/az/LC_MESSAGES/django.po"))}
    said_by = {path.relative_to(ROOT): set(said(path)) for path in python_files() if "tests" not in path.parts}
    assert {str(path): words - known for path, words in said_by.items() if words - known} == {}
