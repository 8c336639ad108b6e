"""The parts of a dossier that are kept elsewhere or computed, as a point of a form shows them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dpia_workbench.i18n import explanation
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.pictures import sources
from dpia_workbench.pictures.figures import risk_figure
from dpia_workbench.report import (
    dossier_life,
    dossier_screening,
    glossary,
    method,
    pictures,
    release_measures,
    release_risks,
    release_scope,
    wording,
)
from dpia_workbench.report.model import Block, Bullets, Callout, Cell, Heading, Table
from dpia_workbench.report.wording import (
    cell,
    keyed,
    level_cell,
    lines,
    listed,
    plain,
    reasoned,
    said,
    scale_value,
    sentence,
    text_of,
)
from dpia_workbench.report.written import Hand
from dpia_workbench.risk.measures import Owner
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Stage
from dpia_workbench.risk.templates import Part, ShownPart
from dpia_workbench.risk.verdict import Topic, Verdict
from dpia_workbench.risk.vocabulary import MeasureKind, Origin
from dpia_workbench.usecases import frozen
from dpia_workbench.usecases.report import Reported

Content = Mapping[str, Any]
DEEPEST = 6  # level of a heading

_TEXTS: Mapping[Part, str] = {Part.SUMMARY: "summary", Part.SCOPE: "scope"}

# What says by its caption what it is.
CAPTIONED = frozenset(
    {
        Part.CELLS, Part.FINDINGS, Part.CLAIMS, Part.MEASURES, Part.RISKS_RESIDUAL, Part.GLOSSARY,
        Part.EVIDENCE, Part.VERSIONS, Part.REVIEWS,
    }
)  # fmt: skip


def under(blocks: Sequence[Block], *, level: int) -> list[Block]:
    """Return blocks with their headings, which begin at level 2, from another level on."""
    return [
        replace(block, level=min(block.level - 2 + level, DEEPEST), number="")
        if isinstance(block, Heading)
        else block
        for block in blocks
    ]


@dataclass(slots=True)
class Parts:
    """Tells parts, and remembers which risks it told in full: each is described once."""

    reported: Reported
    hand: Hand
    _described: set[str] = field(default_factory=set)

    def blocks(self, shown: ShownPart, *, level: int) -> list[Block]:
        """Return a part; its headings begin at a level. Nothing if there is nothing to tell."""
        if shown.part is Part.RISKS:
            return self._risks(shown, level=level)
        if shown.part is Part.FINDINGS:
            topics = [topic for topic in Topic if topic in (shown.topics or frozenset(Topic))]
            return [release_scope.findings(self._content, topics=topics)]
        if shown.part in _TEXTS:
            return self.hand.bilingual(self._content[_TEXTS[shown.part]], level=level)
        return under(_TELLERS[shown.part](self.reported), level=level)

    @property
    def _content(self) -> Content:
        return self.reported.content

    def _risks(self, shown: ShownPart, *, level: int) -> list[Block]:
        """Return risks as tested, and in full those that were not told yet."""
        origins = shown.origins or frozenset(Origin)
        items = [item for item in self._content["risks"] if Origin(item["origin"]) in origins]
        if not items:
            return []
        titles = {item["key"]: text_of(item["title"]) for item in self._content["measures"]}
        blocks: list[Block] = [_as_tested(items, content=self._content)]
        for item in items:
            if item["key"] not in self._described:
                self._described.add(item["key"])
                whole = release_risks.one(item, content=self._content, hand=self.hand)
                blocks += under(whole, level=level)
                blocks += _explained(item, content=self._content, titles=titles)
        return blocks


def _as_tested(items: Sequence[Content], *, content: Content) -> Table:
    has_levels = bool(content["cells"])
    return Table(
        caption=_("Risks as tested"),
        description=_("Per risk: likelihood, severity and level before further measures."),
        header=(_("Risk"), _("Origin"), label(Axis.LIKELIHOOD), label(Axis.SEVERITY), _("Level")),
        rows=tuple(
            (
                Cell(runs=keyed(item)),
                cell(label(Origin(item["origin"]))),
                cell(scale_value(item["likelihood"])),
                cell(scale_value(item["severity"])),
                level_cell(item["levels"][Stage.AS_TESTED]) if has_levels else cell("–"),
            )
            for item in items
        ),
        widths=(40, 16, 16, 16, 12),
    )


def _explained(risk: Content, *, content: Content, titles: Mapping[str, str]) -> Iterator[Block]:
    """Yield how the level on which the verdict rests comes about, once per way it does."""
    ways: dict[tuple[str, ...], list[str]] = {}
    for item in content["cells"]:
        found = frozen.explanations(item, risk=risk["key"])[Stage.ATTAINABLE]
        ways.setdefault(explanation.sentences(found, titles=titles), []).append(item["key"])
    for sentences, keys in ways.items():
        yield sentence(
            _("How the level after the measures of schools comes about in %(cells)s:",
              cells=listed(keys))
        )  # fmt: skip
        yield Bullets(items=tuple(plain(text) for text in sentences))


def _sentence(reported: Reported) -> list[Block]:
    text = said(reported.content["sentence"])
    return [verdict(reported)] if text[0].text else []


def verdict(reported: Reported) -> Callout:
    """Return the verdict: that of the release, or what the draft comes to on the day."""
    found = Verdict(reported.content["published_verdict"])
    title = (
        _("Verdict computed on %(day)s: %(verdict)s",
          day=wording.day(reported.on), verdict=label(found))
        if reported.is_concept
        else _("Verdict: %(verdict)s", verdict=label(found))
    )  # fmt: skip
    own = said(reported.content["sentence"])
    return Callout(
        title=title,
        paragraphs=(own,) if own[0].text else (),
        tone=wording.VERDICT_TONES[found],
    )


def _cells(reported: Reported) -> list[Block]:
    return release_scope.cells(reported.content) if reported.content["cells"] else []


def _matrix(reported: Reported) -> list[Block]:
    figure = risk_figure(sources.risks_of_release(reported.content))
    return [*pictures.blocks(figure), *method.explained(reported.content)[1:]]


def _residual(reported: Reported) -> list[Block]:
    content = reported.content
    if not (content["risks"] and content["cells"]):
        return []
    return [release_risks.overview(content["risks"], caption=_("Risks and what remains of them"))]


def _measures(reported: Reported) -> list[Block]:
    content = reported.content
    if not content["measures"]:
        return []
    table = Table(
        caption=_("Measures"),
        description=_("Per measure: who must act, its kind and the risks it acts on."),
        header=(_("Measure"), _("Who must act"), _("Kind"), _("Risks")),
        rows=tuple(
            (
                Cell(runs=keyed(item)),
                cell(label(Owner(item["owner"]))),
                cell(label(MeasureKind(item["kind"]))),
                cell(release_measures.acts_on(item, content=content)),
            )
            for item in content["measures"]
        ),
        widths=(46, 22, 16, 16),
    )
    return [table]


def _by_actor(reported: Reported) -> list[Block]:
    content = reported.content
    if not content["measures"]:
        return []
    return [
        *release_measures.of_others(content),
        wording.section(_("Measures of schools")),
        *release_scope.school_measures(content)[1:],
        wording.section(_("Promises that the verdict leaves open")),
        *release_measures.open_promises(content)[1:],
    ]


def _claims(reported: Reported) -> list[Block]:
    claims = reported.content["claims"]
    table = Table(
        caption=_("Claims"),
        description=_("Per claim: the risk, the measures, and what they bring about."),
        header=(_("Claim"), _("Risk"), _("Measures"), _("Effect and why")),
        rows=tuple(
            (
                Cell(runs=plain(item["key"], bold=True)),
                cell(item["risk"]),
                cell(listed(item["requires"])),
                Cell(
                    runs=lines(
                        plain(_effect(item), bold=True),
                        reasoned(item["rationale"], content=reported.content),
                    )
                ),
            )
            for item in claims
        ),
        widths=(10, 10, 22, 58),
    )
    return [table] if claims else []


def _effect(item: Content) -> str:
    value = scale_value(item["cap"])
    return _("%(axis)s is at most %(value)s.", axis=label(Axis(item["axis"])), value=value)


def _glossary(_reported: Reported) -> list[Block]:
    return [glossary.table()]


_TELLERS: Mapping[Part, Callable[[Reported], list[Block]]] = {
    Part.SENTENCE: _sentence,
    Part.SCREENING: dossier_screening.blocks,
    Part.CELLS: _cells,
    Part.RISK_MATRIX: _matrix,
    Part.RISKS_RESIDUAL: _residual,
    Part.MEASURES: _measures,
    Part.MEASURES_BY_ACTOR: _by_actor,
    Part.CLAIMS: _claims,
    Part.VERSIONS: dossier_life.versions,
    Part.REVIEWS: dossier_life.reviews,
    Part.EVIDENCE: dossier_life.evidence,
    Part.GLOSSARY: _glossary,
    Part.DECISION: dossier_life.decision,
}
