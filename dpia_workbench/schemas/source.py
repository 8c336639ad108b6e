"""Content files in YAML (or JSON), read so that every mistake can name its file, line and field."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dpia_workbench.i18n import gettext as _

LARGEST = 1_000_000
DEEPEST = 30

Where = tuple[str | int, ...]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_SCALARS: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:bool": lambda text: text == "true",
    "tag:yaml.org,2002:null": lambda _text: None,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake in a content file, and where it is."""

    file: str
    line: int
    field: str
    message: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}:"
        return " ".join([where, *([f"{self.field}:"] if self.field else []), self.message])


class ContentRefused(Exception):
    """Content files hold mistakes; all of them are named."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The plain data of one file, and the line on which each field stands."""

    file: str
    data: dict[str, Any]
    lines: Mapping[Where, int] = field(repr=False)

    def problem(self, where: Where, *, message: str) -> Problem:
        """Return a problem at a field; a field that is not there stands where its parent does."""
        known = where
        while known not in self.lines:
            known = known[:-1]
        dotted = ".".join(map(str, where))
        return Problem(file=self.file, line=self.lines[known], field=dotted, message=message)

    def problems(self, messages: Mapping[Any, Any]) -> list[Problem]:
        """Return the problems in a schema's error messages."""
        return [self.problem(where, message=text) for where, text in _leaves(messages, ())]


def read_source(path: Path, *, root: Path) -> Source:
    """Read one YAML file; root is the folder its name in problems starts from.

    Raises ContentRefused if it is too large, not UTF-8, not well-formed, not a mapping, or uses
    what content never needs: anchors, aliases, tags, keys written twice, very deep nesting.
    """
    file = path.relative_to(root).as_posix()
    text = _spaced(_text(path, file=file))
    if wrong := next(_oddities(text, file=file), None):
        raise ContentRefused((wrong,))
    node = yaml.compose(text, Loader=_Plain)
    if not isinstance(node, yaml.MappingNode):
        raise _refusal(file, 1, _("This file must hold named fields at the top."))
    reader = _Reader(file=file)
    data = reader.value(node, ())
    if reader.wrong:
        raise ContentRefused(tuple(reader.wrong))
    return Source(file=file, data=data, lines=reader.lines)


class _Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]  # C if built
    """Knows whole numbers, true, false and null; dates, yes and no stay the text they are."""

    yaml_implicit_resolvers: dict[str, Any] = {}


_Plain.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"-?(?:0|[1-9][0-9]{0,14})\Z"), list("-0123456789")
)
_Plain.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"(?:true|false)\Z"), list("tf"))
_Plain.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"(?:null|~|)\Z"), ["n", "~", ""])


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Turns nodes into plain data and remembers the line of every field."""

    file: str
    lines: dict[Where, int] = field(default_factory=dict)
    wrong: list[Problem] = field(default_factory=list)

    def value(self, node: yaml.Node, where: Where) -> Any:
        """Return the data of a node."""
        self.lines.setdefault(where, _line(node.start_mark))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, where)
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item, (*where, place)) for place, item in enumerate(node.value)]
        return _SCALARS.get(node.tag, str)(node.value)

    def _mapping(self, node: yaml.MappingNode, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, value in node.value:
            line = _line(key.start_mark)
            if not isinstance(key, yaml.ScalarNode):
                self._refuse(line, where, _("The name of a field must be one word."))
                continue
            here = (*where, key.value)
            if key.value in found:
                self._refuse(line, here, _("This field is written twice."))
                continue
            self.lines[here] = line
            found[key.value] = self.value(value, here)
        return found

    def _refuse(self, line: int, where: Where, message: str) -> None:
        dotted = ".".join(map(str, where))
        self.wrong.append(Problem(file=self.file, line=line, field=dotted, message=message))


def _line(mark: Any) -> int:
    return mark.line + 1 if mark else 1


def _refusal(file: str, line: int, message: str) -> ContentRefused:
    return ContentRefused((Problem(file=file, line=line, field="", message=message),))


def _text(path: Path, *, file: str) -> str:
    try:
        with path.open("rb") as stream:
            raw = stream.read(LARGEST + 1)
    except OSError as error:
        raise _refusal(file, 1, _("We cannot read this file.")) from error
    if len(raw) > LARGEST:
        raise _refusal(file, 1, _("This file is larger than %(size)s bytes.", size=LARGEST))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise _refusal(file, line, _("This is not UTF-8 text.")) from error
    if odd := _CONTROL.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        raise _refusal(file, line, _("This line holds a control character."))
    return text


def _spaced(text: str) -> str:
    """Return JSON with spaces for tabs: it is YAML then, and every character stays in its line."""
    if "\t" not in text or not text.lstrip().startswith("{"):
        return text
    try:
        json.loads(text)
    except ValueError:
        return text
    return text.replace("\t", " ")  # a tab in JSON's own texts is written \\t


def _oddities(text: str, *, file: str) -> Iterator[Problem]:
    """Name what content never needs, before anything is built from the text."""
    depth = documents = 0
    try:
        for event in yaml.parse(text, Loader=_Plain):
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            documents += isinstance(event, yaml.DocumentStartEvent)
            if message := _odd(event, depth=depth, documents=documents):
                yield Problem(file=file, line=_line(event.start_mark), field="", message=message)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        message = _(
            "This is not well-formed YAML: look at the indentation, the quotes and the colons, "
            "and use no tabs."
        )
        yield Problem(file=file, line=_line(mark), field="", message=message)


def _odd(event: yaml.Event, *, depth: int, documents: int) -> str:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        return _("Anchors and aliases are not allowed.")
    if getattr(event, "tag", None):
        return _("Tags are not allowed.")
    if depth > DEEPEST:
        return _("This is nested too deeply.")
    return _("A file holds one document.") if documents > 1 else ""


def _leaves(messages: Any, where: Where) -> Iterator[tuple[Where, str]]:
    if isinstance(messages, Mapping):
        for key, value in messages.items():
            # "_schema" is marshmallow's name for the thing itself
            yield from _leaves(value, where if key == "_schema" else (*where, key))
    elif isinstance(messages, list):
        for value in messages:
            yield from _leaves(value, where)
    else:
        yield where, str(messages)
