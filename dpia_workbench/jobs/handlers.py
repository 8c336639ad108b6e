"""What is done for each kind of job. Handlers may run twice: they are idempotent or harmless."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from dpia_workbench import clock
from dpia_workbench.files import clamd
from dpia_workbench.jobs import hooks, reviewing, telling
from dpia_workbench.mail.digest import compose_digest
from dpia_workbench.mail.message import compose
from dpia_workbench.mail.reminder import compose_reminder
from dpia_workbench.mail.smtp import send
from dpia_workbench.plumbing import links, signing, worksheets
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.plumbing.uploads import file_store
from dpia_workbench.store import remarks, scans, search_changes
from dpia_workbench.store.models import NEWS_JOB
from dpia_workbench.usecases import hook, publication_plan, remark, review_sweep, scanning
from dpia_workbench.usecases.telling import SEARCH_JOB


def send_mail(detail: Mapping[str, Any]) -> None:
    """Compose and send one mail; a one-time link is signed here and kept nowhere."""
    chosen = settings()
    path = detail.get("path")
    if "link_id" in detail:
        signed = links.token(UUID(detail["link_id"]), secret_key=chosen.secret_key)
        path = f"/welcome/{signed}"
    if "worksheet_id" in detail:
        path = f"/worksheet/{worksheets.token(UUID(detail['worksheet_id']))}"
    message = compose(
        detail["kind"],
        to=detail["to"],
        sender=chosen.mail_from,
        language=detail["language"],
        link=f"{chosen.base_url}{path}",
        values=detail["values"],
        at=clock.now(),
    )
    send(message, smtp_url=chosen.smtp_url, folder=chosen.home / "outbox")


def send_digest(detail: Mapping[str, Any]) -> None:
    """Compose and send somebody's daily mail about discussions."""
    chosen = settings()
    message = compose_digest(
        detail["dossiers"],
        to=detail["to"],
        sender=chosen.mail_from,
        language=detail["language"],
        base_url=chosen.base_url,
        at=clock.now(),
    )
    send(message, smtp_url=chosen.smtp_url, folder=chosen.home / "outbox")


def send_reminder(detail: Mapping[str, Any]) -> None:
    """Compose and send somebody's reminders of requests to vendors."""
    chosen = settings()
    message = compose_reminder(
        detail["products"],
        to=detail["to"],
        sender=chosen.mail_from,
        language=detail["language"],
        base_url=chosen.base_url,
        at=clock.now(),
    )
    send(message, smtp_url=chosen.smtp_url, folder=chosen.home / "outbox")


def note_for_search(detail: Mapping[str, Any]) -> None:
    """Tell the search indexes of a change that an older version of the program left as a job."""
    with transaction() as session:
        search_changes.record(session, detail["slugs"], at=clock.now())


def scan_file(detail: Mapping[str, Any]) -> None:
    """Let clamd look at a kept file; without a clamd, or without the file, nobody does.

    Raises ScanFailed; then the job comes back.
    """
    chosen, store, sha256 = settings(), file_store(), str(detail["sha256"])
    if not chosen.clamd or not store.has(sha256):
        return
    with transaction() as session:
        if scans.of(session, sha256) is not None and not detail.get("again"):
            return
    virus = clamd.scan(store.place(sha256), address=chosen.clamd)
    with transaction() as session:
        scanning.record(session, sha256=sha256, virus=virus, now=clock.now())


def publish_planned(detail: Mapping[str, Any]) -> None:
    """Publish what was planned for this moment, once; or mail why it was not."""
    with transaction() as session:
        publication_plan.carry_out(
            session, plan_id=UUID(detail["plan_id"]), signer=signing.signer(), now=clock.now()
        )


def answer_remark(detail: Mapping[str, Any]) -> None:
    """Send the answer to a remark, and take the reader's address away."""
    chosen, remark_id = settings(), UUID(detail["remark_id"])
    with transaction() as session:
        row = remarks.by_id(session, remark_id)
        if row is None or not row.email:
            return
        message = compose(
            "remark-answered",
            to=row.email,
            sender=chosen.mail_from,
            language=row.language,
            link=f"{chosen.base_url}/verdicts/{row.product.slug}",
            values={"product": row.product.name.text(row.language), "answer": row.answer},
            at=clock.now(),
        )
    send(message, smtp_url=chosen.smtp_url, folder=chosen.home / "outbox")
    with transaction() as session:
        remark.forget(session, remark_id=remark_id)


HANDLERS: Mapping[str, Callable[[Mapping[str, Any]], None]] = {
    "mail.send": send_mail,
    "mail.digest": send_digest,
    "mail.reminder": send_reminder,
    "mail.follow": telling.send_follow,
    "mail.news": telling.send_news,
    NEWS_JOB: telling.spread,
    SEARCH_JOB: telling.search,
    review_sweep.SWEEP_JOB: reviewing.sweep,
    review_sweep.REMIND_JOB: reviewing.remind,
    hook.JOB: hooks.deliver,
    "search.put": note_for_search,
    scanning.JOB: scan_file,
    publication_plan.JOB: publish_planned,
    remark.JOB: answer_remark,
}
