"""The public form: what is wrong or missing in a verdict. No account is needed, no cookie set."""

from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import DEFAULT_LANGUAGE, LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import canonical, stamps
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor, current_identity
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk import remark as rules
from dpia_workbench.risk.remark import Kind
from dpia_workbench.schemas.remarks import RemarkSchema
from dpia_workbench.store.models import Organisation
from dpia_workbench.usecases import remark
from dpia_workbench.usecases.remark import About
from dpia_workbench.web import pieces
from dpia_workbench.web.remarks.blueprint import blueprint
from dpia_workbench.web.remarks.pages import SentPage, WritingPage

__all__ = ["blueprint"]

LARGEST = 64 * 1024  # bytes of a form that holds five thousand letters


@dataclass(frozen=True, slots=True)
class _Place:
    """The verdict in the address."""

    slug: str
    number: int | None

    @property
    def about(self) -> str:
        """Return what the stamp of the form is for."""
        return f"{self.slug}/{self.number or ''}"

    @property
    def url(self) -> str:
        """Return the page of the verdict."""
        if self.number is None:
            return url_for("verdicts.show", slug=self.slug)
        return url_for("verdicts.release", slug=self.slug, number=self.number)


@blueprint.route("/verdicts/<slug>/remark", defaults={"number": None}, methods=["GET", "POST"])
@blueprint.route("/verdicts/<slug>/releases/<int:number>/remark", methods=["GET", "POST"])
def write(slug: str, number: int | None) -> ResponseReturnValue:
    """Report a mistake or a missing risk."""
    request.max_content_length = LARGEST
    found, place = remark.about(db.session(), slug, number=number), _Place(slug, number)
    form = Form(RemarkSchema(), initial=_beginning(found))
    if form.submitted:
        with form.refusals(on={"remark.place-unknown": "place"}):
            _send(form, place)
    if form.accepted:
        return redirect(url_for(".sent", slug=slug), 303)
    canonical.keep_out()
    page = _page(found, place=place, form=form)
    answer = make_response(render_template("remarks/write.html", page=page), form.status)
    answer.headers["Cache-Control"] = "no-store"  # each form has a stamp of its own
    return answer


def _beginning(found: About) -> dict[str, Any]:
    wanted, identity = request.args.get("place", ""), current_identity()
    return {
        "place": wanted if wanted in found.places else "",
        "email": identity.user.email if identity else "",
    }


def _send(form: Form, place: _Place) -> None:
    """Keep what was typed; what a machine filled in is thanked for and not kept."""
    typed = form.values()
    if typed["website"]:
        return
    now = clock.now()
    stamp = stamps.read(typed["stamp"], about=place.about, secret_key=settings().secret_key)
    if stamp is None:
        raise rules.FormTooOld
    rules.require_filled_by_hand(stamp.given_out, now=now)
    spoken = current_language()
    with transaction() as session:
        remark.send(
            session, actor=current_actor(), remark_id=stamp.id, slug=place.slug,
            number=place.number, kind=typed["kind"], place=typed["place"], text=typed["text"],
            email=typed["email"], language=spoken if spoken in LANGUAGES else DEFAULT_LANGUAGE,
            address=request.remote_addr or "", now=now,
        )  # fmt: skip


def _page(found: About, *, place: _Place, form: Form) -> WritingPage:
    secret, spoken = settings().secret_key, current_language()
    kept = form.typed.get("stamp", "")
    known = stamps.read(kept, about=place.about, secret_key=secret)
    if known is None or clock.now() - known.given_out > rules.LONGEST_OPEN:
        kept = stamps.stamp(place.about, secret_key=secret, now=clock.now())
    named = [(key, f"{key} {title.text(spoken)}") for key, title in found.places.items()]
    return WritingPage(
        form=form,
        product=pieces.words(found.product.name),
        number=found.release.number if found.release else None,
        publisher=_publisher(found),
        stamp=kept,
        kinds=tuple((kind.value, label(kind)) for kind in Kind),
        places=(("", _("All of it, or something that is not there")), *named),
        verdict_url=place.url,
    )


def _publisher(found: About) -> str:
    if found.release is None:
        return ""
    return db.session().get_one(Organisation, found.release.owner_id).name


@blueprint.get("/verdicts/<slug>/remark/sent")
def sent(slug: str) -> ResponseReturnValue:
    """Thank whoever sent a remark."""
    canonical.keep_out()
    found = remark.about(db.session(), slug, number=None)
    page = SentPage(
        product=pieces.words(found.product.name), verdict_url=url_for("verdicts.show", slug=slug)
    )
    answer: Response = make_response(render_template("remarks/sent.html", page=page))
    answer.headers["Cache-Control"] = "no-store"
    return answer
