"""Draws of a court whose key lies in a token (HSM)."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from allocation.actions import draw_case, try_draw
from allocation.models import Draw, State, Waiting
from allocation.rotation import rotate_key
from allocation.tasks import sweep
from cases.models import Case
from core.errors import Gone
from journal import keys
from reference.models import Body
from staff.models import Judge
from tests.allocation.test_key_rotation import court_key, holds
from tests.allocation.test_public_draws import next_day, replayed
from tests.fresh_logs import fresh_logs
from tests.softhsm import SoftToken, soft_token

__all__ = ["soft_token"]
NewCase = Callable[..., Case]


@pytest.fixture
def only_token(soft_token: SoftToken, _own_logs: None, court: Body) -> SoftToken:
    """The court has no key but those of the token."""
    keys.path_of(court.short_code).unlink()
    return soft_token


@pytest.mark.requirement("EM-6.1.13")
def test_a_draw_proved_in_a_token_is_verified_by_anybody_also_after_a_change_of_key(
    client: Client, only_token: SoftToken, new_case: NewCase, judges: list[Judge], court: Body, tmp_path: Path
) -> None:
    before = draw_case(new_case())
    rotate_key(court)
    next_day()
    after = draw_case(new_case())
    next_day()
    assert court_key(before) != court_key(after)
    assert holds(client, before, tmp_path)
    assert holds(client, after, tmp_path)
    assert replayed(client, court, tmp_path) == ""


def test_a_court_with_a_key_file_gets_its_next_key_in_the_token(
    soft_token: SoftToken, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    fresh_logs(court, own_keys=True)
    before = draw_case(new_case())
    rotate_key(court)
    next_day()
    after = draw_case(new_case())
    keys.path_of(court.short_code).unlink()
    assert court_key(before) != court_key(after)
    assert not keys.path_of(f"{court.short_code}.2").exists()


def test_while_the_token_is_gone_the_case_waits_and_nothing_is_lost(
    only_token: SoftToken, new_case: NewCase, judges: list[Judge], court: Body
) -> None:
    draw_case(new_case())
    only_token.unplug()
    case = new_case()
    with translation.override("en"), pytest.raises(Gone, match="The court's key does not answer"):
        draw_case(case)
    recorded = Draw.objects.get(dossier=case.pk)
    assert recorded.state == State.RECORDED
    with translation.override("en"):
        assert try_draw(case) is None
    assert "key does not answer" in Waiting.objects.get(dossier=case.pk).reason
    only_token.plug_in()
    next_day()
    sweep()
    done = Draw.objects.get(dossier=case.pk)
    assert (done.state, done.record) == (State.DONE, recorded.record)
    assert not Waiting.objects.filter(dossier=case.pk).exists()
    assert keys.signer(court.short_code).public.hash == court_key(done)
