"""What an adoption does not cover, as every paper of a board names it (invariant 20)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report.model import Block, Callout, Heading, Runs, Tone
from dpia_workbench.report.wording import plain, prose, said, sentence, text_of
from dpia_workbench.risk.adoption_step import UseKind
from dpia_workbench.risk.vocabulary import SubjectGroup
from dpia_workbench.usecases.local import LocalAssessment


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """Use of the board that no scope cell covers, and what the board judged of it itself."""

    kind: UseKind
    name: str
    supplement: str


def uses(assessment: LocalAssessment) -> tuple[Use, ...]:
    """Return the use that is not covered."""
    row = assessment.adoption
    told = [Use(kind=UseKind.PURPOSE, name=row.outside.strip(), supplement="")]
    named = (
        Use(kind=each.kind, name=each.name, supplement=each.supplement.strip())
        for each in row.uncovered
    )
    return (*(use for use in told if use.name), *named)


def cells(assessment: LocalAssessment) -> tuple[Mapping[str, Any], ...]:
    """Return the scope cells that the board does not use."""
    covered = {item["key"] for item in assessment.cells}
    return tuple(item for item in assessment.content["cells"] if item["key"] not in covered)


def words(assessment: LocalAssessment) -> list[str]:
    """Return everything that is not covered in a few words each, for tables and short papers."""
    return [*(_use(use) for use in uses(assessment)), *(_cell(item) for item in cells(assessment))]


def runs(assessment: LocalAssessment, *, is_plain: bool = False) -> Iterator[Runs]:
    """Yield the same as runs, each in the language in which it was written.

    For people who do not know the release it is said without its keys.
    """
    for use in uses(assessment):
        yield (*_kind(use), *said(use.name))
    for item in cells(assessment):
        yield plain(_plain_cell(item) if is_plain else _cell(item))


def told(assessment: LocalAssessment) -> list[Block]:
    """Return what an assessment says nothing about, or that there is nothing of that kind."""
    found = tuple(runs(assessment))
    if not found:
        return [sentence(_("The board uses nothing that the release does not cover."))]
    explained = _("For this part the board needs an assessment of its own, or must not use it.")
    return [
        Callout(
            title=_("Not covered by this assessment"),
            paragraphs=(*found, plain(explained)),
            tone=Tone.BAD if uses(assessment) else Tone.CAUTION,
        )
    ]


def supplements(assessment: LocalAssessment, *, level: int) -> list[Block]:
    """Return what the board judged itself of each use that is not covered, under a heading."""
    blocks: list[Block] = []
    for use in uses(assessment):
        name = _("Own assessment of what is not covered: %(use)s", use=_use(use))
        blocks.append(Heading(level=level, runs=plain(name), number=""))
        blocks += prose(use.supplement) or [missing()]
    return blocks


def missing() -> Callout:
    """Return that the board has still to judge something itself."""
    return Callout(title=_("This assessment has not been written yet."), tone=Tone.BAD)


def _use(use: Use) -> str:
    if use.kind is UseKind.PURPOSE:
        return use.name
    return _("%(kind)s: %(name)s", kind=label(use.kind), name=use.name)


def _kind(use: Use) -> Runs:
    if use.kind is UseKind.PURPOSE:
        return ()
    return (*plain(_("%(name)s:", name=label(use.kind))), *plain(" "))


def _cell(item: Mapping[str, Any]) -> str:
    return _(
        "%(cell)s: %(edition)s, %(group)s",
        cell=item["key"],
        edition=text_of(item["edition"]["name"]),
        group=label(SubjectGroup(item["group"])),
    )


def _plain_cell(item: Mapping[str, Any]) -> str:
    edition, group = text_of(item["edition"]["name"]), label(SubjectGroup(item["group"]))
    return _("%(edition)s for %(group)s", edition=edition, group=group)
