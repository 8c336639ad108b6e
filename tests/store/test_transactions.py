"""Requests on a database file of their own: what only real transactions show."""

from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from dpia_workbench import clock
from dpia_workbench.plumbing.database import db
from dpia_workbench.store.models import LoginSession
from dpia_workbench.usecases import account
from tests import make


def _seen_at(own_app: Flask) -> datetime:
    with own_app.app_context(), Session(db.engine) as session:
        return session.scalars(select(LoginSession.seen_at)).one()


def _signed_in(own_app: Flask, *, ago: timedelta) -> str:
    with own_app.app_context(), Session(db.engine) as session:
        person = make.person(session)
        secret = account.open_session(
            session, user=person.user, browser="tests", today=clock.today(),
            now=clock.now() - ago,
        )  # fmt: skip
        session.commit()
        return secret


def test_a_request_that_only_reads_still_writes_down_when_the_session_was_used(
    own_app: Flask,
) -> None:
    client = own_app.test_client()
    client.set_cookie("session", _signed_in(own_app, ago=timedelta(minutes=5)))
    before = _seen_at(own_app)

    assert client.get("/account").status_code == 200
    once = _seen_at(own_app)
    assert client.get("/account").status_code == 200

    assert once - before > timedelta(minutes=4)
    assert _seen_at(own_app) == once, "at most once a minute"


def test_reading_waits_for_nobody_who_writes(own_app: Flask) -> None:
    client = own_app.test_client()
    with own_app.app_context(), Session(db.engine) as writer:
        make.people(writer)
        make.organisation(writer, name="Onderweg")
        writer.connection()

        assert client.get("/about").status_code == 200
