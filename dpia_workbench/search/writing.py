"""Writing Whoosh's files: segments, generations, and the vocabulary beside each segment.

Whoosh's own writer pickles and sorts a tuple for every posting. Ours hands its files whole
arrays, and writes for each segment the words that spelling and suggestions look through.
"""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from dpia_workbench.search.engine import (
    COLUMN,
    CompressedBytesColumn,
    Existence,
    FieldType,
    FileIndex,
    NumericColumn,
    Schema,
    SegmentWriter,
    VarBytesColumn,
    W3Codec,
    W3Segment,
    W3TermInfo,
)
from dpia_workbench.search.layout import NAME, SealedStorage
from dpia_workbench.search.postings import Pool, encode
from dpia_workbench.search.rows import FIELDS, LENGTHS, Row
from dpia_workbench.search.spelling import pack_words

VOCABULARY = "voc"
"""The extension of the file of words."""

# Publications make segments of one product. Where there are many of a size, the smallest are
# brought together, larger ones never: who publishes meanwhile waits for it.
_SIZES = (range(512), range(512, 4096))
TOO_MANY = 8
"""So many segments of a size are some too many."""
FAR_TOO_MANY = 40
"""So many make each search slower than a moment of waiting is long."""
_BITE = 3  # segments that are brought together at a time


class Words(FieldType):  # type: ignore[misc]  # Whoosh has no types
    """A field whose words come counted; nothing is ever analysed by Whoosh."""

    def __init__(self) -> None:
        super().__init__(Existence(), None)


class Codec(W3Codec):  # type: ignore[misc]  # Whoosh has no types
    """Whoosh's own way of writing, with two choices made for us."""

    # Lengths are columns; looking for them here costs a file lookup for every posting.
    length_stats = False

    def new_segment(self, storage: Any, indexname: str) -> W3Segment:
        """Return a segment with a name of its own.

        Whoosh draws names from `random`: after a seed it would overwrite an older segment.
        """
        return W3Segment(self, indexname, segid=secrets.token_hex(8))


TEXTS = {"card": VarBytesColumn(), "text": CompressedBytesColumn(), "plain": VarBytesColumn()}
NUMBERS = {"kind": "B", **dict.fromkeys(LENGTHS, "H")}
_COLUMNS = {**TEXTS, **{f"n_{name}": NumericColumn(code) for name, code in NUMBERS.items()}}


def schema() -> Schema:
    """Return Whoosh's description of the index."""
    fields = {name: Words() for name in FIELDS}
    return Schema(**fields, **{name: COLUMN(column) for name, column in _COLUMNS.items()})


