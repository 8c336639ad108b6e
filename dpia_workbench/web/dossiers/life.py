"""Opening a dossier, and its way through review to publication."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, require
from dpia_workbench.i18n import DEFAULT_LANGUAGE, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label, options
from dpia_workbench.i18n.messages import message
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import PublisherIsInvolved, ReviewerIsAuthor, State
from dpia_workbench.risk.verdict import ORDER, Verdict
from dpia_workbench.risk.vocabulary import ReportKind, Sector, Start
from dpia_workbench.schemas.dossiers import (
    APPROVE,
    CHANGES,
    OpeningSchema,
    ProductSchema,
    PublicationSchema,
    ReviewSchema,
)
from dpia_workbench.store import dossiers, organisations, products, profiles, threads
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Product
from dpia_workbench.usecases import dossier as verbs
from dpia_workbench.usecases import product as product_verbs
from dpia_workbench.usecases import profile, reuse
from dpia_workbench.usecases import release as releases
from dpia_workbench.usecases import review as reviews
from dpia_workbench.usecases.content import content_hash
from dpia_workbench.usecases.levels import outcome
from dpia_workbench.usecases.release import longest_validity
from dpia_workbench.usecases.review import ThreadsOpen
from dpia_workbench.web.dossiers import reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.pages import FormPage


def _to(dossier_id: UUID, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("dossiers.show", dossier_id=dossier_id), 303)


_OPENING = {
    "method": profile.DEFAULT, "language": DEFAULT_LANGUAGE, "start": Start.EMPTY,
    "kind": ReportKind.UPDATE,
}  # fmt: skip
_OPENING_FIELDS = {
    "profile.unknown": "method",
    "reuse.nothing-recorded": "start",
    "reuse.source-missing": "source_id",
}


@blueprint.route("/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Open a dossier on a product."""
    require(current_actor(), Permission.DOSSIER_CREATE)
    form = Form(OpeningSchema(), initial=_OPENING)
    if form.submitted:
        with form.refusals(on=_OPENING_FIELDS), transaction() as session:
            row = reuse.start(session, actor=current_actor(), now=clock.now(), **form.values())
    if form.accepted:
        return _to(row.id, _("The dossier is open. Begin with the screening."))
    known = [
        (str(p.id), f"{p.name.text(current_language())} ({vendor_name(p.vendor.name)})")
        for p in products.find(db.session())
    ]
    page = _form_page(
        _("New dossier"),
        form=form,
        choices={
            "products": known,
            "methods": _methods(),
            "languages": [("nl", _("Dutch")), ("en", _("English"))],
            "starts": options(Start),
            "sources": _sources(),
            "kinds": options(ReportKind)[1:],
        },
    )
    return render_template("dossiers/new.html", page=page), form.status


def _sources() -> list[tuple[str, str]]:
    return [
        (str(row.id), f"{row.key}: {row.product.name.text(current_language())}")
        for row in dossiers.find(db.session(), actor=current_actor())
    ]


def _methods() -> list[tuple[str, str]]:
    return [
        (row.key, Bilingual.of(row.content["label"]).text(current_language()))
        for row in profiles.all_newest(db.session())
    ]


def _form_page(
    title: str,
    *,
    form: Form | None,
    choices: dict[str, list[tuple[str, str]]] | None = None,
    dossier: Dossier | None = None,
    notes: Sequence[str] = (),
) -> FormPage:
    back = url_for("dossiers.show", dossier_id=dossier.id) if dossier else url_for("dossiers.index")
    return FormPage(
        title=title,
        form=form,
        back_label=dossier.key if dossier else _("New dossier"),
        back_url=back,
        options=choices or {},
        notes=tuple(notes),
    )


PRODUCT_FIELDS = {
    "product.name-taken": "name",
    "product.edition-missing": "editions",
    "product.edition-twice": "editions",
}


def _new_product(session: Session, **values: Any) -> Product:
    lines = [line.strip() for line in values["editions"].splitlines()]
    return product_verbs.create(
        session,
        actor=current_actor(),
        name=values["name"],
        vendor_id=values["vendor_id"],
        category=product_verbs.category_of(values["category"]),
        sectors=[str(sector) for sector in values["sectors"]],
        editions=[Bilingual.of(line) for line in lines if line],
        now=clock.now(),
    )


@blueprint.route("/products/new", methods=["GET", "POST"])
def create_product() -> ResponseReturnValue:
    """Add a product, and open a dossier on it."""
    require(current_actor(), Permission.PRODUCT_CREATE)
    form = Form(ProductSchema())
    if form.submitted:
        with form.refusals(on=PRODUCT_FIELDS), transaction() as session:
            product = _new_product(session, **form.values())
            row = verbs.create(
                session, actor=current_actor(), product_id=product.id, now=clock.now()
            )
    if form.accepted:
        return _to(row.id, _("The dossier is open. Begin with the screening."))
    vendors = [(str(v.id), v.name) for v in organisations.vendors(db.session())]
    page = _form_page(
        _("New product"), form=form, choices={"vendors": vendors, "sectors": options(Sector)}
    )
    return render_template("dossiers/product.html", page=page), form.status


REVIEW_FIELDS = {"assessment.note-missing": "note", "assessment.threads-open": "outcome"}


