import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from core import clock
from journal import heads, sealing, verification
from journal.access import saw
from journal.actions import destroy_payload
from journal.models import AccessRow, Entry, Log, Payload, PublicKey
from tests.journal.acting import LEYLA, write

Tamper = Callable[..., None]


@pytest.fixture
def tamper(db: None) -> Tamper:
    """Change rows as a superuser with the triggers off."""

    def change(sql: str, *values: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(sql, values)
            assert cursor.rowcount > 0
            cursor.execute("SET LOCAL session_replication_role = origin")

    return change


@pytest.fixture
def entries(db: None, witness: Any) -> list[Entry]:
    """Seven sealed entries under a co-signed head, two more that wait."""
    entries = write(count=7)
    sealing.seal()
    heads.sign_head("yasamal")
    return entries + write(count=2)


def faults(witness: Any = None) -> str:
    seen = (witness.client.state(), witness.client.key()["hash"]) if witness else ()
    return "\n".join(verification.faults(*seen))


def test_whole_journal_holds(entries, witness):
    assert faults(witness) == ""


def test_changed_text_is_found(entries, tamper):
    tamper("UPDATE journal_entry SET canonical = replace(canonical, 'Leyla', 'Layla') WHERE id = %s", entries[2].pk)
    assert f"yasamal: leaf 2: the text of entry {entries[2].pk} was changed" in faults()


def test_changed_text_of_an_entry_that_still_waits_is_found(entries, tamper):
    tamper("UPDATE journal_entry SET event = 'trial.answered' WHERE id = %s", entries[8].pk)
    assert f"entry {entries[8].pk} shows something else than its hashed text" in faults()


@pytest.mark.parametrize(
    "change", ["actor_name = 'Layla'", "dossier = 12", "at = at + interval '1 microsecond'", "subject_id = '2'"]
)
def test_changed_column_is_found(entries, tamper, change):
    tamper(f"UPDATE journal_entry SET {change} WHERE id = %s", entries[2].pk)
    assert f"entry {entries[2].pk} shows something else than its hashed text" in faults()


def test_changed_content_is_found(entries, tamper):
    tamper("""UPDATE journal_payload SET payload = '{"number":5}' WHERE entry_id = %s""", entries[2].pk)
    assert f"the content of entry {entries[2].pk} was changed" in faults()


def test_removed_content_is_found_unless_an_act_destroyed_it(entries, tamper, witness):
    destroy_payload(entries[1], act="Act 12", by=LEYLA)
    assert faults(witness) == ""
    tamper("DELETE FROM journal_payload WHERE entry_id = %s", entries[2].pk)
    assert faults(witness) == f"yasamal: the content of entry {entries[2].pk} is missing, and no act destroyed it"


def test_removed_entry_is_found(entries, tamper):
    tamper("DELETE FROM journal_entry WHERE id = %s", entries[4].pk)
    found = faults()
    assert f"leaf 4: its entry {entries[4].pk} is missing" in found
    assert f"content of entry {entries[4].pk}, which does not exist" in found


def test_removed_entry_that_waited_is_found(entries, tamper):
    tamper("DELETE FROM journal_entry WHERE id = %s", entries[8].pk)
    assert f"entry {entries[8].pk}, which waited to be sealed, is missing" in faults()


def test_entry_slipped_past_the_sealer_is_found(entries, tamper):
    tamper("DELETE FROM journal_unsealed WHERE row_id = %s AND log = 'yasamal'", entries[8].pk)
    assert f"entry {entries[8].pk} stands in no tree and does not wait for one" in faults()


def test_removed_leaf_is_found(entries, tamper):
    tamper("DELETE FROM journal_leaf WHERE log = 'yasamal' AND index = 3")
    found = faults()
    assert "yasamal: leaf 3 is missing" in found
    assert f"entry {entries[3].pk} stands in no tree" in found


def test_swapped_leaves_are_found(entries, tamper):
    swap = "UPDATE journal_leaf SET index = %s WHERE log = 'yasamal' AND index = %s"
    for to, come_from in ((99, 2), (2, 3), (3, 99)):
        tamper(swap, to, come_from)
    found = faults()
    assert "yasamal: the head of 7 leaves has another root than the leaves" in found
    assert "inner nodes are not those of the leaves" in found


def test_rewritten_entry_with_leaf_is_found(entries, tamper):
    tamper("UPDATE journal_entry SET canonical = replace(canonical, 'Leyla', 'Layla') WHERE id = %s", entries[6].pk)
    tamper("UPDATE journal_entry SET actor_name = 'Layla Abbasova' WHERE id = %s", entries[6].pk)
    rehash = """UPDATE journal_leaf SET leaf_hash = sha256('\\x00'::bytea || convert_to(canonical, 'UTF8'))
        FROM journal_entry e WHERE e.id = entry_id AND entry_id = %s"""
    tamper(rehash, entries[6].pk)
    found = faults()
    assert "the head of 7 leaves has another root" in found
    assert "the kept state of the tree" in found


def test_forged_head_is_found(entries, tamper):
    tamper("UPDATE journal_head SET root = %s WHERE log = 'yasamal'", b"\1" * 32)
    found = faults()
    assert "the head of 7 leaves has another root" in found
    assert "is not signed by its court" in found
    assert "is not signed by the witness" in found


def test_forged_signature_of_the_witness_is_found(entries, tamper):
    tamper("UPDATE journal_head SET witness_signature = court_signature WHERE log = 'yasamal'")
    assert faults() == "yasamal: the head of 7 leaves is not signed by the witness"


def test_head_beyond_the_log_is_found(entries, tamper):
    tamper("UPDATE journal_head SET size = 70 WHERE log = 'yasamal'")
    assert "yasamal: a head of 70 leaves, but the log has 7" in faults()


@pytest.mark.parametrize("forgery", ["soundness = '[]'", "n = 'ff'", "n = 'no number'"])
def test_forged_public_key_is_found(entries, tamper, forgery):
    key = PublicKey.objects.get(owner="yasamal")
    tamper(f"UPDATE journal_publickey SET {forgery} WHERE hash = %s", key.hash)
    assert f"the public key {key.hash[:12]} of yasamal" in faults()


def test_log_cut_back_together_with_its_heads_is_found_by_the_witness_copy(entries, tamper, witness):
    for table in ("leaf", "node", "head"):
        tamper(f"DELETE FROM journal_{table} WHERE log = 'yasamal'")
    tamper("DELETE FROM journal_entry WHERE log = 'yasamal' AND id > %s", entries[3].pk)
    tamper("DELETE FROM journal_payload WHERE entry_id > %s", entries[3].pk)
    tamper("DELETE FROM journal_unsealed WHERE log = 'yasamal'")
    tamper("UPDATE journal_log SET size = 0, frontier = '' WHERE name = 'yasamal'")
    for entry in entries[:4]:
        tamper("INSERT INTO journal_unsealed (log, row_id, at) VALUES ('yasamal', %s, %s)", entry.pk, entry.at)
    sealing.seal()
    assert faults() == ""
    assert "yasamal: the witness has seen 7 leaves, we have 4" in faults(witness)


def test_log_written_anew_is_found_by_the_witness_copy(entries, tamper, witness):
    tamper("UPDATE journal_head SET size = 70 WHERE log = 'yasamal'")
    assert "the head of 7 leaves, which the witness co-signed, is missing" in faults(witness)


def test_other_key_of_the_witness_is_found(entries, witness):
    other = "0" * 64
    assert "the witness shows the key 000000000000" in "\n".join(verification.faults({}, other))


@pytest.fixture
def opened(db: None) -> AccessRow:
    """A sealed row of the access log."""
    at = clock.now() - dt.timedelta(minutes=5)
    row = AccessRow.objects.create(at=at, user_name="Leyla", subject="party:1", purpose="page")
    sealing.seal()
    saw(LEYLA, ["party:2"], None, "page")
    return row


@pytest.mark.parametrize(
    "tampering",
    ["UPDATE journal_accessrow SET user_name = 'Murad' WHERE id = %s", "DELETE FROM journal_accessrow WHERE id = %s"],
)
def test_changed_or_removed_row_of_the_access_log_is_found(opened, tamper, tampering):
    assert faults() == ""
    tamper(tampering, opened.pk)
    assert f"access: the rows of {opened.at:%Y-%m-%d %H:%M} were changed, added or removed" in faults()


def test_row_of_the_access_log_outside_of_every_minute_is_found(opened, tamper):
    tamper("DELETE FROM journal_accessminute")
    found = faults()
    assert f"access: row {opened.pk} stands in no minute" in found
    assert "access: leaf 0 has no minute" in found


def test_other_apps_add_checks_of_their_own(entries, monkeypatch):
    monkeypatch.setattr(verification, "CHECKS", [])
    verification.register_check(lambda: ["case 7: its stage does not follow from its entries"])
    assert faults() == "case 7: its stage does not follow from its entries"


@pytest.mark.requirement("EM-8.2.15", "EI-10.1.17", "EM-8.2.9")
def test_command_says_that_all_holds(entries, capsys):
    call_command("verify_log")
    assert "all holds." in capsys.readouterr().out


@pytest.mark.requirement("EM-8.2.15", "EI-10.1.17", "EM-8.2.9")
def test_command_says_in_words_what_is_wrong_and_exits_with_1(entries, tamper, capsys):
    tamper("DELETE FROM journal_leaf WHERE log = 'yasamal' AND index = 3")
    with pytest.raises(SystemExit) as end:
        call_command("verify_log", "--without-witness")
    assert end.value.code == 1
    assert "yasamal: leaf 3 is missing" in capsys.readouterr().out


def test_command_goes_on_without_the_witness(entries, witness, capsys):
    witness.kill()
    call_command("verify_log")
    heard = capsys.readouterr()
    assert "all holds." in heard.out
    assert "Not compared with the witness" in heard.err


def test_verification_reads_the_log_in_parts(entries, monkeypatch):
    monkeypatch.setattr(verification, "CHUNK", 2)
    assert faults() == ""
    assert Log.objects.get(pk="yasamal").size == 7
    assert Payload.objects.filter(entry_id=entries[0].pk).exists()
