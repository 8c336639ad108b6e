"""HTML forms: a schema checks what was typed; errors go to their field; nothing is lost."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.datastructures import MultiDict

from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing.problems import status_of
from dpia_workbench.risk.merge import merge, merge_lists
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.base import REQUIRED, BilingualField, Flag, Many, Text
from dpia_workbench.store.audit import jsonable
from dpia_workbench.store.base import Stale

GENERAL = ""  # the name under which an error stands that belongs to no field
HTTP_UNPROCESSABLE, HTTP_CONFLICT = 422, 409


class Form:
    """One form on a page: what was typed, what is stored, what is wrong.

    `initial` is what is stored now; it fills the form before it is submitted, and stands beside
    what was typed when somebody else changed it in the meantime.
    """

    def __init__(self, schema: Schema, *, initial: Mapping[str, Any] | None = None) -> None:
        self.schema = schema
        self.initial = _flat(initial or {})
        self.submitted = request.method == "POST"
        self.status = 200
        self.conflict = False
        self.typed: MultiDict[str, str] = request.form if self.submitted else MultiDict()
        self._errors: dict[str, str] = {}
        if self.submitted:
            self._catch_up()

    @property
    def base(self) -> str:
        """Return what is stored now, as the page carries it along to be merged later."""
        return json.dumps({name: self.initial[name] for name in self._kept()}, ensure_ascii=False)

    def _kept(self) -> list[str]:
        """Return the names of what is stored and can be typed."""
        return [n for n in self.initial if n != "version" and n.split(".")[0] in self.schema.fields]

    def _catch_up(self) -> None:
        """Merge what others saved since the page was opened into what was typed.

        A late form is as good as one that was opened just now, unless two people changed the same
        words: then it stays late, and both texts are shown.
        """
        now = str(self.initial.get("version", ""))
        base = read_json(self.typed.get("base", ""))
        if not self._kept():  # nothing to merge: what was read is decided upon, or read again
            return
        if not now or not isinstance(base, dict) or self.typed.get("version", "") in ("", now):
            return
        caught_up = MultiDict(self.typed)
        for name in self._kept():
            value = self._merged(name, base=base.get(name))
            if value is None:
                return
            caught_up.poplist(name)
            is_off = value == "" and isinstance(self.schema.fields.get(name), Flag)
            if not is_off:  # a box that is off is not sent
                caught_up.setlist(name, value if isinstance(value, list) else [value])
        caught_up["version"] = now
        self.typed = caught_up

    def _merged(self, name: str, *, base: Any) -> str | list[str] | None:
        """Return what a field becomes, or None where two people want different things."""
        mine, theirs = self._typed(name), self.initial[name]
        if isinstance(theirs, list) and isinstance(base, list):
            return list(merge_lists([str(each) for each in base], mine, theirs))
        if isinstance(self.schema.fields[name.split(".")[0]], Text | BilingualField):
            before, typed = _lines(str(base or "")), _lines(mine)
            found = merge(before, typed, _lines(theirs))
            return found.text if found.is_clean else None
        if mine in (base, theirs):
            return str(theirs)
        return str(mine) if theirs == base else None

    @property
    def accepted(self) -> bool:
        """Return whether it was submitted and nothing is wrong."""
        return self.submitted and not self._errors

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Return (name, sentence) of all that is wrong."""
        return list(self._errors.items())

    def error(self, name: str) -> str | None:
        """Return what is wrong with a field."""
        return self._errors.get(name)

    def value(self, name: str) -> Any:
        """Return what was typed, or what is stored, or an empty text."""
        if self.submitted and name == "version" and self.conflict:
            return self.initial.get("version", "")
        if self.submitted:
            return self._typed(name)
        return self.initial.get(name, "")

    def _typed(self, name: str) -> Any:
        if isinstance(self.schema.fields.get(name), Many):
            return self.typed.getlist(name)
        return self.typed.get(name, "")

    def theirs(self, name: str, options: Iterable[Sequence[Any]] = ()) -> str | None:
        """Return what somebody else saved, if it differs from what was typed here.

        `options` are what can be chosen, as (value, label, …): people read labels.
        """
        if not self.conflict:
            return None
        stored = self.initial.get(name, "")
        if _as_text(stored) == _as_text(self._typed(name)):
            return None
        labels = {str(option[0]): str(option[1]) for option in options}
        chosen = stored if isinstance(stored, list) else [stored]
        return _as_text([labels.get(str(each), str(each)) for each in chosen])

    def values(self) -> dict[str, Any]:
        """Return the checked values. Raises marshmallow's ValidationError."""
        loaded: dict[str, Any] = self.schema.load(self._nested())
        if self.initial.get("version") and loaded.get("version", ...) is None:
            raise ValidationError({"version": [_(REQUIRED)]})  # or it would overwrite unseen
        return loaded

    def _nested(self) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name, field in self.schema.fields.items():
            key = field.data_key or name
            if isinstance(field, BilingualField):
                data[key] = {half: self.typed.get(f"{key}.{half}", "") for half in ("nl", "en")}
            elif isinstance(field, Many):
                data[key] = self.typed.getlist(key)
            elif key in self.typed:
                data[key] = self.typed[key]
        return data

    @contextmanager
    def refusals(self, *, on: str | Mapping[str, str] = GENERAL) -> Iterator[None]:
        """Turn what is refused inside into errors on the form.

        `on` names the field for broken rules: one for all, or one per rule code.
        """
        try:
            yield
        except ValidationError as error:
            self.status = HTTP_UNPROCESSABLE
            self._errors |= dict(_sentences(error.messages))
        except RuleViolation as error:
            self.status = status_of(error)
            field = on if isinstance(on, str) else on.get(error.code, GENERAL)
            self._errors[str(error.params.get("field", field))] = message(error)
        except IntegrityError:
            self.status = HTTP_CONFLICT
            self._errors[GENERAL] = _("Somebody else did the same at this moment. Try again.")
        except (Stale, StaleDataError):
            self.status, self.conflict = HTTP_CONFLICT, True
            self._errors[GENERAL] = _(
                "Somebody else changed this while you were typing. Your text is still here, and"
                " what was saved stands beside it. Combine them and save again."
            )


def read_json(text: str, *, otherwise: Any = None) -> Any:
    """Return what a page carried along as JSON, or something else if it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return otherwise


def _lines(text: str) -> str:
    """Return a text with one kind of line end; forms send another one than they are given."""
    return text.replace("\r\n", "\n")


def _flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as a form holds them: texts, lists of texts, halves of bilingual texts."""
    flat: dict[str, Any] = {}
    for name, value in values.items():
        plain = jsonable(value)
        if isinstance(plain, dict):
            flat |= {f"{name}.{half}": text for half, text in plain.items()}
        elif isinstance(plain, list):
            flat[name] = [str(item) for item in plain]
        elif isinstance(plain, bool):
            flat[name] = "true" if plain else ""
        else:
            flat[name] = "" if plain is None else str(plain)
    return flat


def _as_text(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _sentences(messages: Any, *, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield (field, sentence) of marshmallow's nested messages; an item's error is its list's."""
    if isinstance(messages, Mapping):
        for key, inner in messages.items():
            deeper = path if isinstance(key, int) else f"{path}.{key}".lstrip(".")
            yield from _sentences(inner, path=deeper)
    elif isinstance(messages, Sequence) and not isinstance(messages, str):
        yield path or GENERAL, " ".join(str(item) for item in messages)
    else:
        yield path or GENERAL, str(messages)
