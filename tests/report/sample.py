"""An invented dossier, published and adopted, built from rows that never meet a database.

Going through `usecases.content.draft` keeps the sample equal to what a real release holds.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from dpia_workbench.risk.adoption_step import DESCRIBING, AgreementForm, UseKind
from dpia_workbench.risk.decision import Outcome
from dpia_workbench.risk.measures import LocalState, Owner
from dpia_workbench.risk.remediation import State
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.verdict import Result, Topic
from dpia_workbench.risk.vocabulary import MeasureKind, Origin, Sector, SubjectGroup
from dpia_workbench.store.audit import canonical_json, sha256
from dpia_workbench.store.bilingual import Bilingual
from dpia_workbench.store.models import (
    Adoption,
    AdoptionAdvice,
    AdoptionDecision,
    AdoptionSchool,
    AdoptionStep,
    AdoptionViews,
    Claim,
    ClaimAuthor,
    Dossier,
    Edition,
    Finding,
    LocalAgreement,
    LocalMeasure,
    LocalOperation,
    Measure,
    Method,
    Organisation,
    Product,
    Release,
    Remediation,
    Revision,
    Risk,
    School,
    SchoolDeviation,
    ScopeCell,
    UncoveredUse,
    User,
)
from dpia_workbench.store.models.remediation import DueDate
from dpia_workbench.usecases import local
from dpia_workbench.usecases.content import draft
from tests.profiles import CONTENT

PUBLISHED = date(2026, 3, 2)
ASKED, CLAIMED, CHECKED = (UUID(int=number) for number in (1, 2, 3))


def _edition(key: str, name: str) -> Edition:
    return Edition(key=key, name=Bilingual(name, name), is_offered=True)


def _product() -> Product:
    vendor = Organisation(slug="noorderlicht", name="Noorderlicht Software B.V.")
    return Product(
        slug="noorderlicht-leerplein",
        vendor=vendor,
        name=Bilingual("Noorderlicht Leerplein", "Noorderlicht Learning Square"),
        former_names=["Leerplein Basis"],
        category={"code": "elo", "label": {"nl": "Leeromgeving", "en": "Learning environment"}},
        sectors=["po", "vo"],
        is_invented=True,
        editions=[_edition("school", "School"), _edition("plus", "Plus")],
    )


def _risk(number: int, title: Bilingual, **words: Any) -> Risk:
    plain: dict[str, Any] = {
        "description": Bilingual(),
        "origin": Origin.BY_DESIGN,
        "likelihood": 2,
        "likelihood_reason": "Gezien in het verkeer van de app.",
        "severity": 2,
        "severity_reason": "Het gaat om gegevens van kinderen.",
        "unknown_note": "",
        "severe_floor_waived": False,
        "waiver_reason": "",
        "floors": [],
    }
    return Risk(number=number, title=title, **{**plain, **words})


def _risks() -> list[Risk]:
    return [
        _risk(
            1,
            Bilingual("Telemetrie blijft te lang bewaard", "Telemetry is kept too long"),
            description=Bilingual(
                "De leverancier bewaart telemetrie.\n\n- per klik\n- per toestel",
                "The vendor keeps telemetry.\n\n- per click\n- per device",
            ),
            likelihood=3,
        ),
        _risk(
            2,
            Bilingual("Leerlingen zien elkaars werk"),  # only in Dutch
            description=Bilingual("Gedeelde mappen staan open voor de hele klas."),
            origin=Origin.EVENT,
            floors=[{"tag": "under_13", "axis": "severity", "level": 3}],
        ),
        _risk(
            3,
            Bilingual("Diefstal van de hele database", "Theft of the whole database"),
            origin=Origin.EVENT,
            likelihood=1,
            severity=3,
            severe_floor_waived=True,
            waiver_reason="Redelijkerwijs is verdere beperking niet mogelijk.",
        ),
        _risk(
            4,
            Bilingual("Gebruik voor eigen doelen", "Use for the vendor's own purposes"),
            likelihood=None,
            severity=2,
            unknown_note="De leverancier gaf geen inzage in zijn modellen.",
        ),
    ]


def _measure(number: int, owner: Owner, title: Bilingual, **words: Any) -> Measure:
    plain: dict[str, Any] = {
        "kind": MeasureKind.TECHNICAL,
        "instruction": Bilingual(),
        "editions": [],
        "agreement": "",
        "clause": "",
        "in_force_from": None,
        "in_force_until": None,
        "open_to_sector": False,
    }
    return Measure(number=number, owner=owner, title=title, **{**plain, **words})


def _measures() -> list[Measure]:
    return [
        _measure(
            1,
            Owner.VENDOR,
            Bilingual("Telemetrie na 30 dagen gewist", "Telemetry is erased after 30 days"),
            remediation=Remediation(
                id=UUID(int=11),
                state=State.VERIFIED,
                due=date(2026, 2, 1),
                due_dates=[DueDate(due=date(2025, 12, 1))],
                delivery="Verslag van de meting",
                delivered_on=date(2026, 1, 20),
                requested_by_id=ASKED,
                verified_by_id=CHECKED,
                verified_on=date(2026, 2, 10),
                verification_expires_on=date(2027, 2, 10),
            ),
        ),
        _measure(
            2,
            Owner.VENDOR,
            Bilingual("Inzage in modellen", "Insight into models"),
            remediation=Remediation(
                id=UUID(int=12),
                state=State.COMMITTED,
                due=date(2026, 9, 1),
                due_dates=[DueDate(due=date(2026, 9, 1))],
                delivery="",
                requested_by_id=ASKED,
            ),
        ),
        _measure(
            3,
            Owner.CONTRACTUAL,
            Bilingual("Alleen verwerken in opdracht", "Process on instruction only"),
            kind=MeasureKind.CONTRACTUAL,
            agreement="Verwerkersovereenkomst 4.0",
            clause="art. 3",
            in_force_from=date(2026, 1, 1),
            in_force_until=date(2028, 1, 1),
            open_to_sector=True,
        ),
        _measure(
            4,
            Owner.SCHOOL_MANDATORY,
            Bilingual("Zet delen met de klas uit", "Switch off sharing with the class"),
            instruction=Bilingual(
                "Ga naar Beheer > Delen & rechten en kies “Alleen docent”.",
                "Go to Admin > Sharing & rights and choose “Teacher only”.",
            ),
        ),
        _measure(
            5,
            Owner.SCHOOL_OPTIONAL,
            Bilingual("Leg medewerkers de mappen uit", "Explain the folders to staff"),
            kind=MeasureKind.ORGANISATIONAL,
            instruction=Bilingual("Gebruik de lesbrief.", "Use the lesson sheet."),
            editions=["plus"],
        ),
    ]


def _claims(risks: list[Risk], measures: list[Measure]) -> list[Claim]:
    def claim(number: int, risk: int, axis: Axis, cap: int, *needed: int, **words: Any) -> Claim:
        return Claim(
            number=number,
            risk=risks[risk - 1],
            axis=axis,
            cap=cap,
            requires=[measures[one - 1] for one in needed],
            authors=[ClaimAuthor(user_id=CLAIMED)],
            **{"void_if": [], "rationale": "", **words},
        )

    return [
        claim(1, 1, Axis.LIKELIHOOD, 1, 1, rationale="Wat gewist is kan niet lekken."),
        claim(2, 2, Axis.LIKELIHOOD, 1, 4, rationale="Alleen de docent ziet dan de map."),
        claim(3, 2, Axis.SEVERITY, 1, 4, 5, void_if=["special_care_records"]),
        claim(4, 4, Axis.LIKELIHOOD, 1, 2, 3, rationale="Dan weten wij het zeker."),
        claim(5, 4, Axis.LIKELIHOOD, 2, 3, rationale="Het contract verbiedt eigen doelen."),
    ]


def _cells(editions: list[Edition]) -> list[ScopeCell]:
    return [
        ScopeCell(
            number=1,
            edition=editions[0],
            group=SubjectGroup.PUPILS_UNDER_13,
            use=Bilingual("Huiswerk inleveren", "Handing in homework"),
            tags=[],
            exclusions=Bilingual("Videobellen", "Video calls"),
        ),
        ScopeCell(
            number=2,
            edition=editions[1],
            group=SubjectGroup.STAFF,
            use=Bilingual("Lessen voorbereiden", "Preparing lessons"),
            tags=["ai_features_on"],
            exclusions=Bilingual(),
        ),
    ]


def _findings(measures: list[Measure]) -> list[Finding]:
    note = Bilingual("Beoordeeld op basis van het contract.", "Judged from the contract.")
    found = [
        Finding(topic=topic, result=Result.COMPLIANT, note=note, measure=None) for topic in Topic
    ]
    found[4] = Finding(
        topic=Topic.TRANSFERS,
        result=Result.REMEDIABLE,
        note=Bilingual("Ondersteuning vanuit de VS.", "Support from the US."),
        measure=measures[2],
    )
    return found


def revision() -> Revision:
    """Return a revision that is ready to be published."""
    product, risks, measures = _product(), _risks(), _measures()
    dossier = Dossier(
        key="NOORDERLICHT-LEERPLEIN-2026",
        product=product,
        owner=Organisation(slug="wolkenveld", name="Coöperatie Wolkenveld"),
    )
    return Revision(
        dossier=dossier,
        number=3,
        method=Method(key="nl-rijk-3.0", number=1, content=CONTENT["nl-rijk-3.0"]),
        summary=Bilingual(
            "Wij onderzochten het Leerplein.\n\nEr blijven twee zorgen over.",
            "We examined the Learning Square.\n\nTwo concerns remain.",
        ),
        scope=Bilingual("Alleen de webversie.", "Only the web version."),
        sentence=Bilingual("Gebruik het alleen in de klas.", "Use it in class only."),
        cells=_cells(product.editions),
        risks=risks,
        measures=measures,
        claims=_claims(risks, measures),
        findings=_findings(measures),
    )


def content(**changes: Any) -> dict[str, Any]:
    """Return the full content of a published release, with changes to its parts."""
    made = draft(revision(), on=PUBLISHED)
    made |= {
        "number": 2,
        "published_on": PUBLISHED.isoformat(),
        "valid_until": "2027-03-02",
        "published_verdict": made["computed_verdict"],
        "override_reason": "",
        "previous": "ab" * 32,
    }
    return {**made, **changes}


def hashed(made: dict[str, Any]) -> str:
    """Return the hash of a content."""
    return sha256(canonical_json(made))


def _described() -> dict[str, Any]:
    """Return what the board answered in steps 2 to 5."""
    return {
        "circumstances": {"under_13": "yes", "special_education": "unknown", "under_16": "no"},
        "services": [],
        "uncovered": [
            UncoveredUse(
                position=0,
                kind=UseKind.GROUP,
                name="Ouders die meekijken",
                supplement="Zij zien alleen het werk van hun eigen kind.",
            )
        ],
        "operations": [
            LocalOperation(
                number=1,
                key="C1",
                name="Oefenen",
                purpose="Oefenen in de klas",
                legal_basis=Article6.PUBLIC_TASK,
                basis_reason="",
                parental_consent="",
                data_items=[],
                other_data="Namen en antwoorden",
                retention="Een schooljaar",
                access="De leraar",
                links="Inloggen met het schoolaccount",
                is_removed=False,
            )
        ],
        "agreement": LocalAgreement(
            form=AgreementForm.JOINED,
            title="Verwerkersovereenkomst 2026",
            edition="1.0",
            signed_on=date(2026, 1, 20),
            annexes="",
            explanation="",
            notice_address="De mailbox van de privacyfunctionaris",
        ),
    }


def _deviation() -> SchoolDeviation:
    return SchoolDeviation(
        school_id=UUID(int=1),
        key="M5",
        state=LocalState.IMPLEMENTED,
        since=date(2026, 4, 2),
        review_due=date(2027, 4, 2),
        evidence="Brief aan ouders van 2 april",
        reason="",
    )


def _local_measures() -> list[LocalMeasure]:
    return [
        LocalMeasure(
            key="M4",
            state=LocalState.IMPLEMENTED,
            since=date(2026, 4, 1),
            due=None,
            review_due=date(2027, 4, 1),
            evidence="Schermafdruk van de instelling",
            reason="",
        ),
        LocalMeasure(
            key="M5",
            state=LocalState.PLANNED,
            since=None,
            due=date(2026, 6, 1),
            review_due=None,
            evidence="",
            reason="",
        ),
    ]


def adoption(made: dict[str, Any] | None = None, **changes: Any) -> Adoption:
    """Return what a board recorded on top of a release, decided unless told otherwise."""
    released = made or content()
    words: dict[str, Any] = {
        "board": Organisation(
            slug="duinrand", name="Stichting Duinrand", number="40123", sectors=["po"]
        ),
        "release": Release(canonical=canonical_json(released), number=released["number"]),
        "release_sha256": hashed(released),
        "cells": ["C1"],
        "outside": "Videobellen met ouders",
        "tags": ["under_13", "special_education"],
        **_described(),
        "schools": "",
        "every_school": False,
        "school_rows": [_covered(each) for each in _schools() if each["covered"]],
        "deviations": [_deviation()],
        "purposes": "Onderwijs geven",
        "party_to": ["M3"],
        "services": [],
        "round": 1,
        "own_risks": "Gedeelde tablets in groep 3.",
        "steps": [AdoptionStep(step=step) for step in DESCRIBING],
        "started_at": datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
        "ended_at": None,
        "measures": _local_measures(),
        "advices": [
            AdoptionAdvice(
                text="Doe het, maar kijk over een jaar opnieuw.",
                on=date(2026, 4, 10),
                by=User(name="Farah de Wit", email="farah@duinrand.example"),
            )
        ],
        "views": AdoptionViews(asked=True, text="De GMR is positief.", on=date(2026, 4, 12)),
        "decision": decision(),
    }
    return Adoption(**{**words, **changes})


def decision(**changes: Any) -> AdoptionDecision:
    """Return a board's decision."""
    words: dict[str, Any] = {
        "outcome": Outcome.CONDITIONALLY_APPROVED,
        "reason": "Het nut weegt op tegen de risico's.",
        "conditions": "Alleen met M5 voor 1 juni.",
        "acceptances": {
            "R2": "De docent kijkt mee.",
            "R4": "Tijdelijk aanvaardbaar.",
        },
        "follows_advice": "Het advies is gevolgd.",
        "mandate": "Bestuursbesluit 2026-14",
        "on": date(2026, 4, 20),
        "next_review": date(2027, 4, 20),
        "levels": {"R1": "low", "R2": "medium", "R3": "low", "R4": "medium"},
        "schools": _schools(),
        "by": User(name="Bas van Loon", email="bas@duinrand.example"),
    }
    return AdoptionDecision(**{**words, **changes})


def _schools() -> list[dict[str, Any]]:
    """Return two schools that a decision covers, and one that it does not."""
    return [
        {
            "id": str(UUID(int=place)), "brin": brin, "name": name, "sector": sector,
            "special_education": sector == "so", "pupils": pupils, "tags": tags,
            "covered": name != "De Oever",
        }
        for place, (brin, name, sector, pupils, tags) in enumerate((
            ("99AB", "De Kluut", "so", 90, ["byod_unmanaged"]),
            ("99AA", "De Zandhaas", "po", None, []),
            ("99AC", "De Oever", "po", 210, []),
        ))
    ]  # fmt: skip


def _covered(told: dict[str, Any]) -> AdoptionSchool:
    """Return a school in the register, covered by an assessment that is still open."""
    names = ("brin", "name", "special_education", "pupils")
    school = School(
        id=UUID(told["id"]), sector=Sector(told["sector"]), **{name: told[name] for name in names}
    )  # fmt: skip
    return AdoptionSchool(school_id=school.id, school=school, tags=told["tags"])


def assessment(**changes: Any) -> local.LocalAssessment:
    """Return a board's local assessment; see `adoption`."""
    return local.assess(adoption(**changes), on=date(2026, 4, 20))
