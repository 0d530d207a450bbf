"""Who sees which dossier: lists and counts agree with the answer about the single one, for any people and dossiers."""

import datetime as dt

import pytest
from django.contrib.auth.models import Permission
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.access import visible_to
from accounts.models import Dossier, DossierGrant, Posting, Role, TeamMember, User
from core import clock
from reference.models import Body
from tests.people import LONG_AGO

pytestmark = pytest.mark.django_db
RIGHT = "cases.view"
# Days from today on which something begins and ends: past, ended yesterday, ends today, open, not yet begun.
SPANS = [(-30, -10), (-30, -1), (-30, 0), (-30, None), (0, None), (1, None), (-5, 5)]
spans = st.sampled_from(SPANS)


def days(span):
    begins, ends = span
    today = clock.today()
    return today + dt.timedelta(begins), None if ends is None else today + dt.timedelta(ends)


def in_list(user, dossier):
    """Whether a list of cases of this dossier would show its row to the user."""
    team = TeamMember.objects.filter(dossier=dossier)
    rows = visible_to(team, User.objects.get(pk=user.pk), RIGHT)
    assert rows.count() == len(list(rows))
    return rows.exists()


def holds(user, dossier):
    return User.objects.get(pk=user.pk).holds(RIGHT, dossier)


def let_in(user, dossier, until_on):
    permission = Permission.objects.get(codename="read_dossier")
    return DossierGrant.objects.create(
        user=user, content_object=dossier, permission=permission, until_on=until_on, reason="a test"
    )


@pytest.fixture
def seeing():
    return Role.objects.create(code="seeing", name_az="görən", rights=[RIGHT])


@pytest.fixture
def blind():
    return Role.objects.create(code="blind", name_az="görməyən", rights=["cases.register"])


@pytest.fixture
def new_dossier(court, new_person):
    """A dossier with one team member of long ago, so that its row stands in the list that the tests look at."""
    past = new_person()

    def make(body=court, is_sealed=False):
        dossier = Dossier.objects.create(body=body, is_sealed=is_sealed)
        TeamMember.objects.create(dossier=dossier, user=past, part="past", from_on=LONG_AGO, to_on=LONG_AGO)
        return dossier

    return make


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    postings=st.lists(st.tuples(st.booleans(), st.booleans(), spans), max_size=3),
    memberships=st.lists(spans, max_size=2),
    grant=st.sampled_from(["none", -2, -1, 0, 1, None]),
    is_sealed=st.booleans(),
    is_active=st.booleans(),
)
def test_lists_and_counts_agree_with_the_single_answer(
    court, other_court, new_person, new_dossier, seeing, blind, postings, memberships, grant, is_sealed, is_active
):
    dossier = new_dossier(is_sealed=is_sealed)
    user = new_person(is_active=is_active)
    for here, sees, span in postings:
        begins, ends = days(span)
        role, body = seeing if sees else blind, court if here else other_court
        Posting.objects.create(user=user, body=body, role=role, from_on=begins, to_on=ends)
    for number, span in enumerate(memberships):
        begins, ends = days(span)
        TeamMember.objects.create(dossier=dossier, user=user, part=f"p{number}", from_on=begins, to_on=ends)
    if grant != "none":
        let_in(user, dossier, None if grant is None else clock.today() + dt.timedelta(grant))
    answer = holds(user, dossier)
    assert answer == expected(dossier, is_active, postings, memberships, grant)
    assert in_list(user, dossier) == answer


def expected(dossier, is_active, postings, memberships, grant):
    """The rule of the house, said a second time and plainly."""

    def now(span):
        return span[0] <= 0 and (span[1] is None or span[1] >= 0)

    sees_somewhere = any(sees and now(span) for _here, sees, span in postings)
    sees_here = any(here and sees and now(span) for here, sees, span in postings)
    on_team = any(now(span) for span in memberships)
    let_in_now = grant != "none" and (grant is None or grant >= 0)
    if not is_active or not sees_somewhere:
        return False
    return on_team or (not dossier.is_sealed and (sees_here or let_in_now))


