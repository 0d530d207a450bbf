"""Two clerks who ask a register at the same time both get their answer."""

import threading

from integrations.population_register import client


def test_clerks_who_ask_at_once_are_all_answered(registers, settings):
    settings.REGISTER_TIMEOUT = 30
    answers: list[str] = []

    def ask(fin: str) -> None:
        answers.extend(client.look_up(fin, reason="test", by="leyla").fin for _turn in range(5))

    people = ["5XK2T7P", "2MV8C4R", "7HN3L9D", "4PS6E1Z"]
    threads = [threading.Thread(target=ask, args=(fin,)) for fin in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(people * 5)
