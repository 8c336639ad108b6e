"""Reading Whoosh's files: segments, each opened once.

Whoosh stores: segments, postings, columns, generations. Analysis and search are our own,
because its searcher needs hundreds of milliseconds for what a page asks of 10,000 documents.
"""

import json
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dpia_workbench.search.engine import TOC
from dpia_workbench.search.layout import (
    NAME,
    Seal,
    SealedStorage,
    checksum,
    read_seal,
    refuse_open_to_others,
    seal_name,
    toc_name,
)
from dpia_workbench.search.model import IndexBroken, IndexBusy
from dpia_workbench.search.postings import Counts, Numbers, decode, nothing
from dpia_workbench.search.rows import LENGTHS, Card
from dpia_workbench.search.spelling import WordList
from dpia_workbench.search.suggesting import Names
from dpia_workbench.search.writing import NUMBERS, TEXTS, VOCABULARY, schema

# Postings are kept as arrays until there are so many for each document: about 12 bytes each.
_KEPT_PER_DOCUMENT = 24
_KEPT_AT_LEAST = 20_000
_READ_AT_ONCE = 1 << 20


@contextmanager
def breaking() -> Iterator[None]:
    """Turn whatever Whoosh makes of damaged files into IndexBroken."""
    try:
        yield
    except (IndexBroken, IndexBusy, FileNotFoundError):
        raise
    except Exception as error:
        raise IndexBroken("the index cannot be read") from error


