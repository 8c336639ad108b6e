"""The public's pages: search, verdicts, releases, vendors, feeds."""

from collections.abc import Iterator
from typing import Literal

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import LANGUAGES, current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.terms import vendor_name
from dpia_workbench.plumbing import canonical, indexing, proving
from dpia_workbench.plumbing.criteria import (
    FACETS,
    LONGEST_TEXT,
    MOST_CHOSEN,
    Criteria,
    spoken,
)
from dpia_workbench.plumbing.database import db, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.report import MEDIA_TYPE
from dpia_workbench.risk.release import IN_USE, Status
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.schemas.base import clean
from dpia_workbench.schemas.dossiers import WithdrawalSchema
from dpia_workbench.search import KINDS, Kind, Query, Results
from dpia_workbench.store import adoptions, organisations, products, releases
from dpia_workbench.store import promises as stored_promises
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import ExternalRecord, Product, Release
from dpia_workbench.usecases import promises, verdict
from dpia_workbench.usecases import release as verbs
from dpia_workbench.usecases.record_basis import ADOPTABLE
from dpia_workbench.usecases.verdict import Card
from dpia_workbench.web.verdicts import (
    beside,
    cards,
    record_page,
    release_page,
    risk_page,
    standing,
    trust,
    vendor_promises,
)
from dpia_workbench.web.verdicts.found import kind_of, kinds, parts, passages
from dpia_workbench.web.verdicts.incidents import open_incidents
from dpia_workbench.web.verdicts.offers import offers
from dpia_workbench.web.verdicts.pages import Badge, CardView, HomePage, ResultsPage
from dpia_workbench.web.verdicts.vendor_pages import VendorPage

blueprint = Blueprint("verdicts", __name__)

PER_PAGE = 20
MOST_PAGES = 500


@blueprint.get("/")
def home() -> ResponseReturnValue:
    """Ask the question: may we use this, and what must we do?"""
    found = indexing.find(Query(limit=6, sort="date", language=spoken()))
    page = HomePage(
        total=found.total,
        examples=tuple((text, url_for(".results", q=text)) for text in _examples()),
        counts=tuple(_counts(found)),
        recent=_cards(found),
    )
    return render_template("verdicts/home.html", page=page)


def _examples() -> tuple[str, ...]:
    """Return what people may search for, in their own words."""
    return _("video meetings"), _("pupil administration"), _("learning platform"), _("copilot")


def _counts(found: Results) -> Iterator[tuple[Badge, int, str]]:
    counts = found.facets.get("verdict", {})
    for each in Verdict:
        if counts.get(each):
            yield cards.badge(each), counts[each], url_for(".results", verdict=each.value)


def _cards(found: Results) -> tuple[CardView, ...]:
    hits = {hit.slug: hit for hit in found.hits}
    return tuple(cards.view(card, passages=passages(hits[card.slug])) for card in _rows(found))


def _rows(found: Results) -> list[Card]:
    slugs = list(dict.fromkeys(hit.slug for hit in found.hits))
    return verdict.cards(db.session(), slugs=slugs, on=clock.today())


@blueprint.get("/verdicts")
def results() -> ResponseReturnValue:
    """Show what a search found, with facets."""
    text = clean(request.args.get("q", "")[:LONGEST_TEXT])
    chosen = {name: _chosen(name) for name in FACETS}
    number = min(max(request.args.get("page", 1, type=int), 1), MOST_PAGES)
    kind = kind_of(request.args.get("kind", ""))
    found = indexing.find(_query(text, kind=kind, chosen=chosen, page=number))
    return render_template(
        "verdicts/results.html",
        page=_results_page(text, found, kind=kind, chosen=chosen, number=number),
    )


def _chosen(name: str) -> tuple[str, ...]:
    """Return the values of a facet in the address, without what no value can be."""
    values = (clean(value[:LONGEST_TEXT]) for value in request.args.getlist(name)[:MOST_CHOSEN])
    return tuple(value for value in values if value)


def _with_past() -> bool:
    """Return whether releases that no longer hold are asked for, too."""
    return request.args.get("all") == "1"


def _query(text: str, *, kind: Kind, chosen: dict[str, tuple[str, ...]], page: int) -> Query:
    return Criteria(text=text, **chosen).query(
        kinds=(kind,),
        include_past=_with_past(),
        sort=_sort(text),
        limit=PER_PAGE,
        offset=(page - 1) * PER_PAGE,
    )


