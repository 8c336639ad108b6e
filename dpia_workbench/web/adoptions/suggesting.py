"""Proposals from what the board said before: shown, taken over with a button, then confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from dpia_workbench.i18n import current_language, explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.statements import Article6
from dpia_workbench.schemas.adoption_steps import TAG
from dpia_workbench.store.audit import jsonable
from dpia_workbench.usecases.proposals import Proposal
from dpia_workbench.web.adoptions import answers
from dpia_workbench.web.adoptions.step_pages import Suggestion

TAKE = "take"  # the button that fills the empty fields with a proposal; nothing is saved by it


def taken(form: Form, found: Sequence[Proposal]) -> bool:
    """Return whether a proposal was asked for; if so, fill the fields that are still empty."""
    number = request.form.get(TAKE, "") if form.submitted else ""
    chosen = {str(place): each for place, each in enumerate(found)}.get(number)
    if chosen is None:
        return bool(number)
    typed: MultiDict[str, str] = MultiDict(form.typed)
    for name, value in chosen.values.items():
        field = name if name in form.schema.fields else f"{TAG}_{name}"
        if field in form.schema.fields and not any(typed.getlist(field)):
            plain = jsonable(value)
            typed.setlist(
                field, [str(each) for each in plain] if isinstance(plain, list) else [str(plain)]
            )
    form.typed = typed
    return True


def shown(
    found: Sequence[Proposal], *, items: Mapping[str, str] | None = None
) -> tuple[Suggestion, ...]:
    """Return proposals in words; `items` names the data by their keys."""
    return tuple(
        Suggestion(
            number=str(place),
            source=_source(each),
            facts=tuple(_facts(each.values, items=items or {})),
        )
        for place, each in enumerate(found)
    )


def _source(each: Proposal) -> str:
    if each.operation:
        return _("You just answered this for “%(name)s”", name=each.operation)
    if each.recorded or each.on is None:
        return _(
            "This agreement is recorded here and covers your board: %(title)s", title=each.recorded
        )
    return _("You said this on %(day)s for %(product)s", day=day(each.on),
             product=each.product.text(current_language()))  # fmt: skip


def _facts(values: Mapping[str, Any], *, items: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = _names()
    for name, value in values.items():
        if name in names and value:
            yield names[name], _text(value, items=items)
        elif name not in names and name != "is_done":
            yield explanation.tag_label(name), answers.said(value)


def _text(value: Any, *, items: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return "; ".join(items.get(each, each) for each in value)
    if isinstance(value, Article6 | AgreementForm):
        return label(value)
    return value if isinstance(value, str) else day(value)


def _names() -> Mapping[str, str]:
    return {
        "purpose": _("Purpose"), "legal_basis": _("Legal basis"),
        "basis_reason": _("Why this basis"), "parental_consent": _("Consent of parents"),
        "data_items": _("Data"), "other_data": _("Other data"), "retention": _("How long kept"),
        "access": _("Who has access"), "links": _("Links to other systems"),
        "form": _("How it is arranged"), "title": _("Agreement"), "edition": _("Version"),
        "signed_on": _("Signed on"), "annexes": _("Annexes"),
        "notice_address": _("News of sub-processors goes to"), "explanation": _("Explanation"),
    }  # fmt: skip
