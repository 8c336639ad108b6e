"""A short paper as plain text, for a mail or a website."""

from collections.abc import Iterator

from dpia_workbench.report.model import (
    Block,
    Bullets,
    Callout,
    Document,
    Facts,
    Heading,
    Paragraph,
    Runs,
    Table,
)


def as_text(document: Document) -> bytes:
    """Return what a paper says as plain text (UTF-8), one paragraph after the other."""
    parts = ["\n".join(lines) for block in document.blocks if (lines := list(_lines(block)))]
    return ("\n\n".join(parts) + "\n").encode()


def _lines(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from (block.text, ("=" if block.level == 1 else "-") * len(block.text))
        case Paragraph():
            yield _words(block.runs)
        case Bullets():
            yield from (f"- {_words(item)}" for item in block.items)
        case Facts():
            yield from (f"{name}: {_words(value)}" for name, value in block.pairs)
        case Callout():
            yield f"* {block.title}"
            yield from (f"  {_words(each)}" for each in block.paragraphs)
        case Table():
            yield " | ".join(block.header)
            yield from (" | ".join(_words(cell.runs) for cell in row) for row in block.rows)
        case _:  # a picture, a page, lines to write on: nothing to say in words
            return


def _words(runs: Runs) -> str:
    return "".join(run.text for run in runs)
