"""The letter with the link for a new password, through real SMTP to the sink of the demo."""

import pytest
import requests
from django.conf import settings as house

from tests.accounts.test_sign_in import ask_for_link

pytestmark = [pytest.mark.django_db, pytest.mark.services]


def letters_to(address):
    letters = requests.get(f"{house.MAIL_PAGE_URL}/messages.json", timeout=10).json()
    rows = letters if isinstance(letters, list) else letters["messages"]
    return [row for row in rows if address in str(row)]


@pytest.mark.requirement("BP-M14")
def test_the_link_for_a_forgotten_password_goes_out_by_smtp(client, clerk, settings, worker_id):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    clerk.email = f"leyla-{worker_id}-{clerk.pk}@yasamal.example"
    clerk.save()
    ask_for_link(client, clerk.email)
    assert len(letters_to(clerk.email)) == 1
