"""Writes a report as a tagged PDF (PDF/UA-1). This is the only module that knows Typst.

The layout is one file of ours, `report.typ`; what people wrote reaches it as JSON and as nothing
else, so it can never be a command. No network, no file of the machine, no font of the system.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst

from dpia_workbench.report import model
from dpia_workbench.report.letters import clean
from dpia_workbench.report.markup import CONTENTS_LEVELS, LOCALES, Entry, entries
from dpia_workbench.report.model import Block, Document, Mark, Run, Style

MEDIA_TYPE = "application/pdf"
_STANDARD = "ua-1"
_FAMILY = "font_source_sans_pro"
_LINKS = ("https://", "http://", "mailto:")

Json = dict[str, Any]


def write(document: Document) -> bytes:
    """Return the report as the bytes of a PDF: the same bytes for the same report.

    A text with a letter that no font here has (an emoji) cannot be in a PDF/UA: such a report is
    tagged all the same, but does not claim the standard.
    """
    pictures: dict[str, bytes] = {}
    told = _told(document, pictures=pictures)
    made_at = datetime.combine(document.properties.created, time(), tzinfo=UTC)
    with TemporaryDirectory(prefix="dpia-report-") as folder:
        root = Path(folder)
        (root / "report.typ").write_bytes((files(__package__) / "report.typ").read_bytes())
        (root / "report.json").write_text(json.dumps(told), encoding="utf-8")
        for name, data in pictures.items():
            (root / name).write_bytes(data)
        try:
            return _compiled(root, at=made_at, standards=[_STANDARD])
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
            return _compiled(root, at=made_at, standards=[])


def _compiled(root: Path, *, at: datetime, standards: list[Any]) -> bytes:
    made = typst.compile(
        root / "report.typ",
        root=root,
        format="pdf",
        font_paths=_fonts(),
        pdf_standards=standards,
        timestamp=at,
    )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Return the letters: those of a package, because a server may have no fonts at all."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=True,
        font_paths=[str(files(_FAMILY) / "files")],
    )  # fmt: skip


def _told(document: Document, *, pictures: dict[str, bytes]) -> Json:
    """Return all that the layout is told; `pictures` takes the files that it names."""
    properties, locale = document.properties, LOCALES[document.language]
    headings = (block for block in document.blocks if isinstance(block, model.Heading))
    writer = _Writer(entries=entries(headings), pictures=pictures)
    return {
        "title": _line(document.title),
        "author": _line(properties.author),
        "keywords": [_line(word) for word in properties.keywords],
        "description": _line(f"{properties.subject} (sha256: {properties.identifier})"),
        "year": properties.created.year,
        "month": properties.created.month,
        "day": properties.created.day,
        "language": locale[:2],
        "region": locale[3:],
        "header": _line(document.header),
        "footer": _runs(document.footer),
        "watermark": _line(document.watermark),
        "notes": [[_runs(paragraph) for paragraph in note] for note in document.notes],
        "blocks": list(writer.written(document.blocks)),
    }


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _runs(some: Iterable[Run]) -> list[Json]:
    return [_run(one) for one in some]


def _run(one: Run) -> Json:
    language = LOCALES[one.language][:2] if one.language is not None else None
    return {
        "text": clean(one.text).replace("\t", " "),
        "bold": one.bold,
        "italic": one.italic,
        "strike": one.strike,
        "code": one.code,
        "address": one.address if one.address.startswith(_LINKS) else "",
        "note": one.note,
        "again": one.again,
        "language": language,
        "field": one.field,
    }


@dataclass(slots=True)
class _Writer:
    """Turns blocks into JSON one after the other, and remembers what the next one must know."""

    entries: Iterator[Entry]
    pictures: dict[str, bytes]
    _level: int = 0  # of the heading before: no level may be left out

    def written(self, blocks: Iterable[Block]) -> Iterator[Json]:
        """Yield the blocks; neighbouring items become one list within lists."""
        items: list[model.Item] = []
        for block in blocks:
            if isinstance(block, model.Item):
                items.append(block)
                continue
            yield from _lists(items)
            items = []
            yield self._block(block)
        yield from _lists(items)

    def _block(self, block: Block) -> Json:
        match block:
            case model.Heading():
                return self._heading(block)
            case model.Paragraph():
                return _paragraph(block)
            case model.Table():
                return _table(block)
            case model.Picture():
                return self._picture(block)
            case model.Bullets():
                items = [[{"kind": "body", "runs": _runs(item)}] for item in block.items]
                return {"kind": "bullets", "items": items}
            case _:
                return _special(block)

    def _heading(self, block: model.Heading) -> Json:
        entry = next(self.entries)
        self._level = min(block.level, self._level + 1)
        number = [Run(text=f"{entry.number} ")] if entry.number else []
        return {
            "kind": "heading",
            "level": self._level,
            "outlined": block.level <= CONTENTS_LEVELS,
            "runs": _runs([*number, *block.runs]),
        }

    def _picture(self, block: model.Picture) -> Json:
        suffix = "png" if block.png.startswith(b"\x89PNG") else "jpg"
        name = f"picture-{len(self.pictures)}.{suffix}"
        self.pictures[name] = block.png
        return {
            "kind": "picture",
            "file": name,
            "alt": clean(block.description),
            "caption": clean(block.caption),
            "share": min(block.share, 1.0 / max(block.ratio, 1.0)),
        }


def _special(block: Block) -> Json:
    match block:
        case model.Facts():
            pairs = [[clean(name), _runs(value)] for name, value in block.pairs]
            return {"kind": "facts", "pairs": pairs}
        case model.Callout():
            return {
                "kind": "callout",
                "tone": block.tone,
                "title": clean(block.title),
                "paragraphs": [_runs(each) for each in block.paragraphs],
            }
        case model.SignatureLines():
            return {"kind": "signing", "labels": [clean(each) for each in block.labels]}
        case model.Contents():
            return {"kind": "contents", "title": clean(block.title)}
        case _:
            return {"kind": "break"}


def _paragraph(block: model.Paragraph) -> Json:
    if block.style is Style.CODE:
        return {"kind": "code", "text": clean("".join(run.text for run in block.runs))}
    return {"kind": block.style, "runs": _runs(block.runs)}


def _table(block: model.Table) -> Json:
    rows = [[{"runs": _runs(cell.runs), "tone": cell.tone} for cell in row] for row in block.rows]
    return {
        "kind": "table",
        "caption": clean(block.caption),
        "header": [clean(name) for name in block.header],
        "rows": rows,
        "widths": list(block.widths),
    }


def _lists(items: list[model.Item]) -> Iterator[Json]:
    """Yield lists within lists, from paragraphs that say at which level they stand."""
    position = 0
    while position < len(items):
        made, position = _one_list(items, position)
        yield made


def _one_list(items: list[model.Item], position: int) -> tuple[Json, int]:
    """Return the list that begins at a position, and where the next one begins."""
    first = items[position]
    found: list[list[Json]] = []
    while position < len(items) and items[position].level >= first.level:
        item = items[position]
        if item.level > first.level and found:
            inner, position = _one_list(items, position)
            found[-1].append(inner)
            continue
        if found and item.mark is not Mark.NONE and (item.mark, item.start) != (first.mark, None):
            break  # a list of another kind, or one that counts anew
        body = {"kind": "body", "runs": _runs(item.runs)}
        if item.mark is Mark.NONE and found:
            found[-1].append(body)
        else:
            found.append([body])
        position += 1
    kind = "numbers" if first.mark is Mark.NUMBER else "bullets"
    return {
        "kind": kind,
        "start": 1 if first.start is None else first.start,
        "items": found,
    }, position
