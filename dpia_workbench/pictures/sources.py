"""From a revision, a release or a board's own assessment to the values of the pictures."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dpia_workbench.pictures.moves import Path, RiskPicture, Scale, Spot, worst
from dpia_workbench.pictures.status import MeasurePicture
from dpia_workbench.risk import progress
from dpia_workbench.risk.score import Explanation, Stage
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Revision
from dpia_workbench.usecases import frozen, levels, local_levels
from dpia_workbench.usecases.levels import Outcome
from dpia_workbench.usecases.local import LocalAssessment

Content = Mapping[str, Any]
CENTRAL = (Stage.AS_TESTED, Stage.AFTER_VENDOR, Stage.ATTAINABLE)


def risks_of_revision(revision: Revision, *, outcome: Outcome) -> RiskPicture | None:
    """Return where the risks of a revision stand, or None as long as nothing was assessed."""
    if not (revision.risks and outcome.cells):
        return None
    paths = tuple(
        Path(key=row.key, title=row.title, spots=_of_outcome(row.key, outcome=outcome))
        for row in revision.risks
    )
    return RiskPicture(stages=CENTRAL, scale=Scale.of(revision.method.content), paths=paths)


def _of_outcome(key: str, *, outcome: Outcome) -> dict[Stage, Spot]:
    found = [cell.levels[key].explanations for cell in outcome.cells.values()]
    return {stage: _worst(each[stage] for each in found) for stage in CENTRAL}


def _worst(explanations: Iterable[Explanation]) -> Spot:
    return worst(Spot.of(each) for each in explanations)


def risks_of_release(content: Content) -> RiskPicture | None:
    """Return where the risks of a release stand, from its frozen content."""
    if not (content["risks"] and content["cells"]):
        return None
    paths = tuple(
        _path(item, spots=_of_cells(item["key"], cells=content["cells"]))
        for item in content["risks"]
    )
    return RiskPicture(stages=CENTRAL, scale=Scale.of(content["profile"]), paths=paths)


def _path(item: Content, *, spots: Mapping[Stage, Spot]) -> Path:
    return Path(key=item["key"], title=Bilingual.of(item["title"]), spots=spots)


def _of_cells(key: str, *, cells: Iterable[Content]) -> dict[Stage, Spot]:
    return {
        stage: worst(
            Spot.frozen(cell["explanations"][key][stage], level=cell["levels"][key][stage])
            for cell in cells
        )
        for stage in CENTRAL
    }


def risks_at_school(assessed: LocalAssessment) -> RiskPicture | None:
    """Return where the risks stand for a board, or None until it has said what it uses.

    What is central is taken from the scope cells that the board uses, as its own level is. A risk
    of an external record was given no level here, and has no way to draw.
    """
    content, cells = assessed.content, assessed.cells
    explained = local_levels.explanations(
        assessed.adoption, content=content, cells=cells, on=assessed.on
    )
    paths = tuple(
        _path(
            item,
            spots=_of_cells(item["key"], cells=cells)
            | {Stage.LOCAL: _worst(explained[item["key"]])},
        )
        for item in content["risks"]
        if cells and all(item["key"] in cell["levels"] for cell in cells)
    )
    stages, scale = (*CENTRAL, Stage.LOCAL), Scale.of(content["profile"])
    return RiskPicture(stages=stages, scale=scale, paths=paths) if paths else None


def measures_of_revision(revision: Revision, *, on: date) -> MeasurePicture | None:
    """Return how far the measures of a revision are on a day, or None if there are none."""
    found = levels.assessment_of(revision).measures
    return _counted((each.owner, progress.central(each, on=on)) for each in found)


def measures_of_release(content: Content) -> MeasurePicture | None:
    """Return how far the measures of a release were on the day of its publication."""
    on = date.fromisoformat(content["published_on"])
    found = frozen.assessment_of(content).measures
    return _counted((each.owner, progress.central(each, on=on)) for each in found)


def measures_at_school(assessed: LocalAssessment) -> MeasurePicture | None:
    """Return how far the measures are for a board, those of its own included."""
    row, content = assessed.adoption, assessed.content
    school = local_levels.school_of(row, content=content, on=assessed.on)
    editions = [cell["edition"]["key"] for cell in assessed.cells]
    return _counted(
        (
            each.owner,
            progress.at_school(each, on=assessed.on, school=school, editions=editions),
        )
        for each in local_levels.facts_of(row, content=content).measures
    )


def _counted(measures: Iterable[tuple[Any, progress.Progress]]) -> MeasurePicture | None:
    picture = MeasurePicture.of(measures)
    return picture if picture.shown else None
