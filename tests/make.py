"""Factories: plain functions that make rows and commit them. No model is built elsewhere.

Factories that need a moment use NOW unless they are given another one. Tests of rules use NOW and
TODAY; tests that come through a door give `now=clock.now()`, because doors read the real clock.
"""

from tests.making.adoptions import AdoptionState, adoption
from tests.making.agreements import (
    AgreementState,
    agreement,
    agreement_values,
    furnished,
    joined,
    terminated,
)
from tests.making.dossiers import (
    DATA,
    RequestState,
    State,
    ask,
    bring_to,
    document_templates,
    dossier,
    empty_dossier,
    measure_values,
    publish,
    release,
    remediation,
    risk_values,
    screening_answers,
    screening_form,
)
from tests.making.evidence import evidence, evidence_values, file_facts, kept_file
from tests.making.fact_checks import CheckState, fact_check, statement
from tests.making.following import follow, saved, webhook
from tests.making.incidents import incident, incident_values
from tests.making.norms import norm, norm_score
from tests.making.people import (
    CATEGORY,
    LONG_AGO,
    NOW,
    PASSWORD,
    TODAY,
    People,
    Person,
    School,
    actor,
    both,
    day_of,
    organisation,
    people,
    person,
    product,
    recorded_product,
)
from tests.making.remarks import READER, feedback, remark
from tests.making.schools import covering, deviation, school
from tests.making.signing import SIGNER, SIGNING_KEY, erratum
from tests.making.sub_processors import board_stance, change_values, sub_processor_change
from tests.making.threads import thread
from tests.making.used_products import used_product
from tests.making.worksheets import filled_in, secret_of, worksheet

__all__ = [
    "CATEGORY",
    "DATA",
    "LONG_AGO",
    "NOW",
    "PASSWORD",
    "READER",
    "SIGNER",
    "SIGNING_KEY",
    "TODAY",
    "AdoptionState",
    "AgreementState",
    "CheckState",
    "People",
    "Person",
    "RequestState",
    "School",
    "State",
    "actor",
    "adoption",
    "agreement",
    "agreement_values",
    "ask",
    "board_stance",
    "both",
    "bring_to",
    "change_values",
    "covering",
    "day_of",
    "deviation",
    "document_templates",
    "dossier",
    "empty_dossier",
    "erratum",
    "evidence",
    "evidence_values",
    "fact_check",
    "feedback",
    "file_facts",
    "filled_in",
    "follow",
    "furnished",
    "incident",
    "incident_values",
    "joined",
    "kept_file",
    "measure_values",
    "norm",
    "norm_score",
    "organisation",
    "people",
    "person",
    "product",
    "publish",
    "recorded_product",
    "release",
    "remark",
    "remediation",
    "risk_values",
    "saved",
    "school",
    "screening_answers",
    "screening_form",
    "secret_of",
    "statement",
    "sub_processor_change",
    "terminated",
    "thread",
    "used_product",
    "webhook",
    "worksheet",
]
