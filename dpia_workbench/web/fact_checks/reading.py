"""From the rows of a fact check to the values that its pages show."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from flask import url_for

from dpia_workbench import clock
from dpia_workbench.i18n import LANGUAGES, current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day, moment
from dpia_workbench.risk.difference import difference
from dpia_workbench.risk.fact_check import Answer, Disposition, State
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.store import fact_checks
from dpia_workbench.store.models import Dossier, FactCheck, FactCheckItem
from dpia_workbench.usecases import fact_check_items
from dpia_workbench.usecases.fact_check import standing
from dpia_workbench.web import pieces
from dpia_workbench.web.evidence import places
from dpia_workbench.web.fact_checks.pages import Change, ItemView, Passage, Row, Section, Today
from dpia_workbench.web.pieces import Badge, Words

TONES = {
    State.PREPARED: "neutral",
    State.SENT: "warning",
    State.ANSWERED: "warning",
    State.EXPIRED: "danger",
    State.PROCESSED: "safe",
}
ANSWER_TONES = {
    Answer.AGREE: "safe",
    Answer.CORRECT: "warning",
    Answer.DISPUTE: "danger",
    Answer.CONFIDENTIAL: "danger",
}


def title(row: FactCheck) -> str:
    """Return by which words people know a fact check."""
    return _("Fact check of %(day)s", day=day(row.sent_at or row.prepared_at))


def state(row: FactCheck, *, for_vendor: bool) -> Badge:
    """Return how far a fact check is today, to the side that reads."""
    found = standing(row, on=clock.today())
    if found is State.SENT and for_vendor:
        return Badge(_("Waiting for you"), "warning")
    if found is State.PROCESSED and row.is_silent:
        return Badge(_("Closed, not everything was answered"), "warning")
    return Badge(label(found), TONES[found])


def row_view(row: FactCheck, *, for_vendor: bool) -> Row:
    """Return a fact check as a row of a list."""
    return Row(
        title=title(row),
        url=url_for("fact_checks.show", fact_check_id=row.id),
        product=pieces.words(row.product.name),
        vendor=row.vendor.name,
        state=state(row, for_vendor=for_vendor),
        deadline=row.deadline,
        progress=_progress(row.items),
    )


def _progress(items: Sequence[FactCheckItem]) -> str:
    answered = sum(item.answer is not None for item in items)
    if not items:
        return ""
    return _("%(answered)s of %(count)s answered", answered=answered, count=len(items))


def section(key: str, heading: str, rows: Iterable[FactCheck], *, for_vendor: bool) -> Section:
    """Return fact checks that belong together."""
    return Section(
        id=key, title=heading, rows=tuple(row_view(row, for_vendor=for_vendor) for row in rows)
    )


def facts(row: FactCheck, *, for_vendor: bool) -> Iterator[tuple[str, str]]:
    """Yield what is known of a fact check; people appear as their organisation."""
    yield _("Product"), row.product.name.text(current_language())
    yield (_("Asked by"), row.owner.name) if for_vendor else (_("Vendor"), row.vendor.name)
    if row.sent_at is not None:
        yield _("Sent on"), moment(row.sent_at)
        yield _("Answer up to and including"), day(row.deadline)
    if row.answered_at is not None:
        yield _("Handed in on"), moment(row.answered_at)
    if row.closed_at is not None:
        yield _("Closed on"), moment(row.closed_at)
    if row.items:
        yield _("Answers"), _progress(row.items)
    yield _("Hash (sha256)"), f"{row.package.sha256[:12]}…"


def next_step(row: FactCheck, *, for_vendor: bool) -> str:
    """Return in a few sentences whose turn it is, and what happens with silence."""
    found = standing(row, on=clock.today())
    return _for_vendor(row, found) if for_vendor else _for_cooperative(row, found)


def _for_vendor(row: FactCheck, found: State) -> str:
    if found is State.SENT:
        return _(
            "Read each item and say whether it is right. You can answer up to and including"
            " %(day)s. What you saved by then counts as your answer; of the rest is recorded that"
            " you did not answer, and the assessment goes on without it.",
            day=day(row.deadline),
        )
    return {
        State.ANSWERED: _("You handed in your answers. The cooperative now says for each of them"
                          " what it does with it; you get a message."),
        State.EXPIRED: _("The deadline has passed, so you can no longer answer. What you saved"
                         " counts as your answer."),
        State.PROCESSED: _("This fact check is closed. Below you read what was done with your"
                           " answers, and why."),
    }.get(found, "")  # fmt: skip


def _for_cooperative(row: FactCheck, found: State) -> str:
    waiting = sum(item.said.waits for item in row.items)
    if found in (State.ANSWERED, State.EXPIRED) and waiting:
        return ngettext(
            "%(count)s answer waits: say what you do with it, and why. Until then nothing can be"
            " published.",
            "%(count)s answers wait: say what you do with each, and why. Until then nothing can be"
            " published.",
            waiting, count=waiting,
        )  # fmt: skip
    return {
        State.PREPARED: _("Below is exactly what the vendor will see. Nothing was sent yet."),
        State.SENT: _("The vendor can answer up to and including %(day)s. Until then nothing can be"
                      " published.", day=day(row.deadline)),
        State.ANSWERED: _("Every answer was processed. Close the fact check: the vendor then reads"
                          " what was done."),
        State.EXPIRED: _("The vendor did not answer everything before the deadline. That no longer"
                         " blocks a publication. Close the fact check to record it."),
        State.PROCESSED: _("This fact check is closed, and the vendor reads what was done."),
    }[found]  # fmt: skip


def items(row: FactCheck, *, for_vendor: bool) -> list[ItemView]:
    """Return the items as the vendor sees them, with what was said about each."""
    said = {item.number: item for item in row.items}
    shows_end = not for_vendor or row.state is State.PROCESSED
    return [
        _item(each, said.get(each["number"]), shows_end=shows_end)
        for each in fact_checks.content(row)
    ]


def _item(content: Mapping[str, Any], said: FactCheckItem | None, *, shows_end: bool) -> ItemView:
    view = ItemView(
        number=content["number"],
        title=pieces.words(content["title"]),
        passages=tuple(_passage(each) for each in content["passages"]),
    )
    if said is None or said.answer is None:
        return view
    view = replace(
        view, answer=Badge(label(said.answer), ANSWER_TONES[said.answer]), words=said.words,
        is_confidential=said.answer is Answer.CONFIDENTIAL,
    )  # fmt: skip
    if said.disposition is None or not shows_end:
        return view
    tone = "neutral" if said.disposition is Disposition.NOT_TAKEN_OVER else "safe"
    return replace(
        view, disposition=Badge(label(said.disposition), tone), reason=said.reason,
        changed=said.changed,
    )  # fmt: skip


def _passage(content: Mapping[str, Any]) -> Passage:
    """Return a text in every language that it is there in, the reader's first.

    What was chosen from a list is in our words: the reader's language is enough.
    """
    spoken, names = current_language(), {"nl": _("Dutch"), "en": _("English")}
    found: dict[str, str] = content["text"]
    ordered = sorted(found, key=lambda language: language != spoken)
    texts = [(names[each], Words(found[each], each)) for each in ordered]
    is_chosen = content["kind"] == fact_check_items.CHOSEN
    return Passage(
        name=pieces.words(content["name"]).text,
        is_marked=content["kind"] == fact_check_items.MARKED,
        texts=tuple(texts[:1] if is_chosen else texts),
    )


def todays(row: FactCheck, *, dossier: Dossier) -> dict[int, Today]:
    """Return how the place of each item stands in the newest revision of the dossier."""
    content, views = fact_checks.content(row), places.views(dossier)
    chosen = [_place(each) for each in content]
    found = {}
    for place, item in zip(chosen, content, strict=True):
        now = fact_check_items.item(dossier.revision, place, chosen=chosen)
        whole = replace(place, field="")
        view = views.get(whole) or places.gone(whole, dossier=dossier)
        found[item["number"]] = Today(
            url=view.url,
            is_gone=now is None,
            changes=tuple(_changes(item["passages"], now["passages"])) if now else (),
        )
    return found


def _place(content: Mapping[str, Any]) -> Place:
    where = content["place"]
    return Place(part=DossierPart(where["part"]), key=where["key"], field=where["field"])


def _changes(
    old: Sequence[Mapping[str, Any]], new: Sequence[Mapping[str, Any]]
) -> Iterator[Change]:
    """Yield each text that is another one now, also one that came or went."""
    before = {each["name"]["en"]: each for each in old}
    after = {each["name"]["en"]: each for each in new}
    for name in dict.fromkeys([*before, *after]):
        shown = before.get(name) or after[name]
        for half in LANGUAGES:
            was, is_now = (side.get(name, {}).get("text", {}).get(half, "") for side in
                           (before, after))  # fmt: skip
            if was != is_now:
                runs = tuple((str(run.kind), run.text) for run in difference(was, is_now))
                yield Change(name=pieces.words(shown["name"]).text, language=half, runs=runs)
