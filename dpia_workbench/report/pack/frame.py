"""What all papers of an adoption share: their frame, and short words on where it stands.

Everything here speaks the current language.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered, wording
from dpia_workbench.report.model import (
    Block,
    Bullets,
    Callout,
    Document,
    Heading,
    Properties,
    Runs,
    Tone,
)
from dpia_workbench.report.wording import day, listed, plain, prose, sentence, text_of
from dpia_workbench.risk.scale import Level
from dpia_workbench.usecases.adoption_pack import Contact, Pack
from dpia_workbench.usecases.local import LocalAssessment, RiskView

DEEPEST = 6
_AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def document(pack: Pack, *, title: str, blocks: Iterable[Block], subtitle: str = "") -> Document:
    """Return a paper with its frame: who made it of what, and DRAFT behind every page of one."""
    header = _("%(title)s: %(product)s at %(board)s", title=title, product=product(pack.assessment),
               board=pack.adoption.board.name)  # fmt: skip
    return Document(
        title=_("Draft: %(title)s", title=header) if pack.is_draft else header,
        subtitle=subtitle,
        language=current_language(),
        properties=Properties(
            author=pack.adoption.board.name,
            subject=header,
            keywords=(_("DPIA"), product(pack.assessment), vendor(pack.assessment)),
            identifier=pack.adoption.release_sha256,
            created=dated(pack.assessment),
        ),
        header=header,
        footer=wording.footer(),
        blocks=tuple(blocks),
        watermark=_("Draft") if pack.is_draft else "",
    )


def dated(assessment: LocalAssessment) -> date:
    """Return the day of the decision, or else the day on which the board began."""
    row = assessment.adoption
    return row.decision.on if row.decision else row.started_at.astimezone(_AMSTERDAM).date()


def product(assessment: LocalAssessment) -> str:
    """Return the name of the product."""
    return text_of(assessment.content["product"]["name"])


def vendor(assessment: LocalAssessment) -> str:
    """Return the name of the vendor."""
    return str(assessment.content["product"]["vendor"]["name"])


def top(pack: Pack, title: str) -> list[Block]:
    """Return the beginning of a short paper: its title, and that it is a draft or invented."""
    return [
        heading(1, title),
        *wording.invented_callout(pack.assessment.content),
        *draft(pack),
        *warning(pack),
    ]


def draft(pack: Pack) -> list[Block]:
    """Return that the board has still to decide, and what else is missing."""
    if not pack.is_draft:
        return []
    told = [plain(_("The board has not decided yet. Everything here can still change."))]
    if pack.missing:
        steps = listed(label(step) for step in pack.missing)
        told.append(plain(_("Still to be done: %(steps)s.", steps=steps)))
    if pack.unwritten:
        names = listed(f"“{each.name}”" for each in pack.unwritten)
        text = _("The board has still to judge itself what is not covered: %(names)s.", names=names)
        told.append(plain(text))
    return [Callout(title=_("Draft"), paragraphs=tuple(told), tone=Tone.CAUTION)]


def warning(pack: Pack) -> list[Block]:
    """Return that a draft rests on a verdict that no longer simply holds.

    A decision is told as on its day, so its papers stay the same whatever happened since.
    """
    return wording.status_callout(pack.status) if pack.is_draft else []


def heading(level: int, text: str) -> Heading:
    """Return a heading without a number."""
    return Heading(level=min(level, DEEPEST), runs=plain(text), number="")


def under(blocks: Iterable[Block], *, level: int) -> list[Block]:
    """Return blocks of a report below a heading: without their chapter, sections at a level."""
    return [
        replace(each, level=min(level + each.level - 2, DEEPEST), number="")
        if isinstance(each, Heading)
        else each
        for each in blocks
        if not (isinstance(each, Heading) and each.level == 1)
    ]


def told(text: str) -> list[Block]:
    """Return what the board wrote, or that it wrote nothing."""
    return prose(text) or [sentence(_("The board has not filled this in."))]


def reference(assessment: LocalAssessment) -> str:
    """Return on which release an assessment rests."""
    content = assessment.content
    return _(
        "Release %(number)s of %(publisher)s, published on %(day)s, SHA-256 %(hash)s",
        number=content["number"],
        publisher=text_of(content["publisher"]),
        day=day(content["published_on"]),
        hash=assessment.adoption.release_sha256,
    )


def uncovered_bullets(assessment: LocalAssessment, *, level: int) -> list[Block]:
    """Return under a heading what is not covered, or that there is nothing of that kind."""
    found = tuple(uncovered.runs(assessment))
    title = heading(level, _("Not covered by this assessment"))
    if not found:
        text = _("The board uses nothing that the release does not cover.")
        return [title, sentence(text)]
    return [title, Bullets(items=found)]


def counted(risks: Sequence[RiskView]) -> str:
    """Return how many risks there are at each level, in words."""
    if not risks:
        return _("The levels are known once the board has said what it uses.")
    found = Counter(view.local for view in risks)
    return _(
        "High: %(high)s. Medium: %(medium)s. Low: %(low)s.",
        high=found[Level.HIGH],
        medium=found[Level.MEDIUM],
        low=found[Level.LOW],
    )


def contact(people: Iterable[Contact]) -> str:
    """Return people with their addresses."""
    return "; ".join(f"{each.name} ({each.email})" for each in people)


def shortened(text: str, *, words: int) -> str:
    """Return the beginning of a text that is too long for a short paper."""
    found = text.split()
    if len(found) <= words:
        return " ".join(found)
    return f"{' '.join(found[:words])} …"


def brief(value: wording.Words, *, words: int) -> Runs:
    """Return the beginning of a text of people, marked if it is in the other language."""
    return tuple(replace(run, text=shortened(run.text, words=words)) for run in wording.said(value))


def mine(text: str) -> Runs:
    """Return a text of the board on one line, marked as Dutch."""
    return wording.said(" ".join(text.split()))
