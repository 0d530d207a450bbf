import datetime as dt
from typing import Any

import pytest
import requests
from django.db import IntegrityError, connection, transaction

from core import clock
from journal import alarms, heads, keys, merkle, rsa, sealing, tree
from journal.canonical import canonical
from journal.models import Head, Leaf, PublicKey
from journal.witness.client import Witness, WitnessGone, WitnessRefused
from tests.journal.acting import at_once, write

DRAWS = "draws/yasamal"


def grown(count: int = 3, log: str = "yasamal") -> None:
    write(count=count, log=log)
    sealing.seal(log)


def entered(record: dict[str, Any]) -> tuple[bytes, int]:
    text = canonical(record)
    with transaction.atomic():
        index, _leaf = sealing.append(DRAWS, text.decode())
    return text, index


def drawn(witness: Any, number: int = 1, **others: Any) -> dict[str, Any]:
    """As much of the record of a draw as the witness reads."""
    named = {"court": keys.entered("yasamal").hash, "witness": witness.client.public.hash}
    form = {"format": "courtcms-draw/1", "court": "yasamal", "case": f"{number}/2026", "attempt": 1, "keys": named}
    return form | others


def under(head: Head, index: int) -> dict[str, Any]:
    return {"index": index, "size": head.size, "proof": tree.inclusion(DRAWS, index, head.size)}


@pytest.mark.django_db
def test_head_is_signed_by_the_court_and_cosigned_by_the_witness(witness):
    grown()
    head = heads.sign_head("yasamal")
    text = canonical({"log": "yasamal", "size": 3, "root": tree.root("yasamal", 3).hex(), "at": at_of(head)})
    assert keys.signer("yasamal").public.holds(text, bytes(head.court_signature))
    assert witness.client.public.holds(text, bytes(head.witness_signature))
    assert head.witness_key == witness.client.key()["hash"]
    assert witness.client.seen("yasamal").size == 3
    assert heads.waiting().count("yasamal") == 0


def at_of(head: Head) -> str:
    return f"{head.at:%Y-%m-%dT%H:%M:%SZ}"


@pytest.mark.django_db
def test_witness_follows_a_growing_log(witness):
    for count in (1, 4, 2, 9):
        grown(count)
        heads.sign_head("yasamal")
    assert list(Head.objects.filter(log="yasamal").order_by("size").values_list("size", flat=True)) == [1, 5, 7, 16]
    assert witness.client.counts()["heads"]["yasamal"] == 4


@pytest.mark.django_db
def test_head_waits_while_the_witness_is_gone_and_is_cosigned_when_it_is_back(witness):
    grown()
    witness.kill()
    with pytest.raises(WitnessGone):
        heads.sign_head("yasamal")
    assert Head.objects.get(log="yasamal").witness_signature is None
    assert heads.sign_all() == 0
    witness.start()
    assert heads.sign_all() >= 1
    assert Head.objects.get(log="yasamal").witness_signature is not None


@pytest.mark.django_db
def test_killed_witness_remembers_what_it_signed(witness):
    grown()
    heads.sign_head("yasamal")
    key, seen = witness.client.key(), witness.client.state()
    witness.kill()
    witness.start()
    assert (witness.client.key(), witness.client.state()) == (key, seen)


