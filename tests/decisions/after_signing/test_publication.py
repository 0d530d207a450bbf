"""A signed act is anonymised, looked at by a person, published, and found; a planted name is found nowhere."""

import datetime as dt

import pytest
from django.test import override_settings

from cases.models import Deadline
from core.errors import Refused
from decisions.models import Mask, Publication, PublicState
from decisions.publishing import change_masks, publish
from decisions.stemming import stem, words
from journal import deliveries
from journal.models import Entry

PLANTED = ["Rəhimli", "RƏHİMLİ", "Rehimli", "Aysel", "Əsgərov", "Vüqar", "5XK2T7P", "2MV8C4R", "+994501112233"]


@pytest.fixture(scope="module")
def kept_served(kept, kept_judgment):
    """The key of the judgment, served on everybody; all that follows from the signature has happened."""
    key, folder = kept_judgment
    with kept.unblock(), override_settings(COURTCMS_HOME=folder, MEDIA_ROOT=folder / "files"):
        deliveries.drain()
    return key


@pytest.fixture
def proposed(kept_served, home, db):
    """The anonymised text of the judgment, waiting for a person."""
    return Publication.objects.get(act=kept_served)


@pytest.fixture
def published(proposed, clerk):
    """The same text, confirmed by Leyla and public."""
    return publish(proposed, seen=proposed.version, by=clerk)


def test_a_text_is_proposed_after_signing_and_is_not_public(client, proposed):
    assert proposed.state == PublicState.PROPOSED and "İddiaçı1" in proposed.operative
    assert client.get(f"/decisions/{proposed.pk}/").status_code == 404
    assert str(proposed.number) not in client.get("/decisions/").content.decode()


def test_names_are_masked_in_all_parts_with_one_label_each(proposed):
    text = proposed.intro + proposed.facts + proposed.reasons + proposed.operative
    assert not [name for name in PLANTED if name in text]
    assert "Rəşad Quliyev" in proposed.intro and "7 240,00 AZN" in proposed.operative
    assert {"İddiaçı1", "Cavabdeh1"} <= set(Mask.objects.values_list("label", flat=True))


@pytest.mark.requirement("EM-12.6", "EM-6.1.22", "EM-2.1.7")
def test_a_person_confirms_and_the_act_is_public(as_user, client, proposed, clerk):
    page = as_user(clerk).get(f"/acts/publications/{proposed.pk}/").content.decode()
    assert '<b title="İddiaçı1">' in page and "Cavabdeh1" in page
    answer = as_user(clerk).post(f"/acts/publications/{proposed.pk}/publish/", {"seen": proposed.version})
    assert answer.status_code == 302
    page = client.get(f"/decisions/{proposed.pk}/")
    assert page.status_code == 200 and "İddiaçı1" in page.content.decode()
    assert Deadline.objects.get(term__code="publish", act=proposed.act_id).closed_on
    assert Entry.objects.get(event="decisions.published").actor_name == clerk.actor_name


def test_publishing_is_refused_while_a_known_name_stands_in_the_text(as_user, proposed, clerk):
    Publication.objects.filter(pk=proposed.pk).update(facts="Vüqar Əsgərovun borcu")
    answer = as_user(clerk).post(f"/acts/publications/{proposed.pk}/publish/", {"seen": proposed.version})
    assert answer.status_code in {409, 422} and "Vüqar Əsgərovun" in answer.content.decode()
    assert Publication.objects.get(pk=proposed.pk).state == PublicState.PROPOSED


def test_the_editor_masks_a_phrase_and_takes_it_back(as_user, proposed, clerk):
    browser, address = as_user(clerk), f"/acts/publications/{proposed.pk}/"
    browser.post(address, {"add": "borcu", "seen": 1})
    proposed.refresh_from_db()
    assert "X1" in proposed.facts and "borcu" not in proposed.facts
    own = Mask.objects.get(is_added=True)
    browser.post(address, {"forget": own.pk, "seen": 2})
    proposed.refresh_from_db()
    assert "borcu" in proposed.facts


