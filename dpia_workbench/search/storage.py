"""Writing and reading Whoosh's files.

Whoosh stores: segments, postings, columns, generations. Analysis and search are our own,
because its searcher needs hundreds of milliseconds for what a page asks of 10,000 documents.
"""

import secrets
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any

from dpia_workbench.search.engine import (
    COLUMN,
    TOC,
    CompressedBytesColumn,
    Existence,
    FieldType,
    FileIndex,
    Schema,
    SegmentReader,
    VarBytesColumn,
    W3Codec,
    W3Segment,
)
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
from dpia_workbench.search.rows import FIELDS, Card

# Publications make segments of one document. Eight of a size are brought together, the small
# ones (up to 15 documents) often, the next size now and then, larger ones never: a merge costs
# about ten milliseconds a document, and the writer waits for it.
_SIZES = (range(16), range(16, 129))
_TOO_MANY = 8


# In megabytes, as Whoosh counts them. What does not fit is pickled to disk and back.
_MEMORY = 512


class Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field that is handed its words counted, instead of a text to analyse."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)

    def index(
        self, value: Mapping[str, int], **_: Any
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Return each word with its count, as postings."""
        for word, count in value.items():
            yield word.encode(errors="replace"), count, float(count), b""


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own way of writing, with three choices made for us."""

    # Lengths are on the cards; looking for them here costs a file lookup for every posting.
    length_stats = False

    def __init__(self) -> None:
        # Blocks of 128 postings suit a searcher that skips; ours reads a word once, whole.
        super().__init__(blocklimit=8192, compression=1)

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment with a name of its own.

        Whoosh draws names from `random`: after a seed it would overwrite an older segment.
        """
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


_COLUMNS = {
    "card": VarBytesColumn(),
    "text": CompressedBytesColumn(),
    "plain": VarBytesColumn(),
}
_POSTINGS = Existence()


def _schema() -> Schema:
    fields = {name: Words() for name in FIELDS}
    return Schema(**fields, **{name: COLUMN(column) for name, column in _COLUMNS.items()})


def create(directory: Path) -> None:
    """Make an empty index in an empty directory."""
    FileIndex.create(SealedStorage(str(directory)), _schema(), NAME)


def write(directory: Path, rows: Iterable[Mapping[str, Any]], *, drop: Iterable[int] = ()) -> None:
    """Add rows and delete documents by number, in one commit."""
    index = FileIndex(SealedStorage(str(directory)), _schema(), NAME)
    writer = index.writer(timeout=5.0, codec=Codec(), compound=False, limitmb=_MEMORY)
    try:
        for number in drop:
            writer.delete_document(number)
        for row in rows:
            writer.add_document(**row)
        writer.commit(mergetype=_tidy)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _tidy(writer: Any, segments: list[Any]) -> list[Any]:
    """Merge segments of a size when there are many; drop those without documents."""
    kept = [segment for segment in segments if segment.doc_count()]
    for sizes in _SIZES:
        alike = [segment for segment in kept if segment.doc_count_all() in sizes]
        if len(alike) < _TOO_MANY:
            continue
        for segment in alike:
            _take_over(writer, segment)
            kept.remove(segment)
    return kept


def _take_over(writer: Any, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        writer.add_reader(reader)
    finally:
        reader.close()


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


class Part:
    """One segment, opened once: it never changes, so later generations share it."""

    def __init__(self, storage: SealedStorage, segment: Any, *, stamp: Stamp) -> None:
        self.stamp = stamp
        codec = segment.codec()
        terms = codec.terms_reader(storage, segment)
        documents = codec.per_document_reader(storage, segment)
        # Closed with the last view that uses it, also when a thread is still answering.
        weakref.finalize(self, _close, terms, documents)
        self._terms = terms
        # One cursor per file: two threads reading at once get each other's bytes.
        self._reading = Lock()
        # Opened now: a later merge may remove the files while we still answer from them.
        columns = {name: documents.column_reader(name, column) for name, column in _COLUMNS.items()}
        self._text, self._plain = columns["text"], columns["plain"]
        self.size: int = segment.doc_count_all()
        self.cards = [Card.read(columns["card"][number]) for number in range(self.size)]

    def postings(self, field: str, term: str) -> tuple[Sequence[int], Sequence[float]]:
        """Return the documents that have a term, and how often."""
        key = term.encode(errors="replace")
        ids: list[int] = []
        weights: list[float] = []
        with self._reading, breaking():
            if (field, key) not in self._terms:
                return ids, weights
            matcher = self._terms.matcher(field, key, _POSTINGS)
            # Block by block: asking for each posting costs ten times as much.
            while matcher.is_active():
                matcher.id(), matcher.weight()
                ids.extend(matcher._ids)
                weights.extend(matcher._weights)
                matcher._next_block()
        return ids, weights

    def vocabulary(self) -> list[str]:
        """Return every word as written."""
        found: list[str] = []
        with self._reading, breaking():
            for field, word in self._terms.terms_from("word", b""):
                if field != "word":
                    break
                found.append(word.decode())
        return found

    def count(self, word: str) -> int:
        """Return how many documents have a word as written."""
        key = word.encode(errors="replace")
        with self._reading, breaking():
            if ("word", key) not in self._terms:
                return 0
            return int(self._terms.doc_frequency("word", key))

    def text(self, number: int) -> bytes:
        """Return the passages of a document, as `rows` wrote them."""
        with self._reading, breaking():
            return bytes(self._text[number])

    def with_phrase(self, numbers: Iterable[int], phrase: bytes) -> list[int]:
        """Return those of these documents that hold words in this order."""
        with self._reading, breaking():
            return [number for number in numbers if phrase in self._plain[number]]


def _close(*readers: Any) -> None:
    for reader in readers:
        reader.close()


def open_parts(
    directory: Path, number: int, *, known: Mapping[str, Part]
) -> tuple[dict[str, Part], dict[str, frozenset[int]], Stamp]:
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
        segments = TOC.read(storage, NAME, gen=number, schema=_schema()).segments
        parts: dict[str, Part] = {}
        for segment in segments:
            code = segment.segment_id()
            part = known.get(code)
            if part is None or not part.stamp.holds():
                part = _part(storage, segment, seal=seal)
            parts[code] = part
        gone = {segment.segment_id(): frozenset(segment.deleted_docs()) for segment in segments}
    return parts, gone, stamp


def _part(storage: SealedStorage, segment: Any, *, seal: Seal) -> Part:
    directory = Path(storage.folder)
    names = [name for name in seal if name.startswith(f"{segment.segment_id()}.")]
    # Stamped before checked: damage done in between is seen at the next question.
    stamp = Stamp([directory / name for name in names])
    _check(directory, seal, names)
    return Part(storage, segment, stamp=stamp)


def _check(directory: Path, seal: Seal, names: Iterable[str]) -> None:
    for name in names:
        if checksum(directory / name) != seal.get(name):
            raise IndexBroken("a file of the index is damaged")