def _sort(text: str) -> Literal["relevance", "date", "name"]:
    wanted = request.args.get("sort", "")
    if wanted == "date":
        return "date"
    if wanted == "name" or not text:
        return "name"
    return "relevance"


def _results_page(
    text: str, found: Results, *, kind: Kind, chosen: dict[str, tuple[str, ...]], number: int
) -> ResultsPage:
    filters = [(name, value) for name in FACETS for value in chosen[name]]
    asked = [("q", text)] if text else []
    past = [("all", "1")] if _with_past() else []
    keep = [*asked, *past, *([("kind", kind)] if kind != "verdict" else [])]
    sorting = _sort(text)
    base = [*keep, *filters]
    pages = min(-(-found.total // PER_PAGE), MOST_PAGES) or 1
    titles = {"relevance": _("Best match"), "date": _("Newest"), "name": _("Name")}
    sorted_by = [("sort", sorting)] if "sort" in request.args else []
    return ResultsPage(
        query=text,
        title=_("Verdicts about “%(query)s”", query=text) if text else _("All verdicts"),
        total=found.total,
        correction=found.correction,
        partial=found.partial,
        kinds=kinds(
            found,
            chosen=kind,
            urls={each: _address([*asked, *past, *filters, ("kind", each)]) for each in KINDS},
        ),
        cards=_cards(found) if kind == "verdict" else (),
        parts=tuple(parts(found.hits, _rows(found))) if kind != "verdict" else (),
        past_url=None if past else _address([*base, ("all", "1")]),
        groups=tuple(cards.groups(found, chosen=chosen, names=_names(found))),
        keep=(*keep, *sorted_by),
        filtered=tuple(filters),
        clear_url=_address(keep) if filters else None,
        sorts=tuple(
            (title, _address([*base, ("sort", key)]), key == sorting)
            for key, title in titles.items()
        ),
        page=number,
        pages=pages,
        page_urls=tuple(
            _address([*base, *sorted_by, ("page", str(each))]) for each in range(1, pages + 1)
        ),
    )


def _address(pairs: list[tuple[str, str]]) -> str:
    values: dict[str, list[str]] = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return url_for("verdicts.results", **values)  # type: ignore[arg-type]  # lists repeat a name


def _names(found: Results) -> dict[str, dict[str, str]]:
    """Return the names of vendors and categories for the facets."""
    vendors = {slug: vendor_name(name) for slug, name in found.names["vendor"].items()}
    return {"vendor": vendors, "category": dict(found.names["category"])}


@blueprint.get("/verdicts/<slug>")
def show(slug: str) -> ResponseReturnValue:
    """Show the current verdict on a product: the newest release, or the external record."""
    product = products.published(db.session(), slug)
    release = products.newest_release(db.session(), product.id)
    if release is not None:
        return _show_release(release)
    if product.record is None:
        raise NotFound
    adopt, adopt_url = _adopting_record(product, product.record)
    page = record_page.page(
        product, content=product.record.content, today=clock.today(), adopt=adopt,
        adopt_url=adopt_url,
    )  # fmt: skip
    return render_template("verdicts/record.html", page=page)


def _adopting_record(product: Product, record: ExternalRecord) -> tuple[str, str]:
    """Return what the reader's board can do with a record, and where."""
    mine = adoptions.of_record(db.session(), product.id, actor=current_actor())
    if mine is not None:
        return "running", url_for("adoptions.show", adoption_id=mine.id)
    starts = allows(current_actor(), Permission.ADOPTION_START) and record.verdict in ADOPTABLE
    return ("start" if starts else ""), url_for("adoptions.start_record")


@blueprint.get("/verdicts/<slug>/releases/<int:number>")
def release(slug: str, number: int) -> ResponseReturnValue:
    """Show a release for ever, whatever happened to it since."""
    return _show_release(releases.get(db.session(), slug, number=number))


@blueprint.get("/verdicts/<slug>/releases/<int:number>/risks/<string:key>")
def risk(slug: str, number: int, key: str) -> ResponseReturnValue:
    """Show how a risk of a release came to its levels."""
    row = releases.get(db.session(), slug, number=number)
    return render_template("verdicts/risk.html", page=risk_page.page(row, key=key))


def _show_release(row: Release) -> ResponseReturnValue:
    actor, today = current_actor(), clock.today()
    content = releases.content(row)
    status = releases.status(db.session(), row, on=today)
    newest = products.newest_release(db.session(), row.product_id) or row
    has_successor = newest.id != row.id and _in_use(newest)
    mine = adoptions.of_release(db.session(), row.id, actor=actor)
    may_start = allows(actor, Permission.ADOPTION_START) and status in IN_USE
    is_current = newest.id == row.id and status in IN_USE
    page = release_page.page(
        row,
        status=status,
        newest=newest.number,
        has_successor=has_successor,
        on=today,
        adopt="running" if mine else "start" if may_start else "",
        adopt_url=url_for("adoptions.show", adoption_id=mine.id)
        if mine
        else url_for("adoptions.start"),
        withdraw_url=_withdraw_url(row, status=status),
        promises=tuple(standing.promises(db.session(), row, content, on=today)),
        agreements=tuple(standing.agreements(db.session(), row, content, actor=actor, on=today)),
        releases=tuple(standing.lines(db.session(), row)),
        statement=beside.statement(db.session(), row.product_id) if is_current else None,
        adopted_by=adoptions.count_for_public(db.session(), row.product_id),
        incidents=open_incidents(row.product_id, actor=actor),
        trust=trust.view(db.session(), row, actor=actor, on=today),
    )
    home = url_for(".show", slug=row.product.slug)
    canonical.set_path(home)
    if request.path != home and not is_current:
        canonical.keep_out()  # who searches should find the newest one
    return render_template("verdicts/release.html", page=page)


def _in_use(row: Release) -> bool:
    return releases.status(db.session(), row, on=clock.today()) in IN_USE


def _withdraw_url(row: Release, *, status: Status) -> str | None:
    if status not in IN_USE or not allows(current_actor(), Permission.RELEASE_WITHDRAW):
        return None
    return url_for(".withdraw", slug=row.product.slug, number=row.number)


@blueprint.route("/verdicts/<slug>/releases/<int:number>/withdrawal", methods=["GET", "POST"])
def withdraw(slug: str, number: int) -> ResponseReturnValue:
    """Withdraw a release that no longer holds."""
    row = releases.get(db.session(), slug, number=number)
    if not allows(current_actor(), Permission.RELEASE_WITHDRAW):
        raise NotFound
    form = Form(WithdrawalSchema())
    if form.submitted:
        with form.refusals(on="reason"), transaction() as session:
            verbs.withdraw(
                session, actor=current_actor(), slug=slug, number=number,
                today=clock.today(), now=clock.now(), **form.values(),
            )  # fmt: skip
    if form.accepted:
        return redirect(url_for(".release", slug=slug, number=number), 303)
    name = row.product.name.text(current_language())
    back = url_for(".release", slug=slug, number=number)
    return render_template(
        "verdicts/withdraw.html", form=form, name=name, number=number, back=back
    ), form.status


@blueprint.get("/verdicts/<slug>/releases/<int:number>/report.docx")
def report(slug: str, number: int) -> ResponseReturnValue:
    """Return the Word report of a release, made from its frozen content."""
    row = releases.get(db.session(), slug, number=number)
    language = current_language() if current_language() in LANGUAGES else "nl"
    status = releases.status(db.session(), row, on=clock.today())
    made = proving.report(db.session(), row, status=status, language=language)
    headers = {
        "Content-Disposition": f'attachment; filename="dpia-{slug}-{number}-{language}.docx"'
    }
    return Response(made, mimetype=MEDIA_TYPE, headers=headers)


@blueprint.get("/verdicts/<slug>/releases/<int:number>/release.json")
def release_json(slug: str, number: int) -> ResponseReturnValue:
    """Return exactly the canonical JSON whose hash the release states."""
    row = releases.get(db.session(), slug, number=number)
    return Response(row.canonical, mimetype="application/json", headers={"ETag": f'"{row.sha256}"'})


@blueprint.get("/vendors/<slug>")
def vendor(slug: str) -> ResponseReturnValue:
    """Show a vendor with the verdicts on its products."""
    row = organisations.vendor(db.session(), slug)
    slugs = [product.slug for product in products.of_vendor(db.session(), row.id)]
    found = verdict.cards(db.session(), slugs=slugs, on=clock.today())
    if not found:
        raise NotFound
    page = VendorPage(
        name=row.name,
        is_invented=row.is_invented,
        cards=tuple(cards.view(card) for card in found),
        promises=vendor_promises.view(
            promises.counted(
                stored_promises.published(db.session(), vendor_id=row.id), on=clock.today()
            )
        ),
        offers=tuple(offers(db.session(), row.id, actor=current_actor(), on=clock.today())),
        follow_url=url_for("subscriptions.start", vendor=slug),
    )
    return render_template("verdicts/vendor.html", page=page)
