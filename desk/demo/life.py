"""The life of a case after its registration: judge, duty, acceptance, service, hearings, judgment, force, enforcement.

What would lie ahead of now has not happened; so the stage of a case follows from its age, as in a court.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from cases.lifecycle import Status
from core import clock
from desk.demo.book import By
from desk.demo.confirming import look_again
from desk.demo.enforcing import Enforcing
from desk.demo.filing import IMPORT, Desk, Filed
from desk.demo.papers import Papers
from desk.demo.plans import ENDED_AFTER
from desk.demo.sittings import Heard, Sittings
from journal.actors import LAW

LAW_BY = By(None, LAW.actor_name)
DRAWER = By(None, "job:draw")
DAY = dt.timedelta(days=1)
OUTCOMES = ("granted", "partly", "dismissed", "ended", "unexamined")
OUTCOME_WEIGHTS = (48, 16, 22, 8, 6)
PENDING = ("registered", "accepted", "hearing")


@dataclass
class State:
    """How the case stands at the end of its life so far: the columns that change."""

    status: str = Status.REGISTERED.value
    accepted_on: dt.date | None = None
    by_law: bool = False
    decided_on: dt.date | None = None
    outcome: str = ""
    in_force_on: dt.date | None = None
    enforced_on: dt.date | None = None
    closed_on: dt.date | None = None
    closing: str = ""
    settled_on: dt.date | None = None
    next_at: dt.datetime | None = None
    next_place: str = ""
    heard: list[Heard] = field(default_factory=list)


class Life:
    """Lets one case live until now."""

    def __init__(self, desk: Desk, sittings: Sittings, papers: Papers) -> None:
        self.desk, self.sittings, self.papers = desk, sittings, papers
        self.enforcing = Enforcing(desk, papers)
        self.now = desk.world.now

    def live(self, filed: Filed) -> State:
        """Everything after the registration, then the row of the case itself."""
        state = State()
        self._seat(filed)
        claim = self.papers.claim(filed)
        self._proceed(filed, state, claim)
        self._running_terms(filed, state)
        self._case_row(filed, state)
        return state

    # The steps
    def _proceed(self, filed: Filed, state: State, claim: int) -> dt.datetime:
        luck = self.desk.luck
        paid_at = filed.plan.at + dt.timedelta(hours=2 + 60 * luck.random())
        accepted_at = max(self._in_hours(filed.plan.at + DAY * (1 + 3.5 * luck.random())), paid_at + DAY / 24)
        self._pay(filed, state, paid_at)
        if accepted_at > self.now:
            return paid_at
        if luck.random() < 0.05:
            return self._turn_away(filed, state, accepted_at)
        self._accept(filed, state, accepted_at)
        self.papers.serve_claim(filed, claim, accepted_at + DAY * 2)
        return self._hear(filed, state, accepted_at)

    def _in_hours(self, at: dt.datetime) -> dt.datetime:
        """On a day on which the court works, in the afternoon of Bakı."""
        day = self.desk.world.calendar.roll_forward(clock.local(at).date())
        return clock.at(day, dt.time(10 + at.minute % 7, at.second)).astimezone(dt.UTC)

    def _entry(self, filed: Filed, event: str, at: dt.datetime, by: By, data: dict[str, Any]) -> int:
        book = self.desk.books[filed.plan.court.body.code]
        who = by if filed.plan.is_drawn else IMPORT
        return book.write(event, at, who, filed.id, data, ("cases.case", filed.id)).id

    def _seat(self, filed: Filed) -> None:
        """The judge by draw; of an imported case the judge that it came with."""
        plan, tables = filed.plan, self.desk.tables
        if not plan.is_drawn:
            seats = 3 if plan.court.is_panel else 1
            start = self.desk.luck.randrange(len(plan.court.judges))
            filed.judges = [plan.court.judges[(start + n) % len(plan.court.judges)] for n in range(seats)]
            filed.ground, filed.drawn_at = {"way": "imported"}, plan.at + dt.timedelta(hours=1)
        at = filed.drawn_at or plan.at
        ids, names = [judge.public_id for judge in filed.judges], [judge.name for judge in filed.judges]
        if plan.is_drawn:
            self._entry(filed, "allocation.drawn", at, DRAWER, {"judges": ids, **self._drawn_facts(filed)})
            look_again(self.desk, filed)
        given = {"draw": filed.ground.get("draw"), "way": filed.ground["way"]}
        data = {"judges": ids, "names": names, **{k: v for k, v in given.items() if v}}
        self._entry(filed, "cases.judge_assigned", at, DRAWER, data)
        day = clock.local(at).date().isoformat()
        for seat, judge in enumerate(filed.judges, start=1):
            tables.add("cases_judgeseat", seat, day, filed.id, judge.id)
            self._member(filed, "judge", day, judge.user)
        if plan.is_drawn and filed.is_sealed:
            self._secret_team(filed, day)

    def _member(self, filed: Filed, part: str, day: str, user: int) -> None:
        body = filed.plan.court.body.pk
        self.desk.tables.add("accounts_teammember", part, day, filed.id, user, body, filed.is_sealed)

    def _secret_team(self, filed: Filed, day: str) -> None:
        """Clerk and chair see a secret matter as well; the secrecy of older covert measures has ended."""
        plan = filed.plan
        for part, user in [("clerk", plan.court.clerk.actor_id), *(("chair", chair) for chair in plan.court.chairs)]:
            if user:
                self._member(filed, part, day, user)
        if plan.subject.is_covert and not filed.is_covert:
            ground = {"ground": "tədbir icra olunub"}
            self._entry(filed, "cases.secrecy_ended", plan.at + ENDED_AFTER, filed.judges[0].by, ground)

    def _drawn_facts(self, filed: Filed) -> dict[str, Any]:
        return {"candidates": filed.candidates, **filed.ground}

    def _pay(self, filed: Filed, state: State, paid_at: dt.datetime) -> None:
        """The duty is reckoned, and paid by most."""
        is_paid = paid_at <= self.now and (self.now - paid_at > DAY * 4 or self.desk.luck.random() < 0.7)
        day = clock.local(paid_at).date()
        invoice, receipt = self.papers.money(filed, paid_at if is_paid else None)
        if filed.plan.is_drawn:
            facts = {"invoice": invoice, "amount": str(filed.duty), "article": self.papers.article}
            self._entry(filed, "finance.duty_reckoned", filed.plan.at, LAW_BY, facts)
        if not is_paid:
            return
        state.settled_on = day
        by = filed.plan.court.finance
        if filed.plan.is_drawn:
            paid = {"amount": str(filed.duty), "receipt": receipt, "paid_on": day.isoformat()}
            self._entry(filed, "finance.paid", paid_at, by, paid)
        ground = {"ground": f"qəbz {receipt}", "amount": str(filed.duty)}
        self._entry(filed, "cases.duty_settled", paid_at, by, ground)

    def _turn_away(self, filed: Filed, state: State, at: dt.datetime) -> dt.datetime:
        """A claim that is returned, or a registration made in error."""
        is_error = self.desk.luck.random() < 0.2
        state.status = Status.CANCELLED.value if is_error else Status.RETURNED.value
        state.closed_on = clock.local(at).date()
        state.closing = "Səhvən qeydə alınıb" if is_error else "Tələblərə cavab vermir (MPM 152)"
        state.outcome = "" if is_error else "returned"
        event = "cases.cancelled" if is_error else "cases.returned"
        self._entry(filed, event, at, self._judge(filed), {"ground": state.closing})
        return at

    def _judge(self, filed: Filed) -> By:
        by: By = filed.judges[0].by
        return by

    def _accept(self, filed: Filed, state: State, at: dt.datetime) -> None:
        state.accepted_on = clock.local(at).date()
        state.by_law = self.desk.luck.random() < 0.07
        state.status = Status.ACCEPTED.value
        by = LAW_BY if state.by_law else self._judge(filed)
        facts = {"by_law": state.by_law, "on_date": state.accepted_on.isoformat()}
        self._entry(filed, "cases.accepted", at, by, facts)

    def _hear(self, filed: Filed, state: State, at: dt.datetime) -> dt.datetime:
        luck = self.desk.luck
        state.heard = self.sittings.hold(filed, at, luck.choices((0, 1, 2, 3), (12, 43, 33, 12))[0])
        ended = at + DAY * 12
        for one in state.heard:
            if one.at > self.now:
                state.next_at, state.next_place = one.at, one.room
                return at
            if one.is_main and state.status != Status.HEARING.value:
                state.status = Status.HEARING.value
                self._entry(filed, "cases.hearing_began", one.at, self._judge(filed), {})
            ended = one.at + dt.timedelta(hours=1)
        if ended > self.now or (luck.random() < 0.03 and self.now - ended < DAY * 200):
            return ended
        return self._decide(filed, state, ended)

    def _decide(self, filed: Filed, state: State, at: dt.datetime) -> dt.datetime:
        luck = self.desk.luck
        state.outcome = luck.choices(OUTCOMES, OUTCOME_WEIGHTS)[0]
        state.decided_on, state.status = clock.local(at).date(), Status.DECIDED.value
        document = self.papers.judgment(filed, state.outcome, at)
        self._entry(filed, "cases.decided", at, self._judge(filed), {"outcome": state.outcome, "document": document})
        served = self.papers.serve_judgment(filed, document, at + DAY * 3)
        forced_at = served + DAY * 33
        if forced_at > self.now:
            return at
        state.in_force_on, state.status = clock.local(forced_at).date(), Status.IN_FORCE.value
        day = {"on_date": state.in_force_on.isoformat()}
        self._entry(filed, "cases.entered_into_force", forced_at, LAW_BY, day)
        return self._end(filed, state, forced_at + DAY * (3 + 25 * luck.random()))

    def _end(self, filed: Filed, state: State, at: dt.datetime) -> dt.datetime:
        """To enforcement, into the archive, or as it stands."""
        number = self.desk.luck.random()
        if at > self.now or number > 0.8:
            return at
        if state.outcome in {"granted", "partly"} and filed.price is not None:
            state.enforced_on, state.status = clock.local(at).date(), Status.ENFORCED.value
            writ = {"writ": f"{filed.plan.number}/1"}
            self._entry(filed, "cases.sent_to_enforcement", at, self._judge(filed), writ)
            self.enforcing.send(filed, state.in_force_on or state.enforced_on, at, self._judge(filed))
        else:
            state.closed_on, state.status = clock.local(at).date(), Status.CLOSED.value
            state.closing = "Arxivə verilib"
            self._entry(filed, "cases.closed", at, filed.plan.court.clerk, {"ground": state.closing})
        return at

    # What stands in tables beside the steps
    def _running_terms(self, filed: Filed, state: State) -> None:
        """Terms of the court that run in an open case."""
        if state.status not in PENDING:
            return
        day = clock.local(filed.plan.at).date()
        codes = ["mpm-hear-general"] if state.status != PENDING[0] else ["mpm-accept", "mpm-hear-general"]
        for code in codes if filed.plan.kind.code in {"civil", "commercial"} else codes[:-1]:
            self.papers.term(filed, code, day, filed.registered.id)

    def _case_row(self, filed: Filed, state: State) -> None:
        plan = filed.plan
        self.desk.tables.put(
            "cases_case", filed.id, plan.court.body.pk, plan.kind.id, plan.subject.id, plan.number, plan.sequence,
            plan.year, True, "desk", filed.price, filed.claim, filed.line[:400], state.status, plan.at.isoformat(),
            state.accepted_on, state.by_law, state.decided_on, state.outcome, state.in_force_on, state.enforced_on,
            state.closed_on, state.closing, filed.judges[0].id, filed.drawn_at and filed.drawn_at.isoformat(),
            plan.subject.weight, filed.duty, "{}", self.papers.article, state.settled_on,
            state.next_at and state.next_at.isoformat(), state.next_place, not plan.is_drawn, 1,
        )  # fmt: skip
