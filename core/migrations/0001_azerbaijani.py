"""Azerbaijani order and search as SQL functions, each complete in itself, so that a dump restores with its tables.

The letters are those of `core.azerbaijani` when this was written; a property test holds the two equal.
"""

from django.contrib.postgres.operations import BtreeGistExtension, TrigramExtension
from django.db import migrations

SORT_KEY = (
    'CREATE FUNCTION public.courtcms_sort_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL S'
    "AFE AS $courtcms$SELECT translate($1, E'ABC\\u00c7DE\\u018fFG\\u011eHXI\\u0130JKQLMNO\\u00d6PRS\\u015eTU\\u"
    "00dcVYZWwabc\\u00e7de\\u0259fg\\u011fhx\\u0131ijkqlmno\\u00f6prs\\u015ftu\\u00fcvyz', E'abcdefghijklmnopqrs"
    "tuvwxyz{|}~\\u0080\\u0081\\u0082\\u0082abcdefghijklmnopqrstuvwxyz{|}~\\u0080\\u0081')$courtcms$;"
)
SEARCH_KEY = (
    'CREATE FUNCTION public.courtcms_search_key(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL'
    " SAFE AS $courtcms$SELECT btrim(regexp_replace(translate($1, E'ABC\\u00c7DE\\u018fFG\\u011eHXI\\u0130JKQ"
    'LMNO\\u00d6PRS\\u015eTU\\u00dcVYZWwabc\\u00e7de\\u0259fg\\u011fhx\\u0131ijkqlmno\\u00f6prs\\u015ftu\\u00fcvyz\\'
    'u00ab\\u00bb"\\\'\\u2019\\u2018\\u201c\\u201d`\\u00b4.,;:!?()[]{}<>/\\\\|-\\u2013\\u2014_+*=&%$#@~^\\u2116\\u0009\\'
    "u000a\\u000d\\u000c\\u000b\\u00a0', E'abccdeefgghxiijkqlmnooprsstuuvyzwwabccdeefgghxiijkqlmnooprsstuuvyz"
    "                                                '), ' +', ' ', 'g'), ' ')$courtcms$;"
)


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        BtreeGistExtension(),
        TrigramExtension(),
        migrations.RunSQL(SORT_KEY, "DROP FUNCTION public.courtcms_sort_key(text)"),
        migrations.RunSQL(SEARCH_KEY, "DROP FUNCTION public.courtcms_search_key(text)"),
    ]
