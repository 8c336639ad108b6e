"""What follows from what a board says of itself."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk import describing
from dpia_workbench.risk.adoption_step import AgreementForm
from dpia_workbench.risk.describing import Said
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import Axis
from dpia_workbench.risk.score import Cell, Floor, Risk, School, Stage, explain, situation
from dpia_workbench.risk.statements import Article6
from dpia_workbench.risk.vocabulary import Tag
from tests.profiles import NL_RIJK

DAY = date(2026, 11, 23)

ANSWERS = st.dictionaries(st.sampled_from([str(tag) for tag in Tag]), st.sampled_from(Said))
FLOORS = st.frozensets(
    st.builds(Floor, tag=st.sampled_from(Tag), axis=st.sampled_from(Axis),
              level=st.integers(1, 3))
)  # fmt: skip


def _level(answers: dict[str, Said], *, floors: frozenset[Floor]) -> int:
    risk = Risk(id="R1", likelihood=1, severity=1, floors=floors)
    school = School(tags=frozenset(describing.tags_of(answers)))
    place = situation((), stage=Stage.LOCAL, on=DAY, cell=Cell(), school=school)
    return explain(risk, claims=(), situation=place, profile=NL_RIJK).level.rank


def test_some_circumstances_are_always_asked_and_others_only_if_they_matter():
    assert describing.asked([]) == tuple(describing.ALWAYS_ASKED)
    assert describing.asked(["zelf_bedacht", Tag.FREE_EDITION])[-2:] == (
        "free_edition", "zelf_bedacht",
    )  # fmt: skip
    assert describing.unanswered({"a": Said.NO}, wanted=("a", "b")) == ["b"]


@given(ANSWERS, st.sampled_from(Tag), FLOORS)
def test_a_circumstance_never_lowers_a_level_and_not_knowing_counts_as_yes(answers, tag, floors):
    known = {name: said for name, said in answers.items() if name != tag}
    no, yes, unknown = (
        _level({**known, str(tag): said}, floors=floors)
        for said in (Said.NO, Said.YES, Said.UNKNOWN)
    )

    assert no <= yes
    assert yes == unknown


def test_each_uncovered_use_has_an_assessment_of_its_own():
    uses = [{"supplement": "Zo."}, {"supplement": " "}, {"supplement": ""}]

    assert describing.unassessed(uses) == [1, 2]


def test_an_operation_says_why_on_which_basis_for_how_long_and_with_whom():
    whole = {
        "purpose": "x", "legal_basis": Article6.PUBLIC_TASK, "retention": "x", "access": "x",
        "data_items": ["DI1"], "other_data": "", "basis_reason": "", "parental_consent": "",
    }  # fmt: skip
    consent = {**whole, "legal_basis": Article6.CONSENT}

    assert describing.operation_lacks(whole) == []
    assert {each.params["field"] for each in describing.operation_lacks(consent)} == {
        "basis_reason", "parental_consent",
    }  # fmt: skip
    explained = {**consent, "basis_reason": "x", "parental_consent": "x"}
    assert describing.operation_lacks(explained) == []


@given(
    st.fixed_dictionaries(
        {
            **dict.fromkeys(
                (
                    "purpose",
                    "retention",
                    "access",
                    "other_data",
                    "basis_reason",
                    "parental_consent",
                ),
                st.sampled_from(["", "x"]),
            ),
            "legal_basis": st.sampled_from([None, *Article6]),
            "data_items": st.sampled_from([[], ["DI1"]]),
        }
    )
)
def test_what_lacks_nothing_is_accepted_and_nothing_else(values):
    lacks = describing.operation_lacks(values)
    if not lacks:
        describing.require_operation(values)
        return

    with pytest.raises(RuleViolation) as refusal:
        describing.require_operation(values)
    assert refusal.value.params == lacks[0].params


def test_an_agreement_is_named_and_dated_or_its_lack_explained():
    nothing = {"title": "", "signed_on": None, "explanation": ""}

    for form in AgreementForm:
        fields = {
            each.params["field"] for each in describing.agreement_lacks({**nothing, "form": form})
        }
        with pytest.raises(RuleViolation):
            describing.require_agreement({**nothing, "form": form})
        assert fields == ({"explanation"} if form is AgreementForm.NONE else {"title", "signed_on"})
