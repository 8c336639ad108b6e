"""A board's overview, its annual report, and the norms of its sector."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows, require
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.report import MEDIA_TYPE
from dpia_workbench.report.annual import annual_document, numbers, sentences
from dpia_workbench.report.sheets import Sheet, as_csv, as_xlsx
from dpia_workbench.report.word import write
from dpia_workbench.schemas.norms import AnnualSchema, ScoreSchema
from dpia_workbench.store import norms
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import norm
from dpia_workbench.usecases.annual_report import AnnualReport, annual_report
from dpia_workbench.usecases.board_overview import Overview, overview
from dpia_workbench.web.board import norm_reading, reading
from dpia_workbench.web.board.pages import AnnualPage, OverviewPage

blueprint = Blueprint("board", __name__, url_prefix="/school")

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_YEAR = 2018  # the GDPR applies
_LAST_DAY_MONTH = 6  # until then people write about the year before


class _Ours:
    """Something that would be the reader's board's own, to ask the policy about."""

    @property
    def board_id(self) -> UUID | None:
        """Return the reader's organisation."""
        return current_actor().organisation_id


def _require_ours() -> None:
    """Let only people of a school board in. Raises NotFound."""
    if not allows(current_actor(), Permission.ADOPTION_READ, _Ours()):
        raise NotFound


def _board() -> str:
    identity = current_identity()
    return identity.organisation.name if identity and identity.organisation else ""


def _found(today: date) -> Overview:
    return overview(db.session(), actor=current_actor(), today=today)


@blueprint.get("/overview")
def show() -> ResponseReturnValue:
    """Show all that the board uses, with its risks, actions, agreements and decisions."""
    _require_ours()
    today = clock.today()
    found = _found(today)
    page = OverviewPage(
        board=_board(),
        on=today,
        facts=reading.facts(found),
        lines=tuple(map(reading.line, found.lines)),
        todo=reading.owned(found.todo),
        accepted=tuple(map(reading.accepted, found.accepted)),
        agreements=tuple(reading.agreements_of(on=today)),
        decisions=tuple(map(reading.decision, found.decisions)),
        year=_usual_year(today),
    )
    return render_template("board/overview.html", page=page)


@blueprint.get("/overview.xlsx")
def spreadsheet() -> ResponseReturnValue:
    """Give the products of the board as a spreadsheet."""
    _require_ours()
    sheet = _sheet(_found(clock.today()))
    return send_file(
        io.BytesIO(as_xlsx(sheet)), mimetype=_XLSX, as_attachment=True,
        download_name="overview.xlsx",
    )  # fmt: skip


@blueprint.get("/overview.csv")
def table() -> ResponseReturnValue:
    """Give the products of the board as CSV."""
    _require_ours()
    made = Response(as_csv(_sheet(_found(clock.today()))), mimetype="text/csv")
    made.headers["Content-Disposition"] = "attachment; filename=overview.csv"
    return made


def _sheet(found: Overview) -> Sheet:
    rows = [reading.line(each) for each in found.lines]
    return Sheet(
        name=_("Products"),
        header=(
            _("Product"), _("Verdict"), _("State"), _("Decided on"), _("Next review"),
            _("Highest risk"), _("Status of the verdict"),
        ),
        rows=tuple(
            (
                row.name.text,
                row.verdict.label if row.verdict else "",
                row.state.label if row.state else _("Not adopted"),
                row.decided_on,
                row.next_review,
                row.levels[0][0].label if row.levels else "",
                row.warning,
            )
            for row in rows
        ),
    )  # fmt: skip


def _usual_year(today: date) -> int:
    """Return the year that people write about: in the first half of a year the one before."""
    return today.year - 1 if today.month <= _LAST_DAY_MONTH else today.year


def _year() -> int:
    """Return the year that is asked for. Raises NotFound for one that cannot be."""
    today = clock.today()
    asked = request.args.get("year", "")
    if not asked:
        return _usual_year(today)
    if not (asked.isascii() and asked.isdigit() and len(asked) == len("2026")):
        raise NotFound
    year = int(asked)
    if not FIRST_YEAR <= year <= today.year:
        raise NotFound
    return year


