"""An adoption with everything that its papers tell, built from rows that never meet a database."""

from datetime import date
from typing import Any
from uuid import UUID

from dpia_workbench.report import pack
from dpia_workbench.risk.adoption_pack import FileForm, Paper
from dpia_workbench.risk.adoption_step import AgreementForm, UseKind
from dpia_workbench.risk.measures import LocalState
from dpia_workbench.risk.release import Status
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store.models import (
    AdoptionSchool,
    LocalAgreement,
    LocalOperation,
    OwnMeasure,
    OwnRisk,
    School,
    SchoolDeviation,
    UncoveredUse,
)
from dpia_workbench.usecases.adoption_pack import Contact, Pack
from tests.report import dossier_sample, sample

ADDRESS = "https://workbench.example/verdicts/noorderlicht-leerplein/releases/2"
_OF_RELEASE: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("DS1", "data_subject", {"name": "Leerlingen", "subject_kind": "pupils_under_13"}),
    ("DI1", "data_item", {"name": "Cijfers", "category": "content", "data_type": "ordinary",
                          "subjects": ["DS1"]}),
    ("DI2", "data_item", {"name": "Zorgnotities", "category": "content", "data_type": "special",
                          "subjects": ["DS1"]}),
    ("OP1", "operation", {"name": "Nakijken", "description": "De docent kijkt na.",
                          "data": ["DI1"]}),
    ("PU1", "purpose", {"name": "Onderwijs", "operations": ["OP1"]}),
    ("PA1", "party", {"name": "Talud Hosting", "roles": ["sub_processor"], "operations": ["OP1"]}),
    ("PA2", "party", {"name": "Inspectie", "roles": ["recipient"], "operations": ["OP1"]}),
    ("LO1", "location", {"country": "Verenigde Staten", "mechanism": "standard_clauses",
                         "operations": ["OP1"], "supplementary": "Versleuteld."}),
)  # fmt: skip


def content(**changes: Any) -> dict[str, Any]:
    """Return the content of a release with registers, as its publication freezes it."""
    made = sample.content() | {
        "language": "nl",
        "texts": {"proposal": "Wij onderzochten het Leerplein."},
        "entries": [
            {"key": key, "register": register, "values": values}
            for key, register, values in _OF_RELEASE
        ],
    }
    return {**made, **changes}


def _operation(number: int, name: str, **words: Any) -> LocalOperation:
    plain: dict[str, Any] = {
        "key": "", "purpose": "", "legal_basis": None, "basis_reason": "", "data_items": [],
        "other_data": "", "retention": "", "access": "", "links": "", "is_removed": False,
    }  # fmt: skip
    return LocalOperation(number=number, name=name, **{**plain, **words})


def operations() -> list[LocalOperation]:
    """Return what the board does: one operation of the release, one of its own, one removed."""
    return [
        _operation(
            1, "Werk nakijken", key="OP1", purpose="Leerlingen krijgen uitleg bij hun werk.",
            legal_basis=Article6.PUBLIC_TASK, basis_reason="Wet op het primair onderwijs.",
            data_items=["DI1"], retention="Tot het einde van het schooljaar.",
            access="Leraren van de klas.", links="ParnasSys",
        ),
        _operation(
            2, "Foto's delen", purpose="Ouders zien wat er gebeurt.", legal_basis=Article6.CONSENT,
            basis_reason="Ouders kiezen vrij.", other_data="Foto's", retention="Een jaar.",
            access="Ouders van de klas.",
        ),
        _operation(3, "Vervallen verwerking", is_removed=True),
    ]  # fmt: skip


def _school(name: str, brin: str, *, special: bool = False, pupils: int = 200) -> School:
    return School(
        id=UUID(int=int(brin[:2])), name=name, brin=brin, sector=Sector.PO,
        special_education=special, pupils=pupils,
    )  # fmt: skip


def _told(school: School, *tags: str) -> dict[str, Any]:
    """Return a school as a decision keeps it."""
    names = ("brin", "name", "sector", "special_education", "pupils")
    values = {name: getattr(school, name) for name in names}
    return {"id": str(school.id), **values, "tags": list(tags), "covered": True}


def own_risk(number: int = 1, *, title: str = "Gedeelde tablets") -> OwnRisk:
    """Return a risk of the board with a planned measure."""
    risk = OwnRisk(
        number=number, central_key="", title=title, description="Twee klassen, één tablet.",
        likelihood=3, severity=2, reason="Wij zagen het gebeuren.", is_removed=False,
    )  # fmt: skip
    risk.measures = [
        OwnMeasure(
            number=1, title=f"Uitloggen na de les{'' if number == 1 else title}",
            axis=Axis.LIKELIHOOD, cap=1,
            rationale="Dan is het scherm leeg.", is_removed=False, state=LocalState.PLANNED,
            since=None, due=date(2026, 5, 1), review_due=None, evidence="", reason="",
        )
    ]  # fmt: skip
    return risk


def rows(**changes: Any) -> dict[str, Any]:
    """Return what the board recorded step by step, as words for `sample.adoption`."""
    kluut = _school("De Kluut", "34CD", special=True)
    words: dict[str, Any] = {
        "schools": "",
        "every_school": True,
        "school_rows": [
            AdoptionSchool(school_id=UUID(int=12), school=_school("De Zandhaas", "12AB"), tags=[]),
            AdoptionSchool(school_id=kluut.id, school=kluut, tags=["byod_unmanaged"]),
        ],
        "deviations": [
            SchoolDeviation(
                school_id=kluut.id, school=kluut, key="M4", state=LocalState.IMPLEMENTED,
                since=date(2026, 4, 10), due=None, review_due=date(2027, 4, 10),
                evidence="Eigen schermafdruk", reason="", ended_at=None,
            )
        ],
        "uncovered": [
            UncoveredUse(position=0, kind=UseKind.AI_FEATURE, name="Samenvatten met AI",
                         supplement="Wij zetten dit uit."),
            UncoveredUse(position=1, kind=UseKind.GROUP, name="Oud-leerlingen", supplement=""),
        ],
        "operations": operations(),
        "agreement": LocalAgreement(
            form=AgreementForm.OWN, title="Verwerkersovereenkomst Leerplein", edition="4.0",
            signed_on=date(2026, 1, 15), annexes="1 en 2",
            notice_address="privacy@duinrand.example", explanation="",
        ),
        "risks": [own_risk()],
        "decision": sample.decision(
            acceptances={"R2": "De docent kijkt mee.", "R4": "Tijdelijk.", "O1": "Tot mei."},
            levels={"R1": "low", "R2": "medium", "R3": "low", "R4": "medium", "O1": "medium"},
            schools=[_told(kluut, "byod_unmanaged"), _told(_school("De Zandhaas", "12AB"))],
        ),
    }  # fmt: skip
    return {**words, **changes}


def packed(*, template: str = dossier_sample.DUTCH, **changes: Any) -> Pack:
    """Return what the papers of a decided adoption tell, with changes to what was recorded."""
    made = changes.pop("made", None) or content()
    status = changes.pop("status", Status.CURRENT)
    return Pack(
        assessment=sample.assessment(made=made, **rows(**changes)),
        template=dossier_sample.template(template),
        status=status,
        officers=(Contact(name="Farah de Wit", email="fg@duinrand.example"),),
        contacts=(Contact(name="Piet Post", email="po@duinrand.example"),),
    )


def paper(
    which: Paper, form: FileForm = FileForm.WORD, *, language: str = "en", of: Pack | None = None
) -> bytes:
    """Return one paper as a file."""
    made = pack.file(of or packed(), paper=which, form=form, language=language, address=ADDRESS)
    return made.content
