"""From the rounds of a board with a product to what the pages show of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import url_for

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.adoption_step import Step
from dpia_workbench.risk.calendar import day_of
from dpia_workbench.risk.comparison import Difference, Part
from dpia_workbench.risk.readoption import LookAgain, News
from dpia_workbench.store import adoptions, followups, releases
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import Adoption, Release
from dpia_workbench.usecases import carrying, local, readoption, rounds, said, step_news
from dpia_workbench.web import pieces
from dpia_workbench.web.adoptions import reading, said_words, steps
from dpia_workbench.web.adoptions.round_pages import (
    CarriedPage,
    ChangedPage,
    ChangedRow,
    ChangedStep,
    MeasureView,
    NewsView,
    RoundRow,
    Side,
    StepView,
)
from dpia_workbench.web.verdicts import changes
from dpia_workbench.web.verdicts.change_pages import LineView
from dpia_workbench.web.verdicts.change_values import Words

_WARN = frozenset({News.RISK_HIGHER, News.RISK_NEW, News.MEASURE_NEW, News.MEASURE_CHANGED,
                   News.CELL_GONE, News.PLAN_PASSED, News.CHECK_DUE})  # fmt: skip


def name_of(row: Adoption) -> str:
    """Return what a round rests on: a release by its number, or a record as it was then."""
    if row.release is not None:
        name = _("Release %(number)s", number=row.release.number)
    else:
        name = _("External record, version %(number)s", number=row.basis.number)
    return name if row.round == 1 else _("%(name)s, round %(round)s", name=name, round=row.round)


def round_row(row: Adoption, *, this: Adoption, today: date) -> RoundRow:
    """Return one round with its state and its decision."""
    decision = row.decision
    return RoundRow(
        url=url_for("adoptions.show", adoption_id=row.id),
        name=name_of(row),
        began=day_of(row.started_at),
        state=reading.state_badge(local.state_of(row, on=today)),
        outcome=label(decision.outcome) if decision else "",
        decided_on=decision.on if decision else None,
        is_this=row is this,
    )


def chain(row: Adoption, *, today: date) -> tuple[RoundRow, ...]:
    """Return all rounds with the product, the newest first."""
    found = [*reversed(list(adoptions.later(row))), row, *adoptions.earlier(row)]
    return tuple(round_row(each, this=row, today=today) for each in found)


def central_url(before: Adoption, after: Adoption) -> str | None:
    """Return where one reads what changed between what two rounds rest on."""
    old, new = before.basis, after.basis
    if not isinstance(old, Release) or not isinstance(new, Release) or old.id == new.id:
        return None
    slug = new.product.slug
    return url_for("verdicts.changes", slug=slug, older=old.number, newer=new.number)


def why(row: Adoption) -> tuple[str, ...]:
    """Return why a round was begun, in words."""
    if row.again is None:
        return ()
    told = [label(LookAgain(row.again.why)), row.again.words]
    return tuple(text for text in told if text.strip())


@dataclass(slots=True)
class _Comparing:
    """Puts what changed in words, for each earlier round once."""

    row: Adoption
    strides: dict[Any, step_news.Stride] = field(default_factory=dict)

    def stride(self, earlier: Adoption) -> step_news.Stride:
        """Return what changed centrally since an earlier round."""
        if earlier.id not in self.strides:
            self.strides[earlier.id] = step_news.between(earlier, self.row)
        return self.strides[earlier.id]

    def sides(self, difference: Difference | None, earlier: Adoption | None) -> tuple[Side, ...]:
        """Return the fields of a thing that differ, beside each other."""
        if difference is None or earlier is None:
            return ()
        stride = self.stride(earlier)
        view = changes.item(difference, words=Words(stride.old, stride.new))
        return tuple(_side(line) for line in (*view.lines, *view.more))

    def of_measure(self, carried: carrying.CarriedMeasure) -> tuple[Side, ...]:
        """Return the old and the new text of a measure."""
        if carried.earlier is None:
            return ()
        found = self.stride(carried.earlier).found
        mine = (d for d in found if d.part is Part.MEASURE and d.key == carried.row.key)
        return self.sides(next(mine, None), carried.earlier)


def _side(line: LineView) -> Side:
    before = "".join(text for kind, text in line.runs if kind != "added")
    after = "".join(text for kind, text in line.runs if kind != "removed")
    if line.look:
        before = line.before.label if line.before else ""
        after = line.after.label if line.after else ""
    return Side(label=line.label, language=line.language, before=before, after=after or line.note)


def carried(row: Adoption, *, may_fill: bool, today: date) -> CarriedPage:
    """Return what changed since the last round, and what can be confirmed."""
    comparing, assessed = _Comparing(row), local.assess(row, on=today)
    before = row.follows
    found, measures = step_news.steps(row), carrying.measures(row, on=today)
    kept = readoption.confirmable(measures)
    base = next((each for each in adoptions.earlier(row) if each.decision), before)
    force = rounds.in_force(row, today=today)
    digest = readoption.measures_digest(kept)
    return CarriedPage(
        place=reading.place(assessed),
        why=why(row),
        in_force=round_row(force, this=row, today=today) if force else None,
        changed=tuple(_step(row, each, comparing) for each in found if each.items
                      and not each.is_done),
        measures=tuple(_measure(each, comparing) for each in measures
                       if each.is_open and each.news is not None),
        gone=tuple(_gone(row)),
        risks=tuple(_news(item, comparing.sides(item.difference, base))
                    for item in step_news.risks(row)),
        unchanged=tuple(_step(row, each, comparing) for each in found if each.is_unchanged),
        kept=tuple(_measure(each, comparing) for each in kept),
        kept_seen=f"{Step.MEASURES}:{digest}" if kept else "",
        done=tuple(_done(found, measures)),
        open_steps=tuple((label(each.step), steps.address(row, each.step)) for each in found
                         if each.earlier is None and not each.is_done),
        may_fill=may_fill,
        here=url_for("adoptions.carried", adoption_id=row.id),
        changed_url=url_for("adoptions.changed", adoption_id=row.id),
        central_url=central_url(base, row) if base else None,
    )  # fmt: skip


def _done(
    found: tuple[step_news.CarriedStep, ...], measures: tuple[carrying.CarriedMeasure, ...]
) -> Iterator[str]:
    yield from (label(each.step) for each in found if each.is_done)
    for each in measures:
        if not each.is_open:
            title = pieces.words(Bilingual.of(each.item["title"])).text
            yield _("Measure %(key)s: %(title)s", key=each.row.key, title=title)


def _step(row: Adoption, each: step_news.CarriedStep, comparing: _Comparing) -> StepView:
    content = releases.content(row.basis)
    facts = (fact for fact in said.facts(row) if fact.step is each.step)
    return StepView(
        id=f"step-{each.step}".replace("_", "-"),
        title=label(each.step),
        since=each.since,
        news=tuple(
            _news(item, comparing.sides(item.difference, each.earlier)) for item in each.items
        ),
        said=said_words.lines(facts, content=content),
        url=steps.address(row, each.step),
        seen=f"{each.step}:{each.digest}",
    )


def _news(item: step_news.Item, sides: tuple[Side, ...]) -> NewsView:
    return _told(item.news, item.name, sides)


def _told(news: News, name: Bilingual, sides: tuple[Side, ...] = ()) -> NewsView:
    tone = "warning" if news in _WARN else "neutral"
    return NewsView(what=label(news), tone=tone, title=pieces.words(name), sides=sides)


def _measure(each: carrying.CarriedMeasure, comparing: _Comparing) -> MeasureView:
    news, title = each.news, Bilingual.of(each.item["title"])
    shown = (
        _told(news, title, comparing.of_measure(each) if news is News.MEASURE_CHANGED else ())
        if news
        else NewsView(what="", tone="neutral", title=pieces.words(title), sides=())
    )
    held = followups.stand_of(each.source) if each.source else None
    return MeasureView(
        id=f"measure-{each.row.key.lower()}",
        key=each.row.key,
        news=shown,
        said=said_words.stand(held) if held else (),
        since=each.since,
        url=url_for(
            "adoptions.measure", adoption_id=each.row.adoption_id, measure_id=each.row.id
        ),
    )  # fmt: skip


def _gone(row: Adoption) -> Iterator[MeasureView]:
    for item, held in carrying.gone(row):
        yield MeasureView(
            id=f"gone-{item['key'].lower()}",
            key=item["key"],
            news=_told(News.MEASURE_GONE, Bilingual.of(item["title"])),
            said=said_words.stand(held),
            since=None,
            url="",
        )


def changed(row: Adoption, before: Adoption, *, today: date) -> ChangedPage:
    """Return field by field what a board says otherwise than in the round before."""
    old, new = releases.content(before.basis), releases.content(row.basis)
    steps: dict[Step, dict[str, list[ChangedRow]]] = {}
    for each in said.differing(before, row):
        things = steps.setdefault(each.step, {})
        things.setdefault(each.thing, []).append(
            ChangedRow(
                label=said_words.name_of(each.name),
                before=said_words.told(each.name, each.before, content=old),
                after=said_words.told(each.name, each.after, content=new),
            )
        )
    return ChangedPage(
        place=reading.place(local.assess(row, on=today)),
        before=round_row(before, this=row, today=today),
        steps=tuple(
            ChangedStep(
                id=f"step-{step}".replace("_", "-"),
                title=label(step),
                things=tuple((thing, tuple(rows)) for thing, rows in things.items()),
            )
            for step, things in steps.items()
        ),
        central_url=central_url(before, row),
        is_same_text=before.release_sha256 == row.release_sha256,
    )
