"""A list that somebody hands in as a file of text: how large it may be, and how it is read."""

from dpia_workbench.risk.rules import RuleViolation

LARGEST_LIST = 200_000  # bytes, and characters of what is pasted


def decoded(body: bytes, *, too_long: RuleViolation, unreadable: RuleViolation) -> str:
    """Return the text of a file. Raises `too_long`, or `unreadable` for what is no text."""
    if len(body) > LARGEST_LIST:
        raise too_long
    if b"\0" in body:
        raise unreadable
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")  # as spreadsheets in Dutch save it
