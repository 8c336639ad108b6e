"""How one risk of a release came to its levels, from the frozen content."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.store import releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Release
from dpia_workbench.usecases import frozen
from dpia_workbench.web.verdicts.cards import told
from dpia_workbench.web.verdicts.pages import Told


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainedCell:
    """A scope cell with every stage in words."""

    key: str
    edition: Told
    group: str
    stages: tuple[explanation.Told, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskPage:
    """A risk of a release, explained."""

    heading: str
    key: str
    title: Told
    product: str
    number: int
    published_on: date
    back_url: str
    cells: tuple[ExplainedCell, ...]


def page(release: Release, *, key: str) -> RiskPage:
    """Return the page of a risk. Raises NotFound."""
    content = releases.content(release)
    risk = next((item for item in content["risks"] if item["key"] == key), None)
    if risk is None:
        raise NotFound
    return RiskPage(
        heading=_("How risk %(key)s comes to its levels", key=key),
        key=key,
        title=told(risk["title"]),
        product=told(content["product"]["name"]).text,
        number=release.number,
        published_on=date.fromisoformat(content["published_on"]),
        back_url=url_for(
            "verdicts.release", slug=content["product"]["slug"], number=release.number
        ),
        cells=tuple(_cell(item, content=content, risk=key) for item in content["cells"]),
    )


def _cell(item: Mapping[str, Any], *, content: Mapping[str, Any], risk: str) -> ExplainedCell:
    titles = {measure["key"]: told(measure["title"]).text for measure in content["measures"]}
    return ExplainedCell(
        key=item["key"],
        edition=told(item["edition"]["name"]),
        group=label(SubjectGroup(item["group"])),
        stages=explanation.told(frozen.explanations(item, risk=risk), titles=titles),
    )