def test_a_sealed_dossier_is_seen_by_its_team_alone(clerk, judge, chair, new_dossier):
    dossier = new_dossier(is_sealed=True)
    TeamMember.objects.create(dossier=dossier, user=judge, part="judge", from_on=LONG_AGO)
    assert holds(judge, dossier) and in_list(judge, dossier)
    for other in (clerk, chair):
        assert not holds(other, dossier) and not in_list(other, dossier)


def test_a_grant_does_not_open_a_sealed_dossier(murad, new_dossier):
    dossier = new_dossier(is_sealed=True)
    let_in(murad, dossier, None)
    assert not holds(murad, dossier) and not in_list(murad, dossier)


@pytest.mark.requirement("EM-9.2.5")
def test_whose_posting_ended_yesterday_sees_nothing_and_today_still_sees(clerk, new_dossier):
    dossier = new_dossier()
    clerk.postings.update(to_on=clock.today())
    assert holds(clerk, dossier) and in_list(clerk, dossier)
    clerk.postings.update(to_on=clock.today() - dt.timedelta(1))
    assert not holds(clerk, dossier) and not in_list(clerk, dossier)


def test_another_court_sees_nothing_until_let_in_and_nothing_after_the_last_day(murad, new_dossier):
    dossier = new_dossier()
    assert not holds(murad, dossier) and not in_list(murad, dossier)
    grant = let_in(murad, dossier, clock.today())
    assert holds(murad, dossier) and in_list(murad, dossier)
    DossierGrant.objects.filter(pk=grant.pk).update(until_on=clock.today() - dt.timedelta(1))
    assert not holds(murad, dossier) and not in_list(murad, dossier)


def test_a_citizen_sees_no_dossier_by_this_way(aysel, new_dossier):
    assert not holds(aysel, new_dossier())


def test_team_members_find_what_lies_apart_from_their_own_bodies(new_person, seeing):
    bodies = list(Body.objects.order_by("pk")[:5])
    user = new_person()
    for body in (bodies[1], bodies[3]):
        Posting.objects.create(user=user, body=body, role=seeing, from_on=LONG_AGO)
    apart = set()
    for body in bodies:
        for is_sealed in (False, True):
            dossier = Dossier.objects.create(body=body, is_sealed=is_sealed)
            TeamMember.objects.create(dossier=dossier, user=user, part="judge", from_on=LONG_AGO)
            if is_sealed or body not in (bodies[1], bodies[3]):
                apart.add(dossier.pk)
    own = frozenset({bodies[1].pk, bodies[3].pk})
    assert set(user.let_in_apart(own)) == apart
    assert set(user.let_in_apart(frozenset())) == set(
        Dossier.objects.filter(team__user=user).values_list("pk", flat=True)
    )


def test_a_dossier_that_is_sealed_opened_or_moved_takes_its_team_along(judge, court, other_court, new_dossier):
    dossier = new_dossier()
    TeamMember.objects.create(dossier=dossier, user=judge, part="judge", from_on=LONG_AGO)

    def apart():
        return User.objects.get(pk=judge.pk).let_in_apart(frozenset({court.pk}))

    assert apart() == []
    for change in ({"is_sealed": True}, {"is_sealed": False, "body": other_court}):
        Dossier.objects.filter(pk=dossier.pk).update(**change)
        assert apart() == [dossier.pk] and in_list(judge, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(body=court)
    assert apart() == []


def test_the_database_takes_no_member_of_a_team_who_would_work_elsewhere_than_the_dossier(
    judge, other_court, new_dossier
):
    dossier = new_dossier()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        TeamMember.objects.create(
            dossier=dossier, user=judge, part="judge", from_on=LONG_AGO, body=other_court, is_sealed=False
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