@pytest.mark.django_db
def test_rewritten_log_is_not_cosigned(witness):
    grown()
    heads.sign_head("yasamal")
    grown(1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE journal_log SET frontier = %s WHERE name = 'yasamal'", [b"\1" * 32])
        cursor.execute("SET LOCAL session_replication_role = origin")
    with pytest.raises(WitnessRefused, match="not consistent"):
        heads.sign_head("yasamal")


@pytest.mark.django_db
def test_shortened_log_is_not_cosigned(witness):
    grown(5)
    heads.sign_head("yasamal")
    forged = Head(log="yasamal", size=3, root=tree.root("yasamal", 3), at=clock.now().replace(microsecond=0))
    with pytest.raises(WitnessRefused, match="had 5 leaves already") as refusal:
        ask(witness, forged)
    assert refusal.value.code == "older"


@pytest.mark.django_db
def test_other_head_of_the_same_size_is_refused_and_the_same_is_answered_alike(witness):
    grown()
    head = heads.sign_head("yasamal")
    assert ask(witness, head).value == bytes(head.witness_signature)
    with pytest.raises(WitnessRefused, match="another head of yasamal"):
        ask(witness, Head(log="yasamal", size=3, root=b"\0" * 32, at=head.at))


def ask(witness: Any, head: Head, owner: str = "yasamal", **others: Any) -> Any:
    signer = keys.signer(owner)
    text = heads.head_text(head)
    return witness.client.cosign(text, signer.sign(text), rsa.published(signer), [], **others)


@pytest.mark.django_db
def test_head_under_another_key_is_refused_unless_the_old_key_signed_it_over(witness):
    grown()
    head = heads.sign_head("yasamal")
    with pytest.raises(WitnessRefused, match="the key of yasamal is another one"):
        ask(witness, head, owner="stranger")
    grown(1)
    new = keys.signer("yasamal-2027").public.hash
    handover = keys.signer("yasamal").sign(rsa.handover_text("yasamal", new))
    larger = Head(log="yasamal", size=4, root=tree.root("yasamal", 4), at=clock.now())
    text, signer = heads.head_text(larger), keys.signer("yasamal-2027")
    proof = tree.consistency("yasamal", 3, 4)
    witness.client.cosign(text, signer.sign(text), rsa.published(signer), proof, handover)
    with pytest.raises(WitnessRefused, match="another one"):
        ask(witness, larger)


@pytest.mark.django_db
def test_key_that_is_not_sound_is_refused(witness):
    grown()
    signer = keys.signer("yasamal")
    form = rsa.published(signer) | {"soundness": ["00" * 256] * 8}
    head = heads.head_text(heads.own_head("yasamal"))
    with pytest.raises(WitnessRefused, match="soundness"):
        witness.client.cosign(head, signer.sign(head), form, [])


@pytest.mark.django_db
def test_witness_signs_a_draw_under_a_cosigned_head_once(witness):
    record = drawn(witness)
    text, index = entered(record)
    head = heads.covering(DRAWS, index)
    signature = witness.client.sign_draw(text, **under(head, index))
    assert witness.client.public.holds(text, signature.value)
    assert witness.client.sign_draw(text, **under(head, index)) == signature
    other, other_index = entered(record | {"weight": 50})
    with pytest.raises(WitnessRefused, match="another record of this court, case and attempt"):
        witness.client.sign_draw(other, **under(heads.covering(DRAWS, other_index), other_index))
    assert witness.client.counts()["draws"] == {"yasamal": 1}


@pytest.mark.django_db
def test_witness_does_not_sign_a_draw_before_its_head(witness):
    text, index = entered(drawn(witness))
    head = heads.own_head(DRAWS)
    with pytest.raises(WitnessRefused, match="no head of draws/yasamal with 1 leaves"):
        witness.client.sign_draw(text, **under(head, index))
    heads.cosign(head)
    another = canonical(drawn(witness, 2))
    with pytest.raises(WitnessRefused, match="the record is not in draws/yasamal"):
        witness.client.sign_draw(another, **under(head, index))
    assert witness.client.counts()["draws"] == {}


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"format": "courtcms-draw/0"}, {"keys": {"court": "", "witness": "another"}}])
def test_witness_does_not_sign_a_record_of_another_form_or_key(witness, wrong):
    text, index = entered(drawn(witness, **wrong))
    with pytest.raises(WitnessRefused):
        witness.client.sign_draw(text, **under(heads.sign_head(DRAWS), index))


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"head": "{}"}', b'{"head": "{\\"a\\": 1}", "proof": []}'])
def test_witness_answers_what_it_cannot_read_in_words(witness, body):
    answer = requests.post(f"{witness.url}/head", data=body, timeout=5)
    assert answer.status_code in (400, 409)
    assert answer.json()["message"]
    assert requests.get(f"{witness.url}/elsewhere", timeout=5).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_draws_at_the_same_time_all_get_a_cosigned_head(witness):
    records = [drawn(witness, number) for number in range(8)]

    def draw(record: dict[str, Any]) -> None:
        text, index = entered(record)
        head = heads.covering(DRAWS, index)
        assert Witness(witness.url).sign_draw(text, **under(head, index)).value

    at_once([lambda record=record: draw(record) for record in records])
    assert witness.client.counts()["draws"] == {"yasamal": 8}


@pytest.mark.django_db
def test_head_stands_once_it_is_cosigned(witness):
    grown()
    head = heads.sign_head("yasamal")
    rows = Head.objects.filter(log="yasamal", size=head.size)
    for change in ({"witness_signature": b"x"}, {"root": b"\0" * 32}):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.delete()


@pytest.mark.django_db
def test_head_not_cosigned_for_an_hour_alarms():
    grown()
    assert "not cosigned" not in [alarm.code for alarm in alarms.current() if alarm.where == "yasamal"]
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        Leaf.objects.filter(log="yasamal").update(sealed_at=clock.now() - dt.timedelta(hours=2))
        cursor.execute("SET LOCAL session_replication_role = origin")
    assert "not cosigned" in [alarm.code for alarm in alarms.current() if alarm.where == "yasamal"]


@pytest.mark.django_db
def test_court_without_a_key_signs_only_in_the_demo(settings, tmp_path):
    settings.DEMO, settings.COURTCMS_HOME = False, tmp_path
    with pytest.raises(keys.KeyMissing):
        keys.signer("yasamal")
    grown()
    assert heads.sign_all() == 0
    row = keys.make("yasamal")
    assert rsa.sound({"n": row.n, "e": row.e, "soundness": row.soundness}).hash == row.hash
    assert keys.path_of("yasamal").stat().st_mode & 0o777 == 0o600
    assert PublicKey.objects.get(owner="yasamal") == keys.make("yasamal")


def test_signature_of_another_length_or_beyond_the_modulus_does_not_hold(db):
    signer = keys.signer("yasamal")
    signature, n = signer.sign(b"text"), signer.public.n
    assert signer.public.holds(b"text", signature)
    assert not signer.public.holds(b"text", b"\0" + signature)
    assert not signer.public.holds(b"text", (int.from_bytes(signature) + n).to_bytes(257))
    assert not signer.public.holds(b"another text", signature)
    with pytest.raises(ValueError, match="2048 bits"):
        rsa.Public.of({"n": "ff" * 128, "e": 65537})


def test_roots_of_an_empty_log_and_a_log_without_leaves(db):
    assert merkle.root([]) == merkle.EMPTY
    with pytest.raises(heads.NothingToSign):
        heads.own_head("nobody")
