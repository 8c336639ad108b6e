"""Which measures and risks rest on an agreement, for those who may read their dossiers."""

from collections.abc import Iterator

from flask import url_for
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.store import dossiers
from dpia_workbench.store.models import Agreement, AgreementClause, Dossier, Measure
from dpia_workbench.web.agreements.pages import ClauseRow, Link, MeasureRow
from dpia_workbench.web.pieces import Words, words

Found = tuple[Dossier, Measure]


def clauses(
    session: Session, row: Agreement, *, actor: Actor, may_edit: bool
) -> Iterator[ClauseRow]:
    """Yield the clauses, each with the measures that it is tied to or that name it.

    Measures that name a clause which nobody described come last.
    """
    known = list(_measures(session, row, actor=actor))
    told: set[str] = set()
    for clause in row.clauses:
        told.add(clause.reference)
        url = url_for("agreements.clause", agreement_id=row.id, clause_id=clause.id)
        yield ClauseRow(
            reference=clause.reference,
            summary=words(clause.summary),
            measures=tuple(_row(each) for each in known if _rests(each, clause)),
            url=url if may_edit else None,
        )
    named = [each for each in known if each[1].agreement_id == row.id]
    for reference in sorted({measure.clause for _dossier, measure in named} - told):
        yield ClauseRow(
            reference=reference,
            summary=words_of_nothing(),
            measures=tuple(_row(each) for each in named if each[1].clause == reference),
            url=None,
        )


def words_of_nothing() -> Words:
    """Return what is said of a clause that nobody described yet."""
    return Words(_("Not described yet"), current_language())


def _measures(session: Session, row: Agreement, *, actor: Actor) -> Iterator[Found]:
    for dossier in dossiers.of_vendor(session, row.vendor_id, actor=actor):
        for measure in dossier.revision.measures:
            yield dossier, measure


def _rests(found: Found, clause: AgreementClause) -> bool:
    dossier, measure = found
    tied = {(each.dossier_id, each.measure_key) for each in clause.links}
    names = measure.agreement_id == clause.agreement_id and measure.clause == clause.reference
    return names or (dossier.id, measure.key) in tied


def _row(found: Found) -> MeasureRow:
    dossier, measure = found
    url = url_for("dossiers.show", dossier_id=dossier.id)
    risks = {
        claim.risk.key: claim.risk for claim in dossier.revision.claims if measure in claim.requires
    }
    title = measure.title.text(current_language())
    return MeasureRow(
        measure=Link(
            _("%(dossier)s, %(key)s: %(title)s", dossier=dossier.key, key=measure.key,
              title=title),
            f"{url}#measures",
        ),
        risks=tuple(
            Link(
                f"{key}: {risk.title.text(current_language())}",
                f"{url}#risks",
                risk.title.language(current_language()),
            )
            for key, risk in sorted(risks.items())
        ),
    )  # fmt: skip


def choices(session: Session, row: Agreement, *, actor: Actor) -> list[tuple[str, str, str]]:
    """Return the measures to which a clause can be tied, as (value, label, dossier)."""
    return [
        (
            f"{dossier.id}:{measure.key}",
            f"{measure.key}: {measure.title.text(current_language())}",
            dossier.key,
        )
        for dossier, measure in _measures(session, row, actor=actor)
    ]
