"""From the rows of an agreement to the values that its pages show."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask import url_for

from dpia_workbench.access.actor import SCHOOL_ROLES, STAFF, Actor, Role
from dpia_workbench.access.policy import Permission, allows
from dpia_workbench.i18n import current_language, ngettext
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.plumbing import scans
from dpia_workbench.plumbing.filters import day, number
from dpia_workbench.risk.agreement import Grade
from dpia_workbench.risk.deadlines import Force
from dpia_workbench.risk.profile import Periods
from dpia_workbench.risk.scanning import Scan
from dpia_workbench.store import agreements
from dpia_workbench.store.models import Agreement, AgreementAnnex, Organisation
from dpia_workbench.usecases import agreed
from dpia_workbench.web import pieces
from dpia_workbench.web.agreements.pages import AnnexRow, DutyRow, PartyRow, Row, SubprocessorRow
from dpia_workbench.web.pieces import Badge

TONES = {
    Force.NOT_SIGNED: "neutral",
    Force.NOT_YET: "neutral",
    Force.IN_FORCE: "safe",
    Force.EXPIRING: "warning",
    Force.EXPIRED: "danger",
}
_GRADES = {Grade.OK: "safe", Grade.WEAK: "warning", Grade.MISSING: "danger"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Eyes:
    """As who somebody reads an agreement; what they may see of it follows."""

    is_owner: bool  # of the cooperative that owns it
    may_edit: bool
    is_vendor: bool
    is_school: bool

    @property
    def is_counterpart(self) -> bool:
        """Return whether they see who signed and who joined."""
        return self.is_owner or self.is_vendor

    @classmethod
    def of(cls, actor: Actor, row: Agreement) -> "Eyes":
        """Return as who the actor reads an agreement."""
        mine = row.owner_id == actor.organisation_id
        theirs = row.vendor_id == actor.organisation_id and actor.has(Role.VENDOR_CONTACT)
        return cls(
            is_owner=mine and actor.has_any(STAFF),
            may_edit=allows(actor, Permission.AGREEMENT_EDIT, row),
            is_vendor=theirs,
            is_school=actor.has_any(SCHOOL_ROLES),
        )


def rows(
    found: Iterable[Agreement], *, periods: Periods, board: Organisation | None, on: date
) -> tuple[Row, ...]:
    """Return agreements as rows of a list; for a school `board` with its own cover."""
    return tuple(
        Row(
            title=pieces.words(row.title),
            url=url_for("agreements.show", agreement_id=row.id),
            kind=label(row.kind),
            vendor=row.vendor.name,
            standing=standing_badge(row, periods=periods, on=on),
            state=label(row.state),
            ends=agreements.facts_of(row).ends,
            cover=cover(row, board=board, on=on),
            products=tuple(pieces.words(product.name) for product in row.products),
        )
        for row in found
    )


def standing_badge(row: Agreement, *, periods: Periods, on: date) -> Badge:
    """Return whether an agreement is in force, as a badge."""
    stands = agreed.standing(row, periods=periods, on=on)
    return Badge(label(stands), TONES[stands])


def cover(row: Agreement, *, board: Organisation | None, on: date) -> str:
    """Return for whom an agreement is, or for a school whether its board is covered."""
    if board is None:
        return label(row.coverage)
    found = agreed.cover_of(row, board, on=on)
    return label(found) if found else _("Your board is not covered")


def facts(row: Agreement) -> Iterator[tuple[str, str]]:
    """Yield what an agreement is, and from when until when it holds."""
    found = agreements.facts_of(row)
    yield _("Kind"), label(row.kind)
    yield _("Vendor"), row.vendor.name
    yield _("Of"), row.owner.name
    if row.products:
        names = ", ".join(each.name.text(current_language()) for each in row.products)
        yield _("Products"), names
    if row.document_version:
        yield _("Version"), row.document_version
    if row.valid_from:
        yield _("Holds from"), day(row.valid_from)
    yield _("First day on which it no longer holds"), day(found.ends) if found.ends else _("No end")
    yield _("For whom"), label(row.coverage)
    yield _("Who may read it"), label(row.confidentiality)
    if row.supersedes is not None:
        yield _("Takes the place of"), row.supersedes.title.text(current_language())
    if row.end_reason:
        yield _("Why it ended"), row.end_reason


def terms(row: Agreement) -> Iterator[tuple[str, str]]:
    """Yield what the parties agreed, leaving out what it does not say."""
    regime = label(row.subprocessor_regime) if row.subprocessor_regime else ""
    languages = {"nl": _("Dutch"), "en": _("English"), "other": _("Another language")}
    told = (
        (_("Language of the text"), languages.get(row.language, row.language)),
        (_("Mandate of the cooperative"), row.mandate),
        (_("Data may be used for"), row.purposes_allowed),
        (_("Data may not be used for"), row.purposes_prohibited),
        (_("How long data are kept"), row.retention),
        (_("Deleted after the end within"), _days(row.end_days)),
        (_("Where data are"), row.locations),
        (_("Transfer outside the EEA"), row.transfer),
        (_("What may be audited"), row.audit_scope),
        (_("Notice before an audit"), _days(row.audit_notice_days)),
        (_("Who pays for an audit"), row.audit_cost),
        (_("Report that replaces an audit"), row.audit_report),
        (_("A breach is reported within"), _hours(row.breach_hours)),
        (_("Sub-processors"), regime),
        (_("Notice of a new sub-processor"), _days(row.subprocessor_notice_days)),
        (_("Time to object"), _days(row.subprocessor_objection_days)),
        (_("Notice of termination"), _days(row.notice_days)),
        (_("Renewal"), row.renewal),
        (_("Governing law"), row.governing_law),
        (_("Liability"), row.liability),
        (_("Deviations from the model"), row.deviations),
    )
    yield from ((name, value) for name, value in told if value)


def _days(count: int | None) -> str:
    return "" if count is None else ngettext("%(n)s day", "%(n)s days", count)


def _hours(count: int | None) -> str:
    return "" if count is None else ngettext("%(n)s hour", "%(n)s hours", count)


def parties(row: Agreement, *, eyes: Eyes, can_sign: bool) -> Iterator[PartyRow]:
    """Yield the parties; who signed for one is for its counterparts and for schools to know."""
    shows = eyes.is_counterpart or eyes.is_school
    for party in row.parties:
        signed = _("Not signed") if party.is_mandatory else _("Need not sign")
        if party.signed_on is not None:
            when = day(party.signed_on)
            signed = (
                _("%(day)s, by %(name)s, %(function)s", day=when, name=party.signatory,
                  function=party.function)
                if shows
                else when
            )  # fmt: skip
        url = url_for("agreements.sign", agreement_id=row.id, party_id=party.id)
        yield PartyRow(
            name=party.name,
            role=label(party.role),
            signed=signed,
            sign_url=url if can_sign and party.signed_on is None else None,
        )


def annexes(found: Iterable[AgreementAnnex]) -> Iterator[AnnexRow]:
    """Yield the files of an agreement, the newest last."""
    rows = list(found)
    looked = scans.newest(annex.file_sha256 for annex in rows)
    for annex in rows:
        scan = looked.get(annex.file_sha256)
        url = url_for("agreements.annex", agreement_id=annex.agreement_id, annex_id=annex.id)
        yield AnnexRow(
            title=annex.title,
            kind=label(annex.kind),
            dated=annex.dated,
            by=annex.organisation.name,
            size=_("%(n)s kB", n=number(max(1, round(annex.file_size / 1000)))),
            sha256=annex.file_sha256,
            scan=scans.in_short(scan),
            url=None if scans.status(scan) is Scan.INFECTED else url,
        )


def duties(row: Agreement, *, eyes: Eyes) -> Iterator[DutyRow]:
    """Yield the checklist of art. 28(3); the notes are for the cooperative itself."""
    for duty in row.duties:
        yield DutyRow(
            demand=label(duty.duty),
            grade=Badge(label(duty.grade), _GRADES[duty.grade]),
            clause=duty.clause,
            note=duty.note if eyes.is_owner else "",
        )


def subprocessors(row: Agreement, *, can_end: bool) -> Iterator[SubprocessorRow]:
    """Yield all sub-processors there ever were, in the order in which they came."""
    for each in row.subprocessors:
        url = url_for("agreements.end_subprocessor", agreement_id=row.id, subprocessor_id=each.id)
        yield SubprocessorRow(
            name=each.name,
            entity=each.legal_entity,
            country=each.country,
            service=each.service,
            categories=each.data_categories,
            mechanism=each.mechanism,
            since=each.since,
            until=each.until,
            noticed_on=each.noticed_on,
            end_url=url if can_end and each.until is None else None,
        )
