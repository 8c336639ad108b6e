"""A list that somebody hands in as a file of text: how large it may be, and how it is read."""

LARGEST_LIST = 200_000  # bytes, and characters of what is pasted


class Oversized(Exception):
    """More than a list may be."""


class NotText(Exception):
    """A file that holds no text."""


def decoded(body: bytes) -> str:
    """Return the text of a file. Raises Oversized or NotText."""
    if len(body) > LARGEST_LIST:
        raise Oversized
    if b"\0" in body:
        raise NotText
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")  # as spreadsheets in Dutch save it
