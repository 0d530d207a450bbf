"""Deliveries lie in one table a month, and what was there before the tables were split is not lost."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import connection

from core import clock
from notifications.models import Delivery, Part

Tell = Callable[..., list[Delivery]]


@pytest.mark.django_db
def test_a_delivery_lies_in_the_table_of_the_month_in_which_it_was_made(tell: Tell) -> None:
    (delivery,) = tell(phone="+994501112233", purpose="note")
    Part.objects.create(delivery=delivery, remote_id="7")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tableoid::regclass::text FROM notifications_delivery WHERE id = %s", [delivery.pk])
        assert cursor.fetchone()[0] == f"notifications_delivery_y{clock.now():%Y}m{clock.now():%m}"
    old = Delivery.objects.get(pk=delivery.pk)
    old.pk, old.created_at = None, clock.now() - dt.timedelta(days=9000)
    old.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM notifications_delivery_default")
        assert cursor.fetchone()[0] == 1
