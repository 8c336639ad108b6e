"""The settings and tasks of schools, for who carries them out: where, which value, why, how far.

The functions take a local assessment, so that a worksheet for an ICT partner holds the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered
from dpia_workbench.report.model import Block, Document, Facts, Runs
from dpia_workbench.report.pack import frame, schooling
from dpia_workbench.report.sheets import Sheet, Value
from dpia_workbench.report.wording import day, keyed, lines, plain, said, sentence, text_of
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.measures import Owner
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.usecases.adoption_pack import Pack
from dpia_workbench.usecases.local import LocalAssessment, MeasureView

_NOTHING = Bilingual()


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One setting or task, with the risks that it lowers."""

    view: MeasureView
    risks: tuple[Runs, ...]

    @property
    def is_mandatory(self) -> bool:
        """Return whether schools must do it."""
        return self.view.owner is Owner.SCHOOL_MANDATORY

    def practice(self, name: str) -> Bilingual:
        """Return where it is, its value, its side effect or who decides, if that was written."""
        return self.view.practice.get(name, _NOTHING)


def settings(assessment: LocalAssessment) -> tuple[Setting, ...]:
    """Return the settings and tasks that are meant for what the board uses, mandatory first."""
    titles = {item["key"]: item for item in assessment.content["risks"]}
    lowers: dict[str, dict[str, Runs]] = {}
    for claim in assessment.content["claims"]:
        for key in claim["requires"]:
            lowers.setdefault(key, {})[claim["risk"]] = keyed(titles[claim["risk"]])
    return tuple(
        Setting(view=view, risks=tuple(lowers.get(view.key, {}).values()))
        for view in assessment.measures
        if view.applies
    )


def settings_sheet(assessment: LocalAssessment) -> Sheet:
    """Return the settings as a table, with a row for each school that differs.

    The last rows name what none of this covers (invariant 20).
    """
    rows: list[tuple[Value, ...]] = []
    for each in settings(assessment):
        rows.append(tuple(_row(each)))
        rows += (tuple(row) for row in _schools(assessment, each))
    header, left = _header(), uncovered.words(assessment)
    blank: tuple[Value, ...] = (None,) * (len(header) - 3)
    rows += (("", _("Not covered by this assessment"), each, *blank) for each in left)
    return Sheet(
        name=label(Paper.SETTINGS), header=header, rows=tuple(rows), on=frame.dated(assessment)
    )


def _header() -> tuple[str, ...]:
    return (
        _("Measure"), _("What"), _("Where"), _("Mandatory"), _("Setting"), _("Value"),
        _("How"), _("Why"), _("Side effect in lessons"), _("Who decides"), _("State"),
        _("Since"), _("Planned for"), _("Check again before"), _("Evidence or reason"),
    )  # fmt: skip


def _row(each: Setting) -> Iterator[Value]:
    view = each.view
    yield view.key
    yield text_of(view.title)
    yield _("Whole board")
    yield _("Yes") if each.is_mandatory else _("No")
    yield text_of(each.practice("setting_path"))
    yield text_of(each.practice("setting_value"))
    yield text_of(view.instruction)
    yield "; ".join("".join(run.text for run in runs) for runs in each.risks)
    yield text_of(each.practice("side_effect"))
    yield text_of(each.practice("decided_by"))
    yield label(view.state)
    yield view.since
    yield view.due
    yield view.row.review_due
    yield view.evidence or view.reason


def _schools(assessment: LocalAssessment, each: Setting) -> Iterator[Iterator[Value]]:
    for row in schooling.deviations(assessment):
        if row.key == each.view.key:
            same: list[Value] = list(_row(each))
            school = f"{row.school.name} ({row.school.brin})"
            told = row.evidence or row.reason
            yield iter([*same[:2], school, *same[3:10], label(row.state), row.since, row.due,
                        row.review_due, told])  # fmt: skip


def settings_paper(pack: Pack) -> Document:
    """Return the settings as a Word file."""
    return frame.document(pack, title=label(Paper.SETTINGS), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    assessed = pack.assessment
    product = frame.product(assessed)
    yield from frame.top(pack, _("Settings and tasks for %(product)s", product=product))
    yield sentence(_("This rests on: %(what)s.", what=frame.reference(assessed)))
    yield from frame.uncovered_bullets(assessed, level=2)
    found = settings(assessed)
    if not found:
        yield sentence(_("Schools need not take measures of their own."))
    for is_mandatory, title in ((True, _("Mandatory")), (False, _("Optional"))):
        mine = [each for each in found if each.is_mandatory is is_mandatory]
        if mine:
            yield frame.heading(2, title)
        for each in mine:
            yield from _setting(each)
    table = schooling.deviation_table(assessed)
    if table:
        yield frame.heading(2, _("Schools that differ from the board"))
        yield from table


def _setting(each: Setting) -> Iterator[Block]:
    view = each.view
    yield frame.heading(3, _("%(key)s %(title)s", key=view.key, title=text_of(view.title)))
    yield Facts(pairs=tuple(pair for pair in _facts(each) if any(run.text for run in pair[1])))


def _facts(each: Setting) -> Iterator[tuple[str, Runs]]:
    view = each.view
    yield _("Setting"), said(each.practice("setting_path"))
    yield _("Value"), said(each.practice("setting_value"))
    yield _("How"), said(view.instruction)
    yield _("Why"), lines(*each.risks)
    yield _("Side effect in lessons"), said(each.practice("side_effect"))
    yield _("Who decides"), said(each.practice("decided_by"))
    yield _("State"), plain(label(view.state))
    yield _("Since"), plain(day(view.since) if view.since else "")
    yield _("Planned for"), plain(day(view.due) if view.due else "")
    yield _("Check again before"), plain(day(view.row.review_due) if view.row.review_due else "")
    yield _("Evidence"), said(view.evidence)
    yield _("Reason"), said(view.reason)
