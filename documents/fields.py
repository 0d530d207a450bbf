"""What each paper can be filled with: the field catalogue, a whole example of each, for trying templates out."""

from typing import Any

Fields = dict[str, Any]

_COURT: Fields = {
    "court": "Bakı şəhəri Yasamal Rayon Məhkəməsi",
    "court_address": "Bakı ş., Mətbuat prospekti 1",
    "court_phone": "+994 12 000 00 00",
    "city": "Bakı şəhəri",
    "number": "e-2(5-155)-4409/2026",
}
_PARTIES = [["İddiaçı", "Aysel Kamran qızı Rəhimli"], ["Cavabdeh", "Vüqar Tofiq oğlu Əsgərov"]]
_BENCH = [["Sədrlik edən hakim", "Rəşad Quliyev"], ["Məhkəmə katibi", "Leyla Abbasova"]]
_SUBJECT = "Borc müqaviləsi üzrə 7 240,00 AZN alınması"
_ACT: Fields = _COURT | {
    "heading": "",
    "pronounced": "2026-cı il noyabrın 22-si",
    "bench": _BENCH,
    "parties": _PARTIES,
    "subject": _SUBJECT,
    "intro": "Məhkəmə açıq iclasda işə baxaraq",
    "facts": "İddiaçı məhkəməyə müraciət edərək bildirmişdir.\n\nCavabdeh iddianı qəbul etməmişdir.",
    "reasons": "Məhkəmə sübutları qiymətləndirərək belə nəticəyə gəlir.",
    "decides": "",
    "operative": "1. İddia təmin edilsin.\n2. Məhkəmə xərcləri cavabdehdən tutulsun.",
    "appeal": "Qətnamədən rəsmi verildiyi gündən bir ay müddətində apellyasiya şikayəti verilə bilər.",
}
FIELDS: dict[str, Fields] = {
    "notice": _COURT
    | {
        "is_summons": False,
        "recipient": "Aysel Kamran qızı Rəhimli",
        "capacity": "iddiaçı",
        "recipient_address": "Bakı ş., Şərifzadə küçəsi 12, m. 4",
        "day": "04.12.2026",
        "hour": "10:30",
        "room": "3",
        "subject": _SUBJECT,
        "parties": _PARTIES,
        "hearing_kind": "hazırlıq iclası",
        "judge": "Rəşad Quliyev",
        "evidence": "borc müqaviləsinin əsli",
        "consequences": "",
        "made_on": "22.11.2026",
        "clerk": "Leyla Abbasova",
        "with_slip": True,
    },
    "judgment": _ACT,
    "ruling": _ACT,
    "protocol": _COURT
    | {
        "day": "04.12.2026",
        "began": "10:30",
        "ended": "11:45",
        "room": "3",
        "hearing_kind": "əsas iclas",
        "bench": _BENCH,
        "subject": _SUBJECT,
        "attendance": [["Aysel Rəhimli", "iddiaçı", "10:25"], ["Vüqar Əsgərov", "cavabdeh", "gəlməyib"]],
        "points": [["10:30", "İclas açıq elan edilir."], ["10:34", "Tərəflərə hüquqları izah edilir."]],
        "text": "",
        "remarks": "",
    },
    "writ": _COURT
    | {
        "writ_number": "1",
        "issued": "2026-cı il dekabrın 25-i",
        "act": "Qətnamə",
        "act_on": "22.11.2026",
        "in_force_on": "23.12.2026",
        "is_immediate": False,
        "claimant": "Aysel Kamran qızı Rəhimli",
        "claimant_id": "FİN 5XK2T7P",
        "claimant_address": "Bakı ş., Şərifzadə küçəsi 12, m. 4",
        "debtor": "Vüqar Tofiq oğlu Əsgərov",
        "debtor_id": "FİN 4AB8C2D",
        "debtor_address": "Bakı ş., Nizami küçəsi 40, m. 7",
        "amount": "7 240,00 AZN",
        "amount_words": "yeddi min iki yüz qırx manat",
        "account": "AZ21 NABZ 0000 0000 1370 1000 1944",
        "present_until": "23.12.2029",
        "office": "Yasamal rayon İcra şöbəsi",
        "operative": "1. İddia təmin edilsin.",
        "judge": "Rəşad Quliyev",
    },
    "draw_receipt": _COURT
    | {
        "is_random": True,
        "why": "İş hakimlər arasında təsadüfi seçimlə bölünmüşdür.",
        "drawn_at": "22.11.2026, 10:02",
        "drawn": ["Rəşad Quliyev (j03)"],
        "entry": 118,
        "hashes": [["SHA-256", "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]],
        "salt": "",
        "public_name": "e-2(5-155)-4409/2026",
    },
}


def example(code: str) -> Fields:
    """All fields of a paper, each with an example."""
    return FIELDS[code] | {"code": "23456789ABCD"}


def add_fields(code: str, **examples: Any) -> None:
    """A higher app adds fields to a paper, or a paper of its own."""
    FIELDS[code] = FIELDS.get(code, _COURT) | examples
