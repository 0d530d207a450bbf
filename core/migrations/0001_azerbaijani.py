"""Azerbaijani order and search as SQL functions, each complete in itself, so that a dump restores with its tables.

The letters are those of `core.azerbaijani` when this was written; a property test holds the two equal.
"""

from pathlib import Path

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

SQL = (Path(__file__).parent / "azerbaijani.sql").read_text(encoding="utf-8")
BACK = "DROP FUNCTION public.courtcms_sort_key(text); DROP FUNCTION public.courtcms_search_key(text)"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [BtreeGistExtension(), TrigramExtension(), migrations.RunSQL(SQL, BACK)]
