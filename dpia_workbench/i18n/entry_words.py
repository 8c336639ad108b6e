"""What an entry of a register holds, as people read it: its name, and the value of a field."""

from collections.abc import Mapping
from typing import Any

from dpia_workbench.i18n.labels import label
from dpia_workbench.risk.registers import Field, Kind, Register, Value, fields_of


def entry_name(register: Register, values: Mapping[str, Any]) -> str:
    """Return by which words people know an entry, in the current language."""
    if values.get("name"):
        return str(values["name"])
    for field in fields_of(register):
        value = values.get(field.name)
        if value and field.kind is Kind.CHOICE and field.options:
            return label(field.options(value))
        if value and field.kind is Kind.LINE:
            return str(value)
    return label(register)


def value_words(field: Field, value: Value, *, names: Mapping[str, str]) -> str:
    """Return the value of a field as one text; `names` has the names of entries by their key."""
    if field.kind is Kind.REFERENCES:
        return ", ".join(f"{key} {names.get(key, '')}".strip() for key in value)
    if field.options is not None:
        chosen = [value] if isinstance(value, str) else value
        return ", ".join(label(field.options(each)) for each in chosen if each)
    return str(value)
