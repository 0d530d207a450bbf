"""No public door leads to a sealed case or a covert measure at any stage: a stranger walks through all of them."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from accounts.models import TeamMember, User
from allocation.actions import draw_case
from allocation.models import Draw
from cases.actions import accept_case, settle_duty
from cases.models import Case, Participation
from cases.secrecy import end_secrecy
from core import clock
from decisions.actions import draft_act, save_draft, sign_act
from decisions.models import Publication
from decisions.publishing import publish
from documents.models import Document
from hearings import booking
from hearings.models import Hearing, Kind
from journal import deliveries
from journal.actors import LAW
from journal.heads import sign_head
from notifications.models import Delivery
from parties.lookups import Told
from reference.models import ActKind, Body, Room
from tests.decisions.conftest import TEXT, hear, move_clock
from tests.fresh_logs import fresh_logs
from tests.hearings.test_booking import at
from tests.strangers_walk import LANGUAGES, addresses, asked, found_in, read, speaking, walk

ASKS = Told(form="natural", fin="6PK3T8Q", surname="Xudaverdizadə", given_name="Zərnişan", patronymic="Elburus qızı")
CONCERNED = Told(form="natural", fin="8RM4V9S", surname="Muxtarzadə", given_name="Tərlan", patronymic="Sabutay oğlu")
PLACES = ["/find/?q", "/hearings/?number", "/decisions/?q", "/draws/?number"]
SAME_FILES = ["/api/v1/openapi.json", "/sitemap.xml", "/robots.txt"]
DOORS_OF_STAFF = ["/cases/", "/allocation/", "/calendar/", "/notices/", "/documents/", "/acts/", "/reports/", "/desk/"]
DOORS_OF_STAFF += [f"/search/?q={CONCERNED.fin}", "/api/v1/cases", "/cases/export/"]
INVENTED = "ab" * 10
ADOPTION, SEARCH = ("special", "special.s9"), ("judicial-control", "jc.intercept")


@pytest.fixture
def home(tmp_path: Any, settings: Any, court: Body, appeal_court: Body) -> Any:
    """Keys and files of its own, logs of draws that no test had before."""
    settings.COURTCMS_HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    fresh_logs(court, appeal_court)
    return tmp_path


class Secret:
    """A secret matter on its way through the court."""

    def __init__(self, case: Case, court: Body) -> None:
        self.case, self.court = case, court
        self.days: list[str] = []

    def draw(self) -> Draw:
        drawn: Draw = draw_case(Case.objects.get(pk=self.case.pk))
        sign_head(drawn.log.name)
        self.case.refresh_from_db()
        return drawn

    def hear(self) -> None:
        judge = self.case.judge
        assert judge is not None
        settle_duty(self.case, ground="CPM", by=LAW)
        self.case.refresh_from_db()
        self.case = accept_case(self.case, seen=self.case.version, by=judge.user)
        room = Room.objects.filter(body=self.court).first()
        hour = 10 + Hearing.objects.filter(body=self.court).count()
        facts = {"starts_at": at(hour), "minutes": 60, "kind": Kind.PREPARATORY}
        booking.set_hearing(self.case, room=room, by=judge.user, **facts)
        self.days = [str(clock.local(facts["starts_at"]).date())]
        deliveries.drain()

    def judge(self) -> None:
        judge = self.case.judge
        assert judge is not None
        others = Hearing.objects.filter(body=self.court, kind=Kind.MAIN).count()
        hear(self.case, self.court, judge, hours_ago=2 + 2 * others)
        self.case.refresh_from_db()
        act = draft_act(self.case, act_kind=ActKind.objects.get(code="qetname"), by=judge.user)
        planted = f"{CONCERNED.given_name} {CONCERNED.surname} (FİN {CONCERNED.fin}) {ASKS.surname}ya borcludur."
        act = save_draft(act, seen=act.version, by=judge.user, **TEXT | {"facts": planted})
        sign_act(act, seen=act.version, by=judge.user)
        deliveries.drain()

    def end(self) -> None:
        judge = self.case.judge
        assert judge is not None
        self.case.refresh_from_db()
        end_secrecy(self.case, ground="tədbir icra olunub", seen=self.case.version, by=judge.user)
        deliveries.drain()

    def needles(self) -> dict[str, str]:
        """What would lead to the case."""
        draws = Draw.objects.filter(dossier=self.case.pk)
        words = {"number": self.case.number, "place": f"/cases/{self.case.pk}/", "category": self.case.category.name_az}
        words |= {"category in English": self.case.category.name_en, "category code": f'"{self.case.category.code}"'}
        for told in (ASKS, CONCERNED):
            words |= {told.surname: told.surname, f"FIN {told.fin}": told.fin, told.given_name: told.given_name}
        words |= {f"salt {one.pk}": bytes(one.salt).hex() for one in draws if one.salt}
        words |= {f"paper {one.pk}": one.code for one in Document.objects.filter(dossier=self.case.pk)}
        return words

    def starts(self, *, is_whole: bool) -> list[str]:
        """Every public address, with number, people and draw of the case; if `is_whole` with whatever it has."""
        draws = list(Draw.objects.filter(dossier=self.case.pk))
        codes = list(Document.objects.filter(dossier=self.case.pk).values_list("code", flat=True))
        acts = list(Publication.objects.filter(act__case=self.case).values_list("pk", flat=True))
        known: dict[str, list[Any]] = {
            "number": [one.public_id for one in draws] or [INVENTED],
            "court": [self.court.short_code],
            "index": [index for one in draws for index in (one.index, one.result_index) if index is not None] or [0],
            "code": codes or ["AAAAAAAAAAAA"],
            "pk": acts or [1],
            "name": ["filing", "data"],
        }
        words = [self.case.number, CONCERNED.surname, CONCERNED.fin, *(one.public_id for one in draws)]
        if is_whole:
            words += [str(self.case.sequence), self.case.category.name_az, *(one.case for one in draws)]
        questions = asked([*PLACES, f"/draws/{self.court.short_code}/?q"], words)
        days = asked(["/hearings/?day", "/api/v1/hearings?day"], [*self.days, str(clock.today())])
        found = asked([f"/kiosk/{self.court.code}/find/?number"], [str(self.case.sequence)])
        others = ["/api/v1/decisions", *(SAME_FILES if is_whole else [])]
        return [*addresses(known, is_whole=is_whole), *questions, *days, *found, *others]

    def doors_of_staff(self) -> list[str]:
        """Doors of colleagues that would lead to the case."""
        number, key = self.case.number, self.case.pk
        return [f"/search/?q={number}", f"/cases/{key}/", f"/api/v1/cases/{key}"]


@pytest.fixture
def new_secret(
    home: Any, court: Body, new_case: Any, new_judge: Any, clerk: User, chair: User
) -> Callable[..., Secret]:
    """Makes a secret matter of this kind and category."""
    new_judge(court)

    def make(kind: str, category: str) -> Secret:
        case = new_case(kind=kind, category=category, people=(ASKS, CONCERNED), by=clerk, price=None)
        return Secret(case, court)

    return make


def stages(*secrets: Secret) -> Iterator[str]:
    """One stage after another, each on a day of its own, so that the day before is public."""
    yield "registered"
    for secret in secrets:
        secret.draw()
    yield "drawn today"
    move_clock(1)
    yield "drawn yesterday"
    for secret in secrets:
        secret.hear()
    yield "hearing set"
    for secret in secrets:
        secret.judge()
    move_clock(1)
    yield "judged"


def needles_of(secrets: Iterable[Secret]) -> dict[str, str]:
    """What would lead to one of the cases."""
    return {f"{one.case.kind}, {name}": word for one in secrets for name, word in one.needles().items()}


def starts_of(secrets: Iterable[Secret], *, is_whole: bool) -> list[str]:
    """Every public address, asked for each of the cases."""
    return [address for one in secrets for address in one.starts(is_whole=is_whole)]


@pytest.mark.requirement("EM-6.1.13")
def test_neither_strangers_nor_colleagues_find_a_word_of_a_secret_matter_behind_any_door(
    new_secret: Any, new_person: Any, as_user: Any, court: Body
) -> None:
    """Of an adoption, which is sealed, and of an interception, which is covert until the judge ends the secrecy."""
    others = [new_person(role, court) for role in ("clerk", "finance", "judge")]
    clients = {f"{person} {person.pk}": as_user(person) for person in others}
    _adoption, interception = secrets = [new_secret(*ADOPTION), new_secret(*SEARCH)]
    for stage in stages(*secrets):
        strangers_find_nothing(stage, secrets)
        assert not TeamMember.objects.filter(user__in=others).exists()
        doors = [*DOORS_OF_STAFF, *(door for one in secrets for door in one.doors_of_staff())]
        for who, client in clients.items():
            assert found_in({door: read(client, door) for door in doors}, needles_of(secrets)) == [], (stage, who)
    is_covert_at_every_door(interception)
    interception.end()
    pages = walk(speaking("az"), interception.starts(is_whole=False))
    assert found_in(pages, needles_of(secrets)) == []
    assert pages[Draw.objects.get(dossier=interception.case.pk).get_absolute_url()].startswith("200")


def strangers_find_nothing(stage: str, secrets: list[Secret]) -> None:
    """Behind no public door; at the last stage in every language."""
    for language in LANGUAGES if stage == "judged" else ["az"]:
        is_whole = (stage, language) == ("judged", "az")
        pages = walk(speaking(language), starts_of(secrets, is_whole=is_whole))
        assert len(pages) > 40
        assert found_in(pages, needles_of(secrets)) == [], (stage, language)


def is_covert_at_every_door(secret: Secret) -> None:
    """No door tells a covert measure from one that never was."""
    draw = Draw.objects.get(dossier=secret.case.pk)
    code = Document.objects.filter(dossier=secret.case.pk).values_list("code", flat=True)[0]
    number, client = secret.case.number, Client()
    other = number.replace(f"-{secret.case.sequence}/", "-987654/")
    pairs = [(f"/draws/{{}}/{tail}", draw.public_id, INVENTED) for tail in ("", "draw.json", "key.json")]
    pairs += [("/draws/?number={}", draw.public_id, INVENTED), ("/verify/{}/", code, "A" * 12)]
    asks = ["/hearings/?number={}", "/decisions/?q={}", "/find/?q={}", f"/draws/{draw.log.court.short_code}/?q={{}}"]
    pairs += [(door, number, other) for door in asks]
    for door, real, invented in pairs:
        told, unknown = (read(client, door.format(one)).replace(one, "@") for one in (real, invented))
        assert told.replace(quote(real), "@") == unknown.replace(quote(invented), "@"), door


def test_the_same_walk_finds_a_case_that_is_not_secret_and_nobody_by_name(new_secret: Any, clerk: User) -> None:
    secret = new_secret("civil", "obl.loan")
    for _stage in stages(secret):
        pass
    text = Publication.objects.get(act__case=secret.case)
    publish(text, seen=text.version, by=clerk)
    pages = walk(speaking("az"), secret.starts(is_whole=False))
    found = found_in(pages, secret.needles())
    for place in ("/draws/", "/hearings/", "/api/v1/hearings", f"/decisions/{text.pk}/"):
        assert any(hit.startswith(place) and hit.endswith("number") for hit in found), place
    assert any("log.jsonl: category code" in hit for hit in found)
    assert found_in_code(secret)
    people = {word: word for told in (ASKS, CONCERNED) for word in (told.surname, told.given_name, told.fin) if word}
    assert "borclu" in pages[f"/decisions/{text.pk}/"]
    assert found_in(pages, people) == []


def found_in_code(secret: Secret) -> list[str]:
    codes = Document.objects.filter(dossier=secret.case.pk).values_list("code", flat=True)
    return [f"/verify/{code}/" for code in codes if read(speaking("az"), f"/verify/{code}/").startswith("200")]


def citizen(new_person: Any, told: Told) -> User:
    person: User = new_person(fin=told.fin, password=None, surname=told.surname, given_name=told.given_name)
    return person


def test_the_person_concerned_learns_nothing_before_the_secrecy_ends(
    new_secret: Any, new_person: Any, as_user: Any, clerk: User
) -> None:
    secret = new_secret(*SEARCH)
    client = as_user(citizen(new_person, CONCERNED))
    as_user(clerk).get(f"/cases/{secret.case.pk}/")
    own = f"/cabinet/cases/{secret.case.pk}/"
    doors = ["/cabinet/", "/cabinet/seen/", own, f"{own}receipt/1/", f"{own}send/"]
    words = {name: word for name, word in secret.needles().items() if CONCERNED.surname not in word}
    mine = {CONCERNED.fin, CONCERNED.given_name, CONCERNED.surname}
    for _stage in stages(secret):
        pages = {door: read(client, door) for door in doors}
        assert found_in(pages, {name: word for name, word in words.items() if word not in mine}) == []
        assert clerk.surname not in pages["/cabinet/seen/"]
        assert all(pages[door].startswith("404") for door in doors[2:])
    people = Participation.objects.get(case=secret.case.pk, party__fin=CONCERNED.fin)
    told = delivered_to(people)
    assert told == []
    secret.end()
    assert read(client, own).startswith("200")
    assert secret.case.number.replace("-", "")[:4] in read(client, "/cabinet/").replace("-", "")
    assert clerk.surname in read(client, "/cabinet/seen/")
    assert {one.purpose for one in delivered_to(people)} == {"judgment"}


def delivered_to(people: Participation) -> list[Any]:
    return list(Delivery.objects.filter(recipient_key=f"participation:{people.pk}"))


def test_the_one_who_asks_for_a_covert_measure_sees_it_in_the_cabinet(
    new_secret: Any, new_person: Any, as_user: Any
) -> None:
    secret = new_secret(*SEARCH)
    secret.draw()
    client = as_user(citizen(new_person, ASKS))
    page = client.get(f"/cabinet/cases/{secret.case.pk}/")
    assert page.status_code == 200
    assert "/draws/" not in page.content.decode().split("<main")[1].split("</main")[0]
    assert client.get(f"/cabinet/cases/{secret.case.pk}/receipt/1/").status_code == 200