@blueprint.route("/<uuid:dossier_id>/review", methods=["GET", "POST"])
def review(dossier_id: UUID) -> ResponseReturnValue:
    """Approve what was read, or ask for changes."""
    actor = current_actor()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_REVIEW, dossier)
    if refused := _no_review(dossier):
        return _wait(_("Review"), dossier=dossier, why=refused)
    now_read = content_hash(dossier.revision, on=clock.today())
    form = Form(ReviewSchema(), initial={"content_hash": now_read})
    if form.submitted:
        with form.refusals(on=REVIEW_FIELDS), transaction() as session:
            _record_review(session, dossier_id, **form.values())
    if form.accepted:
        return _to(dossier_id, _("Your review is recorded."))
    choices = [
        (APPROVE, _("Approve exactly this")),
        (CHANGES, _("Ask for changes")),
    ]
    page = _form_page(
        _("Review"), form=form, dossier=dossier, choices={"outcomes": choices},
        notes=_open_threads(dossier),
    )  # fmt: skip
    return render_template("dossiers/review.html", page=page), form.status


def _open_threads(dossier: Dossier) -> tuple[str, ...]:
    """Return what still keeps an approval back in the discussion, and where it is resolved."""
    count = threads.count_open(db.session(), dossier.id)
    if not count:
        return ()
    return message(ThreadsOpen(count=count)), url_for("threads.index", dossier_id=dossier.id)


def _no_review(dossier: Dossier) -> str:
    """Return why the reader cannot review now, if so."""
    if dossier.revision.state is not State.IN_REVIEW:
        return reading.waits(dossier.revision.state)
    mine = current_actor().user_id in dossiers.author_ids(dossier.revision)
    return message(ReviewerIsAuthor()) if mine else ""


def _no_publication(dossier: Dossier) -> str:
    """Return why the reader cannot publish now, if so."""
    revision = dossier.revision
    if revision.state is not State.APPROVED:
        return reading.waits(revision.state)
    involved = dossiers.author_ids(revision) | dossiers.reviewer_ids(revision)
    return message(PublisherIsInvolved()) if current_actor().user_id in involved else ""


def _wait(title: str, *, dossier: Dossier, why: str) -> ResponseReturnValue:
    """Show a sentence instead of a form that would be refused; what is sent is a conflict."""
    page = _form_page(title, form=None, dossier=dossier, notes=(why,))
    return render_template(
        "dossiers/wait.html", page=page
    ), 409 if request.method == "POST" else 200


def _record_review(
    session: Session, dossier_id: UUID, *, outcome: str, note: str, content_hash: str
) -> None:
    """Record a review of what the reviewer had on the screen. Raises as the verbs do."""
    words: dict[str, Any] = {"dossier_id": dossier_id, "note": note}
    moment: dict[str, Any] = {"today": clock.today(), "now": clock.now()}
    if outcome == APPROVE:
        reviews.approve(session, actor=current_actor(), read=content_hash, **words, **moment)
    else:
        reviews.request_changes(session, actor=current_actor(), **words, **moment)


@blueprint.route("/<uuid:dossier_id>/resumption", methods=["POST"])
def resume(dossier_id: UUID) -> ResponseReturnValue:
    """Take a revision that was sent back into work again."""
    with transaction() as session:
        reviews.resume(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return _to(dossier_id, _("You can change the revision again."))


@blueprint.route("/<uuid:dossier_id>/reopening", methods=["POST"])
def reopen(dossier_id: UUID) -> ResponseReturnValue:
    """Open an approved revision again."""
    with transaction() as session:
        reviews.reopen(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return _to(dossier_id, _("The approval is void and the revision is a draft again."))


@blueprint.route("/<uuid:dossier_id>/revisions", methods=["POST"])
def revise(dossier_id: UUID) -> ResponseReturnValue:
    """Start a new revision of a published dossier."""
    with transaction() as session:
        verbs.revise(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return _to(dossier_id, _("A new revision was started as a copy of the published one."))


PUBLICATION_FIELDS = {
    "verdict.better-than-computed": "chosen",
    "verdict.reason-missing": "reason",
    "release.validity-not-ahead": "valid_until",
}


@blueprint.route("/<uuid:dossier_id>/publication", methods=["GET", "POST"])
def publish(dossier_id: UUID) -> ResponseReturnValue:
    """Publish what was approved."""
    actor, today = current_actor(), clock.today()
    dossier = dossiers.get(db.session(), dossier_id, actor=actor)
    require(actor, Permission.DOSSIER_PUBLISH, dossier)
    if refused := _no_publication(dossier):
        return _wait(_("Publish"), dossier=dossier, why=refused)
    computed = outcome(dossier.revision, on=today).verdict
    form = Form(
        PublicationSchema(),
        initial={
            "chosen": computed,
            "valid_until": longest_validity(dossier.revision, today=today),
        },
    )
    if form.submitted:
        with form.refusals(on=PUBLICATION_FIELDS), transaction() as session:
            release = releases.publish(
                session, actor=actor, dossier_id=dossier_id, today=today, now=clock.now(),
                **form.values(),
            )  # fmt: skip
    if form.accepted:
        flash(_("Published. The verdict can be found within a second."), "success")
        slug = dossier.product.slug
        return redirect(url_for("verdicts.release", slug=slug, number=release.number), 303)
    page = _form_page(
        _("Publish"),
        form=form,
        dossier=dossier,
        choices={"verdicts": _worse_or_equal(computed)},
        notes=(label(computed),),
    )
    return render_template("dossiers/publish.html", page=page), form.status


def _worse_or_equal(computed: Verdict) -> list[tuple[str, str]]:
    allowed = ORDER[ORDER.index(computed) :]
    return [(verdict.value, label(verdict)) for verdict in allowed]
