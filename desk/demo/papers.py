"""Papers, service, money and terms of invented cases. Papers of one kind share one stored file."""

import datetime as dt
import uuid
from typing import Any

from cases.deadlines import compute
from core import clock
from desk.demo import money
from desk.demo.book import By
from desk.demo.filing import Desk, Filed, Part
from desk.demo.signing import TITLES, SignedPaper, ToSign

DAY = dt.timedelta(days=1)
BROUGHT = {"claim", "evidence", "objection"}  # to the court, by a party
OUTCOME_WORDS = {
    "granted": "İddia təmin edilsin.",
    "partly": "İddia qismən təmin edilsin.",
    "dismissed": "İddia rədd edilsin.",
    "ended": "İş üzrə icraata xitam verilsin.",
    "unexamined": "İddia baxılmamış saxlanılsın.",
}
FACTS = "İddiaçı məhkəməyə müraciət edərək tələbinin təmin olunmasını istəmişdir. Cavabdeh etirazını bildirmişdir."
REASONS = (
    "Məhkəmə tərəflərin izahatlarını dinləyib, işin materiallarını və təqdim olunmuş sübutları tədqiq edərək hesab"
    " edir ki, tələb aşağıdakı əsaslarla həll edilməlidir. Mülki Məcəllənin 449-cu maddəsinə görə öhdəliklər lazımi"
    " qaydada icra edilməlidir."
)


