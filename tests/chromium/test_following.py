"""Following a product in a real browser, from the form to the end, without an account."""

import re
import time
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import expect

from tests.chromium.conftest import Enter
from tests.chromium.served import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]
_PATIENCE = 30.0
_CONFIRM = re.compile(r"/follow/confirmation/\S+")


def _mail(served: Served, *, to: str) -> EmailMessage:
    """Wait for the mail to an address, which the workbench keeps in a folder."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        for file in (served.log.parent / "outbox").glob("*.eml"):
            found = message_from_bytes(file.read_bytes(), policy=policy.default)
            if found["To"] == to:
                return found  # type: ignore[return-value]
        time.sleep(0.1)
    raise TimeoutError(to)


@pytest.mark.parametrize(("language", "has_scripts"), [("nl", False), ("en", True)])
def test_a_reader_follows_a_product_and_stops(
    enter: Enter, served: Served, language: str, has_scripts: bool
) -> None:
    window = enter(language=language, has_scripts=has_scripts)
    reader = f"lezer-{language}@school.example"
    window.visit("/follow?product=noorderlicht-portfolio")
    window.press(status=422)
    window.send({"email": reader})
    assert window.path == "/follow/requested"

    mail = _mail(served, to=reader)
    link = _CONFIRM.search(mail.get_content())
    assert link is not None
    assert mail["Content-Language"] == language
    window.visit(link[0])
    window.press()
    window.follow("main a[href^='/follow/mine/']")
    expect(window.main).to_contain_text("Noorderlicht Portfolio")

    window.follow("main a[href$='/ending']")
    window.press()
    expect(window.main.locator("form")).to_have_count(0)
    names = {each["name"] for each in window.page.context.cookies()}
    assert names <= {"language"}
