"""Keys of the court in a token (HSM) behind PKCS#11 instead of files."""

import multiprocessing
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from journal import heads, hsm, keys, rsa, sealing
from tests.journal.acting import write
from tests.softhsm import SoftToken, soft_token

__all__ = ["soft_token"]


def test_a_key_in_a_token_signs_as_a_key_file_does(soft_token: SoftToken, home: Path) -> None:
    """The signature is the only one of the key over the text, whoever makes it: another signer cannot try again."""
    token = hsm.token()
    assert token.make("yasamal")
    key = token.key("yasamal")
    assert key.public.n.bit_length() == 2048
    assert rsa.sound(rsa.published(key)) == key.public
    signature = key.sign(b"text")
    assert key.public.holds(b"text", signature)
    assert key.sign(b"text") == signature
    assert not token.make("yasamal")
    assert token.key("yasamal").public == key.public
    assert token.key("sabail") is None


@pytest.mark.django_db
def test_heads_are_signed_in_the_token_and_no_key_file_is_made(
    soft_token: SoftToken, witness: Any, settings: Any, tmp_path: Path
) -> None:
    settings.COURTCMS_HOME = tmp_path / "house"
    write(count=3)
    sealing.seal("yasamal")
    head = heads.sign_head("yasamal")
    assert head.witness_signature
    assert keys.signer("yasamal").public.holds(heads.head_text(head), bytes(head.court_signature))
    assert not (tmp_path / "house" / "keys").exists()


def sign(answers: Any) -> None:
    answers.put(hsm.token().sign("yasamal", b"text"))


def test_a_child_process_signs_in_a_session_of_its_own(soft_token: SoftToken) -> None:
    hsm.token().make("yasamal")
    signature = hsm.token().sign("yasamal", b"text")
    fork = multiprocessing.get_context("fork")
    answers = fork.Queue()
    child = fork.Process(target=sign, args=(answers,))
    child.start()
    assert answers.get(timeout=30) == signature
    child.join()
    assert hsm.token().sign("yasamal", b"text") == signature


def test_a_token_that_is_gone_is_named_and_signs_again_when_it_is_back(soft_token: SoftToken) -> None:
    hsm.token().make("yasamal")
    signature = hsm.token().sign("yasamal", b"text")
    soft_token.unplug()
    with pytest.raises(keys.KeyMissing, match=f"the token {soft_token.label} does not answer"):
        hsm.token().sign("yasamal", b"text")
    soft_token.plug_in()
    assert hsm.token().sign("yasamal", b"text") == signature


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"HSM_PIN": "0000"}, {"HSM_TOKEN": "another"}, {"HSM_MODULE": "/no/such/module.so"}])
def test_a_wrong_setting_is_told_in_one_line(
    soft_token: SoftToken, settings: Any, tmp_path: Path, wrong: dict[str, str]
) -> None:
    settings.COURTCMS_HOME = tmp_path / "house"
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(keys.KeyMissing, match="does not answer"):
        keys.entered("yasamal")
    with pytest.raises(CommandError, match="does not answer"):
        call_command("rotate_key", "national")