def test_who_lacks_the_right_does_not_see_what_stands_behind_the_labels(
    as_user, proposed, clerk, new_person, without, court
):
    box, masks = f"/acts/publications/{proposed.pk}/", 'id="masks"'
    assert masks in as_user(clerk).get(box).content.decode()
    blind = new_person(without("clerk", "decisions.masks"), court)
    assert masks not in as_user(blind).get(box).content.decode()
    mute = new_person(without("clerk", "decisions.publish"), court)
    assert as_user(mute).post(f"{box}publish/", {"seen": proposed.version}).status_code == 403


def test_a_case_sealed_later_takes_its_act_from_the_public(client, published):
    published.act.case.dossier.is_sealed = True
    published.act.case.dossier.save()
    assert client.get(f"/decisions/{published.pk}/").status_code == 404
    assert published.number not in client.get("/decisions/").content.decode()


def test_a_withdrawn_act_keeps_its_address_and_says_so(as_user, client, published, clerk):
    address = f"/acts/publications/{published.pk}/withdraw/"
    assert as_user(clerk).post(address, {"seen": published.version, "reason": "ad qalıb"}).status_code == 302
    answer = client.get(f"/decisions/{published.pk}/")
    assert answer.status_code == 410 and "İddiaçı1" not in answer.content.decode()
    assert client.get(f"/decisions/{published.pk}.json").status_code == 410


def test_a_published_text_is_not_changed_in_place(published, clerk):
    with pytest.raises(Refused):
        change_masks(published, add="borc", seen=published.version, by=clerk)


@pytest.mark.requirement("EM-6.1.21")
@pytest.mark.parametrize(
    "search",
    [
        "q=borc", "q=sübutlarla", "q=subut+borclar", "q=SÜBUTLARIN&order=best", "court=baki-yasamal&kind=qetname",
    ],
)  # fmt: skip
def test_an_act_is_found_by_words_in_any_form(client, published, search, court):
    page = client.get(f"/decisions/?{search.replace('baki-yasamal', court.short_code)}").content.decode()
    assert f"/decisions/{published.pk}/" in page


def test_an_act_is_found_by_number_and_date(client, published):
    for search in (f"number={published.number}", f"since={published.decided_on}&until={published.decided_on}"):
        assert f"/decisions/{published.pk}/" in client.get(f"/decisions/?{search}").content.decode()
    later = published.decided_on + dt.timedelta(days=1)
    assert f"/decisions/{published.pk}/" not in client.get(f"/decisions/?since={later}").content.decode()


@pytest.mark.parametrize("search", ["q=aliment", "court=none", "since=dünən", "number=0", "q=%00", "q=%26%7C%21()"])
def test_what_does_not_answer_is_not_shown_and_nothing_breaks(client, published, search):
    answer = client.get(f"/decisions/?{search}")
    assert answer.status_code == 200


def test_a_planted_name_is_found_through_no_public_door(client, published):
    act = published.act
    doors = [
        "/decisions/", f"/decisions/{published.pk}/", f"/decisions/{published.pk}.json", "/decisions/?order=best",
        "/hearings/", f"/verify/{act.document.code}/", "/draws/", f"/decisions/?number={published.number}",
    ]  # fmt: skip
    for door in doors:
        text = client.get(door).content.decode()
        assert not [name for name in PLANTED if name in text], door
    for name in PLANTED:
        for order in ("", "best"):
            page = client.get("/decisions/", {"q": name, "order": order}).content.decode()
            assert f"/decisions/{published.pk}/" not in page


@pytest.mark.parametrize(
    "forms",
    [
        "qətnamə qətnamənin qətnaməsi qətnamələrin qətnaməsində",
        "borc borcun borcu borclar borclardan borcunu",
        "müqavilə müqavilənin müqaviləyə müqaviləsi müqavilələrdə",
        "məhkəmə məhkəməyə məhkəməsinin məhkəmədən",
        "hüquq hüququn hüquqa hüquqları",
        "aliment alimentin alimentdən alimentlər",
        "ayrılıq ayrılığın ayrılığa",
        "tutulma tutulması tutulmasını tutulmaq",
    ],
)
def test_forms_of_a_word_have_one_stem(forms):
    assert len({stem(word) for word in words(forms)}) == 1


def test_different_words_keep_different_stems():
    assert len({stem(word) for word in words("borc iddia məhkəmə hakim qərar sübut aliment kirayə")}) == 8
