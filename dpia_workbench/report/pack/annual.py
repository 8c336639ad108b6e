"""A paragraph for the annual report of the board (norm VW.01), with the numbers behind it."""

from collections import Counter
from collections.abc import Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n import ngettext
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered
from dpia_workbench.report.model import Block, Document, Facts, Runs
from dpia_workbench.report.pack import frame, schooling
from dpia_workbench.report.pack.processing import operations
from dpia_workbench.report.wording import day, ending, plain, sentence, text_of
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.scale import Level
from dpia_workbench.risk.verdict import Verdict
from dpia_workbench.usecases import local_levels
from dpia_workbench.usecases.adoption_pack import Pack


def annual_report(pack: Pack) -> Document:
    """Return the paragraph for the annual report and its numbers."""
    return frame.document(pack, title=label(Paper.ANNUAL_REPORT), blocks=_blocks(pack))


def _blocks(pack: Pack) -> Iterator[Block]:
    product = frame.product(pack.assessment)
    yield from frame.top(pack, _("For the annual report: %(product)s", product=product))
    yield frame.heading(2, _("Paragraph"))
    yield sentence(" ".join(_sentences(pack)))
    yield frame.heading(2, _("The numbers behind it"))
    yield Facts(pairs=tuple(_numbers(pack)))
    yield from frame.uncovered_bullets(pack.assessment, level=2)


def _sentences(pack: Pack) -> Iterator[str]:
    assessed, content, taken = pack.assessment, pack.assessment.content, pack.adoption.decision
    yield _(
        "For %(product)s our board rests on release %(number)s of %(publisher)s (%(verdict)s).",
        product=frame.product(assessed),
        number=content["number"],
        publisher=text_of(content["publisher"]),
        verdict=label(Verdict(content["published_verdict"])),
    )
    yield _("It is used at %(schools)s.", schools=ending(schooling.short(assessed)))
    if taken is None:
        yield _("The board has not decided yet.")
    else:
        yield _(
            "After advice of the data protection officer the board decided on %(day)s:"
            " %(outcome)s.",
            day=day(taken.on),
            outcome=label(taken.outcome).lower(),
        )
    mandatory, effective = _mandatory(pack)
    yield _("Mandatory measures in effect: %(done)s of %(all)s.", all=mandatory, done=effective)
    differ = len({each.school_id for each in schooling.deviations(assessed)})
    if differ:
        yield ngettext("%(n)s school differs from that.", "%(n)s schools differ from that.", differ)
    accepted = sum(bool(view.acceptance) for view in assessed.risks)
    yield ngettext(
        "The board accepted %(n)s medium risk.", "The board accepted %(n)s medium risks.", accepted
    )
    left = uncovered.words(assessed)
    if left:
        yield _("This does not cover: %(what)s.", what=ending("; ".join(left)))
    if taken is not None:
        yield _("The next review is before %(day)s.", day=day(taken.next_review))


def _mandatory(pack: Pack) -> tuple[int, int]:
    due = [
        view for view in pack.assessment.measures
        if view.owner is Owner.SCHOOL_MANDATORY and view.applies
    ]  # fmt: skip
    return len(due), sum(view.is_effective for view in due)


def _numbers(pack: Pack) -> Iterator[tuple[str, Runs]]:
    assessed, row = pack.assessment, pack.adoption
    levels = Counter(view.local for view in assessed.risks)
    states = Counter(view.state for view in assessed.measures if view.applies)
    mandatory, effective = _mandatory(pack)
    found: list[tuple[str, int]] = [
        (_("Schools"), len(row.school_rows)),
        (_("Pupils"), schooling.pupils(assessed)),
        (_("Processing operations"), len(operations(assessed))),
        (_("Mandatory measures"), mandatory),
        (_("Mandatory measures in effect"), effective),
        (_("Measures that are planned"), states[LocalState.PLANNED]),
        (_("Measures that do not apply"), states[LocalState.NOT_APPLICABLE]),
        (_("Schools that differ from the board"), len(schooling.deviations(assessed))),
        (_("High risks"), levels[Level.HIGH]),
        (_("Medium risks"), levels[Level.MEDIUM]),
        (_("Low risks"), levels[Level.LOW]),
        (_("Medium risks that the board accepted"),
         sum(bool(view.acceptance) for view in assessed.risks)),
        (_("Risks of the board's own"), len(local_levels.own_risks(row))),
        (_("Uses that are not covered"), len(uncovered.uses(assessed))),
        (_("Scope cells that are not covered"), len(uncovered.cells(assessed))),
    ]  # fmt: skip
    yield from ((name, plain(str(count))) for name, count in found)
    yield _("SHA-256 of the DPIA"), plain(row.release_sha256)
