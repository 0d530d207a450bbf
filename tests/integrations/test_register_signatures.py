"""What is signed is what is read: the two sides believe a message only when body and timestamp are truly signed."""

import copy
import datetime as dt

import pytest
import requests
from lxml import etree

from integrations.registers import keys
from integrations.registers.signing import ID, NAMES, SOAP, Seal, WrongSignature, parse

NOON = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)
ASK = """<GetCitizen xmlns="urn:courtcms:population-register:1"><fin>5XK2T7P</fin><reason>check</reason>
<official>leyla</official></GetCitizen>"""


def a_seal(pair, *trusted, now=NOON):
    certificates = [one.certificate.read_bytes() for one in trusted]
    return Seal(pair.key.read_bytes(), pair.certificate.read_bytes(), lambda: certificates, lambda: now)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory):
    return keys.ensure(tmp_path_factory.mktemp("pairs"))


@pytest.fixture
def court(pairs):
    return a_seal(pairs[0], pairs[1])


@pytest.fixture
def register(pairs):
    return a_seal(pairs[1], pairs[0])


def letter(content=ASK):
    return parse(f'<s:Envelope xmlns:s="{SOAP}"><s:Header/><s:Body>{content}</s:Body></s:Envelope>'.encode())


def signed(seal, content=ASK):
    envelope, _ = seal.apply(letter(content), {})
    return parse(etree.tostring(envelope))


def test_a_signed_message_is_believed(court, register):
    register.verify(signed(court))


def test_both_pairs_are_made_once_and_know_each_other(tmp_path):
    first = keys.ensure(tmp_path)
    kept = [pair.key.read_bytes() for pair in first]
    assert [pair.key.read_bytes() for pair in keys.ensure(tmp_path)] == kept
    known = tmp_path / "registers" / "clients" / "courtcms.pem"
    assert known.read_bytes() == first[0].certificate.read_bytes()
    assert {oct(pair.key.stat().st_mode)[-3:] for pair in first} == {"600"}


def test_the_signature_is_rsa_with_sha_256_and_covers_body_and_timestamp(court):
    envelope = signed(court)
    methods = {
        one.get("Algorithm").rpartition("#")[2] for one in envelope.iter("{*}SignatureMethod", "{*}DigestMethod")
    }
    assert methods == {"rsa-sha256", "sha256"}
    assert len(envelope.xpath("//ds:Reference", namespaces=NAMES)) == 2


def test_an_unsigned_message_is_refused(register):
    with pytest.raises(WrongSignature):
        register.verify(letter())


def test_a_changed_body_is_refused(court, register):
    envelope = signed(court)
    envelope.find(".//{*}fin").text = "2MV8C4R"
    with pytest.raises(WrongSignature):
        register.verify(envelope)


def test_a_stranger_s_key_is_refused(register, tmp_path):
    stranger = a_seal(keys.server(tmp_path / "stranger"))
    with pytest.raises(WrongSignature):
        register.verify(signed(stranger))


@pytest.mark.parametrize("minutes", [-10, 6, 60 * 24])
def test_a_message_of_another_hour_is_refused(pairs, register, minutes):
    old = a_seal(pairs[0], now=NOON - dt.timedelta(minutes=minutes))
    with pytest.raises(WrongSignature):
        register.verify(signed(old))


def moved_aside(envelope, forged):
    """The signed body goes into the header; another one stands where the body is read."""
    body = envelope.find(f"{{{SOAP}}}Body")
    etree.SubElement(envelope.find(f"{{{SOAP}}}Header"), "aside").append(body)
    envelope.append(forged)
    return envelope


def forged_body(envelope, mark):
    body = copy.deepcopy(envelope.find(f"{{{SOAP}}}Body"))
    body.find(".//{*}fin").text = "2MV8C4R"
    if mark is None:
        body.attrib.pop(ID)
    else:
        body.set(ID, mark)
    return body


@pytest.mark.parametrize("mark", [None, "another", "same"])
def test_a_signed_body_moved_aside_does_not_cover_the_body_that_is_read(court, register, mark):
    envelope = signed(court)
    forged = forged_body(envelope, envelope.find(f"{{{SOAP}}}Body").get(ID) if mark == "same" else mark)
    with pytest.raises(WrongSignature):
        register.verify(parse(etree.tostring(moved_aside(envelope, forged))))


def test_a_second_body_is_refused(court, register):
    envelope = signed(court)
    envelope.append(forged_body(envelope, "another"))
    with pytest.raises(WrongSignature):
        register.verify(envelope)


def test_a_second_way_to_bear_an_id_is_refused(court, register):
    envelope = signed(court)
    body = envelope.find(f"{{{SOAP}}}Body")
    envelope.find(f"{{{SOAP}}}Header")[0].set("{http://www.w3.org/XML/1998/namespace}id", body.get(ID))
    with pytest.raises(WrongSignature):
        register.verify(envelope)


@pytest.mark.parametrize("name", ["SignatureMethod", "CanonicalizationMethod", "DigestMethod", "Transform"])
def test_another_algorithm_is_refused_before_it_is_used(court, register, name):
    envelope = signed(court)
    next(envelope.iter(f"{{*}}{name}")).set("Algorithm", "http://www.w3.org/2000/09/xmldsig#hmac-sha1")
    with pytest.raises(WrongSignature):
        register.verify(envelope)


def test_a_comment_cannot_cut_a_signed_text(court, register):
    text = etree.tostring(signed(court)).replace(b"5XK2T7P", b"5XK<!-- -->2T7P")
    assert register.verify(parse(text)).find(".//{*}fin").text == "5XK2T7P"


def test_a_document_type_is_refused():
    with pytest.raises(WrongSignature):
        parse(b'<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>')


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (etree.tostring(letter()), "Unsigned"),
        (b"<html>", "Invalid"),
        (b"", "Invalid"),
        (b"<a/>", "Unsigned"),
        (b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>', "Unsigned"),
    ],
)
def test_the_register_answers_a_bad_message_with_a_signed_fault(registers, outside_home, content, code):
    answer = requests.post(f"{registers.url}/population/", data=content, timeout=5)
    assert answer.status_code == 500
    now = dt.datetime.now(dt.UTC)
    envelope = a_seal(keys.client(outside_home), keys.server(registers.state), now=now).verify(parse(answer.content))
    assert envelope.findtext(".//{*}Refusal/{*}code") == code


def test_the_register_refuses_a_client_that_it_does_not_know(registers, tmp_path):
    now = dt.datetime.now(dt.UTC)
    stranger = a_seal(keys.client(tmp_path), now=now)
    content = etree.tostring(signed(stranger))
    answer = requests.post(f"{registers.url}/population/", data=content, timeout=5)
    assert parse(answer.content).findtext(".//{*}Refusal/{*}code") == "Unsigned"
    assert b"R\xc9\x99himli" not in answer.content
