"""The plot of these tests: what a registered case, a draw and a judge who leaves set off in allocation, no more."""

AT_ONCE = {
    "cases.registered": ["allocation.confirming.await_confirmation", "allocation.reactions.draw_when_committed"],
    **{
        event: ["allocation.corrections.keep_weight"]
        for event in (
            "allocation.drawn",
            "allocation.no_choice",
            "allocation.given_by_resolution",
            "allocation.given_by_turn",
        )
    },
    "cases.judge_left": ["hearings.reactions.ask_for_another_judge"],
}
AFTER: dict[str, list[str]] = {}
