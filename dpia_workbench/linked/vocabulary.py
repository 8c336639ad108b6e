"""Our own words, for what DPV has none: classes, properties and values, with what they mean."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from dpia_workbench.i18n import deferred as _
from dpia_workbench.i18n import gettext, speaking
from dpia_workbench.linked.context import context

PREFIX = "wb"


class Kind(StrEnum):
    """What a term is."""

    CLASS = "class"
    PROPERTY = "property"
    VALUE = "value"


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A word of ours. `meaning` is a message; `near` is a word elsewhere that means nearly this."""

    name: str
    kind: Kind
    meaning: str
    near: str = ""


def _class(name: str, meaning: str, *, near: str = "") -> Term:
    return Term(name=name, kind=Kind.CLASS, meaning=meaning, near=near)


def _property(name: str, meaning: str, *, near: str = "") -> Term:
    return Term(name=name, kind=Kind.PROPERTY, meaning=meaning, near=near)


def _value(name: str, meaning: str, *, near: str = "") -> Term:
    return Term(name=name, kind=Kind.VALUE, meaning=meaning, near=near)


TERMS: tuple[Term, ...] = (
    _class("Release", _("A published DPIA whose content never changes again."), near="dpv:DPIA"),
    _class("Product", _("The product that was assessed.")),
    _class("ScopeCell", _("One edition of a product, for one group of people and one use.")),
    _class("CellLevel", _("The level of one risk in one scope cell, at one stage.")),
    _class("Claim", _("An argument: when these measures work, this axis is at most so high.")),
    _class("Finding", _("What was found on one topic of lawfulness.")),
    _class("Request", _("A measure that the vendor was asked for, and how far it is.")),
    _class("Method", _("The scales, the matrix and the rules with which levels were computed.")),
    _property("sha256", _("The hash of the canonical JSON of the release; this graph is made from"
      " that and nothing else.")),
    _property("previous", _("The hash of the release before."), near="dct:replaces"),
    _property("contentSchema", _("The form of the canonical JSON.")),
    _property("verdict", _("The verdict that was published, or that holds in a scope cell.")),
    _property("computedVerdict", _("The verdict that follows from the levels and findings.")),
    _property("overrideReason", _("Why a worse verdict was published than was computed.")),
    _property("sentence", _("The verdict in one sentence.")),
    _property("method", _("With which method levels were computed.")),
    _property("riskScale", _("The scale of the levels.")),
    _property("vendor", _("Who offers the product.")),
    _property("scopeCell", _("A scope cell of the release.")),
    _property("cellLevel", _("A level in a scope cell.")),
    _property("ofRisk", _("The risk that a level is about.")),
    _property("stage", _("What is assumed done when a level is computed.")),
    _property("edition", _("The edition of the product.")),
    _property("use", _("What the product is used for.")),
    _property("tag", _("A circumstance that raises a floor under a risk or voids a claim.")),
    _property("exclusions", _("What a scope cell does not cover.")),
    _property("origin", _("Whether a risk comes from the design or from an event.")),
    _property("assumed", _("An axis that is not known, and counts as high.")),
    _property("owner", _("Who has to act for a measure to work.")),
    _property("claim", _("An argument of the release.")),
    _property("requires", _("A measure that must work for a claim to hold.")),
    _property("cap", _("The highest value of the axis if a claim holds.")),
    _property("voidIf", _("A circumstance in which a claim does not hold.")),
    _property("finding", _("A finding of the release.")),
    _property("topic", _("What a finding is about.")),
    _property("result", _("The result of a finding.")),
    _property("request", _("The request that a measure was asked with.")),
    _property("requestState", _("How far a request was when the release was published.")),
    _property("due", _("The day by which the vendor promised to deliver.")),
    _property("firstDue", _("The day that the vendor promised first.")),
    _property("deliveredOn", _("The day on which the vendor delivered.")),
    _property("verifiedOn", _("The day on which delivery was checked.")),
    _property("verificationExpiresOn", _("The day from which the check no longer counts.")),
    _property("clause", _("The clause of an agreement that a measure rests on.")),
    _property("inForceFrom", _("The first day on which an agreement holds.")),
    _property("inForceUntil", _("The day from which an agreement no longer holds.")),
    _property("openToSector", _("Whether other schools can join an agreement.")),
    _property("agreement", _("The agreement that a measure rests on.")),
    _property("category", _("The kind of product or data, by our code.")),
    _property("period", _("How long data are kept.")),
    _property("transferGround", _("On what a transfer outside the EEA rests.")),
    _value("Green", _("Usable.")),
    _value("GreenWithMeasures", _("Usable if the school takes the measures."),
           near="dpv:AuditConditionallyApproved"),
    _value("Amber", _("Restraint: only the described use, and the board weighs what remains."),
           near="dpv:AuditConditionallyApproved"),
    _value("Red", _("Do not use, or stop."), near="eu-gdpr:DPIARecommendsProcessingNotContinue"),
    _value("Grey", _("No current verdict.")),
    _value("AsTested", _("As the product was when it was tested.")),
    _value("AfterVendor", _("With what the vendor did, and agreements that schools can join.")),
    _value("Attainable", _("And with all measures that a school must take: the verdict is about"
           " this.")),
    _value("BestCase", _("And with all measures that a school may take.")),
    _value("Projected", _("As attainable, if the vendor keeps its promises: never used for a"
           " decision.")),
    _value("Vendor", _("The vendor.")),
    _value("Contract", _("The parties of an agreement.")),
    _value("SchoolMust", _("The school, and it must.")),
    _value("SchoolMay", _("The school, if it wants.")),
)  # fmt: skip

_TYPES: Mapping[Kind, str] = {
    Kind.CLASS: "rdfs:Class", Kind.PROPERTY: "rdf:Property", Kind.VALUE: "skos:Concept"
}  # fmt: skip


def vocabulary(base: str) -> dict[str, Any]:
    """Return the vocabulary as JSON-LD, in Dutch and English, for a site at an address."""
    known = {
        **context(base),
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "skos:closeMatch": {"@type": "@id"},
        "rdfs:isDefinedBy": {"@type": "@id"},
    }
    return {"@context": known, "@graph": [_described(term, base=base) for term in TERMS]}


def _described(term: Term, *, base: str) -> dict[str, Any]:
    said = []
    for language in ("en", "nl"):
        with speaking(language):
            said.append({"@value": gettext(term.meaning), "@language": language})
    near = {"skos:closeMatch": term.near} if term.near else {}
    return {
        "@id": f"{PREFIX}:{term.name}",
        "@type": _TYPES[term.kind],
        "rdfs:label": term.name,
        "rdfs:comment": said,
        "rdfs:isDefinedBy": f"{base}/ns",
        **near,
    }