def _annual(year: int) -> AnnualReport:
    return annual_report(db.session(), actor=current_actor(), year=year, today=clock.today())


@blueprint.route("/annual-report", methods=["GET", "POST"])
def annual() -> ResponseReturnValue:
    """Show the block for the annual report, and take what the board plans."""
    _require_ours()
    year = _year()
    found = _annual(year)
    form = Form(AnnualSchema(), initial={"plan": found.plan})
    if form.submitted:
        require(current_actor(), Permission.NORM_SCORE_WRITE)
        with form.refusals(), transaction() as session:
            norm.plan(
                session, actor=current_actor(), year=year, text=form.values()["plan"],
                now=clock.now(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Your plan is saved."), "success")
        return redirect(url_for(".annual", year=year), 303)
    page = _annual_page(found, form=form)
    return render_template("board/annual.html", page=page), form.status


def _annual_page(found: AnnualReport, *, form: Form) -> AnnualPage:
    today, year = clock.today(), found.year
    writes = allows(current_actor(), Permission.NORM_SCORE_WRITE)
    return AnnualPage(
        board=_board(),
        year=year,
        years=tuple(range(today.year, max(today.year - 4, FIRST_YEAR), -1)),
        numbers=tuple(numbers(found)),
        sentences=tuple(sentences(found, board=_board())),
        scores=tuple(norm_reading.scored(found.scores)),
        form=form if writes else None,
        plan=found.plan,
        reports=tuple(
            (code, text, url_for(".annual_word", year=year, lang=code))
            for code, text in (("nl", _("Word, in Dutch")), ("en", _("Word, in English")))
        ),
    )


@blueprint.get("/annual-report.docx")
def annual_word() -> ResponseReturnValue:
    """Give the block for the annual report as a Word file, in the language asked for."""
    _require_ours()
    found = _annual(_year())
    language = current_language() if current_language() in LANGUAGES else "en"
    document = annual_document(found, board=_board(), language=language)
    return send_file(
        io.BytesIO(write(document)), mimetype=MEDIA_TYPE, as_attachment=True,
        download_name=f"annual-report-{found.year}-{language}.docx",
    )  # fmt: skip


@blueprint.get("/norms")
def norms_() -> ResponseReturnValue:
    """Show the norms of the sector, and how far the board says that it is."""
    _require_ours()
    page = norm_reading.page(db.session(), actor=current_actor())
    return render_template("board/norms.html", page=page)


@blueprint.route("/norms/<uuid:norm_id>", methods=["GET", "POST"])
def score(norm_id: UUID) -> ResponseReturnValue:
    """Show one norm with what the workbench holds for it, and take the board's own judgement."""
    _require_ours()
    row = norms.get(db.session(), norm_id)
    known = norms.scores(db.session(), actor=current_actor()).get(norm_id)
    form = Form(ScoreSchema(), initial=norm_reading.initial(known))
    if form.submitted:
        with form.refusals(on={"norm.evidence-missing": "evidence"}), transaction() as session:
            norm.score(
                session, actor=current_actor(), norm_id=norm_id, on=clock.today(),
                now=clock.now(), **_typed(form),
            )  # fmt: skip
    if form.accepted:
        flash(_("Saved: norm %(code)s.", code=row.code), "success")
        return redirect(url_for(".norms_", _anchor=row.code), 303)
    writes = allows(current_actor(), Permission.NORM_SCORE_WRITE)
    page = norm_reading.one(
        db.session(), row, actor=current_actor(), form=form if writes else None,
        found=_found(clock.today()),
    )  # fmt: skip
    return render_template("board/norm.html", page=page), form.status


def _typed(form: Form) -> dict[str, Any]:
    values = form.values()
    adoption_ids = list(_ids(values.pop("adoptions")))
    return {**values, "adoption_ids": adoption_ids}


def _ids(typed: list[str]) -> Iterator[UUID]:
    """Yield the ids of adoptions that were ticked. Raises NotFound for what is none."""
    for each in typed:
        try:
            yield UUID(each)
        except ValueError as error:
            raise NotFound from error
