"""Names of files as they are stored: readable, of one line, without tricks."""

import re
import unicodedata

LONGEST = 150
_SEPARATORS = re.compile(r"[/\\]")
_RESERVED = re.compile(r'[<>:"|?*]')
_SPACES = re.compile(r"\s+")
# Control and format characters (right-to-left marks, zero-width signs), surrogates, private use,
# and line separators: none of them can be seen, and some change how the rest is read.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def cleaned(name: str) -> str:
    """Return a name without folders, unseen characters and signs that a system reserves.

    The ending is kept when the name is too long. What leaves nothing is an empty text.
    """
    last = _SEPARATORS.split(name)[-1]
    plain = _SPACES.sub(" ", unicodedata.normalize("NFC", last))
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in _UNSEEN)
    safe = _RESERVED.sub("-", seen).strip(" .")
    stem, dot, ending = safe.rpartition(".")
    if not dot or len(ending) >= LONGEST // 2:
        return safe[:LONGEST].strip(" .")
    room = LONGEST - len(ending) - 1
    return f"{stem[:room].strip(' .') or 'file'}.{ending}"


def ending(name: str) -> str:
    """Return the ending of a name in lower case, or an empty text."""
    stem, _dot, last = name.rpartition(".")
    return last.lower() if stem else ""
