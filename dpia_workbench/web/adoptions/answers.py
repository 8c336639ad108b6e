"""What a board answered in steps 2 to 5, in words: as a record, and in one line."""

from collections.abc import Iterator, Mapping

from dpia_workbench.i18n import explanation, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing.filters import day
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.describing import Said
from dpia_workbench.store.models import LocalAgreement, LocalOperation, UncoveredUse
from dpia_workbench.usecases import examined, local_schools, own_risk
from dpia_workbench.usecases.local import LocalAssessment
from dpia_workbench.web.adoptions import reading
from dpia_workbench.web.adoptions.pages import Situation, Told

Facts = Iterator[tuple[str, str]]


def records(assessed: LocalAssessment) -> tuple[Told, ...]:
    """Return what was answered, as a heading with facts for each step that was answered."""
    found = {
        Step.SCOPE: _scope,
        Step.CIRCUMSTANCES: _circumstances,
        Step.OPERATIONS: _operations,
        Step.AGREEMENT: _agreement,
    }
    told = [Told(label(step), tuple(facts(assessed))) for step, facts in found.items()]
    return tuple(each for each in told if each.facts)


def situation(assessed: LocalAssessment) -> Situation | None:
    """Return what the board wrote about itself, as far as it did."""
    row = assessed.adoption
    if not row.steps and not row.cells:
        return None
    chosen = {item["key"] for item in assessed.cells}
    others = [item for item in assessed.content["cells"] if item["key"] not in chosen]
    facts = ((_("Schools"), row.schools), (_("Risks of our own"), _own_risks(assessed)))
    return Situation(
        facts=tuple((name, text) for name, text in facts if text),
        told=records(assessed),
        uses=uncovered(assessed),
        outside=row.outside,
        uncovered=tuple(reading.cell_name(item) for item in others) if chosen else (),
    )


def uncovered(assessed: LocalAssessment) -> tuple[tuple[str, str], ...]:
    """Return what the board uses that was not examined, each with the board's own assessment."""
    missing = _("Your board has still to write its own assessment of this.")
    return tuple(
        (use_name(each), each.supplement or missing) for each in assessed.adoption.uncovered
    )


def use_name(row: UncoveredUse) -> str:
    """Return what kind of use was not examined, and its name."""
    return _("%(kind)s: %(name)s", kind=label(row.kind), name=row.name)


def said(answer: str) -> str:
    """Return an answer about a circumstance; what is not known says how it counts."""
    if answer == Said.UNKNOWN:
        return _("We do not know, so it counts as yes")
    return label(Said(answer))


def _scope(assessed: LocalAssessment) -> Facts:
    row = assessed.adoption
    if assessed.cells:
        yield _("What we use"), "\n".join(reading.cell_name(item) for item in assessed.cells)
    if row.services:
        yield _("Switched on"), "\n".join(explanation.service_name(name) for name in row.services)


def _circumstances(assessed: LocalAssessment) -> Facts:
    row = assessed.adoption
    for tag, answer in row.circumstances.items():
        yield explanation.tag_label(tag), said(answer)
    if row.tags and not row.circumstances:
        yield _("Circumstances"), "\n".join(explanation.tag_label(tag) for tag in row.tags)


def _operations(assessed: LocalAssessment) -> Facts:
    row = assessed.adoption
    items = examined.data_items(assessed.content)
    for each in row.operations:
        if not each.is_removed:
            yield each.name, "\n".join(_operation(each, items=items))
    not_done = [each.name for each in row.operations if each.is_removed]
    if not_done:
        yield _("We do not do this"), "\n".join(not_done)
    if row.purposes.strip():
        yield _("Noted before"), row.purposes


