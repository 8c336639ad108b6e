"""Letters that pages and files can hold."""

import re

_REFUSED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def clean(text: str) -> str:
    """Return a text without control characters, halves of characters and non-characters."""
    return _REFUSED.sub("", text)
