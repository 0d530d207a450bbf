"""What follows from the loaded cases in one stroke: the counters of numbers, and published judgments to search."""

from itertools import product
from typing import Any

from decisions.stemming import stem, words
from desk.demo.papers import FACTS, OUTCOME_WORDS, REASONS
from reference.models import Category

_COUNTERS = """
INSERT INTO cases_numbercounter (court_id, kind_id, year, last)
SELECT c.court_id, coalesce(k.counts_with_id, k.id), c.year, max(c.sequence)
FROM cases_case c JOIN reference_casekind k ON k.id = c.kind_id GROUP BY 1, 2, 3
ON CONFLICT (court_id, kind_id, year) DO UPDATE SET last = greatest(cases_numbercounter.last, excluded.last)
"""
_ENFORCEMENT = """
INSERT INTO enforcement_numbercounter (office_id, year, last)
SELECT office_id, year, max(sequence) FROM enforcement_enforcementcase GROUP BY 1, 2
ON CONFLICT (office_id, year) DO UPDATE SET last = greatest(enforcement_numbercounter.last, excluded.last)
"""
_WORDS = """
CREATE TEMPORARY TABLE demo_words (category_id bigint, outcome text, vector tsvector) ON COMMIT DROP
"""
_VECTOR = """
INSERT INTO demo_words VALUES (%s, %s, setweight(to_tsvector('simple', %s), 'A')
    || setweight(to_tsvector('simple', %s), 'B'))
"""
# Every second judgment in force of an open case: confirmed by its judge, as a publication must be by a person.
_PUBLISHED = """
INSERT INTO decisions_publication (
    outcome, number, judges, decided_on, ecli, intro, facts, reasons, operative, state, proposed_at, published_at,
    reason, version, act_id, act_kind_id, category_id, confirmed_by_id, court_id, vector)
SELECT a.outcome, c.number, u.given_name || ' ' || u.surname, c.decided_on,
    'ECLI:AZ:' || upper(replace(b.short_code, '-', '')) || ':' || c.year || ':' || a.id,
    a.intro, a.facts, a.reasons, a.operative, 'published', a.made_at, a.made_at + interval '20 days',
    '', 1, a.id, a.act_kind_id, c.category_id, a.author_id, c.court_id, w.vector
FROM decisions_act a
JOIN cases_case c ON c.dossier_id = a.case_id
JOIN accounts_dossier d ON d.id = c.dossier_id
JOIN accounts_user u ON u.id = a.author_id
JOIN reference_body b ON b.id = c.court_id
JOIN demo_words w ON w.category_id = c.category_id AND w.outcome = a.outcome
WHERE c.in_force_on IS NOT NULL AND NOT d.is_sealed AND a.id %% 2 = 0
"""


def settle_counters(cursor: Any) -> None:
    """The next case, of a court or of an enforcement office, gets the number after the last one loaded."""
    cursor.execute(_COUNTERS)
    cursor.execute(_ENFORCEMENT)


def publish(cursor: Any) -> int:
    """Publish judgments, found by their words in any form; how many."""
    cursor.execute(_WORDS)
    for category, (outcome, operative) in product(Category.objects.leaves(), OUTCOME_WORDS.items()):
        found = words(" ".join((category.name_az, FACTS, REASONS, operative)))
        stems = " ".join(stem(word) for word in found)
        cursor.execute(_VECTOR, [category.pk, outcome, " ".join(found), stems])
    cursor.execute(_PUBLISHED, [])
    return int(cursor.rowcount)
