"""The Word report of a dossier: which ones there are, and the file."""

import io
from collections.abc import Callable, Iterator
from functools import cache
from uuid import UUID

from flask import request, send_file, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.plumbing.uploads import file_store
from dpia_workbench.report import MEDIA_TYPE, Photo, dossier_report, photo, write
from dpia_workbench.report.photos import TYPES
from dpia_workbench.schemas.base import clean
from dpia_workbench.store import scans, templates
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier
from dpia_workbench.usecases.points import DEFAULT
from dpia_workbench.usecases.report import Reported, reported
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.pages import ReportForm


def form(dossier: Dossier) -> ReportForm | None:
    """Return what to choose for a report of a dossier; None while there are no templates."""
    known = tuple(_templates())
    if not known:
        return None
    return ReportForm(
        url=url_for("dossiers.report", dossier_id=dossier.id),
        templates=known,
        template=DEFAULT,
        languages=(("nl", _("Dutch")), ("en", _("English"))),
        language=_spoken(),
    )


def _templates() -> Iterator[tuple[str, str]]:
    for row in templates.all_newest(db.session()):
        yield row.key, Bilingual.of(row.content["name"]).text(current_language())


def _spoken() -> str:
    spoken = current_language()
    return spoken if spoken in LANGUAGES else DEFAULT_LANGUAGE


@blueprint.get("/<uuid:dossier_id>/report.docx")
def report(dossier_id: UUID) -> ResponseReturnValue:
    """Give the report of a dossier as it is now, in the order of a template, as a Word file."""
    language = request.args.get("language", _spoken())
    told = reported(
        db.session(),
        actor=current_actor(),
        dossier_id=dossier_id,
        template=clean(request.args.get("template", DEFAULT)),
        on=clock.today(),
    )
    document = dossier_report(told, language=language, photos=_photos(told))
    return send_file(
        io.BytesIO(write(document)),
        mimetype=MEDIA_TYPE,
        as_attachment=True,
        download_name=_file_name(told, language=language),
    )


def _photos(told: Reported) -> Callable[[str], Photo | None]:
    """Return what finds a picture by the key of its evidence; each file is read once."""
    files, proofs = file_store(), {proof.key: proof for proof in told.proofs}

    @cache
    def find(key: str) -> Photo | None:
        proof = proofs.get(key.upper())
        if proof is None or proof.file_sha256 is None or proof.media_type not in TYPES:
            return None
        if scans.is_infected(db.session(), proof.file_sha256):
            return None
        try:
            return photo(files.place(proof.file_sha256).read_bytes())
        except OSError:  # lost, or deleted this instant: its words stand there instead
            return None

    return find


def _file_name(told: Reported, *, language: str) -> str:
    content = told.content
    concept = "-concept" * told.is_concept
    key, number = content["dossier"].lower(), content["revision"]
    return f"dpia-{key}-{number}{concept}-{told.template.key}-{language}.docx"
