"""The search index: a cache of public verdicts on disk, asked by every door.

It may be deleted or damaged at any time. Then reading raises IndexBroken, and `rebuild` makes
it anew from the documents, whatever it finds in the folder.
"""

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from threading import Lock

from dpia_workbench.search import layout, storage
from dpia_workbench.search.answer import answer
from dpia_workbench.search.model import Document, IndexBroken, Query, Results
from dpia_workbench.search.rows import row
from dpia_workbench.search.view import Key, View

_PATIENCE = 10.0
_ATTEMPTS = 8
_PAUSE = 0.02

# So many fit in the memory that `storage` grants a commit; sorting on disk takes twice as long.
_BATCH = 2000


class Index:
    """A search index in a folder; any number of threads and processes may share the folder."""

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._opening = Lock()
        self._newest: View | None = None

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, or replace those with the same slug, in one commit.

        Raises IndexBroken or IndexBusy.
        """
        rows = {document.slug: row(document) for document in documents}
        if rows:
            self._commit(rows)

    def drop(self, slugs: Iterable[str]) -> None:
        """Remove documents; unknown slugs are passed over. Raises IndexBroken or IndexBusy."""
        unwanted = dict.fromkeys(slugs)
        if unwanted:
            self._commit(unwanted)

    def _commit(self, rows: Mapping[str, Mapping[str, object] | None]) -> None:
        with self._writing():
            view = self._view()
            gone = [view.numbers[slug] for slug in rows if slug in view.numbers]
            added = [values for values in rows.values() if values]
            if gone or added:
                directory = view.key.directory
                storage.write(directory, added, drop=gone)
                layout.sweep(directory, layout.generation(directory))

    @contextmanager
    def _writing(self) -> Iterator[None]:
        # With the lock held nobody else moves files: one that is missing is damage.
        try:
            with storage.breaking(), layout.writing(self._folder, patience=self._patience):
                yield
        except FileNotFoundError as error:
            raise IndexBroken("a file of the index is missing") from error

    def find(self, query: Query) -> Results:
        """Return what a query finds, as of the last commit. Raises IndexBroken."""
        return answer(self._view(), query)

    def rebuild(self, documents: Iterable[Document]) -> None:
        """Make the index anew beside the old one and switch to it in one step.

        Works whatever the folder holds; readers keep the old index until the switch. Raises
        IndexBusy when another process keeps writing.
        """
        layout.prepare(self._folder)
        with layout.writing(self._folder, patience=self._patience):
            directory = layout.new_directory(self._folder)
            try:
                storage.create(directory)
                wanted = {document.slug: document for document in documents}
                rows = map(row, wanted.values())
                while batch := list(islice(rows, _BATCH)):
                    storage.write(directory, batch)
                layout.sweep(directory, layout.generation(directory))
                layout.switch(self._folder, to=directory)
            except BaseException:
                shutil.rmtree(directory, ignore_errors=True)
                raise

    def healthy(self) -> bool:
        """Tell whether the index opens, is whole, and has this version's layout."""
        try:
            self._view()
        except IndexBroken:
            return False
        return True

    def slugs(self) -> frozenset[str]:
        """Return the slugs of all documents in the index. Raises IndexBroken."""
        return frozenset(self._view().numbers)

    def _view(self) -> View:
        for attempt in range(_ATTEMPTS):
            try:
                with storage.breaking():
                    return self._opened()
            except FileNotFoundError as error:
                # A writer has moved on between two of our steps, or the file is really gone.
                if attempt + 1 == _ATTEMPTS:
                    raise IndexBroken("a file of the index is missing") from error
                time.sleep(_PAUSE)
        raise IndexBroken("the index keeps changing")

    def _opened(self) -> View:
        view = self._newest
        key = Key.now(self._folder)
        if view and view.key == key and view.intact():
            return view
        with self._opening:
            view = self._newest
            key = Key.now(self._folder)
            if not (view and view.key == key and view.intact()):
                self._newest = view = View(key, before=view)
            return view
