from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.models import User
from documents.actions import sign_document
from documents.models import Document
from tests.axe import browser, in_both_themes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]


def test_the_pages_of_papers_are_clear_to_everybody(
    live_server: Any, as_user: Callable[[User], Client], paper: Document, clerk: User, judge: User
) -> None:
    sign_document(paper, by=clerk)
    sign_document(paper, by=judge)
    key = as_user(clerk).cookies["sessionid"].value
    with browser() as opened:
        context = opened.new_context()
        context.add_cookies([{"name": "sessionid", "value": key, "url": live_server.url}])
        page = context.new_page()
        for door in ("/verify/", f"/verify/{paper.code}/", "/verify/ZZZZZZZZZZZZ/", f"/documents/{paper.pk}/"):
            page.goto(live_server.url + door)
            assert in_both_themes(page) == [], door
