"""The risks that remain at a board, what would make them lower, and words for its decision."""

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import flash, render_template
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.adoption import DECIDED
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.scale import Level
from dpia_workbench.schemas.decisions import ACCEPTANCE, acceptances_schema
from dpia_workbench.store import releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, PreparedAcceptance
from dpia_workbench.usecases import accepting, local_lowering
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.usecases.local_lowering import Way
from dpia_workbench.web.adoptions import explaining, framing, opening, overviewing, reading, steps
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.decision_pages import LowerWay, RemainingRisk, RisksPage
from dpia_workbench.web.adoptions.pages import RiskRow


@blueprint.route("/adoptions/<uuid:adoption_id>/risks", methods=["GET", "POST"])
def risks(adoption_id: UUID) -> ResponseReturnValue:
    """Show the risks that remain, and prepare why the board could accept the medium ones."""
    assessed = opening.to_read(adoption_id)
    row = assessed.adoption
    medium = [view.key for view in assessed.risks if view.local is Level.MEDIUM]
    stored = {ACCEPTANCE: prepared(row), "version": accepting.version_of(row)}
    form = Form(acceptances_schema(medium), initial=stored)
    if form.submitted:
        with form.refusals(), transaction() as session:
            values = form.values()
            accepting.prepare(
                session, actor=current_actor(), adoption_id=adoption_id,
                texts=values.get(ACCEPTANCE, {}), version=values["version"], today=clock.today(),
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved. The board can change these words when it decides."), "success")
        return framing.onward(adoption_id, Step.RISKS)
    return render_template("adoptions/risks.html", page=_page(assessed, form=form)), form.status


def prepared(row: Adoption) -> dict[str, str]:
    """Return the words that were prepared for the board, by the key of the risk."""
    return {each.risk: each.text for each in row.prepared}


def told_by(each: PreparedAcceptance) -> str:
    """Return who prepared words for the board, and when."""
    return _("Prepared by %(who)s on %(day)s.", who=each.by.name, day=day(day_of(each.at)))


def _page(assessed: LocalAssessment, *, form: Form) -> RisksPage:
    row = assessed.adoption
    status = releases.status(db.session(), row.basis, on=clock.today())
    fills = steps.may_fill(assessed, actor=current_actor())
    decided = assessed.state in DECIDED
    return RisksPage(
        frame=framing.frame(assessed, Step.RISKS),
        form=form if fills or form.errors else None,
        risks=tuple(_risks(assessed, fills=fills)),
        outcomes=explaining.outcomes(assessed, status=status) if assessed.risks else (),
        refused=explaining.refused(assessed, status=status) if assessed.risks else (),
        decided=decided,
    )


def _risks(assessed: LocalAssessment, *, fills: bool) -> Iterator[RemainingRisk]:
    ways = {} if assessed.adoption.decision else local_lowering.ways(assessed)
    there = {each.risk: each for each in assessed.adoption.prepared if each.text}
    titles = local_lowering.titles(assessed)
    urls = {each.key: each.url for each in reading.measures(assessed)}
    for row in overviewing.worst_first(assessed):
        is_medium = row.local.code == Level.MEDIUM
        words = there.get(row.key)
        yield RemainingRisk(
            row=row,
            ways=tuple(_ways(row, ways.get(row.key), titles=titles, urls=urls)),
            field=f"{ACCEPTANCE}.{row.key}" if fills and is_medium else None,
            prepared=words.text if words else "",
            prepared_by=told_by(words) if words else "",
        )


def _ways(
    row: RiskRow,
    found: tuple[Way, ...] | None,
    *,
    titles: Mapping[str, Any],
    urls: Mapping[str, str],
) -> Iterator[LowerWay]:
    if found is None or row.local.code == Level.LOW:
        return
    for way in found:
        names = [_named(key, titles=titles) for key in way.keys]
        yield LowerWay(
            sentence=_(
                "With %(what)s this risk would be %(level)s.",
                what=", ".join(names), level=label(way.level).lower(),
            ),
            links=tuple((key, urls[key]) for key in way.keys if key in urls),
        )  # fmt: skip
    if not found:
        text = _("There is nothing left that your board itself can do to make this lower.")
        yield LowerWay(sentence=text, links=())


def _named(key: str, *, titles: Mapping[str, Any]) -> str:
    title = Bilingual.of(titles.get(key) or "").text(current_language())
    return _("%(key)s “%(title)s”", key=key, title=title)
