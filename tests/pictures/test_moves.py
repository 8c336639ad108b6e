"""Positions are those of the explanations, and of several scope cells the worst is shown."""

from hypothesis import given

from dpia_workbench.pictures import sources
from dpia_workbench.pictures.moves import RiskPicture, Scale, Spot, worst
from dpia_workbench.risk.scale import worst_level
from dpia_workbench.risk.score import Stage
from dpia_workbench.usecases.content import draft
from dpia_workbench.usecases.levels import outcome
from tests.pictures.seeing import picture, spot
from tests.profiles import CONTENT
from tests.report import sample
from tests.unit.strategies import World, thorough, worlds


@thorough
@given(worlds)
def test_a_spot_is_always_the_explanation_that_gave_the_level(world: World) -> None:
    scale = Scale.of(CONTENT[world.assessment.profile.id])
    for stage in Stage:
        for explanation in world.explained(stage).values():
            found = Spot.of(explanation)
            assert found.place == (explanation.likelihood.value, explanation.severity.value)
            assert found.level is explanation.level is explanation.replay(world.assessment.profile)
            raised = RiskPicture(stages=(stage,), scale=scale, paths=()).is_raised(found)
            assert not raised or explanation.severe_floor_applied


@thorough
@given(worlds, worlds)
def test_of_several_cells_the_worst_explanation_is_always_shown(one: World, other: World) -> None:
    both = [world.explained(Stage.ATTAINABLE)["R1"] for world in (one, other)]

    found = worst(Spot.of(explanation) for explanation in both)

    assert found in [Spot.of(explanation) for explanation in both]
    assert found.level is worst_level(explanation.level for explanation in both)


def test_a_dossier_and_its_release_give_the_same_picture() -> None:
    revision, on = sample.revision(), sample.PUBLISHED

    drawn = sources.risks_of_revision(revision, outcome=outcome(revision, on=on))

    assert drawn == sources.risks_of_release(draft(revision, on=on))
    assert sources.measures_of_revision(revision, on=on) == sources.measures_of_release(
        sample.content()
    )


def test_the_levels_are_those_that_the_release_states() -> None:
    content = sample.content()

    drawn = sources.risks_of_release(content)

    assert drawn is not None
    for path, item in zip(drawn.paths, content["risks"], strict=True):
        assert path.key == item["key"]
        for stage, found in path.spots.items():
            assert found.level == item["levels"][stage]


def test_a_board_sees_its_own_level_beside_the_attainable_one() -> None:
    assessed = sample.assessment()

    drawn = sources.risks_at_school(assessed)

    assert drawn is not None
    assert drawn.stages[-2:] == (Stage.ATTAINABLE, Stage.LOCAL)
    for path, view in zip(drawn.paths, assessed.risks, strict=True):
        assert path.spots[Stage.ATTAINABLE].level is view.attainable
        assert path.spots[Stage.LOCAL].level is view.local


def test_there_is_no_picture_of_nothing() -> None:
    bare = sample.content(risks=[], measures=[], claims=[])
    revision = sample.revision()
    revision.cells = []

    assert sources.risks_of_release(bare) is None
    assert sources.risks_of_release(sample.content(cells=[])) is None
    assert sources.measures_of_release(bare) is None
    assert sources.risks_at_school(sample.assessment(cells=[], decision=None)) is None
    reached = outcome(revision, on=sample.PUBLISHED)
    assert sources.risks_of_revision(revision, outcome=reached) is None


def test_what_moved_is_told_against_the_stage_before() -> None:
    drawn = picture(((3, 2), (2, 2), (2, 2)), ((1, 1), (1, 1), (1, 1)))

    moved = [[path.key for path in drawn.moved(stage)] for stage in drawn.stages]

    assert moved == [[], ["R1"], []]


def test_a_severe_but_unlikely_risk_is_known_as_raised() -> None:
    drawn = sources.risks_of_release(sample.content())

    assert drawn is not None
    raised = {path.key for path in drawn.paths if drawn.is_raised(path.spots[Stage.ATTAINABLE])}
    assert raised == {"R2"}  # of R3 the floor was waived
    assert not drawn.is_raised(spot(1, 3))
