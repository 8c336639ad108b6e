"""The custom properties of a Word file: facts for programs, by name."""

from collections.abc import Iterable

from dpia_workbench.report.letters import clean, escape

_OF = "http://schemas.openxmlformats.org/officeDocument/2006"
_ANYBODY = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # whose properties they are: nobody's
_FIRST = 2  # 0 and 1 are taken by the format


def part(facts: Iterable[tuple[str, str]]) -> str:
    """Return the part that holds these facts."""
    properties = "".join(
        f'<property fmtid="{_ANYBODY}" pid="{number}" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(clean(value))}</vt:lpwstr></property>"
        for number, (name, value) in enumerate(facts, start=_FIRST)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{_OF}/custom-properties" xmlns:vt="{_OF}/docPropsVTypes">'
        f"{properties}</Properties>"
    )