def _operation(row: LocalOperation, *, items: Mapping[str, str]) -> Iterator[str]:
    yield _("Purpose: %(text)s", text=row.purpose)
    if row.legal_basis is not None:
        yield _("Legal basis: %(text)s", text=label(row.legal_basis))
    if row.basis_reason:
        yield _("Why this basis: %(text)s", text=row.basis_reason)
    if row.parental_consent:
        yield _("Consent of parents: %(text)s", text=row.parental_consent)
    yield _("Data: %(text)s", text=data(row, items=items))
    yield _("Kept: %(text)s", text=row.retention)
    yield _("Access: %(text)s", text=row.access)
    if row.links:
        yield _("Links to other systems: %(text)s", text=row.links)


def data(row: LocalOperation, *, items: Mapping[str, str]) -> str:
    """Return the data that are entered, in one line."""
    names = [items.get(key, key) for key in row.data_items]
    return "; ".join([*names, *([row.other_data] if row.other_data else [])])


def _agreement(assessed: LocalAssessment) -> Facts:
    found = assessed.adoption.agreement
    if found is not None:
        yield from agreement(found)
    mine = _party_to(assessed)
    if mine:
        yield _("Agreements that we are party to"), "\n".join(mine)


def agreement(row: LocalAgreement) -> Facts:
    """Yield what the board says of its processor agreement."""
    yield _("How it is arranged"), label(row.form)
    told = (
        (_("Agreement"), row.title),
        (_("Version"), row.edition),
        (_("Signed on"), day(row.signed_on)),
        (_("Annexes"), row.annexes),
        (_("News of sub-processors goes to"), row.notice_address),
        (_("Explanation"), row.explanation),
    )
    yield from ((name, text) for name, text in told if text)


def _party_to(assessed: LocalAssessment) -> list[str]:
    return [
        item["agreement"]["title"]
        for item in assessed.content["measures"]
        if item["agreement"] and item["key"] in assessed.party_to
    ]


def summary(assessed: LocalAssessment, step: Step) -> str:
    """Return in one line what was answered in a step; empty if nothing was."""
    found = {
        Step.SCOPE: _scope_line,
        Step.CIRCUMSTANCES: _circumstances_line,
        Step.OPERATIONS: _operations_line,
        Step.AGREEMENT: _agreement_line,
        Step.MEASURES: _measures_line,
        Step.SCHOOLS: _schools_line,
        Step.OWN_RISKS: _own_risks,
        Step.DECISION: _decision_line,
    }
    line = found[step](assessed) if step in found else ""
    return _short(line)


_LONGEST = 140


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1].rstrip() + "…"


def _own_risks(assessed: LocalAssessment) -> str:
    row = assessed.adoption
    named = [f"{each.key} {each.title}" for each in own_risk.own(row)]
    return "\n".join(filter(None, [*named, row.own_risks]))


def _schools_line(assessed: LocalAssessment) -> str:
    names = (place.name for place in local_schools.covered(assessed.adoption))
    return ", ".join(names) or assessed.adoption.schools


def _scope_line(assessed: LocalAssessment) -> str:
    names = ", ".join(reading.cell_name(item) for item in assessed.cells)
    count = len(assessed.adoption.uncovered)
    if not count:
        return names
    more = ngettext("%(n)s use is not covered", "%(n)s uses are not covered", count)
    return _("%(names)s; %(more)s", names=names, more=more) if names else more


def _circumstances_line(assessed: LocalAssessment) -> str:
    row = assessed.adoption
    if not row.circumstances and not row.tags:
        return ""
    return ", ".join(explanation.tag_label(tag) for tag in row.tags) or _("None of those asked")


def _operations_line(assessed: LocalAssessment) -> str:
    return ", ".join(each.name for each in assessed.adoption.operations if not each.is_removed)


def _agreement_line(assessed: LocalAssessment) -> str:
    found = assessed.adoption.agreement
    if found is None:
        return ""
    return found.title or label(found.form)


def _measures_line(assessed: LocalAssessment) -> str:
    count = assessed.open_measures
    if not count:
        return ""
    return ngettext("%(n)s mandatory measure waits", "%(n)s mandatory measures wait", count)


def _decision_line(assessed: LocalAssessment) -> str:
    taken = assessed.adoption.decision
    return label(taken.outcome) if taken else ""
