"""An external record of the catalogue as the beginning of a draft.

What a publisher concluded is documented, not observed: no level, no likelihood and no severity is
taken over. They stand in the descriptions, so that analysts can judge them; what no source states
stays `unconfirmed` there.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from dpia_workbench.i18n import current_language, speaking
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.terms import TERMS, term
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.registers import Register, Section
from dpia_workbench.risk.statements import StatementSource
from dpia_workbench.risk.vocabulary import MeasureKind, Origin
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Entry, Measure, Revision, Risk, SectionText

_UNCONFIRMED = "unconfirmed"
_KINDS: Mapping[str, MeasureKind] = {
    "contract": MeasureKind.CONTRACTUAL, "technical": MeasureKind.TECHNICAL,
    "setting": MeasureKind.TECHNICAL, "encryption": MeasureKind.TECHNICAL,
}  # fmt: skip


def fill(revision: Revision, content: Mapping[str, Any]) -> None:
    """Put what a record says in an empty draft, each part with its mark."""
    revision.risks = list(risks(content))
    revision.measures = list(measures(content))
    revision.scope = _both(partial(_scope, content["scope"]))
    revision.to_check = True
    with speaking(revision.language):
        revision.texts = [
            SectionText(section=Section.INTRODUCTION, body=_introduction(content), to_check=True),
            SectionText(section=Section.PROPOSAL, body=_proposal(content), to_check=True),
        ]
    revision.entries = [
        Entry(register=Register.DOCUMENT, number=number, values=_document(source), to_check=True)
        for number, source in enumerate(content["sources"], start=1)
    ]


def risks(content: Mapping[str, Any]) -> Iterator[Risk]:
    """Yield the risks of a record as risks of a draft, not judged."""
    for number, item in enumerate(content["risks"], start=1):
        yield Risk(
            number=number, title=Bilingual.of(item["title"]), origin=Origin.BY_DESIGN,
            description=_both(partial(_risk, item)), to_check=True, floors=[],
        )  # fmt: skip


def measures(content: Mapping[str, Any]) -> Iterator[Measure]:
    """Yield what vendor and schools do by a record as measures of a draft."""
    number = 0
    for owner_of, told, items in (
        (_vendor, _vendor_words, content["vendor_measures"]),
        (school_owner, _school_words, content["school_measures"]),
    ):
        for item in items:
            number += 1
            yield Measure(
                number=number, owner=owner_of(item), title=Bilingual.of(item["measure"]),
                kind=kind_of(item), to_check=True,
                instruction=_both(partial(told, item)), editions=[],
            )  # fmt: skip


def _vendor(item: Mapping[str, Any]) -> Owner:
    return Owner.CONTRACTUAL if item["kind"] == "contract" else Owner.VENDOR


def kind_of(item: Mapping[str, Any]) -> MeasureKind:
    """Return the kind of a measure of a record, in our words."""
    return _KINDS.get(item["kind"], MeasureKind.ORGANISATIONAL)


def school_owner(item: Mapping[str, Any]) -> Owner:
    """Return whether schools must take a measure of a record, or may."""
    return Owner.SCHOOL_MANDATORY if item["mandatory"] == "yes" else Owner.SCHOOL_OPTIONAL


def _both(words: Callable[[], str]) -> Bilingual:
    """Return words that are said in each language."""
    found = {}
    for language in ("nl", "en"):
        with speaking(language):
            found[language] = words()
    return Bilingual.of(found)


def _told(value: Any) -> str:
    """Return a text of a record in the language that is spoken; the unconfirmed is named so."""
    if value in (None, ""):
        return ""
    if isinstance(value, Mapping):
        return Bilingual.of(value).text(current_language())
    return term(str(value)) if value in TERMS else str(value)


def _sources(item: Mapping[str, Any]) -> str:
    named = ", ".join(item["sources"]) or _told(_UNCONFIRMED)
    if "id" in item:
        return _("Documented as %(id)s, sources: %(sources)s.", id=item["id"], sources=named)
    return _("Documented, sources: %(sources)s.", sources=named)


def _risk(item: Mapping[str, Any]) -> str:
    said = _(
        "By the publisher: level before %(before)s, level after %(after)s, likelihood"
        " %(likelihood)s, impact %(impact)s, state: %(state)s.",
        before=_noted(item, "level_before"), after=_noted(item, "level_after"),
        likelihood=_noted(item, "likelihood"), impact=_noted(item, "impact"),
        state=_told(item["state"]),
    )  # fmt: skip
    parts = (_told(item.get("description")), said, _sources(item))
    return "\n\n".join(part for part in parts if part)


def _noted(item: Mapping[str, Any], name: str) -> str:
    note = _told(item.get(f"{name}_note"))
    return f"{_told(item[name])} ({note})" if note else _told(item[name])


def _vendor_words(item: Mapping[str, Any]) -> str:
    said = _(
        "By the publisher: %(state)s. Deadline: %(deadline)s.",
        state=_told(item["state"]), deadline=_noted(item, "deadline"),
    )  # fmt: skip
    return f"{said} {_sources(item)}"


def _school_words(item: Mapping[str, Any]) -> str:
    must = _noted({**item, "mandatory": term(f"mandatory_{item['mandatory']}")}, "mandatory")
    return f"{_told(item['measure'])} ({must}) {_sources(item)}"


def _scope(scope: Mapping[str, Any]) -> str:
    return "\n\n".join(
        "\n".join([title, "", *(f"- {_told(each)}" for each in scope[name])])
        for name, title in (("in_scope", _("In scope:")), ("out_of_scope", _("Not in scope:")))
        if scope[name]
    )


def _introduction(content: Mapping[str, Any]) -> str:
    report = content["report"]
    lines = [
        _("This dossier starts from a DPIA that others published. It is documented, not observed:"
          " look at each part again."),
        "",
        _("- Publisher: %(name)s", name=_told(content["publisher"])),
        _("- Report: %(title)s", title=_told(report["title"])),
        _("- Published: %(day)s", day=_told(content["published"])),
        _("- Conclusion: %(text)s", text=_told(content["verdict"]["one_line"])),
        "",
        "## " + _("What no source states"),
        "",
        *(f"- {_told(each)} ({_told(_UNCONFIRMED)})" for each in content["unconfirmed"]),
        "",
        "## " + _("Sources"),
        "",
        *(_source(each) for each in content["sources"]),
    ]  # fmt: skip
    return "\n".join(lines)


def _source(item: Mapping[str, Any]) -> str:
    address = _told(item["url"]) if item["url"] == _UNCONFIRMED else f"<{item['url']}>"
    day = _told(item["date"])
    return f"- {item['id']}: {item['title']}, {item['publisher']}, {day}, {address}"


def _proposal(content: Mapping[str, Any]) -> str:
    places = [f"- {_told(each['text'])} ({_sources(each)})" for each in content["data_locations"]]
    parts = [_scope(content["scope"])]
    if places:
        parts.append("\n".join([_("Where data are:"), "", *places]))
    return "\n\n".join(part for part in parts if part)


def _document(source: Mapping[str, Any]) -> dict[str, str]:
    address = "" if source["url"] == _UNCONFIRMED else source["url"]
    found = {
        "name": f"{source['id']}: {source['title']}", "version": str(source["date"]),
        "location": address, "source": StatementSource.DOCUMENTED.value,
    }  # fmt: skip
    return {name: value for name, value in found.items() if value}
