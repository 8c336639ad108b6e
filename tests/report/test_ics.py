"""A calendar file says to whoever reads it by the book what was put in."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.report.ics import Event, calendar

MADE = datetime(2025, 3, 3, 9, 30, tzinfo=UTC)


def _lines(body: bytes) -> list[str]:
    """Return the content lines by RFC 5545 3.1: folded at CRLF and a white space."""
    assert body.endswith(b"\r\n")
    for line in body.split(b"\r\n"):
        assert len(line) <= 75
        assert b"\n" not in line
        assert b"\r" not in line
        line.decode("utf-8")  # no character is cut in two
    return body.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")[:-1]


def _unescaped(text: str) -> str:
    """Return a TEXT value by RFC 5545 3.3.11."""
    found, signs = "", iter(text)
    for sign in signs:
        assert sign not in ";,"
        if sign == "\\":
            escaped = next(signs)
            assert escaped in "\\;,nN"
            found += "\n" if escaped in "nN" else escaped
        else:
            found += sign
    return found


def _events(body: bytes) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    for line in _lines(body):
        name, _colon, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in found[-1]:
            found[-1][name] = value
    return found


def test_a_day_is_a_whole_day_with_a_name_that_stays() -> None:
    event = Event(
        uid="a@b", on=date(2025, 12, 31), summary="Leerplein; M1, toegezegd", url="https://a/b"
    )

    found = _events(calendar([event], name="Dagen", made_at=MADE))

    assert found[0]["UID"] == "a@b"
    assert found[0]["DTSTART;VALUE=DATE"] == "20251231"
    assert found[0]["DTEND;VALUE=DATE"] == "20260101"
    assert found[0]["DTSTAMP"] == "20250303T093000Z"
    assert found[0]["SUMMARY"] == "Leerplein\\; M1\\, toegezegd"


def test_a_calendar_without_days_still_holds_a_component() -> None:
    lines = _lines(calendar([], name="Dagen", made_at=MADE))

    assert lines[0] == "BEGIN:VCALENDAR"
    assert "BEGIN:VTIMEZONE" in lines
    assert lines[-1] == "END:VCALENDAR"


@given(st.lists(st.text(alphabet=st.characters(codec="utf-8"), max_size=200), max_size=4))
def test_every_text_comes_back_as_it_was_but_for_controls(texts: list[str]) -> None:
    events = [
        Event(uid=f"{number}@b", on=date(2025, 3, 3), summary=text, url="https://a/b")
        for number, text in enumerate(texts)
    ]

    found = _events(calendar(events, name="Dagen", made_at=MADE))

    assert [_unescaped(each["SUMMARY"]) for each in found] == [_plain(text) for text in texts]


def _plain(text: str) -> str:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or (ord(c) >= 32 and ord(c) != 127))
