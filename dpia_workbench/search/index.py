"""The search index: a cache of public verdicts on disk, asked by every door.

It may be deleted or damaged at any time. Then reading raises IndexBroken, and `rebuild` makes
it anew from the documents, whatever it finds in the folder.
"""

import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from threading import Lock

from dpia_workbench.search import layout, storage, writing
from dpia_workbench.search.answer import answer
from dpia_workbench.search.model import Document, IndexBroken, Query, Results, Suggestion
from dpia_workbench.search.rows import Row, rows
from dpia_workbench.search.suggesting import suggestions
from dpia_workbench.search.view import Key, View

_PATIENCE = 10.0
_ATTEMPTS = 8
_PAUSE = 0.02

# So many rows are brought together in memory and become one segment: about 100 megabytes.
_BATCH = 50_000


def _by_slug(documents: Iterable[Document]) -> dict[str, Sequence[Document]]:
    """Return the documents of each product: of one release the last that was given."""
    found: dict[str, dict[int | None, Document]] = {}
    for document in documents:
        found.setdefault(document.slug, {})[document.release] = document
    return {slug: tuple(each.values()) for slug, each in found.items()}


def _batches(documents: Iterable[Document]) -> Iterator[Iterator[Row]]:
    """Yield rows in batches that fit in memory, the parts of a verdict in the same one."""
    wanted = iter(documents)
    while (first := next(wanted, None)) is not None:
        yield _batch(first, wanted)


def _batch(first: Document, others: Iterator[Document]) -> Iterator[Row]:
    count = 0
    for document in chain((first,), others):
        for row in rows(document):
            count += 1
            yield row
        if count >= _BATCH:
            return


class Index:
    """A search index in a folder; any number of threads and processes may share the folder."""

    def __init__(self, folder: Path, *, patience: float = _PATIENCE) -> None:
        self._folder = folder
        self._patience = patience
        self._opening = Lock()
        self._newest: View | None = None

    def put(self, documents: Iterable[Document]) -> None:
        """Add documents, instead of all there were of the same products, in one commit.

        Raises IndexBroken or IndexBusy.
        """
        wanted = _by_slug(documents)
        if wanted:
            self._commit(wanted)

    def drop(self, slugs: Iterable[str]) -> None:
        """Remove products; unknown slugs are passed over. Raises IndexBroken or IndexBusy."""
        unwanted: dict[str, Sequence[Document]] = dict.fromkeys(slugs, ())
        if unwanted:
            self._commit(unwanted)

    def _commit(self, wanted: Mapping[str, Sequence[Document]]) -> None:
        with self._writing():
            view = self._view()
            cards = [card for slug in wanted for card in view.slugs.get(slug, ())]
            gone = [number for card in cards for number in view.documents(card)]
            added = [row for each in wanted.values() for one in each for row in rows(one)]
            if gone or added:
                directory = view.key.directory
                writing.write(directory, added, drop=gone)
                layout.sweep(directory, layout.generation(directory))

    def tidy(self, *, is_quiet: bool = True) -> None:
        """Bring together a little of what many small commits left; what is found stays the same.

        Who writes meanwhile waits: while much is written it is done only when it has to be.
        Raises IndexBroken or IndexBusy.
        """
        most = writing.TOO_MANY if is_quiet else writing.FAR_TOO_MANY
        if len(self._view().segments) < most:
            return
        with self._writing():
            directory = layout.current_directory(self._folder)
            if writing.tidy(directory, opened=storage.opened):
                layout.sweep(directory, layout.generation(directory))

    @contextmanager
    def following(self) -> Iterator[bool]:
        """Be the one process that brings this index up to date, unless another one is."""
        layout.prepare(self._folder)
        with layout.holding(self._folder / "following") as held:
            yield held

    def position(self) -> str:
        """Return how far the index has followed its source, as it was told; or nothing.

        Raises IndexBroken.
        """
        self._view()
        with suppress(OSError, UnicodeDecodeError):
            return layout.read_position(layout.current_directory(self._folder))
        return ""

    def remember(self, position: str) -> None:
        """Keep how far the index has followed its source. Raises IndexBroken or IndexBusy."""
        with self._writing():
            layout.write_position(layout.current_directory(self._folder), position)

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

    def suggest(self, prefix: str, *, language: str, limit: int) -> tuple[Suggestion, ...]:
        """Return what somebody who typed this may be typing. Raises IndexBroken."""
        return suggestions(self._view(), prefix, language=language, limit=limit)

    def rebuild(self, documents: Iterable[Document], *, position: str = "") -> None:
        """Make the index anew beside the old one and switch to it in one step.

        Works whatever the folder holds; readers keep the old index until the switch. The
        position is how far the documents have followed their source. Raises IndexBusy when
        another process keeps writing.
        """
        layout.prepare(self._folder)
        with layout.writing(self._folder, patience=self._patience):
            directory = layout.new_directory(self._folder)
            try:
                writing.create(directory)
                for batch in _batches(documents):
                    writing.write(directory, batch)
                layout.sweep(directory, layout.generation(directory))
                layout.write_position(directory, position)
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
        return frozenset(self._view().slugs)

    def states(self) -> Mapping[str, frozenset[tuple[int | None, bool, str]]]:
        """Return of each product its releases, whether they are current, and their verdicts.

        Raises IndexBroken.
        """
        view = self._view()
        return {
            slug: frozenset(
                (card.release, card.current, card.verdict)
                for card in map(view.cards.__getitem__, cards)
            )
            for slug, cards in view.slugs.items()
        }

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
