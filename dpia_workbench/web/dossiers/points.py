"""The points of a dossier, as a template orders them: what belongs there, and what is there."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_labels import field_label, register_title
from dpia_workbench.plumbing.database import db
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.risk.assessment import Purpose, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.registers import Register, Section, normal
from dpia_workbench.risk.templates import (
    Node,
    ShownPart,
    ShownRegister,
    ShownText,
    Template,
    Unfilled,
    unfilled,
)
from dpia_workbench.store import contents, dossiers, templates
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Dossier, Entry, SectionText
from dpia_workbench.usecases import points as asking
from dpia_workbench.web.dossiers import content_reading as reading
from dpia_workbench.web.dossiers import talk
from dpia_workbench.web.dossiers.blueprint import blueprint
from dpia_workbench.web.dossiers.content_pages import (
    Excuse,
    ExcusePage,
    Live,
    PointLink,
    PointPage,
    PointsPage,
    RegisterView,
    TextView,
    WritingPage,
)
from dpia_workbench.web.dossiers.markup import as_html
from dpia_workbench.web.dossiers.pages import Gap, PointsView
from dpia_workbench.web.dossiers.part_links import part_view
from dpia_workbench.web.dossiers.reading import may_edit


def newest(dossier: Dossier) -> int:
    """Return the newest step of a dossier: to be asked before what a page shows is read."""
    return contents.newest_seq(db.session(), dossier.revision)


def live(dossier: Dossier, *, editable: bool, seq: int) -> Live:
    """Return what the script of a page that several people write on needs to know."""
    place: dict[str, Any] = {"dossier_id": dossier.id}
    return Live(
        save_url=url_for("dossiers.save_field", **place),
        presence_url=url_for("dossiers.attend", **place),
        preview_url=url_for("dossiers.preview", **place),
        seq=seq,
        editable=editable,
    )


def summary(dossier: Dossier, gaps: Sequence[Gap]) -> PointsView:
    """Return the points in short, for the page of the dossier."""
    place: dict[str, Any] = {"dossier_id": dossier.id}
    return PointsView(
        url=url_for("dossiers.points", **place),
        open=sum(gap.is_point for gap in gaps),
        steps_url=url_for("dossiers.steps", **place),
    )


def register_url(dossier: Dossier, register: Register) -> str:
    """Return where a register is written."""
    return subject_url(dossier, f"register:{register}")


def section_url(dossier: Dossier, section: Section) -> str:
    """Return where a text is written."""
    return subject_url(dossier, f"text:{section}")


def subject_url(dossier: Dossier, subject: str) -> str:
    """Return where something is written, by the name under which it may not apply."""
    return addresses(dossier)(subject)


def addresses(dossier: Dossier) -> Callable[[str], str]:
    """Return what says where a subject is written: the first point of a template with it."""
    found: dict[str, str] = {}
    for template in _all_templates(dossier):
        for node in template.walk():
            for shown in node.shows:
                if shown.mark and shown.mark not in found:
                    found[shown.mark] = url_for(
                        "dossiers.point", dossier_id=dossier.id, node=node.id,
                        template=_named(template), _anchor=shown.mark.replace(":", "-"),
                    )  # fmt: skip
    elsewhere = url_for("dossiers.points", dossier_id=dossier.id)
    return lambda subject: found.get(subject, elsewhere)


def _all_templates(dossier: Dossier) -> list[Template]:
    """Return every template that is loaded, in the version that the dossier pins."""
    return [
        asking.pinned(db.session(), dossier.revision, row.key)
        for row in templates.all_newest(db.session())
    ]


def _named(template: Template) -> str | None:
    """Return the template as an address names it; the usual one is not named."""
    return None if template.key == asking.DEFAULT else template.key


def _template(dossier: Dossier) -> Template:
    key = normal(request.args.get("template", asking.DEFAULT))
    return asking.pinned(db.session(), dossier.revision, key)


def _readable(dossier_id: UUID) -> Dossier:
    return dossiers.get(db.session(), dossier_id, actor=current_actor())


@blueprint.get("/<uuid:dossier_id>/points")
def points(dossier_id: UUID) -> ResponseReturnValue:
    """Show all points of a template, with what each still needs."""
    dossier = _readable(dossier_id)
    template = _template(dossier)
    links = tuple(_links(dossier, template))
    page = PointsPage(
        key=dossier.key,
        product=reading.product_name(dossier),
        template=reading.in_words(template.name),
        templates=tuple(_templates(dossier, template)),
        points=links,
        open=sum(1 for link in links if link.needs),
        back_url=url_for(".show", dossier_id=dossier_id),
    )
    return render_template("dossiers/points.html", page=page)


def _templates(dossier: Dossier, current: Template) -> Iterator[tuple[str, str, bool]]:
    for template in _all_templates(dossier):
        address = url_for(".points", dossier_id=dossier.id, template=_named(template))
        yield reading.in_words(template.name), address, template.key == current.key


def _links(dossier: Dossier, template: Template) -> Iterator[PointLink]:
    held = asking.filled(db.session(), dossier.revision)
    open_now = {purpose: unfilled(template, held, purpose=purpose) for purpose in Purpose}
    for level, node in _levels(template.nodes, 0):
        needs = {purpose: _needs(node, lacks) for purpose, lacks in open_now.items()}
        first = next((purpose for purpose in Purpose if needs[purpose]), Purpose.PUBLICATION)
        yield PointLink(
            id=node.id,
            title=reading.in_words(node.title),
            url=url_for(".point", dossier_id=dossier.id, node=node.id, template=_named(template)),
            level=level,
            is_heading=not node.shows and not node.free,
            needs=needs[first],
            needed_for=_for(first),
        )


def _for(purpose: Purpose) -> str:
    """Return what something is needed for, as it stands in a sentence."""
    said = {
        Purpose.DRAFT: _("for a first draft"),
        Purpose.REVIEW: _("for review"),
        Purpose.PUBLICATION: _("for publication"),
    }
    return said[purpose]


def _levels(nodes: Sequence[Node], level: int) -> Iterator[tuple[int, Node]]:
    for node in nodes:
        yield level, node
        yield from _levels(node.nodes, level + 1)


def _needs(node: Node, lacks: Sequence[Unfilled]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(need(lack) for lack in lacks if lack.node == node.id))


def need(lack: Unfilled) -> str:
    """Return what is empty, as a sentence."""
    shown = lack.shown
    if isinstance(shown, ShownRegister) and lack.key:
        names = ", ".join(field_label(shown.register, name) for name in lack.fields)
        return _("%(key)s lacks: %(names)s", key=lack.key, names=names)
    if isinstance(shown, ShownPart):
        return _("Nothing yet: %(name)s", name=label(shown.part))
    return reading.empty_text(shown.mark)


@blueprint.get("/<uuid:dossier_id>/points/<string:node>")
def point(dossier_id: UUID, node: str) -> ResponseReturnValue:
    """Show one point: what belongs there, and what is there, to be written."""
    dossier = _readable(dossier_id)
    template = _template(dossier)
    links = [link for link in _links(dossier, template) if not link.is_heading]
    found = next((each for each in template.walk() if each.id == node), None)
    if found is None:
        raise NotFound
    return render_template("dossiers/point.html", page=_point(dossier, template, found, links))


def _point(
    dossier: Dossier, template: Template, node: Node, links: Sequence[PointLink]
) -> PointPage:
    editable, seq = may_edit(dossier, actor=current_actor()), newest(dossier)
    rows = contents.entries(db.session(), dossier.revision)
    places = [link.id for link in links]
    at = places.index(node.id) if node.id in places else None
    texts = [shown for shown in node.shows if isinstance(shown, ShownText)]
    return PointPage(
        key=dossier.key,
        title=f"{node.id}. {reading.in_words(node.title)}",
        guidance=tuple(reading.in_words(node.guidance).split("\n\n")),
        registers=tuple(_registers(dossier, node, rows, editable=editable)),
        texts=tuple(_text(dossier, shown.section, editable=editable) for shown in texts),
        parts=tuple(
            part_view(dossier, shown) for shown in node.shows if isinstance(shown, ShownPart)
        ),
        needs=links[at].needs if at is not None else (),
        back_url=url_for(".show", dossier_id=dossier.id),
        points_url=url_for(".points", dossier_id=dossier.id, template=_named(template)),
        previous=links[at - 1] if at else None,
        next=links[at + 1] if at is not None and at + 1 < len(links) else None,
        live=live(dossier, editable=editable, seq=seq),
    )


def _registers(
    dossier: Dossier, node: Node, rows: Sequence[Entry], *, editable: bool
) -> Iterator[RegisterView]:
    """Yield the registers of a point; one that is shown twice has its own id the second time."""
    seen: Counter[Register] = Counter()
    for shown in node.shows:
        if isinstance(shown, ShownRegister):
            number = seen[shown.register]
            seen[shown.register] += 1
            anchor = f"register-{shown.register}" + (f"-{number + 1}" if number else "")
            yield _register(dossier, shown, rows, anchor=anchor, editable=editable)


def _register(
    dossier: Dossier, shown: ShownRegister, rows: Sequence[Entry], *, anchor: str, editable: bool
) -> RegisterView:
    register = shown.register
    names = [field.name for field in shown.fields if field.name != "name"]
    return RegisterView(
        id=anchor,
        title=register_title(register),
        one=label(register),
        columns=reading.columns(register, names),
        rows=tuple(
            reading.entry_rows(
                rows, register=register, names=names, shown=shown, dossier_id=dossier.id
            )
        ),
        add_url=(
            url_for(".new_entry", dossier_id=dossier.id, register=register) if editable else None
        ),
        excuse=_excuse(dossier, shown.mark, editable=editable),
    )


def _excuse(dossier: Dossier, subject: str, *, editable: bool) -> Excuse:
    reasons = {row.subject: row.reason for row in dossier.revision.not_applicable}
    url = url_for(".not_applicable", dossier_id=dossier.id, subject=subject)
    return Excuse(subject=subject, reason=reasons.get(subject, ""), url=url if editable else None)


def _text(dossier: Dossier, section: Section, *, editable: bool) -> TextView:
    row = contents.text(db.session(), dossier.revision, section)
    return text_view(dossier, section, row=row, body=row.body if row else "", editable=editable)


def _is_heard(dossier: Dossier) -> bool:
    """Return whether somebody may say something of a text while others type in it."""
    is_draft = dossier.revision.state is State.DRAFT
    return is_draft and allows(current_actor(), Permission.DOSSIER_DISCUSS, dossier)


def _line_url(section: Section, **place: Any) -> str:
    """Return the path of a line; the page knows on which host it is."""
    return urlsplit(url_for(".type_together", section=section, **place)).path


def text_view(
    dossier: Dossier, section: Section, *, row: SectionText | None, body: str, editable: bool
) -> TextView:
    """Return a text as it reads and as it is written."""
    place: dict[str, Any] = {"dossier_id": dossier.id}
    return TextView(
        id=f"text-{section}",
        title=label(section),
        language=dossier.revision.language,
        html=as_html(dossier, body, name=f"text-{section}"),
        body=body,
        field=reading.body_view(section, body=row.body if row else "", title=label(section)),
        url=url_for(".text", section=section, **place) if editable else None,
        line_url=_line_url(section, **place) if editable or _is_heard(dossier) else None,
        beside_url=url_for(".beside_text", section=section, **place),
        talk_url=url_for(".talk_in_text", section=section, **place),
        to_check=bool(row and row.to_check),
        confirm_url=(
            url_for(".confirm_content", key=section, **place)
            if editable and row is not None and row.to_check
            else None
        ),
        history_url=url_for(".steps", part="text", key=section, field="body", **place),
        authors_url=url_for(".text_authors", section=section, **place),
        comments=talk.link(
            dossier, Place(part=DossierPart.TEXT, key=section), name=label(section).lower()
        ),
        excuse=_excuse(dossier, f"text:{section}", editable=editable),
    )


def writing_page(dossier: Dossier, section: Section, *, form: Form, was: str) -> WritingPage:
    """Return the page on which a text is written without a script; `was` is what it began with."""
    row = contents.text(db.session(), dossier.revision, section)
    body = str(form.value("body"))
    return WritingPage(
        key=dossier.key,
        title=label(section),
        form=form,
        text=text_view(dossier, section, row=row, body=body, editable=True),
        back_url=section_url(dossier, section),
        was=was,
    )


def excuse_page(dossier: Dossier, subject: str, *, form: Form) -> ExcusePage:
    """Return the page on which people say why something does not apply. Raises NotFound."""
    kind, _colon, name = subject.partition(":")
    if kind == "register" and name in list(Register):
        title = register_title(Register(name))
    elif kind == "text" and name in list(Section):
        title = label(Section(name))
    else:
        raise NotFound
    stored = str(form.initial["reason"])
    return ExcusePage(
        key=dossier.key,
        title=title,
        form=form,
        was=stored if form.conflict else request.form.get("was", stored),
        back_url=subject_url(dossier, subject),
    )
