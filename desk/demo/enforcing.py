"""Enforcement of invented judgments: the writ, the office's own case, and what the officer has done so far."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import clock, shown
from desk.demo.book import Book, By
from desk.demo.filing import Desk, Filed
from desk.demo.papers import DAY, Papers
from enforcement import limits, numbering
from enforcement.opening import INBOX

INBOX_BY = By(None, INBOX.actor_name)
KEPT = 365 * DAY  # cases that were imported and sent longer ago are no longer with the office
TEXTS = {
    "opening": "İcra vərəqəsi qəbul edildi, icra işi açıldı.",
    "proposal": "Borcluya qətnaməni könüllü icra etmək təklif olunur.",
    "search": "Borclunun əmlakı və hesabları barədə sorğular göndərildi.",
    "accounts": "Borclunun bank hesablarına həbs qoyuldu.",
    "wages": "Borclunun əmək haqqından hər ay tutulma aparılsın.",
    "payment": "Borcludan alınmış məbləğ tələbkara köçürüldü.",
    "done": "Tələb tam icra edilmişdir, icra işi bitirilir.",
    "ended": "Borclunun əmlakı tapılmamışdır, icra vərəqəsi tələbkara qaytarılır.",
}
NEXT = {
    "proposal": "Könüllü icra müddətinin bitməsini gözləmək",
    "search": "Sorğuların cavablarını yoxlamaq",
    "accounts": "Banklardan cavab almaq",
    "wages": "Növbəti tutulmanı yoxlamaq",
    "payment": "Qalıq məbləğin ödənilməsini tələb etmək",
}
Step = tuple[int, str, Decimal | None]


@dataclass
class Standing:
    """Where an enforcement case stands after what was done."""

    state: str = "open"
    voluntary_until: dt.date | None = None
    next_action: str = ""
    ended_on: dt.date | None = None
    collected: Decimal = Decimal(0)
    acted_at: dt.datetime | None = None


@dataclass(frozen=True)
class Deed:
    """One action of an officer."""

    dossier: int
    kind: str
    day: dt.date
    at: dt.datetime
    amount: Decimal | None
    is_draft: bool


class Enforcing:
    """Sends judgments to the enforcement office of the demo and lets its officers act."""

    def __init__(self, desk: Desk, papers: Papers) -> None:
        self.desk, self.papers, self.now = desk, papers, desk.world.now

    def send(self, filed: Filed, in_force_on: dt.date, at: dt.datetime, judge: By) -> None:
        """The writ goes out, and the office opens its case on it within the hour."""
        office, plan = self.desk.world.office, filed.plan
        is_kept = plan.is_drawn or (plan.court.body.pk == office.feeder and self.now - at < KEPT)
        if not is_kept or not office.officers or filed.price is None:
            return
        signed_at = at - dt.timedelta(hours=3)
        writ = self._writ(filed, in_force_on, signed_at, at)
        self._tell_court(filed, writ, judge, signed_at)
        self._open(filed, writ, at + dt.timedelta(minutes=12))

    def _writ(self, filed: Filed, in_force_on: dt.date, signed_at: dt.datetime, at: dt.datetime) -> int:
        plan, clerk = filed.plan, filed.plan.court.clerk
        document = self.desk.tables.id("documents_document")
        self.papers.keep(document, "writ", signed_at, clerk, body=plan.court.body.pk, dossier=filed.id)
        day = clock.local(signed_at).date()
        demand = f"Cavabdehdən iddiaçının xeyrinə {shown.amount(filed.price)} manat tutulsun."
        return self.desk.tables.add(
            "enforcement_writ", 1, f"{plan.number}/1", "money", filed.price, demand, "sent", day,
            limits.present_until(in_force_on), signed_at, at, "", filed.id, plan.court.body.pk,
            filed.parts[0].id, filed.parts[1].id, document,
            clerk.actor_id or filed.judges[0].user, self.desk.world.office.body.pk,
        )  # fmt: skip

    def _tell_court(self, filed: Filed, writ: int, judge: By, signed_at: dt.datetime) -> None:
        if not filed.plan.is_drawn:
            return
        book, facts = self._court_book(filed), {"writ": writ, "number": f"{filed.plan.number}/1"}
        subject, clerk = ("enforcement.writ", writ), filed.plan.court.clerk
        book.write("enforcement.issued", signed_at - dt.timedelta(hours=1), clerk, filed.id, facts, subject)
        book.write("enforcement.writ_signed", signed_at, judge, filed.id, facts, subject)

    def _court_book(self, filed: Filed) -> Book:
        return self.desk.books[filed.plan.court.body.code]

    def _open(self, filed: Filed, writ: int, at: dt.datetime) -> None:
        tables, office = self.desk.tables, self.desk.world.office
        day, moment = clock.local(at).date(), at.isoformat()
        number = next(self.desk.enforcement_numbers[day.year])
        officer = office.officers[number % len(office.officers)]
        spoken = numbering.compose(index=office.index, sequence=number, year=day.year)
        dossier = tables.add("accounts_dossier", False, False, moment, office.body.pk)
        tables.add("accounts_teammember", "officer", day, dossier, officer.actor_id, office.body.pk, False)
        facts = {"writ": f"{filed.plan.number}/1", "number": spoken, "officer": officer.actor_name}
        book, subject = self.desk.books[office.body.code], ("enforcement.enforcementcase", dossier)
        book.write("enforcement.opened", at, INBOX_BY, dossier, {**facts, "document": None}, subject)
        if filed.plan.is_drawn:
            told = {**facts, "office": office.body.name_az}
            subject = ("enforcement.writ", writ)
            self._court_book(filed).write("enforcement.received", at, INBOX_BY, filed.id, told, subject)
        stands = self._act(filed, dossier, officer, at)
        if stands.ended_on and filed.plan.is_drawn:
            self._finish(filed, writ, spoken, officer, stands)
        tables.put(
            "enforcement_enforcementcase", dossier, spoken, number, day.year, stands.state, day, moment,
            stands.voluntary_until, stands.next_action, stands.ended_on, office.body.pk, officer.actor_id, writ,
        )  # fmt: skip

    def _finish(self, filed: Filed, writ: int, number: str, officer: By, stands: Standing) -> None:
        facts = {"number": number, "state": stands.state, "collected": str(stands.collected)}
        at, subject = stands.acted_at or self.now, ("enforcement.writ", writ)
        self._court_book(filed).write("enforcement.finished", at, officer, filed.id, facts, subject)

    def _act(self, filed: Filed, dossier: int, officer: By, opened_at: dt.datetime) -> Standing:
        """One action after another until today; the newest may still be a draft."""
        stands, today, opened = Standing(), self.desk.world.today, clock.local(opened_at).date()
        for after, kind, amount in self._steps(filed.price or Decimal(0)):
            day = self.desk.world.calendar.roll_forward(opened + dt.timedelta(days=after))
            at = max(clock.at(day, dt.time(11, after % 60)).astimezone(dt.UTC), opened_at + dt.timedelta(minutes=25))
            if at > self.now:
                break
            is_draft = kind != "opening" and today - day < 4 * DAY and self.desk.luck.random() < 0.5
            self._action(Deed(dossier, kind, day, at, amount, is_draft), officer)
            if is_draft:
                break
            self._follow(stands, kind, day, at, amount)
        return stands

    def _steps(self, price: Decimal) -> list[Step]:
        """What an officer does, days after the opening: some debtors pay at once, some in parts, some never."""
        first: list[Step] = [(0, "opening", None), (1, "proposal", None)]
        luck = self.desk.luck.random()
        if luck < 0.35:
            return [*first, (8, "payment", price), (9, "done", None)]
        part = (price / 4).quantize(Decimal("0.01"))
        hard: list[Step] = [*first, (13, "search", None), (17, "accounts", None)]
        if luck < 0.75:
            parts: list[Step] = [(24, "payment", part), (31, "wages", None), (61, "payment", part)]
            return [*hard, *parts, (92, "payment", price - 2 * part), (93, "done", None)]
        return [*hard, (48, "wages", None), (180, "ended", None)] if luck < 0.9 else hard

    def _action(self, deed: Deed, officer: By) -> None:
        tables, office = self.desk.tables, self.desk.world.office.body
        dossier, at = deed.dossier, deed.at
        signed_at = None if deed.is_draft else min(at + dt.timedelta(minutes=20), self.now)
        document = tables.id("documents_document")
        self.papers.keep(document, "enforcement_action", at, officer, body=office.pk, dossier=dossier)
        action = tables.add(
            "enforcement_action", deed.kind, deed.day, TEXTS[deed.kind], deed.amount,
            "draft" if deed.is_draft else "confirmed", at, signed_at, dossier, document, officer.actor_id,
        )  # fmt: skip
        facts: dict[str, Any] = {"action": action, "kind": deed.kind, "document": document}
        book, subject = self.desk.books[office.code], ("enforcement.enforcementcase", dossier)
        book.write("enforcement.drafted", at, officer, dossier, facts, subject)
        if signed_at:
            levied = {"levied": str(deed.amount)} if deed.amount else {}
            told = {**facts, "on_date": deed.day.isoformat(), **levied}
            book.write("enforcement.acted", signed_at, officer, dossier, told, subject)

    @staticmethod
    def _follow(stands: Standing, kind: str, day: dt.date, at: dt.datetime, amount: Decimal | None) -> None:
        stands.next_action, stands.collected, stands.acted_at = NEXT.get(kind, ""), stands.collected + (amount or 0), at
        if kind == "proposal":
            stands.voluntary_until = limits.voluntary_until(day)
        elif kind in {"accounts", "wages"}:
            stands.state = "compelled"
        elif kind in {"done", "ended"}:
            stands.state, stands.ended_on = kind, day