class Writer(SegmentWriter):  # type: ignore[misc]  # Whoosh has no types
    """One commit: rows are added, segments taken over, and all of it becomes one segment."""

    def __init__(self, directory: Path) -> None:
        index = FileIndex(SealedStorage(str(directory)), schema(), NAME)
        super().__init__(index, timeout=5.0, codec=Codec(), compound=False)
        self._words = Pool(FIELDS)

    def add_row(self, row: Row) -> None:
        """Add the row of a document."""
        values: dict[str, object] = {"card": row.card, "text": row.text, "plain": row.plain}
        values |= dict(zip((f"n_{name}" for name in LENGTHS), row.lengths, strict=True))
        self._add_columns(values | {"n_kind": row.kind})
        self._words.add(self.docnum - 1, row.words)

    def _add_columns(self, values: dict[str, object]) -> None:
        writer = self.perdocwriter
        writer.start_doc(self.docnum)
        for name, value in values.items():
            writer.add_column_value(name, _COLUMNS[name], value)
        writer.finish_doc()
        self.docnum += 1
        self._added = True

    def take_over(self, part: Any) -> None:
        """Copy the live documents of a segment that is open for reading."""
        base, kept = self.docnum, np.flatnonzero(part.living)
        numbers = {name: part.numbers(name) for name in NUMBERS}
        for number in kept.tolist():
            values = {name: part.column(name, number) for name in TEXTS}
            values |= {f"n_{name}": int(each[number]) for name, each in numbers.items()}
            self._add_columns(values)
        places = np.full(part.size, -1, np.intp)
        places[kept] = np.arange(base, base + len(kept))
        for field, word, ids, counts in part.every_posting():
            moved = places[ids]
            stays = moved >= 0
            if stays.any():
                self._words.extend(field, word, moved[stays], counts[stays])

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        for number, (field, words) in enumerate(self._words.fields()):
            self.fieldwriter._fieldmap[field] = number
            key = number.to_bytes(2, "big")
            counts = []
            for raw, word in words:
                packed = self._words.packed(field, word)
                self._write_term(key + raw, encode(packed), count=len(packed))
                counts.append(len(packed))
            if field == "word":
                self._write_vocabulary([word for _, word in words], counts)
        self.fieldwriter.close()

    def _write_term(self, key: bytes, data: bytes, *, count: int) -> None:
        fields = self.fieldwriter
        info = W3TermInfo(df=count)
        info.set_extent(fields._postfile.tell(), len(data))
        fields._postfile.write(data)
        fields._tindex.add(key, info.to_bytes())

    def _write_vocabulary(self, words: list[str], counts: list[int]) -> None:
        with self.newsegment.create_file(self.storage, f".{VOCABULARY}") as file:
            file.write(pack_words(words, counts))


def create(directory: Path) -> None:
    """Make an empty index in an empty directory."""
    FileIndex.create(SealedStorage(str(directory)), schema(), NAME)


def write(directory: Path, rows: Iterable[Row], *, drop: Iterable[int] = ()) -> None:
    """Add rows and delete documents by number, in one commit.

    Nothing is brought together here: whoever publishes waits for this commit.
    """
    with _committing(directory, keep=_living) as writer:
        for number in drop:
            writer.delete_document(number)
        for row in rows:
            writer.add_row(row)


def tidy(directory: Path, *, opened: Callable[[Any, Any], Any]) -> bool:
    """Bring a few segments together where there are many; `opened` opens a segment.

    Return whether there was anything to do.
    """
    segments = FileIndex(SealedStorage(str(directory)), schema(), NAME)._segments()
    if not any(_crowd(sizes, segments) for sizes in _SIZES):
        return False
    with _committing(directory, keep=lambda into, segments: _merge(into, segments, opened=opened)):
        return True


@contextmanager
def _committing(
    directory: Path, *, keep: Callable[[Writer, list[Any]], list[Any]]
) -> Iterator[Writer]:
    """Yield a writer whose work is committed, or cancelled as a whole; `keep` chooses segments."""
    writer = Writer(directory)
    try:
        yield writer
        writer.commit(mergetype=keep)
    except BaseException:
        if not writer.is_closed:
            writer.cancel()
        raise


def _living(_writer: Writer, segments: list[Any]) -> list[Any]:
    """Return the segments that hold documents; the others go."""
    return [segment for segment in segments if segment.doc_count()]


def _crowd(sizes: range, segments: Iterable[Any]) -> list[Any]:
    """Return the smallest segments of about a size if there are too many of them, else none."""
    alike = [segment for segment in segments if segment.doc_count_all() in sizes]
    alike.sort(key=lambda segment: segment.doc_count_all())
    return alike[:_BITE] if len(alike) >= TOO_MANY else []


def _merge(writer: Writer, segments: list[Any], *, opened: Callable[[Any, Any], Any]) -> list[Any]:
    """Copy a few crowded segments into the one that is written; return the others."""
    kept = _living(writer, segments)
    for segment in next(filter(None, (_crowd(sizes, kept) for sizes in _SIZES)), []):
        writer.take_over(opened(writer.storage, segment))
        kept.remove(segment)
    return kept
