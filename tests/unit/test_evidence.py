"""Evidence: which days and classes fit together, and how long it holds."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.evidence import (
    EXPIRING,
    LARGEST_DOSSIER,
    CollectedAhead,
    Confidentiality,
    DeletionDayMissing,
    DossierFull,
    EndsBeforeCollected,
    PersonalDataTooOpen,
    ReasonMissing,
    Terms,
    Validity,
    is_due,
    require_reason,
    require_room,
    require_sound,
    validity,
)
from dpia_workbench.risk.rules import RuleViolation

TODAY = date(2025, 3, 3)
LATER = TODAY + timedelta(days=1)
days = st.dates(date(2020, 1, 1), date(2040, 1, 1))


def terms(**words: object) -> Terms:
    values = {
        "collected_on": TODAY, "confidentiality": Confidentiality.COOPERATIVE,
        "has_personal_data": False, "delete_on": None, "expires_on": None,
    }  # fmt: skip
    return Terms(**{**values, **words})


@pytest.mark.parametrize("confidentiality", list(Confidentiality))
def test_evidence_without_personal_data_may_be_of_any_class(
    confidentiality: Confidentiality,
) -> None:
    require_sound(terms(confidentiality=confidentiality), today=TODAY)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [
        ({"collected_on": LATER}, CollectedAhead),
        ({"expires_on": TODAY}, EndsBeforeCollected),
        ({"delete_on": TODAY}, EndsBeforeCollected),
        ({"has_personal_data": True}, DeletionDayMissing),
        (
            {"has_personal_data": True, "delete_on": LATER,
             "confidentiality": Confidentiality.MEMBERS},
            PersonalDataTooOpen,
        ),
        (
            {"has_personal_data": True, "delete_on": LATER,
             "confidentiality": Confidentiality.PUBLIC},
            PersonalDataTooOpen,
        ),
    ],
)  # fmt: skip
def test_days_and_classes_that_do_not_fit_are_refused(
    words: dict[str, object], refusal: type[RuleViolation]
) -> None:
    with pytest.raises(refusal):
        require_sound(terms(**words), today=TODAY)


def test_the_end_that_is_wrong_is_named() -> None:
    with pytest.raises(EndsBeforeCollected) as refused:
        require_sound(terms(expires_on=LATER, delete_on=TODAY), today=TODAY)

    assert refused.value.params == {"field": "delete_on", "collected": TODAY}


@pytest.mark.parametrize("confidentiality", ["cooperative", "vendor_confidential"])
def test_personal_data_of_others_stay_within_the_cooperative_until_a_day(
    confidentiality: str,
) -> None:
    sound = terms(
        has_personal_data=True, delete_on=LATER, confidentiality=Confidentiality(confidentiality)
    )

    require_sound(sound, today=TODAY)


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [
        (timedelta(0), Validity.EXPIRED),
        (timedelta(days=1), Validity.EXPIRING),
        (EXPIRING, Validity.EXPIRING),
        (EXPIRING + timedelta(days=1), Validity.VALID),
    ],
)
def test_evidence_expires_on_its_day_and_is_announced(ahead: timedelta, expected: Validity) -> None:
    assert validity(TODAY + ahead, on=TODAY) is expected
    assert validity(None, on=TODAY) is Validity.VALID


@given(end=days, first=days, second=days)
def test_a_later_day_never_makes_evidence_better(end: date, first: date, second: date) -> None:
    """Invariant 21."""
    order = list(Validity)
    early, late = sorted((first, second))

    assert order.index(validity(end, on=early)) <= order.index(validity(end, on=late))
    assert is_due(end, on=early) <= is_due(end, on=late)


def test_a_file_is_deleted_on_its_day_and_not_before() -> None:
    assert not is_due(None, on=TODAY)
    assert not is_due(LATER, on=TODAY)
    assert is_due(TODAY, on=TODAY)


def test_a_dossier_is_filled_to_the_brim_and_not_over_it() -> None:
    require_room(10, used=LARGEST_DOSSIER - 10)

    with pytest.raises(DossierFull):
        require_room(11, used=LARGEST_DOSSIER - 10)


def test_a_deletion_needs_a_reason_in_words() -> None:
    require_reason("Bewaartermijn voorbij.")

    with pytest.raises(ReasonMissing):
        require_reason("  \n")
