"""Reminders on their way out: through a real mail server, in the reader's language, once."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench.jobs import worker
from dpia_workbench.mail.reminder import compose_reminder
from dpia_workbench.risk.deadlines import Escalation
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.reminders import Reason
from tests import make
from tests.mail import server

LATE = make.NOW + timedelta(days=61)  # a day after the promised one


def test_a_late_promise_is_mailed_to_both_sides_through_a_server(
    app: Flask, session: Session, people: make.People, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = make.remediation(session, people=people, state=State.COMMITTED)
    people.vendor.user.language = "en"
    session.commit()

    with server.running() as mailbox:
        chosen = replace(app.extensions["settings"], smtp_url=mailbox.url)
        monkeypatch.setitem(app.extensions, "settings", chosen)
        with app.app_context():
            assert worker.collect_daily(LATE) == LATE
            worker.collect_daily(LATE)  # another worker, or the same one after a restart
            while worker.work_one():
                pass

    reminders = [
        each for each in mailbox.messages if each["Subject"].startswith(("Reminder", "Herinnering"))
    ]
    assert sorted(str(each["To"]) for each in reminders) == [
        "analyst2@surf.example", "analyst@surf.example", "vendor@noorderlicht.example",
    ]  # fmt: skip
    theirs = next(each for each in reminders if each["To"] == "vendor@noorderlicht.example")
    assert theirs["Subject"] == "Reminder about 1 request"
    lines = theirs.get_content().splitlines()
    assert lines[:2] == ["Leerplein", "========="]
    assert "The day that you promised passed 1 day ago." in lines
    assert f"http://localhost/requests/{row.id}" in lines
    ours = next(each for each in reminders if each["To"] == "analyst@surf.example")
    assert "Noorderlicht" in ours.get_content()


_HEARD_BY_VENDOR = (Reason.UNANSWERED, Reason.DUE_SOON, Reason.OVERDUE)
_CASES = [
    *((reason, True, Escalation.NONE) for reason in _HEARD_BY_VENDOR),
    *((Reason.ESCALATED, True, level) for level in Escalation if level),
    *((Reason.ESCALATED, False, level) for level in Escalation if level),
    *(
        (reason, False, Escalation.NONE)
        for reason in Reason
        if reason not in (Reason.ESCALATED, Reason.DUE_SOON)
    ),
]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_reason_has_its_words_for_those_who_hear_it(language: str) -> None:
    for reason, to_vendor, level in _CASES:
        for days in (-3, 0, 3) if reason in (Reason.DUE_SOON, Reason.RENEWAL) else (-3,):
            given = {
                "reason": reason.value, "to_vendor": to_vendor, "level": int(level),
                "days": days, "vendor": "Noorderlicht",
            }  # fmt: skip
            _check_words(given, language=language)


def _check_words(reason: dict[str, Any], *, language: str) -> None:
    request = {"title": "Zet uit", "path": "/requests/7", "reasons": [reason]}
    message = compose_reminder(
        [{"product": "Leerplein", "requests": [request]}], to="a@b.example", sender="w@b.example",
        language=language, base_url="http://localhost", at=make.NOW,
    )  # fmt: skip
    text = message.get_content()
    lines = text[text.index("Zet uit") :].splitlines()
    assert lines[1].endswith(".")
    assert "%(" not in text
    assert "http://localhost/requests/7" in lines
    assert "http://localhost/account" in text
