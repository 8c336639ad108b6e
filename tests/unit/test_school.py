"""Schools of a board: their number, what differs at each, and lists of them however they come."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.report.sheets import Sheet, as_csv
from dpia_workbench.risk import school as rules
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.risk.scale import worst_level
from dpia_workbench.risk.school import (
    SCHOOL_SECTORS,
    Difference,
    Line,
    at_school,
    brin_of,
    is_special,
    kinds_of_school,
    own_tags,
)
from dpia_workbench.risk.score import School, Stage
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.schemas.base import clean
from dpia_workbench.schemas.school_list import decoded, lines_in
from tests.unit.strategies import DONE, MEASURES, NOT_DONE, TAGS, World, thorough, worlds

NAMES = (
    st.tuples(st.sampled_from(["", "", "=", "'", "'=", "''-"]), st.text(min_size=1, max_size=30))
    .map(lambda parts: clean("".join(parts)))
    .filter(bool)
)
BRINS = st.from_regex(r"[0-9]{2}[A-Z]{2}([0-9]{2})?", fullmatch=True)


@given(BRINS, st.sampled_from(["", " ", "-", "."]))
def test_a_brin_is_kept_in_one_form(brin: str, between: str) -> None:
    assert brin_of(f" {brin[:2].lower()}{between}{brin[2:].lower()} ") == brin


@given(st.text(max_size=12))
def test_a_brin_is_two_digits_and_two_letters_or_refused(text: str) -> None:
    try:
        found = brin_of(text)
    except rules.BrinWrong:
        return
    assert len(found) in (4, 6)
    assert found.isascii()
    assert found[:2].isdigit()
    assert found[2:4].isalpha()


def test_some_kinds_of_school_are_special_education_by_themselves() -> None:
    special = {sector for sector in SCHOOL_SECTORS if is_special(sector, said=False)}

    assert special == {Sector.SBO, Sector.SO, Sector.VSO}
    assert is_special(Sector.PO, said=True)
    assert own_tags(special_education=True, said=frozenset({"x"})) == {"special_education", "x"}


DIFFERENCES = st.builds(
    Difference,
    tags=st.frozensets(st.sampled_from(TAGS)),
    measures=st.dictionaries(st.sampled_from(MEASURES), st.sampled_from([*DONE, *NOT_DONE])),
)


def _ranks(world: World, schools: list[School]) -> dict[str, int]:
    """Return how high the worst level of some schools is, per risk."""
    found = [replace(world, school=each).explained(Stage.LOCAL) for each in schools]
    risks = [risk.id for risk in world.assessment.risks]
    return {risk: worst_level(each[risk].level for each in found).rank for risk in risks}


@thorough
@given(worlds, st.lists(DIFFERENCES, min_size=1, max_size=3), DIFFERENCES)
def test_what_holds_at_one_school_never_lowers_a_level_elsewhere(
    world: World, others: list[Difference], mine: Difference
) -> None:
    board = world.school

    without = kinds_of_school(board, [Difference(), *others])
    within = kinds_of_school(board, [mine, *others])

    before, after = _ranks(world, without), _ranks(world, within)
    assert all(after[risk] >= rank for risk, rank in before.items())
    assert all(at_school(board, each) in within for each in (*others, Difference()))


def test_a_table_is_read_by_its_headings_in_two_languages() -> None:
    dutch = (
        "BRIN;Vestigingsnummer;Naam;Onderwijstype;Leerlingen\n"
        "99AA;01;De Kluut;Basisonderwijs;1.204\n"
    )
    english = "name,brin,sector,special education,pupils\nDe Kluut,99aa01,po,no,1204\n"

    (first,), (second,) = lines_in(dutch), lines_in(english)

    assert (first.brin, first.name, first.sector, first.pupils) == (
        "99AA01", "De Kluut", Sector.PO, 1204
    )  # fmt: skip
    assert (second.brin, second.sector, second.special_education) == ("99AA01", Sector.PO, False)


@pytest.mark.parametrize(
    "text", ["99AA De Kluut", "99aa, De Kluut", "99AA;De Kluut", "99AA\tDe Kluut"]
)
def test_a_school_on_a_line_needs_no_headings(text: str) -> None:
    (line,) = lines_in(f"\n{text}\n\n", sector=Sector.VO)

    assert (line.brin, line.name, line.sector, line.otherwise) == (
        "99AA", "De Kluut", None, Sector.VO
    )  # fmt: skip


def test_each_line_says_what_is_wrong_with_it() -> None:
    text = (
        "brin,naam,sector,leerlingen,speciaal\n"
        "9A,x,po,1,ja\n99AB,y,iets,veel,misschien\n99AC,z\n99AC,z"
    )

    wrong = [[fault.code for fault in line.faults] for line in lines_in(text)]

    assert wrong == [
        ["school.brin-wrong"],
        ["school.value-unknown"] * 3,
        [],
        ["school.brin-twice"],
    ]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", rules.SchoolsMissing),
        ("brin;naam\n", rules.SchoolsMissing),
        ("schoolnaam;plaats\nDe Kluut;Ede", rules.ColumnMissing),
        ("brin;plaats\n99AA;Ede", rules.ColumnMissing),
        ("99AA x\n" * 50_000, rules.TooManySchools),
        ("brin;naam\n99AA;" + "x" * 140_000, rules.SchoolsUnreadable),
    ],
)
def test_a_list_that_cannot_be_read_is_refused(text: str, rule: type[RuleViolation]) -> None:
    with pytest.raises(rule):
        lines_in(text)


@pytest.mark.parametrize("name", ["=SUM(1)", "'=", "''=1", "De 'Ark", "Jan's -vier", "A '-n'"])
def test_a_name_that_a_spreadsheet_might_misread_stays_the_same(name: str) -> None:
    sheet = Sheet(name="Scholen", header=("BRIN", "Naam"), rows=(("99AA", name),))

    assert [line.name for line in lines_in(decoded(as_csv(sheet)))] == [name]


def test_a_file_comes_in_the_letters_of_spreadsheets() -> None:
    assert decoded("brin;naam\n99AA;Één".encode("utf-8-sig")).endswith("Één")
    assert decoded("99AA;Één".encode("cp1252")) == "99AA;Één"
    with pytest.raises(rules.SchoolsUnreadable):
        decoded("99AA;x".encode("utf-16"))
    with pytest.raises(rules.TooManySchools):
        decoded(b"99AA x\n" * 50_000)


@given(
    st.one_of(
        st.binary(max_size=300), st.text(max_size=300).map(lambda t: t.encode("utf-8", "replace"))
    )
)
def test_whatever_comes_is_read_or_refused_by_a_rule(body: bytes) -> None:
    try:
        found = lines_in(decoded(body))
    except RuleViolation:
        return
    assert found
    assert all(isinstance(line, Line) for line in found)
    kept = [line.brin for line in found if not line.faults]
    assert len(kept) == len(set(kept))


@given(
    st.dictionaries(
        BRINS,
        st.tuples(NAMES, st.sampled_from(SCHOOL_SECTORS), st.integers(0, 9999)),
        min_size=1,
        max_size=5,
    )
)
def test_a_register_that_goes_out_comes_back_the_same(
    register: dict[str, tuple[str, Sector, int]],
) -> None:
    rows = [
        (brin, name, sector.value, "ja", count) for brin, (name, sector, count) in register.items()
    ]
    header = ("BRIN", "Naam van de school", "Soort onderwijs", "Speciaal onderwijs", "Leerlingen")

    found = lines_in(decoded(as_csv(Sheet(name="Scholen", header=header, rows=tuple(rows)))))

    assert [(line.brin, line.name, line.sector, line.pupils) for line in found] == [
        (brin, name, sector, count) for brin, (name, sector, count) in register.items()
    ]
    assert all(line.special_education is True and not line.faults for line in found)
