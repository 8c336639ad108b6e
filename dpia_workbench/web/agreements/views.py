"""Agreements: the list, one agreement, and its files."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.actor import OrganisationKind
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.plumbing import uploads
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.risk.agreement import MOVES, OVER, TERMS_OPEN, AgreementType, Coverage, Move
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.risk.evidence import FileFacts
from dpia_workbench.risk.profile import Periods
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.store import agreements
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Agreement, Organisation
from dpia_workbench.usecases import agreed, levels
from dpia_workbench.web import pieces
from dpia_workbench.web.agreements import reading, resting, telling
from dpia_workbench.web.agreements.blueprint import blueprint
from dpia_workbench.web.agreements.pages import IndexPage, ShowPage
from dpia_workbench.web.agreements.reading import Eyes
from dpia_workbench.web.pieces import Badge

_KINDS = (OrganisationKind.COOPERATIVE, OrganisationKind.VENDOR, OrganisationKind.SCHOOL_BOARD)


def periods() -> Periods:
    """Return the periods of the usual method, which say when an agreement ends soon."""
    return levels.periods_of(db.session(), None)


def found(agreement_id: UUID) -> Agreement:
    """Return an agreement that the reader may see. Raises NotFound."""
    return agreements.get(db.session(), agreement_id, on=clock.today(), actor=current_actor())


def _organisation() -> Organisation:
    """Return for whom the reader acts. Raises NotFound for who has no agreements at all."""
    identity = current_identity()
    mine = identity.organisation if identity else None
    if mine is None or mine.kind not in _KINDS:
        raise NotFound
    return mine


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show the agreements that the reader may see."""
    mine = _organisation()
    rows = agreements.find(db.session(), actor=current_actor())
    return render_template("agreements/index.html", page=_index(mine, rows))


def _index(mine: Organisation, rows: Sequence[Agreement]) -> IndexPage:
    asked = {name: request.args.get(name, "") for name in ("standing", "kind", "vendor")}
    creates = allows(current_actor(), Permission.AGREEMENT_CREATE)
    board = mine if mine.kind is OrganisationKind.SCHOOL_BOARD else None
    method = periods()
    chosen = [row for row in rows if _fits(row, asked, method=method)]
    return IndexPage(
        intro=_INTROS[mine.kind](),
        rows=reading.rows(chosen, periods=method, board=board, on=clock.today()),
        shows_vendor=mine.kind is not OrganisationKind.VENDOR,
        filter=Form(StrictSchema(), initial=asked),
        standings=options(Force),
        kinds=options(AgreementType),
        vendors=sorted({row.vendor.slug: row.vendor.name for row in rows}.items()),
        is_filtered=any(asked.values()),
        add_url=url_for(".create") if creates else None,
        none_yet=_("As soon as there is an agreement that you may read, it appears here."),
    )


_INTROS = {
    OrganisationKind.COOPERATIVE: lambda: _(
        "What was agreed with vendors, who signed, until when it holds, and for which boards."
    ),
    OrganisationKind.VENDOR: lambda: _(
        "What cooperatives of schools agreed with you, who signed, and which boards joined."
    ),
    OrganisationKind.SCHOOL_BOARD: lambda: _(
        "What cooperatives agreed with vendors for schools. An agreement helps your board only if"
        " it covers your board."
    ),
}


def _fits(row: Agreement, asked: dict[str, str], *, method: Periods) -> bool:
    if asked["vendor"] and row.vendor.slug != asked["vendor"]:
        return False
    if asked["kind"] and row.kind != asked["kind"]:
        return False
    if not asked["standing"]:
        return True
    return agreed.standing(row, periods=method, on=clock.today()) == asked["standing"]


@blueprint.get("/<uuid:agreement_id>")
def show(agreement_id: UUID) -> ResponseReturnValue:
    """Show one agreement: as much of it as the reader may see."""
    return render_template("agreements/show.html", page=_show(found(agreement_id)))


def _show(row: Agreement) -> ShowPage:
    session, actor, today = db.session(), current_actor(), clock.today()
    eyes = Eyes.of(actor, row)
    going = eyes.may_edit and row.state not in OVER
    clauses = resting.clauses(session, row, actor=actor, may_edit=going)
    return ShowPage(
        title=pieces.words(row.title),
        summary=pieces.words(row.summary),
        is_invented=row.vendor.is_invented,
        badges=(
            reading.standing_badge(row, periods=periods(), on=today),
            *((Badge(label(row.state)),) if eyes.is_counterpart else ()),
        ),
        next_step=telling.next_step(row, eyes=eyes),
        actions=tuple(telling.actions(row, eyes=eyes)),
        version=row.version,
        facts=tuple(reading.facts(row)),
        terms=tuple(reading.terms(row)),
        parties=tuple(
            reading.parties(row, eyes=eyes, can_sign=going and Move.SIGN in MOVES[row.state])
        ),
        annexes=tuple(reading.annexes(row.annexes)),
        duties=tuple(reading.duties(row, eyes=eyes)),
        shows_duties=eyes.is_owner or eyes.is_school,
        shows_notes=eyes.is_owner,
        subprocessors=tuple(reading.subprocessors(row, can_end=going)),
        clauses=tuple(clauses),
        covered=telling.covered(session, row, actor=actor, eyes=eyes, on=today),
        history=tuple(telling.history(session, row, eyes=eyes)),
        add=dict(_additions(row, eyes=eyes)),
    )


def _additions(row: Agreement, *, eyes: Eyes) -> Any:
    """Yield where to add what, by the name of the section."""
    here: dict[str, Any] = {"agreement_id": row.id}
    if row.state in OVER:
        return
    if eyes.may_edit:
        if row.state in TERMS_OPEN:
            yield "parties", url_for("agreements.add_party", **here)
        if row.coverage is Coverage.NAMED:
            yield "boards", url_for("agreements.name_boards", **here)
        yield "duties", url_for("agreements.check_duties", **here)
        yield "subprocessors", url_for("agreements.add_subprocessor", **here)
        yield "clauses", url_for("agreements.clause", **here)
    if allows(current_actor(), Permission.AGREEMENT_ANNEX, row):
        yield "annexes", url_for("agreements.add_annex", **here)


@blueprint.get("/<uuid:agreement_id>/annexes/<uuid:annex_id>")
def annex(agreement_id: UUID, annex_id: UUID) -> ResponseReturnValue:
    """Send a file of an agreement to be saved."""
    row = agreements.annex(db.session(), annex_id, agreement=found(agreement_id))
    return uploads.attachment(
        FileFacts(
            sha256=row.file_sha256, name=row.file_name, size=row.file_size,
            media_type=row.media_type,
        )
    )  # fmt: skip
