"""Rows on their way into the database by COPY: each table's columns, its ids, and the text that COPY reads."""

import io
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

Sink = Callable[[str, str], None]

COLUMNS = {
    "accounts_dossier": "id is_sealed is_covert opened_at body_id",
    "accounts_teammember": "id part from_on dossier_id user_id body_id is_sealed",
    "parties_party": (
        "id form surname given_name patronymic gender birth_date id_card title fin voen registered_address"
        " actual_address phone email source query_number created_at full_name"
    ),
    "cases_case": (
        "dossier_id court_id kind_id category_id number sequence year is_electronic channel claim_price claim_text"
        " parties_line status registered_at accepted_on accepted_by_law decided_on outcome in_force_on"
        " sent_to_enforcement_on closed_on closing_ground judge_id drawn_at weight duty_amount duty_facts duty_ground"
        " duty_settled_on next_hearing_at next_hearing_place is_imported version"
    ),
    "allocation_categorycheck": "case_id court_id registered_by_id since state decided_by_id decided_at",
    "cases_judgeseat": "id seat from_on case_id judge_id",
    "cases_participation": 'id "order" from_on reason case_id party_id represents_id role_id court_id search_key',
    "cases_filing": "id kind channel received_at case_id document_id participation_id",
    "cases_serving": "id served_on way document_id participation_id",
    "cases_deadline": "id act opened_by starts_on due_on warn_on has_passed case_id court_id term_id participation_id",
    "documents_document": "id kind title code is_incoming signed_at created_at body_id created_by_id dossier_id",
    "documents_version": "id number name made_at is_current document_id file_id made_by_id",
    "documents_signature": "id signer_name posting certificate signed_at signer_id version_id",
    "hearings_sitting": "id during state is_closed changed_at note body_id judge_id room_id",
    "hearings_hearing": "id kind starts_at public_parties body_id case_id sitting_id",
    "hearings_sittingperson": "id during holds body_id party_id sitting_id",
    "hearings_protocol": (
        "id text began_at ended_at signed_by_clerk_at signed_by_judge_at version clerk_id document_id hearing_id"
        " body_id"
    ),
    "finance_invoice": "id amount article service_code lines state made_at settled_on case_id court_id",
    "finance_payment": "id amount paid_on way receipt recorded_at invoice_id recorded_by_id",
    "finance_ledgerline": "id booking account amount booked_at words case_id",
    "decisions_act": (
        "id state intro facts reasons operative outcome debt awards_no_money made_at pronounced_on signed_at version"
        " act_kind_id author_id case_id document_id"
    ),
    "hearings_attendance": "id presence came_at participation_id protocol_id",
    "enforcement_writ": (
        "id ordinal number kind amount demand state issued_on present_until signed_at sent_at ground case_id"
        " court_id creditor_id debtor_id document_id issued_by_id office_id"
    ),
    "enforcement_enforcementcase": (
        "dossier_id number sequence year state opened_on opened_at voluntary_until next_action ended_on office_id"
        " officer_id writ_id"
    ),
    "enforcement_action": ('id kind "on" text amount state made_at confirmed_at case_id document_id made_by_id'),
    "journal_entry": (
        "id log at event actor_id actor_name actor_posting dossier subject_kind subject_id data_hash canonical"
    ),
    "journal_payload": "entry_id at salt payload",
    "journal_leaf": 'log "index" entry_id leaf_hash sealed_at',
    "journal_node": 'log level "index" hash',
}
# How many ids of a table are taken for one case at most; tables without own ids are not named.
RESERVED = {
    "accounts_dossier": 2,
    "accounts_teammember": 5,
    "parties_party": 5,
    "cases_judgeseat": 3,
    "cases_participation": 5,
    "cases_filing": 3,
    "cases_serving": 5,
    "cases_deadline": 5,
    "documents_document": 16,
    "documents_version": 16,
    "documents_signature": 3,
    "hearings_sitting": 4,
    "hearings_hearing": 4,
    "hearings_sittingperson": 8,
    "hearings_protocol": 4,
    "hearings_attendance": 16,
    "enforcement_writ": 1,
    "enforcement_action": 9,
    "finance_invoice": 1,
    "finance_payment": 1,
    "finance_ledgerline": 4,
    "decisions_act": 1,
    "journal_entry": 48,
}
FLUSH = 4000
# A row as COPY reads it, in one stroke of formatting; NOTHING is what None becomes.
FORMS = {table: "\t".join(["%s"] * len(columns.split())) for table, columns in COLUMNS.items()}
NOTHING = "None"
PIECE = 1 << 20  # bytes that COPY takes at a time


def escaped(text: str) -> str:
    """Text with signs that COPY would read as its own."""
    if "\\" in text or "\n" in text or "\t" in text:
        return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")
    return text


class Tables:
    """Collects rows and hands them on, table by table, when enough have come together."""

    def __init__(self, sink: Sink, firsts: dict[str, int]) -> None:
        self._sink = sink
        self._rows: dict[str, list[str]] = defaultdict(list)
        self._ids = {table: count(first) for table, first in firsts.items()}

    def id(self, table: str) -> int:
        """The next id of the table."""
        return next(self._ids[table])

    def put(self, table: str, *values: Any) -> None:
        """One row, its values in the order of COLUMNS; texts that may hold a backslash come escaped."""
        self.line(table, FORMS[table] % values)

    def line(self, table: str, row: str) -> None:
        """One row as COPY reads it."""
        rows = self._rows[table]
        rows.append(row)
        if len(rows) >= FLUSH:
            self._hand_on(table)

    def add(self, table: str, *values: Any) -> int:
        """One row under the next id of its table; the id."""
        number = next(self._ids[table])
        self.line(table, FORMS[table] % (number, *values))
        return number

    def flush(self) -> None:
        """Hand on all that waits."""
        for table in COLUMNS:
            self._hand_on(table)

    def _hand_on(self, table: str) -> None:
        if rows := self._rows.pop(table, None):
            text = "\n".join(rows) + "\n"
            signs = FORMS[table].count("\t")
            if text.count("\n") != len(rows) or text.count("\t") != signs * len(rows):
                raise ValueError(f"{table}: a text with a line end or a tab was not escaped")
            self._sink(table, text)


def copy(cursor: Any, table: str, text: bytes) -> None:
    """Write rows into their table."""
    columns = ", ".join(COLUMNS[table].split())
    cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN WITH (NULL '{NOTHING}')", io.BytesIO(text), PIECE)


def reserve(cursor: Any, cases: int) -> dict[str, int]:
    """Take ids for so many cases out of the tables' sequences; the first of each table."""
    firsts = {}
    for table, each in RESERVED.items():
        cursor.execute("SELECT pg_get_serial_sequence(%s, 'id')", [table])
        (name,) = cursor.fetchone()
        cursor.execute("SELECT nextval(%s)", [name])
        (firsts[table],) = cursor.fetchone()
        cursor.execute("SELECT setval(%s, %s)", [name, firsts[table] + each * cases + 100])
    return firsts
