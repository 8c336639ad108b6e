"""What a field of a register may hold, and what an entry still lacks."""

import pytest

from dpia_workbench.risk.registers import (
    FIELDS,
    LETTERS,
    Register,
    WrongValue,
    checked,
    field_of,
    key_of,
    missing,
    started_from,
)

CATEGORY = field_of(Register.DATA_ITEM, "category")
NAME = field_of(Register.DATA_ITEM, "name")


def test_a_choice_is_one_of_its_list_or_still_open() -> None:
    assert checked(CATEGORY, "content") == "content"
    assert checked(CATEGORY, "") == ""
    with pytest.raises(WrongValue):
        checked(CATEGORY, "unheard")


def test_an_entry_lacks_what_is_required_and_empty() -> None:
    assert missing(Register.DATA_ITEM, {"name": "Marks", "category": "content"}) == (
        "data_type", "subjects",
    )  # fmt: skip


def test_a_line_is_one_line_also_as_it_was_however_long() -> None:
    assert checked(NAME, " Marks \r\n of pupils ") == "Marks of pupils"
    assert started_from(NAME, "x" * 5_000) == "x" * 5_000


def test_every_register_has_letters_of_its_own_and_fields_with_one_name() -> None:
    assert len(set(LETTERS.values())) == len(Register)
    assert key_of(Register.DATA_ITEM, 7) == "DI7"
    for fields in FIELDS.values():
        assert len({field.name for field in fields}) == len(fields)
