"""What boards ask, counted and ranked: no order and no number tells of fewer than five boards."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.aggregate import SMALLEST
from dpia_workbench.risk.demand import Wish, key_of, ranked

BOARDS = [UUID(int=number) for number in range(1, 13)]
WISHES = st.lists(
    st.builds(
        Wish,
        board_id=st.sampled_from(BOARDS),
        name=st.sampled_from(["Kaart", "KAART", "Dictee", "dictée", "Atlas 3", "Rekenen"]),
        pupils=st.one_of(st.none(), st.integers(0, 5000)),
        takes_part=st.booleans(),
    ),
    max_size=60,
)


def test_a_name_is_compared_without_signs_and_accents() -> None:
    assert key_of("Klassen-Kaart 2.0") == key_of("klassenkaart 20") == "klassenkaart20"
    assert key_of("Dictée") == key_of("DICTEE")
    assert key_of(" .-—") == ""


@given(WISHES)
def test_who_asks_counts_once_whatever_the_spelling(wishes: list[Wish]) -> None:
    found = {each.key: each for each in ranked(wishes)}

    assert found.keys() == {key_of(wish.name) for wish in wishes}
    for key, each in found.items():
        same = [wish for wish in wishes if key_of(wish.name) == key]
        assert each.boards == len({wish.board_id for wish in same})
        assert each.name in {wish.name for wish in same}
        assert set(each.takers) == {wish.board_id for wish in same if wish.takes_part}


@given(WISHES)
def test_the_order_of_what_few_ask_for_is_that_of_the_alphabet(wishes: list[Wish]) -> None:
    found = ranked(wishes)
    told = [each for each in found if each.boards >= SMALLEST]
    few = [each for each in found if each.boards < SMALLEST]

    assert found == told + few
    assert told == sorted(told, key=lambda each: (-each.boards, -each.pupils, each.key))
    assert [each.key for each in few] == sorted(each.key for each in few)
