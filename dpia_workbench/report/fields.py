"""Fields: what a word processor works out for itself, as WordprocessingML."""

from dpia_workbench.report.letters import clean, escape


def field(instruction: str, *, result: str, properties: str = "") -> str:
    """Return a field; `result` is what it shows before the word processor fills it in."""
    start = f"<w:r>{properties}"
    shown = f"{start}<w:t>{result}</w:t></w:r>" if result else ""
    return _field(instruction, start=start, shown=shown)


def link(address: str, inner: str) -> str:
    """Return runs as a link. As a field it needs no relation, so a footnote can hold it too."""
    quoted = escape(clean(address).replace("\\", "%5C").replace('"', "%22"))
    return _field(f" HYPERLINK &quot;{quoted}&quot; ", start="<w:r>", shown=inner)


def _field(instruction: str, *, start: str, shown: str) -> str:
    return (
        f'{start}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{start}<w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>'
        f'{start}<w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        f'{start}<w:fldChar w:fldCharType="end"/></w:r>'
    )
