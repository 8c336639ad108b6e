"""How long the report of a dossier of about 150 pages takes, with registers and long texts.

Run with `python -m benchmarks.dossier_report`. Risks and measures are those of the report of a
release (`benchmarks.report`); 200 entries and 30 texts are generated beside them. Nothing meets a
database: only the report itself is measured.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.report import DAY, MEASURES, RISKS, content, timed
from dpia_workbench.pictures import raster
from dpia_workbench.report import dossier_report, write
from dpia_workbench.report.model import Document
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.registers import (
    FIELDS,
    Field,
    Kind,
    Register,
    Section,
    empty,
    fields_of,
    key_of,
)
from dpia_workbench.risk.templates import Template
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.templates import read_templates
from dpia_workbench.usecases.report import Reported, Reviewed, Version

ENTRIES, TEXTS = 200, 30
TEMPLATES = {
    item["key"]: item for item in read_templates(Path(__file__).parents[1] / "data/templates")
}
_BEGUN = datetime(2026, 1, 5, 9, tzinfo=UTC)

_SENTENCE = (
    "De leverancier bewaart **gegevens** van leerlingen en medewerkers langer dan voor het"
    " onderwijs nodig is en kan niet aantonen wie ze heeft ingezien. "
)
_PAGE = "\n\n".join(
    [
        "## Wat wij zagen",
        _SENTENCE * 6,
        "\n".join(f"- Punt {number}: {_SENTENCE}" for number in range(4)),
        _SENTENCE * 7,
    ]
)


def _value(field: Field, *, number: int, keys: dict[Register, list[str]]) -> Any:
    if field.kind is Kind.REFERENCES and field.to is not None:
        known = keys[field.to]
        return [known[(number + more) % len(known)] for more in range(3)]
    if field.options is not None:
        chosen = list(field.options)[number % len(field.options)]
        return [chosen] if empty(field) == [] else chosen
    return f"Gegeven {number} in gewone woorden" if field.kind is Kind.LINE else _SENTENCE


def _entries() -> list[dict[str, Any]]:
    registers = list(FIELDS)
    keys: dict[Register, list[str]] = {
        each: [key_of(each, n + 1) for n in range(ENTRIES // len(registers) + 1)]
        for each in registers
    }
    found = [
        {
            "key": keys[each][number],
            "register": each,
            "values": {
                field.name: _value(field, number=number, keys=keys) for field in fields_of(each)
            },
        }
        for number in range(ENTRIES // len(registers) + 1)
        for each in registers
    ]
    return sorted(found[:ENTRIES], key=lambda item: registers.index(item["register"]))


def large(template: str = "nl-rijk-dpia-3.0") -> Reported:
    """Return a dossier that fills about 150 pages and more."""
    sections = list(Section)
    texts = {sections[number % len(sections)]: "\n\n".join([_PAGE] * 3) for number in range(TEXTS)}
    made = content() | {
        "language": "nl",
        "texts": texts,
        "entries": _entries(),
        "not_applicable": {},
        "screening": None,
    }
    return Reported(
        content=made,
        sha256="ab" * 32,
        template=Template.of(TEMPLATES[template]),
        on=DAY,
        state=State.DRAFT,
        lead="Anna de Vries",
        authors=("Anna de Vries", "Bram Bakker"),
        versions=(
            Version(
                number=1, state=State.DRAFT, created_at=_BEGUN, submitted_at=None, release=None,
                published_at=None,
            ),
        ),
        reviews=(
            Reviewed(
                revision=1, at=_BEGUN, by="Cem Yilmaz", approved=False, verdict=Verdict.AMBER,
                note="Leg punt 7 uit.", sha256="cd" * 32,
            ),
        ),
        questions=None,
        open=3,
        to_check=("DI1",),
        evidence=(),
    )  # fmt: skip


def run() -> list[str]:
    """Measure the report of the large dossier, and return the lines that say how long it took."""
    reported = large()

    def again() -> Document:
        return dossier_report(reported, language="nl")

    raster.png.cache_clear()
    document, said = timed(again)
    data, written = timed(lambda: write(document))
    size = f"{RISKS} risks, {MEASURES} measures, {ENTRIES} entries, {TEXTS} texts"
    return [
        f"report of a dossier ({size}): {said + written:.0f} ms",
        f"  what it says {said:.0f} ms, as Word {written:.0f} ms, {len(data) / 1000:.0f} kB",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
