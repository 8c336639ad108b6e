"""What people send about their own account."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from dpia_workbench.i18n import LANGUAGES, deferred
from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.base import (
    Email,
    Flag,
    Identifier,
    Sentence,
    StrictSchema,
    Text,
    Whole,
)
from dpia_workbench.usecases.token import MOST_DAYS

_LONGEST_TYPED = 1000


class Password(Text):
    """A password as it was typed: a space at its begin or end is part of it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(longest=_LONGEST_TYPED, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = fields.String._deserialize(self, value, attr, data, **kwargs)
        if not text:
            raise self.make_error("required")
        return unicodedata.normalize("NFC", text)


class SignInSchema(StrictSchema):
    """Who signs in."""

    email = Email()
    password = Password()


class AskPasswordSchema(StrictSchema):
    """Who wants to choose a new password."""

    email = Email()


class NewPasswordSchema(StrictSchema):
    """A new password, typed twice because it is not seen while typing."""

    password = Password()
    repeated = Password()

    @validates_schema
    def _same_twice(self, data: Mapping[str, Any], **_kwargs: Any) -> None:
        if data["password"] != data["repeated"]:
            raise ValidationError(_("This is not the same password as above."), "repeated")

    @post_load
    def _once(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {name: value for name, value in data.items() if name != "repeated"}


class ChangePasswordSchema(NewPasswordSchema):
    """A new password of somebody who is signed in."""

    present = Password()


class LanguageSchema(StrictSchema):
    """The language in which a person wants pages and mail."""

    language = Text(
        validate=validate.OneOf(LANGUAGES, error=Sentence(deferred("Choose one from the list.")))
    )


class DigestSchema(StrictSchema):
    """Whether a person wants the daily mail about discussions."""

    wants_digest = Flag(load_default=False)


class RemindersSchema(StrictSchema):
    """Whether a person wants reminders of requests to vendors."""

    wants_reminders = Flag(load_default=False)


class ActForSchema(StrictSchema):
    """The organisation that a person works for from now on."""

    organisation_id = Identifier(required=True)


class TokenSchema(StrictSchema):
    """A new token of the API."""

    name = Text(longest=100)
    days = Whole(least=1, most=MOST_DAYS, required=True)
