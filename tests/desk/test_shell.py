"""The shell of the staff: bar and rail offer to each person what opens for this person."""

import re

import pytest

from reference.models import Body

OFFICE = "yasamal-icra-sobesi"


@pytest.mark.parametrize("role", ["clerk", "judge", "chair", "finance", "administrator", "officer"])
def test_no_link_of_the_shell_leads_to_a_refusal(as_user, new_person, court, role):
    is_officer = role == "officer"
    first = "/enforcement/" if is_officer else "/desk/"
    client = as_user(new_person(role, Body.objects.get(code=OFFICE) if is_officer else court))
    shell = client.get(first).content.decode().partition("<body")[2].partition("<main")[0]
    addresses = set(re.findall(r'(?:href|action)="(/[^"]*)"', shell))
    assert first in addresses
    refused = {address for address in addresses if client.get(address).status_code in {403, 404}}
    assert not refused


def test_a_refusal_leads_back_to_the_own_work(as_user, new_person, court):
    page = as_user(new_person("finance", court)).get("/cases/register/")
    assert page.status_code == 403
    assert 'class="button" href="/desk/"' in page.content.decode()
