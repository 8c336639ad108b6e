"""`risk explain` and `risk plan`: the contract's file, and every way to get one wrong."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner, Result

from dpia_workbench.app import create_app
from dpia_workbench.cli import main

CONTRACT = """
profile: nl-rijk-3.0
as_of: 2026-11-23
cell: {tags: []}
risks:
  - {id: R1, likelihood: 3, severity: 2}
  - {id: R2, likelihood: 1, severity: 3, severe_floor_waived: false,
     floors: [{tag: special_education, axis: severity, level: 3}]}
measures:
  - {id: M1, owner: vendor, state: verified, evidence: true, independent: true,
     verified_on: 2026-05-01, verification_expires_on: 2027-05-01}
  - {id: M2, owner: vendor, state: committed, due: 2026-12-31}
  - {id: M3, owner: contractual, in_force_from: 2026-01-01, in_force_until: null,
     open_to_sector: true}
  - {id: M4, owner: school_mandatory}
  - {id: M5, owner: school_optional}
claims:
  - {risk: R1, axis: likelihood, cap: 2, requires: [M1], void_if: []}
  - {risk: R1, axis: likelihood, cap: 1, requires: [M1, M4], void_if: [free_edition]}
findings:
  - {topic: legal_basis, result: compliant}
school:
  tags: [special_education]
  party_to: [M3]
  measures:
    M4: {state: implemented, from: 2026-09-01, review_due: 2027-09-01, evidence: true}
