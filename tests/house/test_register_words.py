"""Registers: each register, field and text has its words in both languages, and none too many."""

from itertools import chain

import pytest

from dpia_workbench.i18n import LANGUAGES, PSEUDO_LANGUAGE, speaking
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.register_hints import HINTS, HINTS_OF
from dpia_workbench.i18n.register_labels import (
    FIELD_LABELS,
    FIELD_LABELS_OF,
    TITLES,
    field_hint,
    field_label,
    register_title,
)
from dpia_workbench.risk.registers import BODY, FIELDS, Register, fields_of

NAMES = {field.name for field in chain.from_iterable(map(fields_of, Register))} | {BODY.name}


@pytest.mark.parametrize("register", list(Register))
def test_a_register_is_called_something_in_both_languages(register: Register) -> None:
    for language in LANGUAGES:
        with speaking(language):
            assert label(register).strip()
            assert register_title(register).strip()
    with speaking(PSEUDO_LANGUAGE):
        assert register_title(register) == f"⟦{TITLES[register]}⟧"


@pytest.mark.parametrize("register", list(Register))
def test_no_two_fields_of_a_register_look_the_same(register: Register) -> None:
    for language in LANGUAGES:
        with speaking(language):
            shown = [field_label(register, field.name) for field in fields_of(register)]
            assert all(text.strip() for text in shown)
            assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("register", list(Register))
def test_a_hint_of_a_field_is_spoken_in_the_language_of_the_page(register: Register) -> None:
    for field in fields_of(register):
        with speaking(PSEUDO_LANGUAGE):
            hint = field_hint(register, field.name)
        known = HINTS_OF.get((register, field.name)) or HINTS.get(field.name)
        assert hint == (f"⟦{known}⟧" if known else "")


def test_a_register_may_call_a_field_otherwise() -> None:
    with speaking("en"):
        assert field_label(Register.SAFEGUARD, "name") == "Measure"
        assert field_label(Register.DATA_ITEM, "source") == "Source of the statement"
        assert field_hint(Register.DATA_ITEM, "name").startswith("One kind of data")
        assert field_hint(Register.DATA_ITEM, "explanation") == ""
        assert field_label(Register.DATA_ITEM, BODY.name) == "Text"


def test_no_words_are_left_for_a_field_that_is_not_there() -> None:
    assert set(FIELD_LABELS) == NAMES
    assert set(HINTS) <= NAMES
    for register, name in chain(FIELD_LABELS_OF, HINTS_OF):
        assert name in {field.name for field in FIELDS[register]}
