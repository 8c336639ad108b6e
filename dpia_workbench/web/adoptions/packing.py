"""The papers of an adoption: which ones there are, each as a file, and all as one zip."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from flask import render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language, deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.report import pack
from dpia_workbench.risk.adoption_pack import FORMS, FileForm, Paper
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.release import Status
from dpia_workbench.schemas.base import clean
from dpia_workbench.store import templates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases import adoption_pack
from dpia_workbench.usecases.adoption_pack import Pack
from dpia_workbench.usecases.points import DEFAULT
from dpia_workbench.web.adoptions import framing, reading
from dpia_workbench.web.adoptions.blueprint import blueprint
from dpia_workbench.web.adoptions.step_pages import Frame

BOTH = "both"  # as a language: Dutch and English
_ZIP = "application/zip"
_FOR_WHOM = {
    Paper.LOCAL_DPIA: deferred(
        "For your file, the inspectorate and the Data Protection Authority. What your board judged"
        " itself stands there in full; the joint DPIA is referred to."
    ),
    Paper.BOARD_MEMO: deferred("For the board: one page to decide on, or that says what it"
                               " decided."),
    Paper.ADVICE_SHEET: deferred("For the FG: what the advice rests on, with room to write it."),
    Paper.REGISTER: deferred("For your register of processing (GDPR article 30): one row for each"
                             " thing that you do with data."),
    Paper.INFORMATION: deferred("For parents and pupils, in plain language, with a paragraph for"
                                " your privacy notice."),
    Paper.SETTINGS: deferred("For ICT: every setting and task, with where it is and why."),
    Paper.DEVIATIONS: deferred("For the FG, the board and auditors: everything in which your board"
                               " differs from the joint verdict."),
    Paper.ANNUAL_REPORT: deferred("For who writes the annual report: a paragraph and its numbers."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A paper: its name, for whom it is, and (address, words) of its forms."""

    name: str
    whom: str
    links: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PackPage:
    """The papers of an adoption in the language and order that were chosen."""

    frame: Frame
    adoption_id: UUID
    is_draft: bool
    missing: tuple[str, ...]
    unwritten: tuple[str, ...]
    status: str  # of the release, if it is not simply current
    papers: tuple[PaperRow, ...]
    zip_url: str
    language: str
    languages: tuple[tuple[str, str], ...]
    template: str
    templates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the reader chose in the address; without a choice their own language and the Dutch form.

    A language that is none is refused where the papers are written.
    """

    language: str
    template: str

    @property
    def languages(self) -> tuple[str, ...]:
        """Return the languages of the files."""
        return LANGUAGES if self.language == BOTH else (self.language,)


def _choice() -> _Choice:
    spoken = current_language() if current_language() in LANGUAGES else DEFAULT_LANGUAGE
    return _Choice(
        language=clean(request.args.get("language", "")) or spoken,
        template=clean(request.args.get("template", "")) or DEFAULT,
    )


def _gathered(adoption_id: UUID, *, template: str) -> Pack:
    return adoption_pack.gather(
        db.session(), actor=current_actor(), adoption_id=adoption_id, template=template,
        today=clock.today(), now=clock.now(),
    )  # fmt: skip


def _address(gathered: Pack) -> str:
    """Return where everybody reads what was adopted."""
    return settings().base_url + reading.basis_url(gathered.adoption.basis)


@blueprint.get("/adoptions/<uuid:adoption_id>/pack", endpoint="pack")
def show_pack(adoption_id: UUID) -> ResponseReturnValue:
    """Show the papers of an adoption, for whom each is, and what is still missing."""
    choice = _choice()
    gathered = _gathered(adoption_id, template=choice.template)
    pack.require_languages(choice.languages)
    return render_template("adoptions/pack.html", page=_page(gathered, choice=choice))


def _page(gathered: Pack, *, choice: _Choice) -> PackPage:
    return PackPage(
        frame=framing.frame(gathered.assessment, Step.PACK),
        adoption_id=gathered.adoption.id,
        is_draft=gathered.is_draft,
        missing=tuple(label(step) for step in gathered.missing),
        unwritten=tuple(each.name for each in gathered.unwritten),
        status="" if gathered.status is Status.CURRENT else label(gathered.status),
        papers=tuple(_row(gathered, paper, choice=choice) for paper in Paper),
        zip_url=url_for("adoptions.pack_zip", adoption_id=gathered.adoption.id,
                        language=choice.language, template=choice.template),
        language=choice.language,
        languages=(("nl", _("Dutch")), ("en", _("English")), (BOTH, _("Dutch and English"))),
        template=choice.template,
        templates=tuple(_templates()),
    )  # fmt: skip


def _templates() -> Iterator[tuple[str, str]]:
    for row in templates.all_newest(db.session()):
        yield row.key, Bilingual.of(row.content["name"]).text(current_language())


def _row(gathered: Pack, paper: Paper, *, choice: _Choice) -> PaperRow:
    spoken = {"nl": _("Dutch"), "en": _("English")}
    links = [
        (
            url_for("adoptions.pack_file", adoption_id=gathered.adoption.id,
                    filename=f"{paper}.{form}", language=language, template=choice.template),
            _("%(form)s in %(language)s", form=label(form), language=spoken[language]),
        )
        for language in choice.languages
        for form in FORMS[paper]
    ]  # fmt: skip
    return PaperRow(name=label(paper), whom=_(_FOR_WHOM[paper]), links=tuple(links))


@blueprint.get("/adoptions/<uuid:adoption_id>/pack.zip")
def pack_zip(adoption_id: UUID) -> ResponseReturnValue:
    """Give all papers as one zip with a manifest."""
    choice = _choice()
    gathered = _gathered(adoption_id, template=choice.template)
    made = pack.files(gathered, languages=choice.languages, address=_address(gathered))
    return send_file(
        io.BytesIO(pack.zipped(gathered, made, now=clock.now())),
        mimetype=_ZIP,
        as_attachment=True,
        download_name=f"{pack.stem(gathered)}.zip",
    )


@blueprint.get("/adoptions/<uuid:adoption_id>/pack/<filename>")
def pack_file(adoption_id: UUID, filename: str) -> ResponseReturnValue:
    """Give one paper as a file, by its name and form: `board-memo.docx`."""
    choice = _choice()
    gathered = _gathered(adoption_id, template=choice.template)
    paper, _dot, form = filename.partition(".")
    if paper not in set(Paper) or form not in FORMS[Paper(paper)]:
        raise NotFound
    return _sent(gathered, paper=Paper(paper), form=FileForm(form), language=choice.language)


@blueprint.get("/adoptions/<uuid:adoption_id>/register.csv")
def register_csv(adoption_id: UUID) -> ResponseReturnValue:
    """Give the entry in the register of processing as CSV."""
    choice = _choice()
    gathered = _gathered(adoption_id, template=choice.template)
    return _sent(gathered, paper=Paper.REGISTER, form=FileForm.CSV, language=choice.language)


def _sent(gathered: Pack, *, paper: Paper, form: FileForm, language: str) -> ResponseReturnValue:
    made = pack.file(gathered, paper=paper, form=form, language=language,
                     address=_address(gathered))  # fmt: skip
    return send_file(
        io.BytesIO(made.content),
        mimetype=pack.MEDIA_TYPES[form],
        as_attachment=True,
        download_name=made.name,
    )
