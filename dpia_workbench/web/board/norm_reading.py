"""From norms and scores to what their pages show, with the facts that the workbench holds."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.norm import Certainty, Maturity
from dpia_workbench.store import norms
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Norm, NormFramework, NormScore
from dpia_workbench.usecases import norm_evidence
from dpia_workbench.usecases.board_overview import Overview
from dpia_workbench.usecases.norm_evidence import Held
from dpia_workbench.web.board.pages import (
    Deadline,
    FrameworkView,
    NormPage,
    NormRow,
    NormsPage,
    ScoreView,
)
from dpia_workbench.web.pieces import Words, words


def page(session: Session, *, actor: Actor) -> NormsPage:
    """Return the norms that were loaded, with the scores of the actor's board."""
    scores = norms.scores(session, actor=actor)
    found = norms.frameworks(session)
    return NormsPage(
        frameworks=tuple(
            FrameworkView(
                name=words(row.name),
                url=row.url,
                checked_on=row.checked_on,
                target=label(list(Maturity)[row.target - 1]),
                deadlines=tuple(_deadlines(row)),
                rows=tuple(
                    _row(each, score=scores.get(each.id), target=row.target)
                    for each in row.norms
                    if each.is_current
                ),
            )
            for row in found
        )
    )


def _deadlines(row: NormFramework) -> Iterator[Deadline]:
    for each in row.deadlines:
        source = _(
            "%(source)s (%(certainty)s)",
            source=each["source"],
            certainty=label(Certainty(each["certainty"])),
        )
        day, what = date.fromisoformat(each["day"]), words(Bilingual.of(each["what"]))
        yield Deadline(day=day, what=what, source=source)


def _row(each: Norm, *, score: NormScore | None, target: int) -> NormRow:
    return NormRow(
        code=each.code,
        title=words(each.title),
        domain=label(each.domain),
        use=label(each.use),
        score=label(score.maturity) if score else "",
        reaches=score is not None and score.maturity.level >= target,
        on=score.on if score else None,
        url=url_for("board.score", norm_id=each.id),
    )


def scored(scores: Iterable[NormScore]) -> Iterator[tuple[str, Words, str]]:
    """Yield code, title and level of the norms on which a board said how far it is."""
    for each in scores:
        yield each.norm.code, words(each.norm.title), label(each.maturity)


def initial(known: NormScore | None) -> dict[str, Any]:
    """Return what the form begins with: what the board said last, and nothing the first time."""
    if known is None:
        return {}
    return {
        "maturity": known.maturity,
        "evidence": known.evidence,
        "plan": known.plan,
        "adoptions": [str(each.adoption_id) for each in known.links],
    }


def _meaning(maturity: Maturity) -> str:
    return {
        Maturity.AD_HOC: _("We do something when it comes up."),
        Maturity.REPEATABLE: _("We do it, mostly in the same way."),
        Maturity.DEFINED: _("It is written down, adopted by the board, told to people, and we look"
                            " whether it works."),
        Maturity.MANAGED: _("We measure it and steer by that."),
        Maturity.IMPROVING: _("We improve it all the time, with others."),
    }[maturity]  # fmt: skip


def one(
    session: Session, row: Norm, *, actor: Actor, form: Form | None, found: Overview
) -> NormPage:
    """Return one norm with what the workbench holds for it, and what the board said before."""
    held = norm_evidence.held(session, row.use, actor=actor, found=found)
    return NormPage(
        title=_("Norm %(code)s", code=row.code),
        name=words(row.title),
        use=label(row.use),
        facts=tuple(map(_fact, held)),
        form=form,
        levels=tuple((code, text, _meaning(Maturity(code))) for code, text in options(Maturity)),
        adoptions=tuple(
            (str(line.adoption_id), words(line.name).text, "")
            for line in found.lines
            if line.adoption_id and line.decided_on
        ),
        history=tuple(map(_score, norms.history(session, row.id, actor=actor))),
    )


def _fact(held: Held) -> tuple[str, str]:
    names = ", ".join(words(each).text for each in held.names)
    count = ngettext("%(n)s product", "%(n)s products", held.count)
    return _SAID[held.what](), f"{count}: {names}" if names else count


_SAID = {
    norm_evidence.What.DECIDED: lambda: _("Adopted by the board, with a day and a decision maker"),
    norm_evidence.What.CONSENT: lambda: _("Uses that rest on consent"),
    norm_evidence.What.AI: lambda: _("Products with AI features switched on"),
    norm_evidence.What.AGREED: lambda: _("Products with a processor agreement in your own words"),
    norm_evidence.What.TRANSFER: lambda: _("Products without storage in the EU"),
    norm_evidence.What.NOTICE: lambda: _("Products with an address where news arrives"),
    norm_evidence.What.SETTINGS: lambda: _("Products with measures that were applied"),
}


def _score(row: NormScore) -> ScoreView:
    return ScoreView(
        on=row.on,
        maturity=label(row.maturity),
        evidence=row.evidence,
        plan=row.plan,
        who=row.by.name,
        adoptions=tuple(
            (
                words(each.adoption.basis.product.name),
                url_for("adoptions.show", adoption_id=each.adoption_id),
            )
            for each in row.links
        ),
    )
