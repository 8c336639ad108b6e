"""Mail: the words in the reader's language, and both ways out."""

import base64
import smtplib
import stat
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from dpia_workbench.i18n import current_language
from dpia_workbench.mail import news
from dpia_workbench.mail.digest import compose_digest
from dpia_workbench.mail.message import KINDS, compose
from dpia_workbench.mail.smtp import send
from tests import make
from tests.mail import server

VALUES = {
    "name": "Ada", "dossier": "LEERPLEIN-2025", "title": "Zet uit", "product": "Leerplein",
    "products": "Leerplein", "vendor": "Noorderlicht", "until": "31 maart 2026",
    "deadline": "17 maart 2025", "organisation": "Noorderlicht", "host": "hook.example.org",
    "why": "Iets klopte niet.", "answer": "Dank u.",
    "board": "De Waterlelie", "partner": "ICT-Noord", "day": "31 maart 2026",
    "gravity": "Ernstig", "to_do": "Zet het uit.", "reporter": "SURF", "number": "2",
}  # fmt: skip


def _compose(kind: str = "review-asked", **words: Any) -> EmailMessage:
    values: dict[str, Any] = {
        "to": "rosa@surf.example", "sender": "workbench@localhost", "language": "en",
        "link": "http://localhost/dossiers/1", "values": VALUES, "at": make.NOW,
    }  # fmt: skip
    return compose(kind, **{**values, **words})


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_mail_has_its_words_and_its_link(language: str) -> None:
    for kind in KINDS:
        message = _compose(kind, language=language)

        text = message.get_content()
        assert "http://localhost/dossiers/1\n" in text
        assert "%(" not in text + message["Subject"]


def test_a_mail_says_its_language_its_day_and_that_nobody_typed_it() -> None:
    message = _compose(language="nl")

    assert message["Content-Language"] == "nl"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"].datetime == make.NOW
    assert "@" in message["Message-ID"]


def test_composing_leaves_the_language_as_it_was() -> None:
    before = current_language()

    _compose(language="en" if before == "nl" else "nl")

    assert current_language() == before


def test_a_title_cannot_add_a_header() -> None:
    message = _compose("request-requested", values={"title": "Uit\r\nBcc: x@y.example"})

    assert message["Bcc"] is None
    assert message["Subject"].endswith("Uit Bcc: x@y.example")


def test_the_pseudo_language_marks_every_word_of_ours() -> None:
    message = _compose(language="xx")

    paragraphs = [p for p in message.get_content().split("\n\n") if p.strip()]
    assert [p[0] for p in paragraphs] == ["⟦", "h", "⟦"]


def test_without_a_server_mail_is_kept_in_a_folder_for_the_operator(tmp_path: Path) -> None:
    folder = tmp_path / "outbox"

    send(_compose(), smtp_url="", folder=folder)
    send(_compose(to="José@surf.example"), smtp_url="", folder=folder)

    files = list(folder.iterdir())
    assert [file.suffix for file in files] == [".eml", ".eml"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    found = message_from_bytes(files[0].read_bytes(), policy=policy.default)
    assert found["Subject"] == "A revision waits for review: LEERPLEIN-2025"


def test_a_server_is_handed_the_message(tmp_path: Path) -> None:
    with server.running() as mailbox:
        send(_compose("invitation", language="nl"), smtp_url=mailbox.url, folder=tmp_path)

    assert mailbox.recipients == ["rosa@surf.example"]
    assert "http://localhost/dossiers/1" in mailbox.messages[0].get_content()
    assert list(tmp_path.iterdir()) == []


def test_a_user_and_password_in_the_address_sign_in(tmp_path: Path) -> None:
    with server.running() as mailbox:
        url = mailbox.url.replace("//", "//post%40surf.example:ge%2Fheim@")
        send(_compose(), smtp_url=url, folder=tmp_path)

    assert base64.b64decode(mailbox.logins[0]) == b"\0post@surf.example\0ge/heim"


def test_a_refusal_is_an_error_so_that_the_job_is_tried_again(tmp_path: Path) -> None:
    with (
        server.running(server.Mailbox(refuse=b"550 unknown")) as mailbox,
        pytest.raises(smtplib.SMTPRecipientsRefused),
    ):
        send(_compose(), smtp_url=mailbox.url, folder=tmp_path)

    assert mailbox.messages == []


def test_a_server_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with server.running() as mailbox:
        gone = mailbox.url

    with pytest.raises(OSError, match="refused"):
        send(_compose(), smtp_url=gone, folder=tmp_path)


def test_the_placeholders_of_all_mails_are_known() -> None:
    names = {
        name
        for words in KINDS.values()
        for text in (words.subject, words.text)
        for _, name, _, _ in Formatter().parse(text.replace("%(", "{").replace(")s", "}"))
        if name
    }

    assert names == set(VALUES)


TOLD = [
    {
        "dossier": "LEERPLEIN-2025", "path": "/dossiers/7/threads", "who": ["Ada", "Rosa"],
        "counts": {"mentions": 2, "assigned": 0, "replies": 1, "suggestions": 1},
    },
    {
        "dossier": "MEETKIT-2025", "path": "/dossiers/8/threads", "who": ["Ada"],
        "counts": {"mentions": 0, "assigned": 1, "replies": 0, "suggestions": 0},
    },
]  # fmt: skip


def _digest(language: str = "en") -> EmailMessage:
    return compose_digest(
        TOLD, to="rosa@surf.example", sender="workbench@localhost", language=language,
        base_url="http://localhost", at=make.NOW,
    )  # fmt: skip


def test_the_daily_mail_counts_per_dossier_with_links() -> None:
    message = _digest()

    assert message["Subject"] == "News in the discussion on 2 dossiers"
    assert message.get_content().split("\n\n")[:2] == [
        "LEERPLEIN-2025\n2 comments mention you.\n1 new answer in discussions you take part in.\n"
        "1 suggestion waits for an answer.\nBy: Ada, Rosa\nhttp://localhost/dossiers/7/threads",
        "MEETKIT-2025\nYou are asked to see to 1 discussion.\nBy: Ada\n"
        "http://localhost/dossiers/8/threads",
    ]
    for link in ("http://localhost/tasks", "http://localhost/account"):
        assert link in message.get_content()


def test_the_daily_mail_is_in_the_readers_language() -> None:
    message = _digest("nl")

    assert message["Content-Language"] == "nl"
    assert message["Subject"] == "Nieuws in de discussie over 2 dossiers"
    paragraphs = [p for p in _digest("xx").get_content().split("\n\n") if p.strip()]
    assert [p[0] for p in paragraphs[2:]] == ["⟦", "⟦", "⟦"]


def test_the_address_to_stop_stands_in_one_piece_in_its_header() -> None:
    """Programs of mail read it as it stands (RFC 8058): neither folded nor encoded."""
    one_click = f"https://workbench.example/follow/ending/{'a' * 200}"
    letter = news.Letter(to="a@b.example", sender="w@b.example", language="nl", at=make.NOW)
    item = news.Item(title="Leerplein: Ingetrokken", text="Het lekt.", day="3 maart 2025", url="x")

    message = news.compose_news(
        letter, [item], because=["Leerplein"],
        ways=news.Ways(one_click=one_click, stop=one_click, manage="https://y/"),
    )  # fmt: skip

    sent = bytes(message).decode().splitlines()
    assert f"List-Unsubscribe: <{one_click}>" in sent
    assert "List-Unsubscribe-Post: List-Unsubscribe=One-Click" in sent
    assert message["Subject"] == "Leerplein: Ingetrokken"
