"""Days as a file for calendar programs: iCalendar, RFC 5545.

The days are whole days in Europe/Amsterdam, so that no clock moves them. A calendar must hold at
least one component (3.6), so the time zone stands in it also where there is no day.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LONGEST_LINE = 75  # octets, without the line end (3.1)
_TIME_ZONE = (
    "BEGIN:VTIMEZONE", "TZID:Europe/Amsterdam",
    "BEGIN:DAYLIGHT", "DTSTART:19810329T020000", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "TZNAME:CEST", "END:DAYLIGHT",
    "BEGIN:STANDARD", "DTSTART:19961027T030000", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU",
    "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "TZNAME:CET", "END:STANDARD",
    "END:VTIMEZONE",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A whole day. The `uid` stays the same when the day moves."""

    uid: str
    on: date
    summary: str
    url: str


def calendar(events: Iterable[Event], *, name: str, made_at: datetime) -> bytes:
    """Return a calendar file with these days."""
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//DPIA Workbench//Deadlines//NL",
        "CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"NAME:{_text(name)}",
        f"X-WR-CALNAME:{_text(name)}", "X-WR-TIMEZONE:Europe/Amsterdam",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H", *_TIME_ZONE,
    ]  # fmt: skip
    for event in events:
        lines += _event(event, made_at=made_at)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(event: Event, *, made_at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(event.uid)}"
    yield f"DTSTAMP:{made_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{_day(event.on)}"
    yield f"DTEND;VALUE=DATE:{_day(event.on + timedelta(days=1))}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


def _text(text: str) -> str:
    """Return a text with what has a meaning of its own escaped (3.3.11), without controls."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    for sign in ("\\", ";", ","):
        plain = plain.replace(sign, "\\" + sign)
    kept = "".join(c for c in plain if c in "\n\t" or (ord(c) >= 0x20 and ord(c) != 0x7F))
    return kept.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """Return a line in pieces that are short enough; no character is cut in two (3.1)."""
    pieces: list[bytes] = []
    piece = b""
    for sign in line:
        octets = sign.encode("utf-8", errors="replace")
        room = _LONGEST_LINE - (1 if pieces else 0)  # a piece that goes on begins with a space
        if len(piece) + len(octets) > room:
            pieces.append(piece)
            piece = b""
        piece += octets
    pieces.append(piece)
    return b"\r\n ".join(pieces) + b"\r\n"
