"""How long a report of about 150 pages takes: 60 risks, 120 measures, long texts.

Run with `python -m benchmarks.report`. The dossier is generated, the same one on every machine,
and never meets a database: only the report itself is measured.
"""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, TypeVar
from uuid import UUID

from dpia_workbench.pictures import raster
from dpia_workbench.report import release_report, write
from dpia_workbench.report.model import Document
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, SubjectGroup
from dpia_workbench.schemas.profiles import read_profiles
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Claim,
    ClaimAuthor,
    Dossier,
    Edition,
    Finding,
    Measure,
    Method,
    Organisation,
    Product,
    Remediation,
    Revision,
    Risk,
    ScopeCell,
)
from dpia_workbench.usecases.content import draft

RISKS, MEASURES, CLAIMS_PER_RISK, ROUNDS = 60, 120, 3, 5
DAY = date(2026, 3, 2)
METHOD = read_profiles(Path(__file__).parents[1] / "data/profiles")[1]
ASKED, CLAIMED, CHECKED = (UUID(int=number) for number in (1, 2, 3))

Made = TypeVar("Made")

_SENTENCE = Bilingual(
    "De leverancier bewaart gegevens van leerlingen en medewerkers langer dan voor het onderwijs"
    " nodig is en kan niet aantonen wie ze heeft ingezien. ",
    "The vendor keeps data of pupils and staff for longer than education needs and cannot show"
    " who has looked at them. ",
)


def _text(sentences: int, *, paragraphs: int = 1) -> Bilingual:
    """Return a text of some sentences, in some paragraphs."""
    nl, en = ("\n\n".join([half * sentences] * paragraphs) for half in (_SENTENCE.nl, _SENTENCE.en))
    return Bilingual(nl, en)


def _title(kind: str, number: int) -> Bilingual:
    return Bilingual(f"{kind} {number} in gewone woorden", f"{kind} {number} in plain words")


def _measure(number: int) -> Measure:
    owner = tuple(Owner)[number % len(Owner)]
    asked = Remediation(
        id=UUID(int=number),
        state=State.VERIFIED if number % 3 else State.COMMITTED,
        due=date(2026, 6, 1),
        due_dates=[],
        delivery="x",
        requested_by_id=ASKED,
        verified_by_id=CHECKED,
        verified_on=date(2026, 2, 1),
    )
    return Measure(
        number=number,
        owner=owner,
        kind=MeasureKind.TECHNICAL,
        title=_title("Maatregel", number),
        instruction=_text(4),
        editions=[],
        agreement="Verwerkersovereenkomst",
        clause="art. 3",
        in_force_from=date(2026, 1, 1),
        in_force_until=None,
        open_to_sector=True,
        remediation=asked if owner is Owner.VENDOR else None,
    )


def risk(number: int) -> Risk:
    """Return a risk with texts of usual length."""
    return Risk(
        number=number,
        title=_title("Risico", number),
        description=_text(6, paragraphs=3),
        origin=Origin.BY_DESIGN,
        likelihood=number % 3 + 1,
        likelihood_reason=_text(3).nl,
        severity=number % 2 + 2,
        severity_reason=_text(3).nl,
        unknown_note="",
        severe_floor_waived=False,
        waiver_reason="",
        floors=[],
    )


def _claim(number: int, *, risks: list[Risk], measures: list[Measure]) -> Claim:
    return Claim(
        number=number + 1,
        risk=risks[number // CLAIMS_PER_RISK],
        axis=tuple(Axis)[number % 2],
        cap=number % 2 + 1,
        requires=[measures[number % MEASURES], measures[(number * 7 + 3) % MEASURES]],
        authors=[ClaimAuthor(user_id=CLAIMED)],
        void_if=[],
        rationale=_text(2).nl,
    )


def _cell(number: int, *, edition: Edition) -> ScopeCell:
    return ScopeCell(
        number=number,
        edition=edition,
        group=tuple(SubjectGroup)[number],
        use=_text(1),
        tags=[],
        exclusions=_text(1),
    )


def _dossier() -> Dossier:
    product = Product(
        slug="groot",
        vendor=Organisation(slug="leverancier", name="Leverancier B.V."),
        name=Bilingual("Groot product", "Large product"),
        former_names=[],
        category={"code": "elo", "label": {"nl": "Leeromgeving", "en": "Learning environment"}},
        sectors=["po", "vo"],
        is_invented=True,
        editions=[Edition(key="e", name=Bilingual("Editie", "Edition"), is_offered=True)],
    )
    owner = Organisation(slug="cooperatie", name="Coöperatie")
    return Dossier(key="GROOT-2026", product=product, owner=owner)


def content() -> dict[str, Any]:
    """Return the content of a release that fills about 150 pages."""
    dossier = _dossier()
    risks = [risk(number) for number in range(1, RISKS + 1)]
    measures = [_measure(number) for number in range(1, MEASURES + 1)]
    numbers = range(RISKS * CLAIMS_PER_RISK)
    revision = Revision(
        dossier=dossier,
        number=1,
        method=Method(key="nl-rijk-3.0", number=1, content=METHOD),
        summary=_text(6, paragraphs=6),
        scope=_text(6, paragraphs=4),
        sentence=_text(1),
        cells=[_cell(number, edition=dossier.product.editions[0]) for number in range(1, 5)],
        risks=risks,
        measures=measures,
        claims=[_claim(number, risks=risks, measures=measures) for number in numbers],
        findings=[
            Finding(topic=topic, result=Result.COMPLIANT, note=_text(4), measure=None)
            for topic in Topic
        ],
    )
    made = draft(revision, on=DAY)
    return made | {
        "number": 1,
        "published_on": DAY.isoformat(),
        "valid_until": "2027-03-02",
        "published_verdict": made["computed_verdict"],
        "override_reason": "",
        "previous": None,
    }


def timed(make: Callable[[], Made]) -> tuple[Made, float]:
    """Return what is made, and the median of the milliseconds it took."""
    made, times = make(), []
    for _round in range(ROUNDS):
        start = perf_counter()
        made = make()
        times.append((perf_counter() - start) * 1000)
    return made, median(times)


def run() -> list[str]:
    """Measure the report of the large release, and return the lines that say how long it took."""
    made = content()
    hashed = sha256(canonical_json(made))

    def again() -> Document:
        return release_report(made, sha256=hashed, status=Status.CURRENT, language="nl")

    def anew() -> Document:
        raster.png.cache_clear()
        return again()

    (_first, drawn), (document, said) = timed(anew), timed(again)
    data, written = timed(lambda: write(document))
    size = f"{RISKS} risks, {MEASURES} measures, {len(document.blocks):,} blocks"
    return [
        f"report of a release ({size}): {said + written:.0f} ms",
        f"  what it says {said:.0f} ms, as Word {written:.0f} ms, {len(data) / 1000:.0f} kB",
        f"  {drawn - said:.0f} ms more the first time, for the pictures",
    ]


if __name__ == "__main__":
    print("\n".join(run()))
