"""The screens of the reference books: an administrator finds, changes and traces rows."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from accounts.models import User
from reference.loading import BY_HAND, load_all
from reference.models import Category, Term

pytestmark = pytest.mark.django_db
BOOKS = [model for model in admin.site._registry if model._meta.app_label == "reference"]


@pytest.fixture
def administrator() -> Client:
    person = User.objects.create_superuser("books", "a-long-password-of-tests", surname="Kitabov", given_name="Kamal")
    client = Client()
    client.force_login(person, "accounts.backends.Passwords")
    return client


@pytest.mark.parametrize("model", BOOKS, ids=[model.__name__ for model in BOOKS])
def test_each_book_is_listed_searched_and_opened(administrator: Client, model: type) -> None:
    name = f"admin:reference_{model._meta.model_name}"
    assert administrator.get(reverse(f"{name}_changelist"), {"q": "a"}).status_code == 200
    first = model.objects.first()
    assert administrator.get(reverse(f"{name}_change", args=[first.pk])).status_code == 200
    assert administrator.get(reverse(f"{name}_history", args=[first.pk])).status_code == 200


def test_a_change_stays_after_the_next_load_and_names_who_made_it(administrator: Client) -> None:
    row = Category.objects.get(code="fam.divorce")
    page = reverse("admin:reference_category_change", args=[row.pk])
    form = administrator.get(page).context["adminform"].form
    sent = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    sent = {name: value for name, value in sent.items() if value not in (None, False)}
    answer = administrator.post(page, {**sent, "weight": "135"})
    assert answer.status_code == 302
    load_all()
    row.refresh_from_db()
    assert (row.weight, row.loaded_hash) == (135, BY_HAND)
    newest = row.history.first()
    assert newest.history_user.username == "books"
    assert newest.prev_record.weight != 135


def test_terms_that_nobody_counts_are_found_by_a_filter(administrator: Client) -> None:
    page = reverse("admin:reference_term_changelist")
    bound = administrator.get(page, {"bound": "yes"}).context["cl"].queryset
    loose = administrator.get(page, {"bound": "no"}).context["cl"].queryset
    assert bound.count() >= 25
    assert bound.count() + loose.count() == Term.objects.count()
    assert not loose.filter(code="mpm-appeal").exists()


def test_rows_are_not_deleted(administrator: Client) -> None:
    row = Category.objects.first()
    assert (
        administrator.post(reverse("admin:reference_category_delete", args=[row.pk]), {"post": "yes"}).status_code
        == 403
    )
