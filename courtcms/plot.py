"""What follows from an event. Paths name functions fn(entry, data); a check at start holds every line.

AT_ONCE runs inside the transaction of the entry: database work only (terms open and close, counters).
AFTER runs soon after the commit, exactly once each, in a transaction of its own.
"""

# Events that open or close a term of the law: data/term_bindings.csv says which, a test holds the two together.
TERMS = [
    "cases.registered",
    "cases.accepted",
    "cases.returned",
    "cases.cancelled",
    "cases.closed",
    "cases.copies_sent",
    "cases.served",
    "cases.objection_filed",
    "cases.counterclaim_filed",
    "cases.decided",
    "cases.entered_into_force",
    "cases.ruling_appealed",
    "cases.ruling_reviewed",
    "cases.ruling_forwarded",
    "cases.appeal_filed",
    "cases.appeal_term_ended",
    "cases.sent_to_appeal",
    "cases.appeal_received",
    "cases.appeal_admitted",
    "cases.appeal_refused",
    "cases.appeal_objection_filed",
    "cases.appeal_decided",
    "cases.appeal_entered_into_force",
    "cases.cassation_filed",
    "cases.order_issued",
    "cases.order_refused",
    "cases.order_sent",
    "cases.order_objected",
    "hearings.held",
    "hearings.protocol_signed",
    "hearings.remark_filed",
    "hearings.remark_decided",
    "decisions.pronounced",
    "decisions.signed",
    "decisions.delivered",
    "decisions.ruling_signed",
    "decisions.ruling_delivered",
    "decisions.published",
]

# A case came to its judges: by a draw, without a choice, by a resolution, by turn.
GIVEN = [
    "allocation.drawn",
    "allocation.no_choice",
    "allocation.given_by_resolution",
    "allocation.given_by_turn",
]

AT_ONCE: dict[str, list[str]] = {
    **{event: ["cases.terms.follow"] for event in TERMS},
    "cases.registered": [
        "cases.terms.follow",
        "finance.actions.reckon_duty",
        "allocation.confirming.await_confirmation",
        "allocation.reactions.draw_when_committed",
    ],
    **{event: ["allocation.corrections.keep_weight"] for event in GIVEN},
    "cases.judge_left": ["hearings.reactions.ask_for_another_judge"],
    "cases.served": ["cases.terms.follow", "decisions.reactions.note_delivery"],
    "hearings.moved": ["hearings.reactions.settle"],
    "hearings.cancelled": ["hearings.reactions.settle"],
    "notifications.delivered": ["cases.service.serve"],
    "notifications.failed": ["cases.service.ask_for_help"],
    "staff.absence_approved": ["hearings.reactions.ask_to_put_off"],
    "staff.post_ended": ["hearings.reactions.ask_after_leaving"],
    "staff.returned": ["hearings.reactions.take_back"],
}

AFTER: dict[str, list[str]] = {
    "cases.accepted": ["cases.copies.send_copies"],
    "cases.secrecy_ended": ["decisions.reactions.serve_after_secrecy"],
    "cases.sent_to_enforcement": ["enforcement.opening.open_cases"],
    "core.clock_moved": [
        "cases.tasks.after_clock_moved",
        "decisions.tasks.after_clock_moved",
        "hearings.tasks.after_clock_moved",
    ],
    "decisions.signed": ["decisions.reactions.serve_act", "decisions.publishing.propose"],
    "decisions.ruling_signed": ["decisions.reactions.serve_act", "decisions.publishing.propose"],
    "enforcement.further_writ_sent": ["enforcement.opening.open_cases"],
    "hearings.set": ["hearings.notices.send_notices"],
    "hearings.moved": ["hearings.notices.send_changes"],
    "hearings.cancelled": ["hearings.notices.send_changes"],
    "staff.returned": ["allocation.returns.enter_return"],
}
