"""Appointment, change and end of a post: vacancies, orders, offices of judges, and access that ends on its day."""

import datetime as dt
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied

from accounts.models import DossierGrant, Posting, TeamMember, User
from core import clock
from core.errors import Refused
from journal.models import Entry
from staff.appointing import appoint, change_post, end_post
from staff.models import Appointment, Judge, Member, Order

DAY = dt.timedelta(days=1)


@pytest.mark.requirement("EM-4.2.6")
def test_an_appointment_brings_card_order_posting_and_entry(as_user, chair, new_person, line):
    post, user = line("clerk"), new_person(surname="Əliyeva", given_name="Afaq")
    sent = {"username": user.username, "post": post.pk, "from_on": clock.today(), "rate": "1", "share": "1/1"}
    answer = as_user(chair).post("/staff/appoint/", sent)
    member = Member.objects.get(user=user)
    assert answer["Location"] == f"/staff/{member.pk}/"
    one = Appointment.objects.get(member=member)
    assert (one.posting.role.code, one.order.number) == ("clerk", f"1-K/{clock.today().year}")
    assert User.objects.get(pk=user.pk).holds("cases.register", post.body)
    entry = Entry.objects.get(event="staff.appointed")
    assert (entry.log, entry.data["name"]) == (post.body.code, "Əliyeva Afaq")


def test_nobody_is_appointed_where_no_place_is_vacant(chair, new_person, line):
    post = line("clerk", 1)
    appoint(new_person(), post, from_on=clock.today(), rate=Decimal("0.5"), by=chair)
    appoint(new_person(), post, from_on=clock.today(), rate=Decimal("0.5"), by=chair)
    with pytest.raises(Refused, match=r"No vacancy|Vakansiya|vakant"):
        appoint(new_person(), post, from_on=clock.today(), rate=Decimal("0.25"), by=chair)
    assert Appointment.objects.count() == 2


def test_a_judge_gets_an_office_with_a_public_id_never_given_before(chair, new_person, line):
    Judge.objects.filter(user=chair).update(public_id="j09")
    user = new_person()
    appoint(user, line("judge"), from_on=clock.today(), share=(1, 2), by=chair)
    office = Judge.objects.get(user=user)
    assert (office.public_id, office.share_num, office.share_den, office.from_on) == ("j10", 1, 2, clock.today())


def test_the_chair_makes_nobody_administrator(chair, new_person, line):
    with pytest.raises(Refused):
        appoint(new_person(), line("administrator"), from_on=clock.today(), by=chair)
    assert not Appointment.objects.exists()
    assert not Order.objects.exists()


def test_a_clerk_appoints_nobody(clerk, new_person, line):
    with pytest.raises(PermissionDenied):
        appoint(new_person(), line("clerk"), from_on=clock.today(), by=clerk)


@pytest.mark.requirement("EM-9.2.5")
def test_who_leaves_today_is_out_at_once(as_user, chair, clerk, serving, case):
    member = serving(clerk)
    TeamMember.objects.create(dossier=case.dossier, user=clerk, part="clerk", from_on=dt.date(2020, 1, 1))
    browser = as_user(clerk)
    assert browser.get("/cases/").status_code == 200
    one = member.appointments.get()
    sent = {"ends_on": clock.today().isoformat(), "ground": "öz ərizəsi"}
    answer = as_user(chair).post(f"/staff/appointments/{one.pk}/end/", sent)
    assert answer.status_code == 302
    assert browser.get("/cases/")["Location"].startswith("/sign-in/")
    again = as_user(User.objects.get(pk=clerk.pk))
    assert again.get("/cases/").status_code == 403
    assert again.get(f"/cases/{case.pk}/").status_code in (403, 404)
    assert not TeamMember.objects.in_force(clock.today()).filter(user=clerk).exists()
    assert {"staff.post_ended", "accounts.posting_ended", "accounts.sessions_ended"} <= set(
        Entry.objects.values_list("event", flat=True)
    )


@pytest.mark.requirement("EM-9.2.5")
def test_who_leaves_later_works_until_the_day_and_not_longer(as_user, chair, clerk, serving):
    end_post(serving(clerk).appointments.get(), ends_on=clock.today() + 3 * DAY, ground="transfer", by=chair)
    browser = as_user(clerk)
    assert browser.get("/cases/").status_code == 200
    with clock.as_of(clock.now() + 2 * DAY):
        assert browser.get("/cases/").status_code == 200
    with clock.as_of(clock.now() + 3 * DAY):
        assert browser.get("/cases/").status_code == 403


def test_leaving_ends_exceptional_access_too(chair, clerk, serving, case):
    read = Permission.objects.get(codename="read_dossier")
    more = {"reason": "help", "until_on": clock.today() + 90 * DAY, "permission": read}
    grant = DossierGrant.objects.create(content_object=case.dossier, user=clerk, **more)
    end_post(serving(clerk).appointments.get(), ends_on=clock.today(), ground="left", by=chair)
    grant.refresh_from_db()
    assert grant.until_on < clock.today()


@pytest.mark.requirement("EM-9.2.5")
def test_change_of_post_changes_the_access_on_the_day(as_user, chair, clerk, serving, line):
    one, finance = serving(clerk).appointments.get(), line("finance")
    day = clock.today()
    answer = as_user(chair).post(
        f"/staff/appointments/{one.pk}/change/", {"to": finance.pk, "from_on": day.isoformat(), "share": "1/1"}
    )
    assert answer.status_code == 302
    now = User.objects.get(pk=clerk.pk)
    assert now.holds("finance.record_payment")
    assert not now.holds("cases.register")


def test_only_the_head_ends_a_post_and_never_the_own(administrator, chair, clerk, serving):
    one = serving(clerk).appointments.get()
    with pytest.raises(PermissionDenied):
        end_post(one, ends_on=clock.today(), ground="x", by=administrator)
    own = serving(chair, "chair").appointments.get()
    with pytest.raises(Refused):
        end_post(own, ends_on=clock.today(), ground="x", by=chair)
    with pytest.raises(Refused):
        change_post(own, to=one.post, from_on=clock.today(), by=chair)


def test_a_post_ends_neither_in_the_past_nor_by_another_court(as_user, chair, clerk, murad, new_judge, other_court,
                                                             serving):  # fmt: skip
    one = serving(clerk).appointments.get()
    with pytest.raises(Refused):
        end_post(one, ends_on=clock.today() - DAY, ground="x", by=chair)
    stranger = new_judge(other_court, role="chair").user
    assert as_user(stranger).get(f"/staff/appointments/{one.pk}/end/").status_code == 404


def test_the_office_of_a_judge_ends_with_the_last_sitting_post(chair, judge, judgeship, serving):
    end_post(serving(judge, "judge").appointments.get(), ends_on=clock.today() + DAY, ground="x", by=chair)
    judgeship.refresh_from_db()
    assert judgeship.to_on == clock.today()


def test_a_post_that_has_not_begun_leaves_no_access_behind(chair, new_person, line):
    user = new_person()
    one = appoint(user, line("clerk"), from_on=clock.today() + 5 * DAY, by=chair)
    end_post(one, ends_on=clock.today(), ground="did not come", by=chair)
    assert not Posting.objects.filter(user=user).exists()
    assert not Appointment.objects.exists()
