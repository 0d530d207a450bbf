"""The first page of each role: its own work, at a fixed price, and nothing of another court."""

import datetime as dt
from itertools import product

import pytest

from cases.models import Deadline, Task, TaskKind
from core import clock
from reference.models import ActKind, Term
from tests.cast import registered

PEOPLE = ["clerk", "judge", "chair", "finance_clerk", "administrator"]
# Queries of each desk: who asks and what is open to that person, all counts, the first rows, hearings of today;
# for the chair the figures, loads and presence of the court, for the administrator the alarms.
COSTS = {"clerk": 7, "judge": 7, "chair": 13, "finance_clerk": 7, "administrator": 13}


@pytest.mark.parametrize("name", PEOPLE)
def test_everybody_who_works_in_court_has_a_desk(name, request, as_user, case):
    assert as_user(request.getfixturevalue(name)).get("/desk/").status_code == 200


@pytest.mark.requirement("EM-3.1.1")
def test_the_clerks_desk_shows_the_case_registered_today(as_user, clerk, case):
    page = as_user(clerk).get("/desk/").content.decode()
    assert case.get_absolute_url() in page


def test_the_desk_of_another_court_does_not_show_it(as_user, murad, case):
    assert case.get_absolute_url() not in as_user(murad).get("/desk/").content.decode()


def test_a_sealed_case_stands_on_nobodys_desk_and_in_no_count(as_user, clerk, new_case):
    case = new_case(is_sealed=True)
    response = as_user(clerk).get("/desk/")
    assert case.number not in response.content.decode()
    assert _count(response, "new") == 0


def test_the_judge_finds_the_case_to_accept_and_no_other_judges(as_user, judge, judgeship, new_judge, court, new_case):
    mine = new_case(judge=judgeship)
    other = new_case(judge=new_judge(court))
    page = as_user(judge).get("/desk/?queue=accept").content.decode()
    assert mine.get_absolute_url() in page
    assert other.get_absolute_url() not in page


def test_a_task_is_done_from_the_desk(as_user, clerk, case):
    task = Task.objects.create(
        dossier=case.dossier, body=case.court, kind=TaskKind.DELIVERY, title="Ünvan", right="cases.tasks"
    )
    client = as_user(clerk)
    assert "Ünvan" in client.get("/desk/?queue=tasks").content.decode()
    done = client.post(f"/cases/tasks/{task.pk}/done/", {"next": "/desk/?queue=tasks"})
    assert done["Location"] == "/desk/?queue=tasks"
    assert "Ünvan" not in client.get("/desk/?queue=tasks").content.decode()


def test_a_term_about_to_end_stands_on_the_desk(as_user, clerk, case):
    due = clock.today() + dt.timedelta(days=2)
    _term(case, due)
    assert f"{due:%d.%m.%Y}" in as_user(clerk).get("/desk/?queue=terms").content.decode()


def _term(case, due):
    return Deadline.objects.create(
        case=case,
        court=case.court,
        term=Term.objects.first(),
        opened_by=1,
        starts_on=clock.today(),
        due_on=due,
        act=777,
    )


def test_a_judge_is_warned_of_terms_in_the_own_cases_and_the_clerk_of_all(
    as_user, clerk, judge, judgeship, new_judge, court, new_case
):
    mine, other = new_case(judge=judgeship), new_case(judge=new_judge(court))
    Deadline.objects.all().delete()
    for case in (mine, other):
        _term(case, clock.today())
    assert _count(as_user(judge).get("/desk/?queue=terms"), "terms") == 1
    assert other.get_absolute_url() not in as_user(judge).get("/desk/?queue=terms").content.decode()
    assert _count(as_user(clerk).get("/desk/?queue=terms"), "terms") == 2


def _count(response, key):
    (count,) = [queue.count for queue in response.context["queues"] if queue.url == f"?queue={key}"]
    return count


def test_a_sealed_case_of_the_team_stands_in_its_place_among_the_others(as_user, clerk, new_case):
    first, sealed, last = new_case(), new_case(is_sealed=True), new_case()
    sealed.dossier.team.create(user=clerk, part="clerk", from_on=clock.today())
    response = as_user(clerk).get("/desk/?queue=new")
    assert _count(response, "new") == 3
    assert [line.case for line in response.context["lines"]] == [last.number, sealed.number, first.number]
    sealed.dossier.team.update(to_on=clock.today() - clock.DAY, from_on=clock.today() - clock.DAY)
    response = as_user(clerk).get("/desk/?queue=new")
    assert _count(response, "new") == 2
    assert sealed.number not in response.content.decode()


def test_an_act_that_a_judge_writes_for_a_panel_is_counted_once(as_user, judge, judgeship, new_judge, court, new_case):
    case = new_case(judge=judgeship)
    for seat, one in enumerate([judgeship, new_judge(court), new_judge(court)], 1):
        case.seats.update_or_create(seat=seat, defaults={"judge": one, "from_on": clock.today()})
    case.acts.create(act_kind=ActKind.objects.first(), author=judge)
    response = as_user(judge).get("/desk/?queue=acts")
    assert (_count(response, "acts"), len(response.context["lines"])) == (1, 1)


def test_a_queue_is_counted_no_further_than_a_thousand_and_shown_by_its_first_rows(as_user, clerk, case):
    tasks = [
        Task(dossier=case.dossier, body=case.court, kind=TaskKind.OTHER, title=f"İş {n}.", right="cases.tasks")
        for n in range(1001)
    ]
    Task.objects.bulk_create(tasks)
    response = as_user(clerk).get("/desk/?queue=tasks")
    assert _count(response, "tasks") == 1000
    assert [line.what for line in response.context["lines"]] == [f"İş {n}." for n in range(12)]


@pytest.mark.parametrize("right", ["cases.register", "notifications.hand_over", "cases.tasks"])
def test_without_its_right_a_queue_is_absent(as_user, new_person, without, court, case, right):
    has, lacks = new_person("clerk", court), new_person(without("clerk", right), court)
    count = [len(as_user(person).get("/desk/").context["queues"]) for person in (has, lacks)]
    assert count[0] == count[1] + 1


def test_only_who_may_sees_the_court_at_a_glance(as_user, clerk, chair, case):
    assert "figures" not in as_user(clerk).get("/desk/").context
    assert as_user(chair).get("/desk/").context["figures"][0].value == 1


def test_the_desk_costs_the_same_for_one_case_and_for_ten(request, as_user, court, clerk, judgeship, cost):
    people = {name: as_user(request.getfixturevalue(name)) for name in PEOPLE}
    desks = list(product(people, ["new", "accept", "tasks", "unpaid", "terms"]))

    def costs():
        return {(name, queue): cost(people[name], f"/desk/?queue={queue}") for name, queue in desks}

    registered(court, clerk)
    one = costs()
    assert {name: max(one[name, queue] for queue in ("new", "terms")) for name in people} == COSTS
    for _turn in range(9):
        registered(court, clerk)
    assert costs() == one
