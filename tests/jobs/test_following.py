"""Every server's search index follows the database by itself."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.jobs.handlers import HANDLERS
from dpia_workbench.plumbing import following, indexing
from dpia_workbench.plumbing.position import Position
from dpia_workbench.search import Index, Query
from dpia_workbench.store import search_changes
from dpia_workbench.store.freezing import Frozen
from dpia_workbench.store.models import Release, SearchChange
from dpia_workbench.usecases import release
from tests import make
from tests.make import People

On = Callable[[str], list[str]]


@pytest.fixture
def published(session: Session, people: People) -> Release:
    """A release that was just published."""
    row = make.release(session, people=people, now=clock.now())
    session.commit()
    return row


@pytest.fixture
def on(app: Flask, session: Session, tmp_path: Path) -> On:
    """Lets a server look at the database and search; each has an index of its own."""

    def found(server: str) -> list[str]:
        session.commit()
        with app.app_context():
            app.extensions["search"] = Index(tmp_path / server)
            while following.follow():
                pass
            return [hit.slug for hit in indexing.find(Query(text="leerplein")).hits]

    return found


def _place(folder: Path) -> Path:
    return folder / (folder / "current").read_text() / "position"


def test_two_servers_with_an_index_each_follow_one_database(
    session: Session, people: People, published: Release, on: On
) -> None:
    slug = published.product.slug
    before = [on("one"), on("two")]

    release.withdraw(
        session, actor=people.publisher.actor, slug=slug, number=1, reason="Fout.",
        today=clock.today(), now=clock.now(),
    )  # fmt: skip

    assert before == [[slug], [slug]]
    assert [on("one"), on("two")] == [[], []]


def test_a_change_is_in_the_log_when_its_transaction_is(session: Session) -> None:
    before = search_changes.newest(session).number
    search_changes.record(session, ["a"], at=clock.now())
    session.rollback()

    assert search_changes.newest(session).number == before


def test_a_change_that_is_seen_after_a_later_one_is_not_missed(
    app: Flask, session: Session, published: Release, on: On, tmp_path: Path
) -> None:
    on("one")
    slug, mark = published.product.slug, uuid4
    last = search_changes.newest(session).number
    session.add(SearchChange(id=last + 3, slug="nothing", mark=mark(), at=clock.now()))
    on("one")
    with app.app_context():
        indexing.index().drop([slug])
    waits = Position.read(_place(tmp_path / "one").read_text())

    session.add(SearchChange(id=last + 2, slug=slug, mark=mark(), at=clock.now()))

    assert waits is not None
    # A server with sequences also waits for numbers that transactions of before took and gave up.
    assert {each for each in waits.missing if each > last} == {last + 1, last + 2}
    assert on("one") == [slug]
    left = Position.read(_place(tmp_path / "one").read_text())
    assert left is not None
    assert {each for each in left.missing if each > last} == {last + 1}


def test_who_starts_waits_for_what_is_missing_and_not_for_ever(
    session: Session, on: On, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.add(SearchChange(id=3, slug="a", at=clock.now()))
    on("one")
    first = Position.read(_place(tmp_path / "one").read_text())
    later = clock.now() + timedelta(hours=2)
    monkeypatch.setattr(clock, "now", lambda: later)

    session.add(SearchChange(id=4, slug="a", at=clock.now()))
    on("one")

    second = Position.read(_place(tmp_path / "one").read_text())
    assert first is not None
    assert second is not None
    assert (set(first.missing), set(second.missing), second.number) == ({1, 2}, set(), 4)


@pytest.mark.parametrize(
    "damage",
    [
        lambda place: place.unlink(),
        lambda place: place.write_bytes(b"\xff\x00"),
        lambda place: place.write_text("[]"),
        lambda place: place.write_text('{"number": "x"}'),
        lambda place: place.write_text(
            json.dumps({**json.loads(place.read_text()), "mark": str(uuid4())})
        ),
        lambda place: (
            (place.parent / "seal-1.json").write_text("{}")
            if (place.parent / "seal-1.json").exists()
            else [file.write_text("") for file in place.parent.glob("seal-*")]
        ),
    ],
    ids=["missing", "garbled", "another-shape", "no-number", "another-database", "broken-index"],
)
def test_an_index_that_does_not_know_where_it_stands_is_made_anew(
    app: Flask, published: Release, on: On, tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    slug = published.product.slug
    on("one")
    with app.app_context():
        indexing.index().drop([slug])
    before = (tmp_path / "one" / "current").read_text()

    damage(_place(tmp_path / "one"))

    assert on("one") == [slug]
    assert (tmp_path / "one" / "current").read_text() != before


def test_one_process_of_a_server_follows_at_a_time(
    app: Flask, published: Release, tmp_path: Path
) -> None:
    with app.app_context():
        app.extensions["search"] = Index(tmp_path / "one")
        with Index(tmp_path / "one").following() as mine:
            busy = following.follow()
        free = following.follow()

    assert (mine, busy, free) == (True, False, True)


def test_changes_stay_as_they_are(session: Session) -> None:
    row = SearchChange(slug="a", at=clock.now())
    session.add(row)
    session.commit()

    row.slug = "b"

    with pytest.raises(Frozen):
        session.commit()


def test_a_job_of_an_older_version_reaches_all_servers(session: Session, app: Flask) -> None:
    with app.app_context():
        HANDLERS["search.put"]({"slugs": ["a", "b", "a"]})

    rows = search_changes.after(session, 0, missing=(), limit=10)
    assert [row.slug for row in rows] == ["a", "b"]


def test_a_process_that_serves_pages_mends_in_the_background(
    app: Flask, published: Release, tmp_path: Path
) -> None:
    class Background:
        """Stands in for the thread, which the database of the tests would not survive."""

        def look(self, *, seconds: float) -> None:
            following.follow()

    with app.app_context():
        app.extensions["search"] = Index(tmp_path / "one")
        app.extensions[indexing.FOLLOWER] = Background()
        try:
            found = indexing.find(Query(text="leerplein"))
        finally:
            del app.extensions[indexing.FOLLOWER]

    assert [hit.slug for hit in found.hits] == [published.product.slug]
