"""Migration 0023 with rows in it: followers, saved searches and webhooks."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.house.old_database import OldDatabase


@pytest.fixture
def old(tmp_path: Path) -> Iterator[OldDatabase]:
    """A database to be brought from version to version."""
    made = OldDatabase(tmp_path)
    yield made
    made.engine.dispose()


def test_who_follows_is_told_once_and_has_no_address_when_it_ended(old: OldDatabase) -> None:
    with old.at("0013") as (_connection, _tables, insert):
        vendor = insert("organisation", kind="vendor")
        person = insert("user_account", email="a@b.example")

    with old.at() as (connection, _tables, insert):
        reader = insert("follower", email="lezer@b.example")
        words = {"follower_id": reader, "pace": "daily"}
        insert("follow", subject="vendor", vendor_id=vendor, **words)
        search = insert("follow", subject="search", **words)
        insert("follower_told", follower_id=reader, news="release:1")
        insert("saved_search", user_id=person, follow_id=search)
        insert("follow_attempt")
        for wrong in (
            partial(insert, "follower", email="lezer@b.example"),
            partial(insert, "follower", email=None),
            partial(insert, "follower", email="Lezer@b.example"),
            partial(insert, "follow", subject="vendor", **words),
            partial(insert, "follow", subject="search", vendor_id=vendor, **words),
            partial(insert, "follow", subject="vendor", vendor_id=vendor,
                    **{**words, "pace": "at_once"}),
            partial(insert, "follower_told", follower_id=reader, news="release:1"),
            partial(insert, "saved_search", user_id=person, follow_id=search),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
        connection.execute(
            text("UPDATE follower SET email = NULL, ended_at = '2025-03-03 00:00:00'")
        )
        insert("follower", email="lezer@b.example")


def test_a_webhook_hears_of_each_thing_once(old: OldDatabase) -> None:
    with old.at() as (connection, _tables, insert):
        owner = insert("organisation", kind="vendor")
        person = insert("user_account", email="a@b.example")
        made = {"organisation_id": owner, "made_by_id": person}
        row = insert("webhook", **made)
        insert("webhook_delivery", webhook_id=row, news="event:1")
        moment = datetime(2025, 3, 3, tzinfo=UTC)
        for wrong in (
            partial(insert, "webhook", secret_number=0, **made),
            partial(insert, "webhook", stopped="failing", **made),
            partial(insert, "webhook", stopped="bored", stopped_at=moment, **made),
            partial(insert, "webhook_delivery", webhook_id=row, news="event:1"),
            partial(insert, "webhook_delivery", webhook_id=row, news="event:2",
                    delivered_at=moment, given_up_at=moment),
        ):  # fmt: skip
            with pytest.raises(IntegrityError), connection.begin_nested():
                wrong()
