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
from dpia_workbench.plumbing import signing
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import PublisherIsInvolved, State
from dpia_workbench.risk.verdict import ORDER, Verdict
from dpia_workbench.risk.vocabulary import ReportKind, Sector, Start
from dpia_workbench.schemas.dossiers import (
    OpeningSchema,
    ProductSchema,
    PublicationSchema,
)
from dpia_workbench.store import dossiers, fact_checks, organisations, products, profiles
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Dossier, Product
from dpia_workbench.usecases import dossier as verbs
from dpia_workbench.usecases import product as product_verbs
from dpia_workbench.usecases import profile, reuse
from dpia_workbench.usecases import release as releases
from dpia_workbench.usecases import review as reviews
from dpia_workbench.usecases.levels import outcome
from dpia_workbench.usecases.release import longest_validity
from dpia_workbench.web.dossiers import checked, reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.pages import FormPage


def leave(dossier_id: UUID, text: str) -> ResponseReturnValue:
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
        return leave(row.id, _("The dossier is open. Begin with the screening."))
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
        return leave(row.id, _("The dossier is open. Begin with the screening."))
    vendors = [(str(v.id), v.name) for v in organisations.vendors(db.session())]
    page = _form_page(
        _("New product"), form=form, choices={"vendors": vendors, "sectors": options(Sector)}
    )
    return render_template("dossiers/product.html", page=page), form.status


def _no_publication(dossier: Dossier) -> str:
    """Return why the reader cannot publish now, if so."""
    revision = dossier.revision
    if revision.state is not State.APPROVED:
        return reading.waits(revision.state)
    involved = dossiers.author_ids(revision) | dossiers.reviewer_ids(revision)
    return message(PublisherIsInvolved()) if current_actor().user_id in involved else ""


def wait(
    title: str, *, dossier: Dossier, why: str, link: tuple[str, str] | None = None
) -> ResponseReturnValue:
    """Show a sentence instead of a form that would be refused; what is sent is a conflict.

    `link` is the label and the address of where something can be done about it.
    """
    page = _form_page(title, form=None, dossier=dossier, notes=(why, *(link or ())))
    return render_template(
        "dossiers/wait.html", page=page
    ), 409 if request.method == "POST" else 200


@blueprint.route("/<uuid:dossier_id>/resumption", methods=["POST"])
def resume(dossier_id: UUID) -> ResponseReturnValue:
    """Take a revision that was sent back into work again."""
    with transaction() as session:
        reviews.resume(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return leave(dossier_id, _("You can change the revision again."))


@blueprint.route("/<uuid:dossier_id>/reopening", methods=["POST"])
def reopen(dossier_id: UUID) -> ResponseReturnValue:
    """Open an approved revision again."""
    with transaction() as session:
        reviews.reopen(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return leave(dossier_id, _("The approval is void and the revision is a draft again."))


@blueprint.route("/<uuid:dossier_id>/revisions", methods=["POST"])
def revise(dossier_id: UUID) -> ResponseReturnValue:
    """Start a new revision of a published dossier."""
    with transaction() as session:
        verbs.revise(session, actor=current_actor(), dossier_id=dossier_id, now=clock.now())
    return leave(dossier_id, _("A new revision was started as a copy of the published one."))


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
        return wait(_("Publish"), dossier=dossier, why=refused)
    checks = fact_checks.of_dossier(db.session(), dossier_id)
    if blocked := checked.blocking(checks, on=today):
        why, url = blocked[0]
        link = (_("To this fact check"), url)
        return wait(_("Publish"), dossier=dossier, why=why, link=link)
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
                session, actor=actor, dossier_id=dossier_id, signer=signing.signer(), today=today,
                now=clock.now(), **form.values(),
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
