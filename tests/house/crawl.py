"""Every page that a test can reach: addresses made of the rules and of real rows."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from sqlalchemy import JSON, Enum, String, Table, TypeDecorator, event, select
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from dpia_workbench import clock
from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.followers import Purpose
from dpia_workbench.risk.confidentiality import Confidentiality
from dpia_workbench.risk.following import Pace
from dpia_workbench.risk.place import DossierPart, Place
from dpia_workbench.risk.review import LocalChange
from dpia_workbench.risk.verdict import Topic, Verdict
from dpia_workbench.store.audit import sha256
from dpia_workbench.store.base import Base
from dpia_workbench.store.models import Adoption, Dossier, Release, Remediation
from dpia_workbench.usecases import (
    account,
    adoption_operation,
    asking,
    correspondence,
    delegation,
    demand,
    hook,
    measuring,
    publication_plan,
    review_task,
    subscription,
    worksheet_filling,
)
from tests import make
from tests.making import describing, judging, points, rounds

Known = dict[str, Any]
PERSONS = (
    None, "analyst", "reviewer", "publisher", "vendor", "officer", "fg", "board", "administrator",
    "stranger",
)  # fmt: skip
HTML = "text/html"


def furnish(session: Session, *, app: Flask, people: make.People) -> list[Known]:
    """Make rows in every state, and return the arguments of rules that lead to them."""
    now = clock.now()
    release = make.release(session, people=people, now=now)
    make.erratum(session, release, people=people, now=now)
    slug = release.product.slug
    known = [
        {"slug": slug, "number": 1, "older": 1, "newer": 1, "key": "R1", "before": 1, "after": 1},
        {"form": 3},
        *_administration(session, app=app, people=people),
        {"vendor_slug": release.product.vendor.slug},
    ]
    for state in (make.State.IN_REVIEW, make.State.APPROVED):
        row = make.dossier(session, people=people, state=state, now=now)
        known.append({"dossier_id": row.id, "key": "R1"})
    known.append(_planned(session, row, people=people))
    draft = make.dossier(
        session, people=people, request=make.RequestState.DELIVERED, now=now
    )  # fmt: skip
    known += _discussed(session, draft, people=people)
    known += [_parts(draft), {"remediation_id": draft.revision.measures[0].remediation_id}]
    known += _proven(session, draft, people=people)
    asked = make.remediation(session, people=people, now=now)
    known.append({"remediation_id": asked.id})
    known += _talked(session, asked, app=app, people=people)
    known += _adopted(session, release, app=app, people=people)
    known += _judged(session, people=people)
    known += _looked_again(session, people=people)
    known += _announced(session, release, people=people)
    known += _agreements(session, people=people)
    said = make.remark(session, slug=release.product.slug, place="M1", now=now)
    known.append({"remark_id": said.id})
    known += _used(session, people=people)
    known += _incidents(session, release, people=people)
    known += _looked_at(session, people=people)
    make.document_templates(session)
    points.fill(session, draft, people=people)
    known += [_statements(draft, node) for node in ("2", "17")]
    known += _checked(session, draft, release=release, people=people)
    known += _followed(session, release, app=app, people=people)
    return known


def _proven(session: Session, draft: Dossier, *, people: make.People) -> list[Known]:
    """Add evidence at a risk, at a finding, and of the vendor alone."""
    known: list[Known] = []
    now = clock.now()
    for words in (
        {"place": Place(part=DossierPart.RISK, key="R1")},
        {"place": Place(part=DossierPart.FINDING, key=Topic.RIGHTS.value)},
        {"confidentiality": Confidentiality.VENDOR_CONFIDENTIAL},
    ):
        proof = make.evidence(session, draft, by=people.analyst, now=now, **words)
        known.append({"dossier_id": draft.id, "evidence_id": proof.id})
    return known


def _adopted(session: Session, release: Release, *, app: Flask, people: make.People) -> list[Known]:
    """Add the adoptions of two boards, one of them ready for its decision."""
    known: list[Known] = []
    now = clock.now()
    for school, far in (
        (people.school, make.AdoptionState.READY),
        (people.other_school, make.AdoptionState.STARTED),
    ):
        adoption = make.adoption(
            session, people=people, release=release, at=school, state=far, now=now
        )
        known.append({"adoption_id": adoption.id, "measure_id": adoption.measures[0].id,
                      "filename": "board-memo.docx"})  # fmt: skip
        covered = adoption.school_rows[0].school_id if adoption.school_rows else None
        known.append({"adoption_id": adoption.id, "measure_id": adoption.measures[0].id})
        known.append({**known[-1], "school_id": covered} if covered else {})
        known.append(_operated(session, adoption, by=school.officer))
        known += _worksheets(session, adoption, app=app, by=school.officer)
    return known


def _announced(session: Session, release: Release, *, people: make.People) -> list[Known]:
    """Add announcements of sub-processors, with and without an objection."""
    known: list[Known] = []
    now = clock.now()
    for objects in (None, people.analyst):
        change = make.sub_processor_change(
            session, products=[release.product], by=people.vendor, objects=objects, now=now
        )
        make.board_stance(session, change, by=people.officer)
        known.append({"change_id": change.id, "release_id": release.id})
    return known


def _operated(session: Session, row: Adoption, *, by: make.Person) -> Known:
    """Add an operation of a board's own to an adoption that it still fills in."""
    made = adoption_operation.add(
        session, actor=by.actor, adoption_id=row.id, name="Foto's delen", version=None,
        values=describing.OPERATION, today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()
    return {"adoption_id": row.id, "number": made.number, "key": "C1"}


def _worksheets(session: Session, row: Adoption, *, app: Flask, by: make.Person) -> Iterator[Known]:
    """Give a partner a worksheet that is filled in with a file, and one that was sent in."""
    now, facts = clock.now(), make.kept_file(app)
    (app.extensions["settings"].home / "limits").unlink(missing_ok=True)  # other links are guesses
    app.extensions.pop("moments", None)
    secret: str = app.extensions["settings"].secret_key
    file = measuring.add_files(
        session, actor=by.actor, adoption_id=row.id, measure_id=row.measures[0].id,
        files=[facts], has_personal_data=True, today=clock.today(), now=now,
    )[0]  # fmt: skip
    session.commit()
    yield {"adoption_id": row.id, "file_id": file.id}
    for sends in (False, True):
        made_id = uuid4()
        token = links.token(made_id, secret_key=secret, purpose="worksheet of a partner")
        sheet = make.worksheet(
            session, row, by=by, worksheet_id=made_id, secret_hash=sha256(token), now=now
        )
        worksheet_filling.keep_files(
            session, worksheet_id=sheet.id, secret_hash=sheet.secret_hash, key="M3",
            files=[facts], now=now,
        )  # fmt: skip
        make.filled_in(session, sheet, sends=sends, now=now)
        yield {"token": token}
        yield {
            "adoption_id": row.id, "worksheet_id": sheet.id, "file_id": sheet.files[0].id,
            "answer_id": sheet.answers[0].id,
        }  # fmt: skip


def _judged(session: Session, *, people: make.People) -> Iterator[Known]:
    """Let boards judge a risk themselves, approve under a condition, and ask the authority."""
    now = clock.now()
    begun = judging.unlevelled_adoption(session, people=people, now=now)
    risk = judging.own_risk(session, begun, by=people.officer, now=now)
    measure = judging.own_measure(session, risk, by=people.officer, now=now)
    where = {"adoption_id": begun.id, "risk_id": risk.id}
    yield {**where, "key": "R2"}
    yield {**where, "measure_id": measure.id}
    approved = judging.conditional(session, people=people, now=now)
    assert approved.decision is not None
    asked = approved.decision.condition_rows[0]
    yield {"adoption_id": approved.id, "condition_id": asked.id}
    asking = make.adoption(session, people=people, state=make.AdoptionState.CONSULTING, now=now)
    judging.consulted(session, asking, by=people.officer, now=now)
    yield {"adoption_id": asking.id}


def _looked_again(session: Session, *, people: make.People) -> Iterator[Known]:
    """Let a board use a product, and begin to look at it again."""
    now = clock.now()
    used = make.adoption(session, people=people, state=make.AdoptionState.ACTIVE, now=now)
    rounds.followed_up(session, used, rounds.STILL_WORKS, people=people, now=now)
    again = rounds.successor(session, used, people=people, now=now)
    yield {"adoption_id": used.id, "name": used.measures[0].key}
    yield {"adoption_id": again.id, "measure_id": again.measures[0].id}


def _planned(session: Session, row: Dossier, *, people: make.People) -> Known:
    """Plan the publication of an approved dossier for a day ahead."""
    now = clock.now()
    made = publication_plan.plan(
        session, actor=people.publisher.actor, dossier_id=row.id, reason="", valid_until=None,
        chosen=Verdict.GREEN_WITH_MEASURES, due_at=now + timedelta(days=9), now=now,
    )  # fmt: skip
    session.commit()
    return {"dossier_id": row.id, "plan_id": made.id}


def _followed(
    session: Session, release: Release, *, app: Flask, people: make.People
) -> Iterator[Known]:
    """Let somebody follow a product, save a search, and register a webhook that heard of it."""
    row = make.follow(session, product=release.product)
    saved = make.saved(session, by=people.analyst, alert=Pace.AT_ONCE, q="leerplein")
    heard = make.webhook(session, by=people.vendor)
    hook.test(session, actor=people.vendor.actor, webhook_id=heard.id, now=clock.now())
    session.commit()
    secret: str = app.extensions["settings"].secret_key
    for each, purpose in (
        (row.id, Purpose.CONFIRM), (row.id, Purpose.STOP), (row.follower_id, Purpose.MANAGE)
    ):  # fmt: skip
        yield {"token": links.token(each, secret_key=secret, purpose=purpose)}
    yield {"search_id": saved.id}
    yield {"webhook_id": heard.id}


def _talked(
    session: Session, row: Remediation, *, app: Flask, people: make.People
) -> Iterator[Known]:
    """Let both sides write about a request, the vendor with a file that is kept."""
    facts = make.kept_file(app)
    for person, files in ((people.analyst, []), (people.vendor, [facts])):
        said = correspondence.say(
            session, actor=person.actor, remediation_id=row.id, words="Zie de bijlage.",
            files=files, today=clock.today(), now=clock.now(),
        )  # fmt: skip
    assert row.dossier_id is not None
    kept = asking.ask(
        session, actor=people.analyst.actor, dossier_id=row.dossier_id, words="Waar?",
        about=Place(part=DossierPart.RISK, key="R1"), title=make.both("Een vraag"),
        is_draft=True, today=clock.today(), now=clock.now(),
    )  # fmt: skip
    invited = delegation.invite(
        session, actor=people.vendor.actor, email=people.stranger.user.email, name="Vic Vreemd",
        today=clock.today(), now=clock.now(),
    )  # fmt: skip
    session.commit()
    yield {"invitation_id": invited.id}
    yield {"remediation_id": kept.id}
    for place in ({"remediation_id": row.id}, {"dossier_id": row.dossier_id}):
        yield {**place, "file_id": said.files[0].id}


def _checked(
    session: Session, draft: Dossier, *, release: Release, people: make.People
) -> Iterator[Known]:
    """Make a fact check in every state, and statements of the vendor."""
    now = clock.now()
    for state in (make.CheckState.PREPARED, make.CheckState.SENT, make.CheckState.ANSWERED,
                  make.CheckState.PROCESSED):  # fmt: skip
        row = make.fact_check(session, draft, people=people, state=state, now=now)
        yield {"fact_check_id": row.id, "number": 1, "dossier_id": draft.id}
    for accepted in (True, False):
        said = make.statement(session, release.product, people=people, accepted=accepted, now=now)
        yield {"statement_id": said.id}


def _used(session: Session, *, people: make.People) -> Iterator[Known]:
    """Let a board ask for a product, and a cooperative plan it."""
    now = clock.now()
    row = make.used_product(session, by=people.officer, takes_part=True, pupils=40, now=now)
    quarter = demand.quarter_of(clock.today())
    plan = demand.plan(
        session, actor=people.analyst.actor, name=row.name, quarter=quarter, today=clock.today(),
        now=now,
    )  # fmt: skip
    yield {"used_id": row.id, "plan_id": plan.id}
    found = make.norm(session, now=now)
    make.norm_score(session, found, by=people.officer, now=now)
    yield {"norm_id": found.id}


def _incidents(session: Session, release: Release, *, people: make.People) -> Iterator[Known]:
    """Report an incident in every state, and let a board tell something of what it adopts."""
    now, product = clock.now(), release.product
    draft = make.incident(session, product, by=people.analyst, now=now)
    told = make.incident(session, product, by=people.vendor, now=now)
    sent = make.incident(
        session, product, by=people.analyst, sent_by=people.publisher, title=make.both("Lek"),
        now=now,
    )  # fmt: skip
    for row in (draft, told, sent):
        yield {"incident_id": row.id}


def _looked_at(session: Session, *, people: make.People) -> Iterator[Known]:
    """Let a board look again at what it adopted, of which it ended one look."""
    now, today = clock.now(), clock.today()
    row = make.adoption(session, people=people, state=make.AdoptionState.ACTIVE, now=now)
    common = {"adoption_id": row.id, "text": "Er is nieuws.", "today": today, "now": now}
    asked = review_task.ask_new_look(session, actor=people.fg.actor, **common)
    mine = review_task.report_change(
        session, actor=people.officer.actor, changes=[LocalChange.MODULE], **common
    )
    review_task.keep(
        session, actor=people.officer.actor, task_id=mine.id, reason="Niet gebruikt.",
        version=None, today=today, now=now,
    )  # fmt: skip
    session.commit()
    for task in (asked, mine):
        yield {"adoption_id": row.id, "task_id": task.id}


def _agreements(session: Session, *, people: make.People) -> Iterator[Known]:
    """Make agreements in every state, one of which a board joined."""
    now = clock.now()
    for state in make.AgreementState:
        row = make.agreement(session, people=people, state=state, now=now)
        yield {"agreement_id": row.id, "party_id": row.parties[0].id}
        if state is make.AgreementState.SIGNED:
            make.furnished(session, row, people=people, now=now)
            make.joined(session, row, by=people.board, now=now)
            yield {
                "agreement_id": row.id, "annex_id": row.annexes[0].id,
                "clause_id": row.clauses[0].id, "subprocessor_id": row.subprocessors[0].id,
            }  # fmt: skip


def _statements(row: Dossier, node: str) -> Known:
    return {
        "dossier_id": row.id, "node": node, "key": "DI1", "register": "data_item",
        "section": "proposal", "subject": "register:asset",
    }  # fmt: skip


def _discussed(session: Session, row: Dossier, *, people: make.People) -> Iterator[Known]:
    """Open a thread with a suggestion, and one in a dossier that waits for approval."""
    now, title = clock.now(), Place(part=DossierPart.RISK, key="R1", field="title")
    suggested = make.thread(
        session, row, by=people.analyst2, place=title, language="nl", proposed="Nieuw",
        mentions=[people.analyst, people.reviewer],
        assignee=people.analyst, now=now,
    )  # fmt: skip
    yield {"dossier_id": row.id, "thread_id": suggested.id}
    in_review = make.dossier(session, people=people, state=make.State.IN_REVIEW, now=now)
    plain = make.thread(session, in_review, by=people.publisher, now=now)
    yield {"dossier_id": in_review.id, "thread_id": plain.id}


def _administration(session: Session, *, app: Flask, people: make.People) -> Iterator[Known]:
    user = people.fg.user
    link = account.send_link(session, user=user, kind="new-password", now=clock.now())
    session.commit()
    secret: str = app.extensions["settings"].secret_key
    for person in (people.fg, people.vendor):
        assert person.organisation is not None
        yield {"organisation_id": person.organisation.id, "user_id": person.user.id}
    yield {"token": links.token(link.id, secret_key=secret)}
    followed = subscription.start(session, actor=people.analyst.actor, now=clock.now())
    session.commit()
    yield {"token": links.token(followed.id, secret_key=secret, purpose="calendar")}
    theirs = subscription.start(session, actor=people.vendor.actor, now=clock.now())
    session.commit()
    yield {"token": links.token(theirs.id, secret_key=secret, purpose="calendar of requests")}


def _parts(row: Dossier) -> Known:
    revision = row.revision
    return {
        "dossier_id": row.id,
        "cell_id": revision.cells[0].id,
        "risk_id": revision.risks[0].id,
        "measure_id": revision.measures[2].id,
        "claim_id": revision.claims[0].id,
        "topic": Topic.RIGHTS,
    }


def addresses(app: Flask, known: list[Known]) -> list[str]:
    """Return the addresses that can be read with these arguments, each once."""
    found: dict[str, None] = {}
    for rule in app.url_map.iter_rules():
        is_page = "GET" in (rule.methods or ()) and not rule.websocket
        if not is_page or rule.endpoint == "static":
            continue
        asked = _asked(rule)
        for values in [{}, *known]:
            if asked <= values.keys() and bool(asked) == bool(values):
                found[_address(rule, {name: values[name] for name in asked})] = None
    return list(found)


def _asked(rule: Rule) -> set[str]:
    """Return the arguments that stand in the address; the others have a default."""
    return rule.arguments - set(rule.defaults or ())


def _address(rule: Rule, values: Known) -> str:
    built = rule.build({**(rule.defaults or {}), **values})
    assert built is not None
    return built[1]


_EXAMPLES = {"UUIDConverter": UUID(int=7), "IntegerConverter": 7}


def example(rule: Rule) -> str:
    """Return an address of a rule, of a thing that does not exist."""
    converters = {name: type(rule._converters[name]).__name__ for name in _asked(rule)}
    return _address(rule, {name: _EXAMPLES.get(kind, "x") for name, kind in converters.items()})


@contextmanager
def watched(session: Session) -> Iterator[list[str]]:
    """Collect what is written to the database, but for the last use of a session."""
    written: list[str] = []

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        writes = statement.lstrip()[:6].upper() in ("INSERT", "UPDATE", "DELETE")
        if writes and not statement.startswith("UPDATE login_session SET seen_at="):
            written.append(statement)

    connection = session.get_bind()
    event.listen(connection, "before_cursor_execute", look)
    try:
        yield written
    finally:
        event.remove(connection, "before_cursor_execute", look)


_NOT_SHOWN = ("job", "audit_event", "audit_head", "login_attempt")


def stored_texts(session: Session) -> set[str]:
    """Return every text that people stored; it is not ours to translate."""
    found: set[str] = set()
    for table in Base.metadata.sorted_tables:
        columns = _text_columns(table)
        if columns and table.name not in _NOT_SHOWN:
            for row in session.execute(select(*columns)):
                found.update(_leaves(list(row)))
    session.rollback()
    return {" ".join(text.split()) for text in found if len(text) > 1}


def _text_columns(table: Table) -> list[Any]:
    def holds_text(kind: Any) -> bool:
        inner = kind.impl if isinstance(kind, TypeDecorator) else kind
        return isinstance(inner, String | JSON) and not isinstance(inner, Enum)

    return [column for column in table.columns if holds_text(column.type)]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if value.startswith("{"):  # what is frozen is kept as the text of its JSON
            yield from _leaves(json.loads(value))
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _leaves(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif hasattr(value, "as_dict"):
        yield from _leaves(value.as_dict())