"""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of its own; no database is needed."""
    monkeypatch.setenv("DPIA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("DPIA_DATABASE_URL", raising=False)


def run(tmp_path: Path, text: str | bytes, *words: str, name: str = "case.yaml") -> Result:
    file = tmp_path / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    command, *others = words
    return CliRunner().invoke(main, ["risk", command, str(file), *others], obj=create_app)


def explained(tmp_path: Path, text: str = CONTRACT, *words: str, **options: Any) -> Any:
    result = run(tmp_path, text, "explain", "--json", *words, **options)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def planned(tmp_path: Path, text: str, target: str) -> Any:
    result = run(tmp_path, text, "plan", "--json", "--target", target)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def without(text: str, *lines: str) -> str:
    return "\n".join(line for line in text.splitlines() if not any(part in line for part in lines))


ONE_RISK = without(CONTRACT, "id: R2", "floors:")


def test_the_contracts_file_has_the_shape_and_the_levels_of_the_contract(tmp_path: Path) -> None:
    answer = explained(tmp_path)

    assert (answer["as_of"], answer["profile"]) == ("2026-11-23", "nl-rijk-3.0")
    levels = {k: v for k, v in answer["risks"]["R1"].items() if k != "explanation"}
    assert levels == {
        "r0": "high", "r1": "medium", "r2": "low", "rb": "low", "rp": "low", "r3": "low"
    }  # fmt: skip
    told = answer["risks"]["R1"]["explanation"]
    assert set(told) == set(levels)
    assert (told["r2"]["likelihood"], told["r2"]["severity"]) == (1, 2)
    assert {"fired", "not_fired", "floors"} <= set(told["r2"])


def test_the_contracts_first_risk_gives_the_verdict_and_decisions_of_the_contract(
    tmp_path: Path,
) -> None:
    answer = explained(tmp_path, ONE_RISK)

    assert answer["verdict"] == "GREEN_WITH_MEASURES"
    assert answer["school"]["worst"] == "low"
    assert answer["school"]["decisions"] == [
        "APPROVED", "CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"
    ]  # fmt: skip


def test_the_contracts_second_risk_is_severe_and_stays_medium(tmp_path: Path) -> None:
    answer = explained(tmp_path)

    assert answer["verdict"] == "AMBER"
    assert answer["because"] == {"risks": ["R2"], "findings": []}
    assert answer["school"]["decisions"] == ["CONDITIONALLY_APPROVED", "CONSULTATION", "REJECTED"]


def test_without_a_school_there_is_no_r3(tmp_path: Path) -> None:
    answer = explained(tmp_path, CONTRACT.split("school:\n  tags")[0])

    assert "school" not in answer
    assert "r3" not in answer["risks"]["R1"]
    assert "r3" not in answer["risks"]["R1"]["explanation"]


@pytest.mark.parametrize(
    ("day", "r1"), [("2026-04-30", "high"), ("2026-05-01", "medium"), ("2027-04-30", "medium"),
                    ("2027-05-01", "high")],
)  # fmt: skip
def test_the_day_can_be_chosen_and_ends_are_exclusive(tmp_path: Path, day: str, r1: str) -> None:
    assert explained(tmp_path, CONTRACT, "--as-of", day)["risks"]["R1"]["r1"] == r1


@pytest.mark.parametrize(
    ("result", "verdict", "decisions"),
    [
        ("compliant", "GREEN_WITH_MEASURES", 4), ("remediable", "AMBER", 3),
        ("non_compliant", "RED", 2), ("not_assessed", "GREY", 2),
    ],
)  # fmt: skip
def test_a_finding_decides_as_the_contract_says(
    tmp_path: Path, result: str, verdict: str, decisions: int
) -> None:
    answer = explained(tmp_path, ONE_RISK.replace("result: compliant", f"result: {result}"))

    assert answer["verdict"] == verdict
    assert len(answer["school"]["decisions"]) == decisions


def test_a_partial_verification_counts_for_nothing(tmp_path: Path) -> None:
    text = CONTRACT.replace("state: verified,", "state: verified_partial,")

    assert explained(tmp_path, text)["risks"]["R1"]["r1"] == "high"


def test_the_other_profile_is_stricter_in_its_corners(tmp_path: Path) -> None:
    text = "profile: {}\nrisks: [{{id: R1, likelihood: 3, severity: 1}}]\n"

    assert explained(tmp_path, text.format("nl-rijk-3.0"))["risks"]["R1"]["r0"] == "low"
    assert explained(tmp_path, text.format("dpv-rm3x3"))["risks"]["R1"]["r0"] == "medium"


@pytest.mark.parametrize("indent", ["  ", "\t"])
def test_json_is_as_good_as_yaml(tmp_path: Path, indent: str) -> None:
    data = yaml.load(CONTRACT, Loader=yaml.BaseLoader)  # dates and numbers stay text
    data = yaml.safe_load(json.dumps(data).replace('"3"', "3").replace('"2"', "2"))
    again = json.dumps(_typed(data), indent=indent)

    assert explained(tmp_path, again, name="case.json") == explained(tmp_path)


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _typed(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    known = {"true": True, "false": False, "null": None, "1": 1, "2": 2, "3": 3}
    return known.get(value, value) if isinstance(value, str) else value


def test_what_was_typed_in_another_order_gives_the_same_bytes(tmp_path: Path) -> None:
    lines = CONTRACT.replace("requires: [M1, M4]", "requires: [M4, M1, M4]")

    assert explained(tmp_path, lines) == explained(tmp_path)


def test_people_read_sentences_in_their_language(tmp_path: Path) -> None:
    english = run(tmp_path, CONTRACT, "explain").stdout
    dutch = run(tmp_path, CONTRACT, "explain", "--lang", "nl").stdout

    assert "Likelihood is at most 2 (medium) because of: M1, verified on 1 May 2026." in english
    assert "Kans is hoogstens 2 (gemiddeld) vanwege: M1, gecontroleerd op 1 mei 2026." in dutch


PLAN = """
profile: nl-rijk-3.0
as_of: 2026-11-23
risks: [{id: R1, likelihood: 3, severity: 2}, {id: R2, likelihood: 2, severity: 2}]
measures:
  - {id: M2, owner: vendor, state: committed, due: 2026-12-31}
  - {id: M5, owner: school_optional}
  - {id: M10, owner: contractual}
claims:
  - {risk: R1, axis: likelihood, cap: 1, requires: [M2]}
  - {risk: R2, axis: severity, cap: 1, requires: [M5]}
  - {risk: R2, axis: severity, cap: 1, requires: [M10]}
"""


def test_a_plan_names_the_smallest_sets_and_who_must_act(tmp_path: Path) -> None:
    answer = planned(tmp_path, PLAN, "GREEN_WITH_MEASURES")

    assert answer == {
        "target": "GREEN_WITH_MEASURES",
        "reachable": True,
        "plans": [
            {"measures": ["M2", "M5"], "by_owner": {"vendor": ["M2"], "school_optional": ["M5"]},
             "verdict": "GREEN_WITH_MEASURES"},
            {"measures": ["M2", "M10"], "by_owner": {"vendor": ["M2"], "contractual": ["M10"]},
             "verdict": "GREEN"},
        ],
        "blocked_by": {"risks": [], "findings": []},
    }  # fmt: skip


def test_nothing_to_do_is_one_empty_set(tmp_path: Path) -> None:
    answer = planned(tmp_path, ONE_RISK, "AMBER")

    assert answer["plans"] == [{"measures": [], "by_owner": {}, "verdict": "GREEN_WITH_MEASURES"}]


def test_what_no_set_can_lift_is_named(tmp_path: Path) -> None:
    text = CONTRACT.replace("result: compliant", "result: non_compliant")

    answer = planned(tmp_path, text, "GREEN_WITH_MEASURES")

    assert (answer["reachable"], answer["plans"]) == (False, [])
    assert answer["blocked_by"] == {"risks": ["R2"], "findings": ["legal_basis"]}


def test_the_clock_of_the_far_future_is_no_failure(tmp_path: Path) -> None:
    text = CONTRACT.replace("2026-05-01", "2999-12-31").replace("2027-05-01", "null")

    assert explained(tmp_path, text, "--as-of", "9999-12-31")["risks"]["R1"]["r1"] == "medium"


def test_a_plan_is_readable(tmp_path: Path) -> None:
    said = run(tmp_path, PLAN, "plan", "--target", "GREEN_WITH_MEASURES").stdout

    assert "Vendor: M2" in said
    assert "School, optional: M5" in said


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{chr(97 + n)}: &{chr(97 + n)} [{','.join(['*' + chr(96 + n)] * 9)}]\n" for n in range(1, 9)
)
WRONG: list[tuple[str, str | bytes, str]] = [
    ("an unknown key", CONTRACT.replace("severity: 2}", "severity: 2, colour: red}"),
     "risks.0.colour: We do not know this field."),
    ("a dangling risk", CONTRACT.replace("risk: R1, axis: likelihood, cap: 2", "risk: R9, axis: "
     "likelihood, cap: 2"), "claims.0.risk: There is no risk R9."),
    ("a dangling measure", CONTRACT.replace("[M1, M4]", "[M1, M9]"),
     "claims.1.requires.1: There is no measure M9."),
    ("a cap of 3", CONTRACT.replace("cap: 2", "cap: 3"), "claims.0.cap: Write a whole number"),
    ("a claim without measures", CONTRACT.replace("[M1], void_if", "[], void_if"),
     "claims.0.requires: Choose at least 1."),
    ("a likelihood of 0", CONTRACT.replace("likelihood: 3", "likelihood: 0"),
     "risks.0.likelihood: Write a whole number from 1 to 3, or unknown."),
    ("a likelihood of '4'", CONTRACT.replace("likelihood: 3", 'likelihood: "4"'),
     "risks.0.likelihood: Write a whole number from 1 to 3, or unknown."),
    ("a likelihood of '3'", CONTRACT.replace("likelihood: 3", 'likelihood: "3"'),
     "risks.0.likelihood: Write a whole number from 1 to 3, or unknown."),
    ("a likelihood of true", CONTRACT.replace("likelihood: 3", "likelihood: true"),
     "risks.0.likelihood:"),
    ("a day that is none", CONTRACT.replace("2026-05-01", "2026-02-30"),
     "measures.0.verified_on: Write a date"),
    ("a word for a day", CONTRACT.replace("due: 2026-12-31", "due: soon"), "measures.1.due:"),
    ("an unknown state", CONTRACT.replace("state: committed", "state: done"),
     "measures.1.state: Choose one from the list."),
    ("the state draft", CONTRACT.replace("state: committed", "state: draft"),
     "measures.1.state: Write one of these: requested"),
    ("a fact of another owner", CONTRACT.replace("owner: school_mandatory",
     "owner: school_mandatory, due: 2027-01-01"), "measures.3.due: This is not a fact"),
    ("yes for true", CONTRACT.replace("evidence: true, independent", "evidence: yes, independent"),
     "measures.0.evidence: Write true or false."),
    ("an id twice", CONTRACT.replace("id: M2,", "id: M1,"), "measures.1.id: This id is"),
    ("another profile", CONTRACT.replace("nl-rijk-3.0", "nl-rijk-9"), "profile: Write one of"),
    ("no profile", without(CONTRACT, "profile:"), "profile: Fill in this field."),
    ("a party to no agreement", CONTRACT.replace("party_to: [M3]", "party_to: [M1]"),
     "school.party_to.0: There is no contractual measure M1."),
    ("a school's vendor measure", CONTRACT.replace("    M4: {state", "    M1: {state"),
     "school.measures.M1: There is no school measure M1."),
    ("a week for a day", CONTRACT.replace("2026-05-01", "2026-W18-1"),
     "measures.0.verified_on: Write a date"),
    ("a day in another age", CONTRACT.replace("2026-05-01", "9999-05-01"),
     "measures.0.verified_on: Write a date"),
    ("nothing for a list", CONTRACT.replace("claims:", "claims: null\nclaim:"),
     "claims: Fill in this field."),
    ("nothing for a likelihood", CONTRACT.replace("likelihood: 3", "likelihood: null"),
     "risks.0.likelihood: Fill in this field."),
    ("a text for a list", CONTRACT.split("risks:")[0] + "risks: none\n",
     "risks: This must be a list."),
    ("a list for a group", CONTRACT.replace("cell: {tags: []}", "cell: []"), "cell:"),
    ("too many", "profile: nl-rijk-3.0\nrisks: [" + "{}," * 1001 + "]\n",
     "risks: Give at most 1000."),
    ("a line end in an id", CONTRACT.replace("risk: R1, axis: likelihood, cap: 2",
     'risk: "R\\n9", axis: likelihood, cap: 2'), "There is no risk R 9."),
    ("an unknown axis", CONTRACT.replace("axis: severity", "axis: impact"),
     "risks.1.floors.0.axis: Choose one from the list."),
    ("a list at the top", "- profile", "This file must hold named fields at the top."),
    ("nothing", "", "This file must hold named fields at the top."),
    ("a key twice", CONTRACT + "profile: x\n", "profile: This field is written twice."),
    ("a YAML bomb", BOMB, "Anchors and aliases are not allowed."),
    ("a tag that makes objects", "profile: !!python/object/apply:os.system [ls]\n",
     "Tags are not allowed."),
    ("deep nesting", "a: " + "[" * 2000 + "]" * 2000, "This is nested too deeply."),
    ("another encoding", CONTRACT.replace("legal_basis", "grondslág").encode("latin-1"),
     "This is not UTF-8 text."),
    ("broken YAML", "profile: [", "This is not well-formed YAML"),
    ("broken JSON", '{"profile": "nl-rijk-3.0",, }', "This is not well-formed YAML"),
    ("a NUL", b"profile: nl-rijk-3.0\x00", "This line holds a control character."),
]  # fmt: skip


@pytest.mark.parametrize("command", [("explain",), ("plan", "--target", "GREEN")])
@pytest.mark.parametrize(("text", "said"), [case[1:] for case in WRONG], ids=[c[0] for c in WRONG])
def test_what_is_wrong_with_a_file_is_one_line_that_names_the_place(
    tmp_path: Path, command: tuple[str, ...], text: str | bytes, said: str
) -> None:
    result = run(tmp_path, text, *command, "--json")

    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("case.yaml:")
    assert said in result.stderr
    assert result.stderr.count("\n") == 1
    assert "Traceback" not in result.output


def test_a_hundred_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.yaml"
    with file.open("wb") as stream:
        stream.truncate(100 * 2**20)

    result = CliRunner().invoke(main, ["risk", "explain", str(file)], obj=create_app)

    assert result.exit_code == 2
    assert "larger than 1000000 bytes" in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["risk", "explain", str(tmp_path / "no.yaml")], obj=create_app
    )

    assert (result.exit_code, result.stderr) == (2, "no.yaml:1: We cannot read this file.\n")


def test_more_than_one_mistake_is_told_with_the_first(tmp_path: Path) -> None:
    text = CONTRACT.replace("likelihood: 3", "likelihood: 9").replace("cap: 2", "cap: 9")

    assert run(tmp_path, text, "explain").stderr.endswith("(and 1 more)\n")


@pytest.mark.parametrize(
    "words", [["--as-of", "gisteren"], ["--target", "BLUE"], ["--colour", "red"]]
)
def test_wrong_use_ends_with_2(tmp_path: Path, words: list[str]) -> None:
    command = "plan" if "--target" in words else "explain"

    assert run(tmp_path, CONTRACT, command, *words).exit_code == 2
