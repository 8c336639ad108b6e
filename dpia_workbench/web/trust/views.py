"""Keys, schema and proof for programs; errata and the part for members for people."""

import json
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.files.refusals import FileEmpty, FileMissing, FileTooLarge
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import bulk, proving, verification
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.schemas.release_content import FORMS, release_schema
from dpia_workbench.schemas.trust import CheckSchema, ErratumSchema
from dpia_workbench.store import proofs, releases
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases import erratum as verbs
from dpia_workbench.web.trust import pages

blueprint = Blueprint("trust", __name__)

_LONGEST_NAME = 100
_RELEASE = "/verdicts/<slug>/releases/<int:number>"


def _as_json(value: Any, *, media_type: str = "application/json") -> Response:
    """Return a value as JSON that other sites may read, with the hash of it as its ETag."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    response = Response(text, mimetype=media_type)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    response.make_conditional(request)
    return response


@blueprint.get("/.well-known/dpia-workbench-keys.json")
def keys() -> ResponseReturnValue:
    """List every public key that releases were ever signed with."""
    return _as_json(proving.keys(db.session()))


@blueprint.get("/schemas/release/<int:form>")
def schema(form: int) -> ResponseReturnValue:
    """Return the JSON Schema of a form of the content."""
    if form not in FORMS:
        raise NotFound
    return _as_json(release_schema(form), media_type="application/schema+json")


@blueprint.get(f"{_RELEASE}/proof.json")
def proof(slug: str, number: int) -> ResponseReturnValue:
    """Return what stands beside a release: signature, statuses over time, errata."""
    row = releases.get(db.session(), slug, number=number)
    return _as_json(proving.proof(db.session(), row, today=clock.today()))


@blueprint.get("/releases.zip")
def all_releases() -> ResponseReturnValue:
    """Return all public releases in one file, signed; made once per state."""
    session = db.session()
    signer = bulk.signer_listed(session)
    if signer is None:
        raise NotFound
    name = bulk.etag(session, signer=signer)
    if request.if_none_match.contains(name):
        response = Response(status=304)
        response.set_etag(name)
        return response
    return send_file(
        bulk.kept(session, name=name, signer=signer),
        mimetype="application/zip",
        as_attachment=True,
        download_name="dpia-releases.zip",
        conditional=True,
        etag=name,
    )


@blueprint.route("/verify", methods=["GET", "POST"])
def check() -> ResponseReturnValue:
    """Say whether a file is exactly what was published; the file is not kept."""
    form = Form(CheckSchema())
    found, name = None, ""
    if form.submitted:
        with form.refusals(on="file"):
            name, file = _sent()
            found = verification.verify(db.session(), file, today=clock.today())
    page = pages.check_page(found, name=name)
    return render_template("trust/check.html", page=page, form=form), form.status


def _sent() -> tuple[str, bytes]:
    """Return name and content of the file that was sent; nothing of it is kept.

    Raises FileMissing, FileEmpty or FileTooLarge.
    """
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise FileMissing
    name, file = sent.filename[:_LONGEST_NAME], sent.stream.read(verification.LARGEST_FILE + 1)
    if not file:
        raise FileEmpty(name=name)
    if len(file) > verification.LARGEST_FILE:
        raise FileTooLarge(name=name, most=verification.LARGEST_FILE // 2**20)
    return name, file


@blueprint.route(f"{_RELEASE}/errata", methods=["GET", "POST"])
def correct(slug: str, number: int) -> ResponseReturnValue:
    """Correct a small mistake in a release, beside it."""
    row = releases.get(db.session(), slug, number=number)
    if not allows(current_actor(), Permission.RELEASE_CORRECT):
        raise NotFound
    form = Form(ErratumSchema())
    if form.submitted:
        with form.refusals(on="text.nl"), transaction() as session:
            verbs.add(
                session, actor=current_actor(), slug=slug, number=number, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    back = url_for("verdicts.release", slug=slug, number=number)
    if form.accepted:
        flash(_("The correction stands with the release."), "success")
        return redirect(back, 303)
    name = row.product.name.text(current_language())
    page = pages.CorrectPage(name=name, number=number, back=back)
    return render_template("trust/correct.html", page=page, form=form), form.status


@blueprint.get(f"{_RELEASE}/members")
def members(slug: str, number: int) -> ResponseReturnValue:
    """Show what only affiliated schools and cooperatives read beside a release."""
    part = proofs.part_of(db.session(), slug, number=number, actor=current_actor())
    return render_template("trust/members.html", page=pages.members_page(part))


@blueprint.get(f"{_RELEASE}/members.json")
def members_json(slug: str, number: int) -> ResponseReturnValue:
    """Return exactly the canonical JSON of that part, whose hash its page states."""
    part = proofs.part_of(db.session(), slug, number=number, actor=current_actor())
    headers = {"ETag": f'"{part.sha256}"', "Cache-Control": "private, no-store"}
    return Response(part.canonical, mimetype="application/json", headers=headers)
