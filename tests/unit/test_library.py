"""Risks and measures of the same name in many DPIAs."""

from hypothesis import given
from hypothesis import strategies as st

from dpia_workbench.risk.library import Item, grouped, is_same, words


def _item(source: str, title: str, *, is_solved: bool = False) -> Item:
    return Item(source=source, key="R1", titles=(title, title), is_solved=is_solved)


def test_names_are_the_same_but_for_order_case_signs_and_accents() -> None:
    assert is_same(words("Privé-gegevens LEKKEN."), words("lekken: gegevens, prive"))
    assert not is_same(words("Gegevens lekken"), words("Gegevens wissen"))
    assert not is_same(words("…"), words("…"))


def test_long_names_may_differ_in_one_word() -> None:
    one = words("No purpose limitation for diagnostic data of pupils")
    other = words("No purpose limitation for diagnostic data of students")

    assert is_same(one, other)
    assert not is_same(one, words("No purpose limitation for content data of staff"))


def test_a_risk_is_solved_where_all_of_its_kind_are() -> None:
    items = [
        _item("a", "Gegevens lekken", is_solved=True),
        _item("b", "Gegevens lekken", is_solved=True),
        _item("b", "gegevens lekken"),
        _item("c", "Iets anders"),
    ]

    first, second = grouped(items)

    assert (first.sources, first.solved) == ({"a", "b"}, {"a"})
    assert second.sources == {"c"}


names = st.lists(
    st.sampled_from(["gegevens", "lekken", "data", "van", "leerlingen", "naar", "buiten"])
)


@given(st.lists(st.tuples(st.sampled_from("abcd"), names, st.booleans())))
def test_every_item_is_in_exactly_one_group(given: list[tuple[str, list[str], bool]]) -> None:
    items = [_item(source, " ".join(title), is_solved=solved) for source, title, solved in given]

    groups = grouped(items)

    assert sorted(map(id, (i for group in groups for i in group.items))) == sorted(map(id, items))
    assert all(group.solved <= group.sources for group in groups)
    counts = [len(group.sources) for group in groups]
    assert counts == sorted(counts, reverse=True)
