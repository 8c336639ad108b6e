"""Postings as arrays: which documents have a word, and how often, packed without pickles."""

from array import array
from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.intp]
Counts = NDArray[np.float32]

_MOST_COUNTED = 0xFFFF
_SHORT = 24
_RAW = 0
# The smallest kinds of number that hold a list: by their code in the file.
_TYPES = ("", "<u1", "<u2", "<u4")
_NOTHING: tuple[Numbers, Counts] = (np.empty(0, np.intp), np.empty(0, np.float32))


class Pool:
    """The words of a segment that is being written, by field."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        self._fields: dict[str, dict[str, array[int]]] = {field: {} for field in fields}

    def add(self, number: int, words: Mapping[str, Mapping[str, int]]) -> None:
        """Take the words of a document; documents come in the order of their numbers."""
        place = number << 16
        for field, counted in words.items():
            known = self._fields[field]
            for word, count in counted.items():
                entry = place | (count if count < _MOST_COUNTED else _MOST_COUNTED)
                packed = known.get(word)
                if packed is None:
                    known[word] = array("Q", (entry,))
                else:
                    packed.append(entry)

    def extend(self, field: str, word: str, numbers: Numbers, counts: Counts) -> None:
        """Take the postings of a word, of documents that come after all others."""
        entries = (numbers.astype(np.uint64) << np.uint64(16)) | counts.astype(np.uint64)
        self._fields[field].setdefault(word, array("Q")).frombytes(entries.tobytes())

    def fields(self) -> Iterator[tuple[str, list[tuple[bytes, str]]]]:
        """Yield each field with its words, in the order of their bytes."""
        for field in sorted(self._fields):
            words = ((word.encode(errors="replace"), word) for word in self._fields[field])
            yield field, sorted(words)

    def packed(self, field: str, word: str) -> "array[int]":
        """Return the postings of a word: number and count in one."""
        return self._fields[field][word]


def encode(packed: "array[int]") -> bytes:
    """Return postings as they stand in the file."""
    if len(packed) <= _SHORT:
        return bytes((_RAW, _RAW)) + packed.tobytes()
    entries = np.frombuffer(packed, np.uint64)
    steps = np.diff(entries >> np.uint64(16), prepend=np.uint64(0))
    counts = entries & np.uint64(_MOST_COUNTED)
    step_code = _smallest(int(steps.max()))
    count_code = _smallest(int(counts.max())) if counts.max() > 1 else 0
    data = bytes((step_code, count_code)) + steps.astype(_TYPES[step_code]).tobytes()
    return data + (counts.astype(_TYPES[count_code]).tobytes() if count_code else b"")


def _smallest(largest: int) -> int:
    return 1 if largest < 1 << 8 else 2 if largest < 1 << 16 else 3


def decode(data: bytes, *, size: int) -> tuple[Numbers, Counts]:
    """Return the numbers of so many documents, rising, and how often each has the word."""
    step_code, count_code = data[0], data[1]
    if step_code == _RAW:
        entries = np.frombuffer(data, "<u8", count=size, offset=2)
        counts = (entries & np.uint64(_MOST_COUNTED)).astype(np.float32)
        return (entries >> np.uint64(16)).astype(np.intp), counts
    steps = np.frombuffer(data, _TYPES[step_code], count=size, offset=2)
    numbers = np.cumsum(steps, dtype=np.intp)
    if not count_code:
        return numbers, np.ones(size, np.float32)
    offset = 2 + steps.nbytes
    counted = np.frombuffer(data, _TYPES[count_code], count=size, offset=offset)
    return numbers, counted.astype(np.float32)


def nothing() -> tuple[Numbers, Counts]:
    """Return the postings of a word that no document has."""
    return _NOTHING
