"""Reading many content files, and keeping what is wrong with each until all were read."""

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from marshmallow import ValidationError

from dpia_workbench.i18n import gettext as _
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.source import ContentRefused, Problem, Source, read_source


@dataclass(slots=True, kw_only=True)
class Desk:
    """Reads files and keeps their problems."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    def read(self, path: Path, *, schema: StrictSchema) -> tuple[Source | None, dict[str, Any]]:
        """Return a file and what its schema makes of it: nothing if that has problems."""
        try:
            source = read_source(path, root=self.folder)
        except ContentRefused as refused:
            self.problems += refused.problems
            return None, {}
        try:
            return source, dict(schema.load(source.data))
        except ValidationError as error:
            # normalized_messages() does no more than this here, and has no types
            messages = error.messages if isinstance(error.messages, dict) else {}
            self.problems += source.problems(messages)
            return source, {}

    def check_name(self, source: Source, name: str, *, stem: str) -> None:
        """Refuse an identity in a field that is not the name of its file."""
        if isinstance(source.data.get(name), str) and source.data[name] != stem:
            message = _("The %(field)s must be the name of the file: %(name)s.", field=name,
                        name=stem)  # fmt: skip
            self.problems.append(source.problem((name,), message=message))

    def check_member(self, source: Source, name: str, *, of: Collection[str]) -> None:
        """Refuse an id that is not in its list file; a list file with problems allows all."""
        value = source.data.get(name)
        if of and isinstance(value, str) and value not in of:
            message = _("%(id)s is not in the list of this catalogue.", id=value)
            self.problems.append(source.problem((name,), message=message))

    def finish(self) -> None:
        """Say what is wrong. Raises ContentRefused with every problem, in order."""
        if self.problems:
            raise ContentRefused(
                tuple(sorted(self.problems, key=lambda each: (each.file, each.line)))
            )
