"""The fields of what an agreement says."""

from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import Actor
from dpia_workbench.i18n import current_language
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import options
from dpia_workbench.risk.agreement import AgreementType, Coverage, Regime
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.schemas.agreements import AgreementSchema
from dpia_workbench.store import agreements, organisations, products
from dpia_workbench.store.models import Agreement
from dpia_workbench.web.agreements.pages import Field

_OTHERS = ("product_ids", "version")


def stored(row: Agreement) -> dict[str, Any]:
    """Return what a form of an agreement holds before it is changed."""
    names = [name for name in AgreementSchema().fields if name not in _OTHERS]
    return {
        **{name: getattr(row, name) for name in names},
        "product_ids": [str(each.id) for each in row.products],
        "version": row.version,
    }


def fields(session: Session, row: Agreement | None, *, actor: Actor) -> tuple[Field, ...]:
    """Return the fields of an agreement; the vendor is chosen for a new one only."""
    return (
        *_what(session, row, actor=actor),
        *_when(),
        *_data(),
        *_duties(),
        *_rest(),
    )


def _what(session: Session, row: Agreement | None, *, actor: Actor) -> tuple[Field, ...]:
    vendors = [(str(each.id), each.name) for each in organisations.vendors(session)]
    found = products.of_vendor(session, row.vendor_id) if row else products.find(session)
    named = [(str(each.id), each.name.text(current_language()), each.vendor.name)
             for each in found]  # fmt: skip
    others = [
        (str(each.id), each.title.text(current_language()))
        for each in agreements.find(session, actor=actor)
        if each.owner_id == actor.organisation_id and each is not row
        and (row is None or each.vendor_id == row.vendor_id)
    ]  # fmt: skip
    choice = Field(look="select", name="vendor_id", label=_("Vendor"), options=vendors)
    languages = (("nl", _("Dutch")), ("en", _("English")), ("other", _("Another language")))
    return (
        *(() if row else (choice,)),
        Field(look="select", name="kind", label=_("Kind"), options=options(AgreementType)),
        Field(look="both", name="title", label=_("Title")),
        Field(look="both", name="summary", label=_("What it means for a school"), optional=True,
              hint=_("Schools read this before they join.")),
        _text("document_version", _("Version"), size="line"),
        Field(look="select", name="language", label=_("Language of the text"), options=languages),
        _text("mandate", _("Mandate of the cooperative"), size="line"),
        Field(look="checks", name="product_ids", label=_("Products"), options=named,
              hint=_("Tick nothing if it holds for all products of the vendor."), optional=True),
        Field(look="radio", name="coverage", label=_("For whom"), options=options(Coverage)),
        Field(look="radio", name="confidentiality", label=_("Who may read it"),
              options=options(Confidentiality)),
        Field(look="select", name="supersedes_id", label=_("Takes the place of"), optional=True,
              options=others),
    )  # fmt: skip


def _text(name: str, title: str, *, size: str = "area", hint: str | None = None) -> Field:
    look = "text" if size == "line" else "area"
    return Field(look=look, name=name, label=title, hint=hint, optional=True)


def _number(name: str, title: str) -> Field:
    return Field(look="number", name=name, label=title, optional=True)


def _heading(title: str) -> Field:
    return Field(look="heading", name="", label=title)


def _when() -> tuple[Field, ...]:
    until = _("First day on which it no longer holds")
    return (
        _heading(_("How long")),
        Field(look="date", name="valid_from", label=_("Holds from"), optional=True),
        Field(look="date", name="valid_until", label=until, optional=True,
              hint=_("Left empty, it has no end.")),
        _number("notice_days", _("Notice of termination, in days")),
        _text("renewal", _("Renewal")),
    )  # fmt: skip


def _data() -> tuple[Field, ...]:
    return (
        _heading(_("Data")),
        _text("purposes_allowed", _("Data may be used for")),
        _text("purposes_prohibited", _("Data may not be used for")),
        _text("retention", _("How long data are kept")),
        _number("end_days", _("Deleted after the end within, in days")),
        _text("locations", _("Where data are")),
        _text("transfer", _("Transfer outside the EEA"), hint=_("The mechanism per recipient.")),
    )


def _duties() -> tuple[Field, ...]:
    return (
        _heading(_("Control")),
        _text("audit_scope", _("What may be audited")),
        _number("audit_notice_days", _("Notice before an audit, in days")),
        _text("audit_cost", _("Who pays for an audit")),
        _text("audit_report", _("Report that replaces an audit")),
        _number("breach_hours", _("A breach is reported within, in hours")),
        Field(look="select", name="subprocessor_regime", label=_("Sub-processors"),
              optional=True, options=options(Regime)),
        _number("subprocessor_notice_days", _("Notice of a new sub-processor, in days")),
        _number("subprocessor_objection_days", _("Time to object, in days")),
    )  # fmt: skip


def _rest() -> tuple[Field, ...]:
    return (
        _heading(_("Law")),
        _text("governing_law", _("Governing law"), size="line"),
        _text("liability", _("Liability")),
        _text("deviations", _("Deviations from the model")),
    )