class Stamp:
    """Which files were checked, and how to see that they are no longer those."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = files
        self._state = self._now()

    def holds(self) -> bool:
        """Tell whether the files are still as they were; raises FileNotFoundError."""
        return self._now() == self._state

    def _now(self) -> list[tuple[int, int, int]]:
        found = (path.stat() for path in self._files)
        return [(one.st_ino, one.st_size, one.st_mtime_ns) for one in found]


class Segment:
    """One segment, opened once: it never changes, so later generations share it."""

    def __init__(self, storage: SealedStorage, segment: Any, *, stamp: Stamp | None) -> None:
        self.stamp = stamp
        codec = segment.codec()
        self._terms = codec.terms_reader(storage, segment)
        self._documents = codec.per_document_reader(storage, segment)
        # Closed with the last view that uses it, also when a thread is still answering.
        weakref.finalize(self, _close, self._terms, self._documents)
        # One cursor per file: two threads reading at once get each other's bytes.
        self._reading = Lock()
        self._kept: dict[tuple[str, str], tuple[Numbers, Counts]] = {}
        self._room = 0
        self.size: int = segment.doc_count_all()
        self.living = np.ones(self.size, np.bool_)
        self.living[list(segment.deleted_docs())] = False
        # Opened now: a later merge may remove the files while we still answer from them.
        self._columns = {
            name: self._documents.column_reader(name, column) for name, column in TEXTS.items()
        }
        self._numbers = {name: self._read_numbers(name) for name in NUMBERS}
        with segment.open_file(storage, f".{VOCABULARY}") as file:
            self._vocabulary = bytes(file.read())
        self.kinds = self._numbers["kind"]
        self.firsts = np.flatnonzero(self.kinds == 0)
        self.owners = np.cumsum(self.kinds == 0, dtype=np.intp) - 1
        self.lengths = {name: self._numbers[name].astype(np.float32) for name in LENGTHS}
        self.cards = [Card.read(self._columns["card"][one]) for one in self.firsts.tolist()]

    def _read_numbers(self, name: str) -> NDArray[np.integer[Any]]:
        """Return a column of numbers; Whoosh leaves zeros at its end out."""
        kind = np.dtype({"B": ">u1", "H": ">u2"}[NUMBERS[name]])
        column = f"n_{name}"
        found = np.zeros(self.size, kind.newbyteorder("="))
        if self._documents.has_column(column):
            file, offset, length = self._documents._get_column_file(column)
            with file:
                read = np.frombuffer(file.get(offset, length), kind)
            found[: len(read)] = read
        return found

    def numbers(self, name: str) -> NDArray[np.integer[Any]]:
        """Return a column of numbers."""
        return self._numbers[name]

    def column(self, name: str, number: int) -> bytes:
        """Return what a document has in a column of texts."""
        with self._reading, breaking():
            return bytes(self._columns[name][number])

    def postings(self, field: str, term: str) -> tuple[Numbers, Counts]:
        """Return the documents that have a term, and how often; also deleted ones."""
        found = self._kept.get((field, term))
        if found is None:
            found = self._read(field, term.encode(errors="replace"))
            if self._room < len(found[0]):
                self._kept = {}
                self._room = max(self.size * _KEPT_PER_DOCUMENT, _KEPT_AT_LEAST)
            self._room -= len(found[0])
            self._kept[field, term] = found
        return found

    def _read(self, field: str, key: bytes) -> tuple[Numbers, Counts]:
        with self._reading, breaking():
            if (field, key) not in self._terms:
                return nothing()
            info = self._terms.term_info(field, key)
            offset, (length,) = info.extent()  # Whoosh forgets to take it out of its tuple
            data = self._terms._postfile.get(offset, length)
        return decode(data, size=info.doc_frequency())

    def every_posting(self) -> Iterator[tuple[str, str, Numbers, Counts]]:
        """Yield all words with their documents, field by field."""
        with self._reading, breaking():
            terms = list(self._terms.terms())
        for field, key in terms:
            yield field, key.decode(), *self._read(field, key)

    def beginning(self, field: str, prefix: str) -> list[str]:
        """Return the words of a field that begin so, in order."""
        found: list[str] = []
        with self._reading, breaking():
            for name, raw in self._terms.terms_from(field, prefix.encode(errors="replace")):
                word = raw.decode()
                if name != field or not word.startswith(prefix):
                    break
                found.append(word)
        return found

    @cached_property
    def words(self) -> WordList:
        """Every word as it is written, with how many documents have it."""
        with breaking():
            return WordList(self._vocabulary)

    @cached_property
    def names(self) -> Names:
        """The names of the verdicts, by each of their words."""
        return Names(self.cards)

    def text(self, number: int) -> Mapping[str, Any]:
        """Return title and passages of a document, as `rows` wrote them."""
        kept: Mapping[str, Any] = json.loads(self.column("text", number))
        return kept

    def with_phrase(self, numbers: Numbers, phrase: bytes) -> list[int]:
        """Return those of these documents, in rising order, that hold words in this order."""
        sizes = np.array(self._columns["plain"]._lengths, np.intp)
        ends = np.cumsum(sizes)[numbers]
        starts = ends - sizes[numbers]
        found: list[int] = []
        first = 0
        # Many are read at once, for each call costs more than the texts of a hundred parts.
        while first < len(numbers):
            base = int(starts[first])
            last = max(first + 1, int(np.searchsorted(ends, base + _READ_AT_ONCE)))
            data = self._read_plain(base, int(ends[last - 1]))
            found += (
                int(numbers[one])
                for one in range(first, last)
                if data.find(phrase, starts[one] - base, ends[one] - base) >= 0
            )
            first = last
        return found

    def _read_plain(self, start: int, end: int) -> bytes:
        with self._reading, breaking():
            file, offset, _ = self._documents._colfiles["plain"]
            return bytes(file.get(offset + start, end - start))


def _close(*readers: Any) -> None:
    for reader in readers:
        reader.close()


def opened(storage: SealedStorage, segment: Any) -> Segment:
    """Open a segment for the writer, which holds the lock: nobody moves its files."""
    return Segment(storage, segment, stamp=None)


def open_segments(
    directory: Path, number: int, *, known: Mapping[str, Segment]
) -> tuple[dict[str, Segment], dict[str, frozenset[int]], Stamp]:
    """Return the segments of a generation, what is deleted in each, and its stamp.

    Raises IndexBroken when anything differs from the seal, FileNotFoundError when a writer
    has moved on in the meantime.
    """
    refuse_open_to_others(directory.parent, directory)
    stamp = Stamp([directory / seal_name(number), directory / toc_name(number)])
    seal = read_seal(directory, number)
    _check(directory, seal, [toc_name(number)])
    storage = SealedStorage(str(directory), readonly=True)
    with breaking():
        found = TOC.read(storage, NAME, gen=number, schema=schema()).segments
        segments: dict[str, Segment] = {}
        for each in found:
            code = each.segment_id()
            segment = known.get(code)
            if segment is None or not (segment.stamp and segment.stamp.holds()):
                segment = _segment(storage, each, seal=seal)
            segments[code] = segment
        gone = {each.segment_id(): frozenset(each.deleted_docs()) for each in found}
    return segments, gone, stamp


def _segment(storage: SealedStorage, segment: Any, *, seal: Seal) -> Segment:
    directory = Path(storage.folder)
    names = [name for name in seal if name.startswith(f"{segment.segment_id()}.")]
    # Stamped before checked: damage done in between is seen at the next question.
    stamp = Stamp([directory / name for name in names])
    _check(directory, seal, names)
    return Segment(storage, segment, stamp=stamp)


def _check(directory: Path, seal: Seal, names: Iterable[str]) -> None:
    for name in names:
        if checksum(directory / name) != seal.get(name):
            raise IndexBroken("a file of the index is damaged")
