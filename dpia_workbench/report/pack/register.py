"""The entry in the register of processing (GDPR art. 30(1)): one row per operation."""

from collections.abc import Iterable, Iterator

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.report import uncovered
from dpia_workbench.report.pack import frame, schooling
from dpia_workbench.report.pack.processing import Processing, applied, processings
from dpia_workbench.report.sheets import Sheet, Value
from dpia_workbench.report.wording import text_of
from dpia_workbench.risk.adoption_pack import Paper
from dpia_workbench.store.models import LocalAgreement
from dpia_workbench.usecases.adoption_pack import Pack


def register(pack: Pack) -> Sheet:
    """Return the entries in the current language."""
    rows = (tuple(_row(pack, each)) for each in processings(pack.assessment))
    return Sheet(name=label(Paper.REGISTER), header=_header(), rows=tuple(rows),
                 on=frame.dated(pack.assessment))  # fmt: skip


def _header() -> tuple[str, ...]:
    return (
        _("Processing operation"), _("Product"), _("Controller"), _("Number of the board"),
        _("Contact of the controller"), _("Data protection officer"), _("Purposes"),
        _("Legal basis"), _("Why it applies"), _("Categories of people"),
        _("Categories of personal data"), _("Data"), _("Data that need more protection"),
        _("Who has access"), _("Recipients"), _("Links to other systems"), _("Processors"),
        _("Processor agreement"), _("Where data are, and safeguards of transfers"),
        _("Retention"), _("Security measures"), _("Schools"), _("Not covered by the DPIA"),
        _("DPIA"), _("SHA-256 of the DPIA"), _("State"), _("Decision"), _("Decided on"),
        _("Next review"),
    )  # fmt: skip


def _row(pack: Pack, each: Processing) -> Iterator[Value]:
    assessed, board, taken = pack.assessment, pack.adoption.board, pack.adoption.decision
    yield each.name
    yield frame.product(assessed)
    yield board.name
    yield board.number
    yield frame.contact(pack.contacts)
    yield frame.contact(pack.officers)
    yield each.purpose
    yield each.basis
    yield each.basis_reason
    yield _joined(each.subjects)
    yield _joined(each.categories)
    yield _joined(each.data)
    yield _joined(each.protected)
    yield each.access
    yield _joined(each.recipients)
    yield each.links
    yield _joined(each.processors)
    yield _agreement(pack.adoption.agreement)
    yield _joined(each.transfers)
    yield each.retention
    yield _joined(f"{view.key} {text_of(view.title)}" for view in applied(assessed))
    yield schooling.short(assessed)
    yield _joined(uncovered.words(assessed)) or _("Nothing: all use is covered")
    yield frame.reference(assessed)
    yield pack.adoption.release_sha256
    yield _("Draft") if pack.is_draft else label(assessed.state)
    yield label(taken.outcome) if taken else ""
    yield taken.on if taken else None
    yield taken.next_review if taken else None


def _joined(items: Iterable[str]) -> str:
    return "; ".join(items)


def _agreement(row: LocalAgreement | None) -> str:
    if row is None:
        return ""
    parts = (label(row.form), row.title, row.edition, row.annexes)
    signed = row.signed_on.isoformat() if row.signed_on else ""
    return ", ".join(part for part in (*parts, signed) if part)
