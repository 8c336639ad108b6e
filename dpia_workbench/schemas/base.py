"""What every schema shares: strictness, and errors as sentences in the reader's language."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, ClassVar

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from dpia_workbench.i18n import deferred, gettext
from dpia_workbench.risk.registers import normal
from dpia_workbench.store.bilingual import Bilingual

SHORT = 300
LONG = 100_000

REQUIRED = deferred("Fill in this field.")
_INVALID = deferred("This is not a value we can use.")


class Sentence(str):
    """A message that is translated when marshmallow fills in its values."""

    __slots__ = ()

    def format(self, *args: object, **values: object) -> str:
        """Return the message in the current language, values filled in."""
        return gettext(str(self)).format(*args, **values)


def _sentences(**messages: str) -> dict[str, str | list[Any] | dict[Any, Any]]:
    standard = {"required": REQUIRED, "null": REQUIRED, "validator_failed": _INVALID}
    return {key: Sentence(text) for key, text in {**standard, **messages}.items()}


def clean(text: str) -> str:
    """Return text in NFC with one kind of line end and without control characters."""
    return normal(text).strip()


def at_most(length: int) -> validate.Length:
    """Return a validator for the length of a text."""
    return validate.Length(
        max=length, error=Sentence(deferred("Use at most {max} characters; this has more."))
    )


class Text(fields.String):
    """Text as people type it; refuses an empty one unless `blank` allows it."""

    default_error_messages = _sentences(
        invalid=deferred("This must be text."), invalid_utf8=deferred("This must be text.")
    )

    def __init__(self, *, blank: bool = False, longest: int = SHORT, **options: Any) -> None:
        options.setdefault("required", not blank and "load_default" not in options)
        if blank:
            options.setdefault("load_default", "")
        super().__init__(**options)
        self.blank = blank
        self.validators.insert(0, at_most(longest))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = clean(super()._deserialize(value, attr, data, **kwargs))
        if not text and not self.blank:
            raise self.make_error("required")
        return text


class Cursor(Text):
    """What a list said of its next part; nothing is its beginning."""

    def __init__(self, **options: Any) -> None:
        options.setdefault(
            "metadata",
            {"description": "`next` of the part before; without it, the list from its beginning."},
        )
        super().__init__(blank=True, longest=1000, **options)


class Email(Text):
    """An e-mail address, in lower case."""

    _SHAPE = re.compile(r"[^@\s,;<>()\[\]\"]+@[^@\s,;<>()\[\]\"]+\.[^@\s.,;<>()\[\]\"]+")

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs).lower()
        if text and not self._SHAPE.fullmatch(text):
            raise ValidationError(gettext("Write an e-mail address like name@school.nl."))
        return text


class Whole(fields.Integer):
    """A whole number; nothing at all is allowed where `allow_none` says so."""

    default_error_messages = _sentences(
        invalid=deferred("Write a whole number."), too_large=deferred("This number is too large.")
    )

    def __init__(self, *, least: int, most: int, **options: Any) -> None:
        self.between = validate.Range(
            least, most, error=Sentence(deferred("Write a number from {min} to {max}."))
        )
        super().__init__(strict=False, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.allow_none:
            return None
        if isinstance(value, bool | float):  # JSON has these too; nothing is rounded unseen
            raise self.make_error("invalid", input=value)
        return super()._deserialize(value, attr, data, **kwargs)

    def _validate(self, value: Any) -> None:
        super()._validate(value)
        if value is not None:
            self.between(value)


class Flag(fields.Boolean):
    """A box that is ticked or not."""

    default_error_messages = _sentences(invalid=deferred("Answer with yes or no."))


_DAY = re.compile(r"[12]\d{3}-\d{2}-\d{2}")  # from the year 1000 to 2999


class Day(fields.Date):
    """A calendar date."""

    default_error_messages = _sentences(
        invalid=deferred("Write a date as day, month and year, such as 2027-03-31."),
        invalid_type=deferred("Write a date as day, month and year, such as 2027-03-31."),
        format=deferred("Write a date as day, month and year, such as 2027-03-31."),
    )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.allow_none:
            return None
        if value == "":
            raise self.make_error("required")
        if isinstance(value, str) and not _DAY.fullmatch(value):  # other forms of ISO 8601
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Identifier(fields.UUID):
    """The id of a thing."""

    default_error_messages = _sentences(
        invalid_uuid=deferred("Choose one from the list."),
    )

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.allow_none:
            return None
        return super()._deserialize(value, attr, data, **kwargs)


class Choice(fields.Field[Any]):
    """One member of an enumeration, by its value."""

    default_error_messages = _sentences(unknown=deferred("Choose one from the list."))

    def __init__(self, members: type[StrEnum], **options: Any) -> None:
        super().__init__(**options)
        self.members = members

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if value == "" and self.allow_none:
            return None
        try:
            return self.members(value)
        except ValueError as error:
            raise self.make_error("unknown") from error

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else str(value)


class Many(fields.List[Any]):
    """Several values; a form that ticks one box sends one value."""

    default_error_messages = _sentences(invalid=deferred("This must be a list."))

    def __init__(
        self, inner: fields.Field[Any], *, least: int = 0, most: int | None = None, **options: Any
    ) -> None:
        enough = validate.Length(min=least, error=Sentence(deferred("Choose at least {min}.")))
        few = validate.Length(max=most, error=Sentence(deferred("Choose at most {max}.")))
        if not least:
            options.setdefault("load_default", list)
        super().__init__(inner, validate=[enough, *([few] if most else [])], **options)


class BilingualField(fields.Field[Any]):
    """A text in Dutch and English: `{nl: …, en: …}`."""

    default_error_messages = _sentences(invalid=deferred("Give the text as nl and en."))

    def __init__(
        self, *, longest: int = LONG, blank: bool = False, both: bool = False, **options: Any
    ) -> None:
        options.setdefault("required", not blank)
        if blank:
            options.setdefault("load_default", Bilingual)
        super().__init__(**options)
        self.longest, self.blank, self.both = longest, blank, both

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Bilingual:
        if not isinstance(value, Mapping) or set(value) - {"nl", "en"}:
            raise self.make_error("invalid")
        halves = {key: self._half(value.get(key)) for key in ("nl", "en")}
        missing = {
            key: [gettext(REQUIRED)]
            for key, text in halves.items()
            if not text and not self.blank and (self.both or not any(halves.values()))
        }
        if missing:
            raise ValidationError(missing)
        return Bilingual(**halves)

    def _half(self, value: Any) -> str:
        if not isinstance(value, str | None):
            raise self.make_error("invalid")
        text = clean(value or "")
        at_most(self.longest)(text)
        return text

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return Bilingual.of(value).as_dict()


class StrictSchema(Schema):
    """Refuses what it does not know, and says so in the reader's language.

    Make a new one per request: its messages are those of the language spoken when it is made.
    """

    # Whether each field is a part by itself: a change looks only at those that it names.
    in_parts: ClassVar[bool] = False

    class Meta:
        """Unknown keys are errors."""

        unknown = RAISE

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.error_messages = {
            "unknown": gettext("We do not know this field."),
            "type": gettext("Give an object with named fields."),
        }


class VersionedSchema(StrictSchema):
    """A form that edits something carries the version it was filled from."""

    version = Whole(least=1, most=2**31, required=True)
