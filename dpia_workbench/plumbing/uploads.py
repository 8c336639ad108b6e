"""Files that come in with a form, and files that go out: never shown by the browser as a page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from flask import Response, request, send_file
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from dpia_workbench.files import keeping, stripping
from dpia_workbench.files.keeping import FileStore, Staged
from dpia_workbench.files.refusals import FileMissing, TooManyFiles
from dpia_workbench.files.types import ENDINGS
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing import scans
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.filters import number
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.evidence import LARGEST_FILE, FileFacts
from dpia_workbench.store.base import NotFound

Kept = TypeVar("Kept")  # what a verb made of files
MOST_FILES = 20
MOST_AT_ONCE = 4 * LARGEST_FILE
_KILO = 1000
_WORDS = 2**20  # what else a form may hold
# Whatever a browser makes of it: no scripts, no forms, no requests, no frame around it.
_INERT = "default-src 'none'; sandbox; frame-ancestors 'none'"


def file_store() -> FileStore:
    """Return the store of this installation's files."""
    return FileStore(settings().files_folder)


def expect_files() -> None:
    """Let this request be as large as files are; call it before the form is read."""
    request.max_content_length = MOST_AT_ONCE + _WORDS


class Received:
    """The files of one form. What is not kept is gone when the request ends.

    Pictures can come without what they tell of their maker.
    """

    def __init__(self, name: str, *, is_stripped: bool = False) -> None:
        self._is_stripped = is_stripped
        self.sent: list[FileStorage] = [each for each in request.files.getlist(name) if each]
        self.staged: list[Staged] = []

    def judge(self) -> Sequence[Staged]:
        """Write all files down and judge them.

        Raises FileMissing, TooManyFiles, or what `FileStore.stage` raises.
        """
        if not self.sent:
            raise FileMissing
        if len(self.sent) > MOST_FILES:
            raise TooManyFiles(most=MOST_FILES)
        for each in self.sent:
            stream = stripping.stripped(each.stream) if self._is_stripped else each.stream
            self.staged.append(file_store().stage(stream, name=each.filename or ""))
        return self.staged


@contextmanager
def received(name: str, *, is_stripped: bool = False) -> Iterator[Received]:
    """Take the files of a form field, and leave nothing of those that are not kept."""
    files = Received(name, is_stripped=is_stripped)
    try:
        yield files
    finally:
        keeping.discard(files.staged)


def keep(
    form: Form,
    verb: Callable[[Session, Sequence[Staged], dict[str, Any]], Kept],
    *,
    on: str | Mapping[str, str],
    is_optional: bool = False,
    is_stripped: bool = False,
) -> Kept | None:
    """Keep the files of a form that was sent with what was written about them, or neither.

    The verb gets the files and the values; None if anything was refused, which then stands at its
    field: the files at `files`, and where `on` says what the verb refuses.
    """
    with received("files", is_stripped=is_stripped) as files:
        if files.sent or not is_optional:
            with form.refusals(on="files"):
                files.judge()
        values: dict[str, Any] = {}
        with form.refusals():
            values = form.values()
        if form.accepted:
            with form.refusals(on=on), file_store().keeping(files.staged), transaction() as session:
                return verb(session, files.staged, values)
    return None


def kind_and_size(facts: FileFacts) -> str:
    """Return type and size of a file in words."""
    kind, amount = ENDINGS[facts.media_type][0].upper(), facts.size
    if amount < _KILO:
        return _("%(type)s, %(size)s bytes", type=kind, size=number(amount))
    if amount < _KILO**2:
        return _("%(type)s, %(size)s kB", type=kind, size=number(round(amount / _KILO)))
    return _("%(type)s, %(size)s MB", type=kind, size=number(round(amount / _KILO**2, 1)))


def attachment(facts: FileFacts) -> Response:
    """Send a file to be saved, whatever it is. Raises as `require_servable` does."""
    return _sent(facts, as_attachment=True)


def picture(facts: FileFacts) -> Response:
    """Send a picture to be shown within a page. Raises as `require_servable` does."""
    return _sent(facts, as_attachment=False)


def require_servable(facts: FileFacts) -> None:
    """Refuse what is not here, or holds a virus. Raises NotFound or FileInfected."""
    if not file_store().has(facts.sha256):
        raise NotFound
    scans.require_clean(facts.sha256)


def _sent(facts: FileFacts, *, as_attachment: bool) -> Response:
    require_servable(facts)
    store = file_store()
    response = send_file(
        store.place(facts.sha256),
        mimetype=facts.media_type,
        as_attachment=as_attachment,
        download_name=facts.name,
        conditional=False,
        etag=False,
        last_modified=None,
        max_age=None,
    )
    response.headers["Content-Security-Policy"] = _INERT
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    response.headers["Cache-Control"] = "no-store"
    return response
