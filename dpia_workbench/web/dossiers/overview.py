"""All dossiers: a board by state or a table, sorted and filtered by what is in the address."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.agenda import Deadline
from dpia_workbench.risk.assessment import State
from dpia_workbench.risk.verdict import ORDER, Verdict
from dpia_workbench.store.base import NotFound
from dpia_workbench.usecases.dossier import sees_any
from dpia_workbench.usecases.overview import Standing, standings
from dpia_workbench.web.dossiers import reading
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.overview_pages import (
    Choice,
    Column,
    DossierRow,
    Filter,
    IndexPage,
    NextDate,
    Option,
)
from dpia_workbench.web.dossiers.pages import Badge

BOARD, TABLE = "board", "table"
# The states in which somebody has work first; the others show only what is there.
_ALWAYS = (State.DRAFT, State.IN_REVIEW, State.CHANGES_REQUESTED, State.APPROVED, State.PUBLISHED)
_NO_PERCENT = -1

SORTS: Mapping[str, Callable[[DossierRow], Any]] = {
    "opened": lambda row: (row.age, row.key),
    "changed": lambda row: (row.quiet, row.key),
    "key": lambda row: row.key,
    "product": lambda row: (row.product.casefold(), row.key),
    "state": lambda row: (list(State).index(State(row.state.code)), row.key),
    "lead": lambda row: (row.lead.casefold(), row.key),
    "complete": lambda row: (_NO_PERCENT if row.percent is None else row.percent, row.key),
    "verdict": lambda row: (_rank(row.verdict.code), row.key),
    "next": lambda row: (row.next.on if row.next else date.max, row.key),
    "comments": lambda row: (-row.comments, row.key),
}
FIRST = "opened"


def _rank(code: str) -> int:
    verdict = Verdict(code)
    return ORDER.index(verdict) if verdict in ORDER else len(ORDER)


@blueprint.get("")
def index() -> ResponseReturnValue:
    """Show all dossiers that the reader may see."""
    require_reader()
    today = clock.today()
    found = standings(db.session(), actor=current_actor(), today=today)
    rows = [_row(standing, today=today) for standing in found]
    chosen = _chosen()
    kept = [row for row in rows if _fits(row, chosen)]
    view = BOARD if request.args.get("view") == BOARD else TABLE
    shown = sorted(kept, key=SORTS[_sort()], reverse=_is_reversed())
    page = IndexPage(
        total=len(rows),
        rows=tuple(shown),
        columns=tuple(_columns(shown)) if view == BOARD else (),
        views=tuple(_views(view, chosen)),
        sorts=tuple(_sorts(view, chosen)),
        filters=tuple(_filters(rows, chosen)),
        keep=tuple(_looks(view).items()),
        clear_url=_url(_looks(view)) if any(chosen.values()) else None,
        may_create=allows(current_actor(), Permission.DOSSIER_CREATE),
    )
    return render_template("dossiers/index.html", page=page)


def require_reader() -> None:
    """Refuse who has no role in which dossiers can be seen at all. Raises NotFound."""
    if not sees_any(current_actor()):
        raise NotFound


def _row(standing: Standing, *, today: date) -> DossierRow:
    row, done = standing.dossier, standing.done
    opened = row.created_at.astimezone(clock.AMSTERDAM).date()
    changed = standing.changed_at.astimezone(clock.AMSTERDAM).date()
    first = standing.deadlines[0] if standing.deadlines else None
    return DossierRow(
        key=row.key,
        url=url_for(".show", dossier_id=row.id),
        product=row.product.name.text(current_language()),
        state=reading.state_badge(row.revision),
        verdict=Badge(standing.verdict, label(standing.verdict)),
        lead=row.lead.name,
        revision=row.revision.number,
        opened_on=opened,
        age=(today - opened).days,
        quiet=(today - changed).days,
        percent=done.percent if done else None,
        points=done.points if done else 0,
        of=done.of if done else 0,
        comments=standing.open_comments,
        next=NextDate(on=first.on, text=ends(first), is_late=first.is_late) if first else None,
    )


def ends(deadline: Deadline) -> str:
    """Return what ends, with the key of what it is about."""
    text = label(deadline.kind)
    return f"{deadline.key}: {text}" if deadline.key else text


_FILTERS: Mapping[str, Callable[[DossierRow], tuple[str, str]]] = {
    "state": lambda row: (row.state.code, row.state.label),
    "lead": lambda row: (row.lead, row.lead),
    "product": lambda row: (row.product, row.product),
    "verdict": lambda row: (row.verdict.code, row.verdict.label),
}


def _chosen() -> dict[str, list[str]]:
    return {name: request.args.getlist(name) for name in _FILTERS}


def _fits(row: DossierRow, chosen: Mapping[str, list[str]]) -> bool:
    return all(not wanted or _FILTERS[name](row)[0] in wanted for name, wanted in chosen.items())


def _filters(rows: list[DossierRow], chosen: Mapping[str, list[str]]) -> Iterator[Filter]:
    titles = {
        "state": _("State"), "lead": _("Lead"), "product": _("Product"),
        "verdict": _("Verdict today"),
    }  # fmt: skip
    for name, read in _FILTERS.items():
        counts = Counter(read(row) for row in rows)
        options = (
            Option(value, text, count, value in chosen[name])
            for (value, text), count in sorted(counts.items(), key=lambda each: each[0][1])
        )
        yield Filter(name, titles[name], tuple(options))


def _sort() -> str:
    wanted = request.args.get("sort", FIRST)
    return wanted if wanted in SORTS else FIRST


def _is_reversed() -> bool:
    return request.args.get("order") == "down"


def _looks(view: str) -> dict[str, str]:
    """Return what of the address says how the list looks, without what it is cut to."""
    looks = {"view": view, "sort": _sort(), "order": "down" if _is_reversed() else ""}
    usual = {"view": TABLE, "sort": FIRST, "order": ""}
    return {name: value for name, value in looks.items() if value != usual[name]}


def _url(query: Mapping[str, Any]) -> str:
    return url_for(".index", **query)


def _views(view: str, chosen: Mapping[str, list[str]]) -> Iterator[Choice]:
    for each, text in ((TABLE, _("Table")), (BOARD, _("Columns by state"))):
        yield Choice(text, _url({**_looks(each), **chosen}), each == view)


def _sorts(view: str, chosen: Mapping[str, list[str]]) -> Iterator[Choice]:
    """Yield the orders; whoever chooses the present one again turns it around."""
    texts = {
        "opened": _("opened"), "changed": _("last change"), "key": _("dossier"),
        "product": _("product"), "state": _("state"), "lead": _("lead"),
        "complete": _("completeness"), "verdict": _("verdict"), "next": _("next date"),
        "comments": _("open comments"),
    }  # fmt: skip
    for name in SORTS:
        is_current = name == _sort()
        order = "down" if is_current and not _is_reversed() else None
        looks = {**_looks(view), "sort": name, "order": order}
        yield Choice(texts[name], _url({**looks, **chosen}), is_current)


def _columns(rows: list[DossierRow]) -> Iterator[Column]:
    for state in State:
        mine = tuple(row for row in rows if row.state.code == state)
        if mine or state in _ALWAYS:
            yield Column(state, label(state), mine)