class Papers:
    """Writes the papers of a case and what follows from their service."""

    article = money.ARTICLE

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, desk.world.now
        self.to_sign: list[ToSign] = []

    def _paper(self, filed: Filed, kind: str, at: dt.datetime, by: By, signed: SignedPaper | None = None) -> int:
        number = self.desk.tables.id("documents_document")
        self._keep(filed, number, kind, at, by, signed)
        return number

    def _keep(
        self, filed: Filed, number: int, kind: str, at: dt.datetime, by: By, signed: SignedPaper | None = None
    ) -> None:
        self.keep(number, kind, at, by, body=filed.plan.court.body.pk, dossier=filed.id, signed=signed)

    def keep(
        self, number: int, kind: str, at: dt.datetime, by: By, *, body: int, dossier: int,
        signed: SignedPaper | None = None,
    ) -> None:  # fmt: skip
        """The document with its one version; a signed one carries its own code and its signature."""
        tables, moment = self.desk.tables, at.isoformat()
        code = signed.code if signed else self.desk.code()
        tables.put(
            "documents_document", number, kind, TITLES[kind], code, kind in BROUGHT, moment if signed else None,
            moment, body, by.actor_id, dossier,
        )  # fmt: skip
        file = signed.file if signed else self.desk.world.files[kind]
        version = tables.add("documents_version", 1, f"{kind}.pdf", moment, True, number, file, by.actor_id)
        if signed:
            names = (by.actor_name, by.actor_posting, signed.certificate)
            tables.add("documents_signature", *names, moment, by.actor_id, version)

    def claim(self, filed: Filed) -> int:
        """The claim with a paper of evidence, filed by the first party."""
        plan = filed.plan
        for kind in ("evidence", "claim"):
            number = self._paper(filed, kind, plan.at, plan.court.clerk)
            self.desk.tables.add("cases_filing", kind, "desk", plan.at.isoformat(), filed.id, number, filed.parts[0].id)
        return number

    def serve_claim(self, filed: Filed, claim: int, at: dt.datetime) -> None:
        """The copy of the claim reaches the other side; some object."""
        for part in filed.called:
            if part.side == "1" and at <= self.now:
                self._serve(filed, part, claim, "claim", "claim-copy", at)
        objected_at = at + DAY * 8
        if objected_at <= self.now and not filed.is_covert and self.desk.luck.random() < 0.3:
            number = self._paper(filed, "objection", objected_at, filed.plan.court.clerk)
            self.desk.tables.add(
                "cases_filing", "objection", "desk", objected_at.isoformat(), filed.id, number, filed.parts[1].id
            )

    def _serve(self, filed: Filed, part: Part, document: int, kind: str, purpose: str, at: dt.datetime) -> int | None:
        day = clock.local(at).date()
        self.desk.tables.add("cases_serving", day.isoformat(), "print", document, part.id)
        if not filed.plan.is_drawn:
            return None
        facts = {
            "participation": part.id, "name": part.person.short_name, "document": document, "title": TITLES[kind],
            "purpose": purpose, "track": "general", "on_date": day.isoformat(),
        }  # fmt: skip
        book = self.desk.books[filed.plan.court.body.code]
        return book.write("cases.served", at, By(None, "law"), filed.id, facts, ("cases.case", filed.id)).id

    def judgment(self, filed: Filed, outcome: str, at: dt.datetime) -> int:
        """The judgment with its act; the newest ones are printed and signed for each case."""
        by: By = filed.judges[0].by
        number, moment = self.desk.tables.id("documents_document"), at.isoformat()
        if filed.plan.is_drawn and not filed.plan.court.is_panel:
            self.to_sign.append(ToSign(filed, number, at, by, self.desk.code(), self._words(filed, outcome)))
        else:
            self._keep(filed, number, "judgment", at, by)
        debt = filed.price if outcome in {"granted", "partly"} else None
        kind = self.desk.world.act_kinds["qetname"]
        self.desk.tables.add(
            "decisions_act", "signed", *self._words(filed, outcome).values(), outcome, debt, debt is None, moment,
            at.date(), moment, 1, kind.pk, by.actor_id, filed.id, number,
        )  # fmt: skip
        return number

    def _words(self, filed: Filed, outcome: str) -> dict[str, str]:
        intro = f"{filed.plan.court.body.name_az}, iş № {filed.plan.number}"
        return {"intro": intro, "facts": FACTS, "reasons": REASONS, "operative": OUTCOME_WORDS[outcome]}

    def settle(self, signed: dict[int, SignedPaper]) -> None:
        """Write the judgments that waited to be signed, those that were not signed as they came on paper."""
        for one in self.to_sign:
            self._keep(one.filed, one.document, "judgment", one.at, one.by, signed.get(one.document))

    def serve_judgment(self, filed: Filed, document: int, at: dt.datetime) -> dt.datetime:
        """Every party gets the judgment; from that day the term of appeal runs for each."""
        if at > self.now:
            return at
        for part in filed.main_parts:
            entry = self._serve(filed, part, document, "judgment", "judgment", at)
            if entry is not None and at + DAY * 33 > self.now:
                self.term(filed, "mpm-appeal", clock.local(at).date(), entry, part.id)
        return at

    def money(self, filed: Filed, paid_at: dt.datetime | None) -> tuple[int, str]:
        """The invoice, the payment, and the ledger in which every sum stands twice."""
        tables, made = self.desk.tables, filed.plan.at.isoformat()
        lines = f'[["{money.ARTICLE}", "{filed.duty}"]]'
        state, day = ("paid", clock.local(paid_at).date().isoformat()) if paid_at else ("open", None)
        invoice = tables.add(
            "finance_invoice", filed.duty, money.ARTICLE, "14221102", lines, state, made, day, filed.id,
            filed.plan.court.body.pk,
        )  # fmt: skip
        receipt = f"D{invoice:010}"
        if filed.plan.is_drawn:
            self._book(filed, "due", "owed", made)
            if paid_at:
                self._book(filed, "received", "due", paid_at.isoformat())
        payer = filed.plan.court.finance.actor_id
        if paid_at and payer:
            tables.add("finance_payment", filed.duty, day, "treasury", receipt, paid_at.isoformat(), invoice, payer)
        return invoice, receipt

    def _book(self, filed: Filed, to: str, of: str, at: str) -> None:
        booking = str(uuid.UUID(int=self.desk.luck.getrandbits(128)))
        for account, amount in ((to, filed.duty), (of, -filed.duty)):
            self.desk.tables.add("finance_ledgerline", booking, account, amount, at, "Dövlət rüsumu", filed.id)

    def term(self, filed: Filed, code: str, start: dt.date, entry: int, part: int | None = None) -> None:
        """A running term."""
        term: Any = self.desk.world.terms[code]
        due = compute(start, term.length, term.unit, self.desk.world.calendar, term.law).date
        if due >= self.desk.world.today:
            self.desk.tables.add(
                "cases_deadline", None, entry, start, due, due - DAY * 3, False, filed.id, filed.plan.court.body.pk,
                term.pk, part,
            )  # fmt: skip
