"""The kinds of field that the files of the catalogue are made of."""

import re
from datetime import date
from typing import Any

from marshmallow import ValidationError, fields

from dpia_workbench.i18n import deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.base import REQUIRED, BilingualField, Sentence, StrictSchema, Text

UNCONFIRMED = "unconfirmed"

SAID: dict[str, str | list[Any] | dict[Any, Any]] = {
    "required": Sentence(REQUIRED),
    "null": Sentence(REQUIRED),
}
_DATE = re.compile(r"\d{4}(?:-\d{2}){0,2}")


def is_partial_date(text: str) -> bool:
    """Say whether a text is a year, a month or a day that exists."""
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


class _Field(fields.Field[Any]):
    """A field that must be there unless it says otherwise."""

    default_error_messages = SAID

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(required=required)


class Code(_Field):
    """One of a few fixed words."""

    def __init__(self, *codes: str, required: bool = True) -> None:
        super().__init__(required=required)
        self.codes = codes

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        if isinstance(value, str) and value in self.codes:
            return value
        raise ValidationError(_("Write one of these: %(codes)s.", codes=", ".join(self.codes)))


class PartialDate(_Field):
    """A year, a month or a day, or one of the words that may stand there instead."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = (UNCONFIRMED, *words)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(value)
        if text in self.words or is_partial_date(text):
            return text
        raise ValidationError(
            _(
                "Write a date as 2027, 2027-03 or 2027-03-31, or one of these: %(words)s.",
                words=", ".join(self.words),
            )
        )


class Count(_Field):
    """A number of things, or unconfirmed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int | str:
        if value == UNCONFIRMED:
            return UNCONFIRMED
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= 9999:
            return value
        raise ValidationError(_("Write a whole number from 0 to 9999, or unconfirmed."))


class Both(BilingualField):
    """A text that must be there in Dutch and in English; loads to a plain dict."""

    def __init__(self, *, required: bool = True) -> None:
        super().__init__(both=True, required=required)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, attr, data, **kwargs).as_dict()


class Told(Both):
    """A text in both languages, or unconfirmed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == UNCONFIRMED:
            return UNCONFIRMED
        return super()._deserialize(value, attr, data, **kwargs)


class Pattern(Text):
    """A text with a fixed shape."""

    shape: re.Pattern[str]

    def __init__(self) -> None:
        super().__init__(longest=1000, required=True)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not self.shape.fullmatch(text):
            raise ValidationError(
                _("This does not have the form %(form)s.", form=self.shape.pattern)
            )
        return text


class Slug(Pattern):
    """A name for use in an address."""

    shape = re.compile("[a-z0-9]+(?:-[a-z0-9]+)*")


class Key(Pattern):
    """A code that other files refer to."""

    shape = re.compile("[a-z0-9]+(?:_[a-z0-9]+)*")


class Number(Pattern):
    """The number of a risk or a measure, or of a group of them: R1, R2-R5."""

    shape = re.compile("[A-Z][0-9]+(?:-[A-Z][0-9]+)?")


class SourceId(Pattern):
    """The id of a source: S1, S13b."""

    shape = re.compile("S[0-9]+[a-z]?")


class Address(Pattern):
    """The address of a web page, or unconfirmed."""

    shape = re.compile(rf"https?://\S+|{UNCONFIRMED}")


class Listing(fields.List[Any]):
    """A list that must be there; it may be empty."""

    default_error_messages = {**SAID, "invalid": Sentence(deferred("This must be a list."))}

    def __init__(self, inner: fields.Field[Any]) -> None:
        super().__init__(inner, required=True)


class Part(fields.Nested):
    """A group of named fields that must be there."""

    default_error_messages = SAID

    def __init__(self, schema: type[StrictSchema]) -> None:
        super().__init__(schema, required=True)


class References(Listing):
    """The ids of the sources of a fact; they must exist in the record."""

    def __init__(self) -> None:
        super().__init__(SourceId())
