"""A worksheet behind its link: no account, no cookie, kept by no browser and no search engine."""

from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.files import types
from dpia_workbench.i18n import gettext as _
from dpia_workbench.i18n.labels import label
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing import canonical, uploads
from dpia_workbench.plumbing import worksheets as links
from dpia_workbench.plumbing.database import db, let_go, transaction
from dpia_workbench.plumbing.forms import Form
from dpia_workbench.plumbing.problems import status_of
from dpia_workbench.plumbing.worksheets import Key
from dpia_workbench.risk import worksheet as rules
from dpia_workbench.risk.worksheet import Answer, AnswerKind
from dpia_workbench.schemas.base import StrictSchema
from dpia_workbench.schemas.worksheets import ANSWER, answers_schema
from dpia_workbench.store import worksheets
from dpia_workbench.store.base import NotFound
from dpia_workbench.store.models import Worksheet
from dpia_workbench.usecases import settings, worksheet, worksheet_filling
from dpia_workbench.usecases.settings import Setting
from dpia_workbench.usecases.worksheet_filling import Given
from dpia_workbench.web import pieces, practice
from dpia_workbench.web.worksheets.pages import (
    FileRow,
    FillingPage,
    OverPage,
    SentPage,
    SettingRow,
)

blueprint = Blueprint("worksheets", __name__)

MOST_AT_ONCE = 60 * 2**20  # bytes of one form with its files
_OVER = (
    rules.WorksheetExpired, rules.WorksheetWithdrawn, rules.WorksheetSent, rules.WorksheetDecided,
)  # fmt: skip
View = Callable[..., ResponseReturnValue]


def by_link(view: View) -> View:
    """Give a view the key of its link, and answer clearly when there is nothing behind it."""

    @wraps(view)
    def wrapper(token: str, **words: Any) -> Response:
        request.max_content_length = MOST_AT_ONCE
        canonical.keep_out()
        try:
            key = links.read(token)
            if request.method == "POST":
                links.require_patience(key)
            answer = make_response(view(key=key, token=token, **words))
        except _OVER as error:
            answer = make_response(_over(message(error)), status_of(error))
        except NotFound:
            told = _("We do not know this link. Is it complete? Ask whoever gave it to you.")
            answer = make_response(_over(told), 404)
        return kept_nowhere(answer)

    return wrapper


def kept_nowhere(answer: Response) -> Response:
    """Let nobody keep or list a page, or learn its address from a link on it."""
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex, nofollow"
    answer.headers["Referrer-Policy"] = "no-referrer"
    return answer


def _over(told: str) -> str:
    """Return the page of a link that does not work, with what was typed to copy it."""
    db.session.rollback()
    names = [name for name in request.form if name.endswith((".words", ".since", ".due"))]
    typed = [f"{name.split('.')[1]}: {request.form[name]}" for name in names if request.form[name]]
    page = OverPage(title=_("This link does not work any more"), text=told, typed=tuple(typed))
    return render_template("worksheets/over.html", page=page)


def opened(key: Key) -> Worksheet:
    """Return the worksheet of a link. Raises NotFound or why it is over."""
    return worksheet_filling.opened(
        db.session(), worksheet_id=key.worksheet_id, secret_hash=key.secret_hash, now=clock.now()
    )


def of_link(key: Key) -> dict[str, Any]:
    """Return what each verb is told of a link."""
    return {"worksheet_id": key.worksheet_id, "secret_hash": key.secret_hash, "now": clock.now()}


@blueprint.route("/worksheet/<token>", methods=["GET", "POST"])
@by_link
def show(key: Key, token: str) -> ResponseReturnValue:
    """Show the settings, save the answers so far, or send them in."""
    row = opened(key)
    asked = settings.asked(row)
    initial = stored(row, asked)
    let_go()  # the files come in when the form is read
    form = Form(answers_schema(each.key for each in asked), initial=initial)
    if form.submitted:
        _save(form, key)
        for each in asked:
            _keep_files(form, key, each.key)
        if form.accepted and request.form.get("do") == "send":
            return _send(form, key, token)
    if form.accepted:
        return redirect(url_for(".show", token=token, saved=1), 303)
    return filling_page(key, token, form=form)


def stored(row: Worksheet, asked: tuple[Setting, ...]) -> dict[str, Any]:
    """Return what was saved, as the form holds it."""
    found: dict[str, Any] = {"name": next((a.by_name for a in row.answers[::-1]), "")}
    for each in asked:
        newest, place = row.newest.get(each.key), f"{ANSWER}.{each.key}"
        said = newest.said if newest else Answer()
        found |= {
            f"{place}.kind": said.kind, f"{place}.words": said.words,
            f"{place}.since": said.since, f"{place}.due": said.due,
            f"{place}.seen": newest.number if newest else 0,
        }  # fmt: skip
    return found


def _save(form: Form, key: Key) -> None:
    with form.refusals(), transaction() as session:
        values = form.values()
        worksheet_filling.save(
            session, **of_link(key), given=_given(values.get(ANSWER, {})), by_name=values["name"],
            today=clock.today(),
        )  # fmt: skip


def _given(answers: Mapping[str, Any]) -> dict[str, Given]:
    found = {}
    for key, values in answers.items():
        seen = values.pop("seen")
        found[key] = Given(answer=Answer(**values), seen=seen)
    return found


def _keep_files(form: Form, key: Key, measure: str) -> None:
    """Keep the files with a setting, also where something else has to be corrected."""
    name = f"files.{measure}"
    with uploads.received(name, is_stripped=True) as files:
        if not files.sent:
            return
        with (
            form.refusals(on=name), uploads.file_store().keeping(files.judge()),
            transaction() as session,
        ):  # fmt: skip
            worksheet_filling.keep_files(
                session, **of_link(key), key=measure, files=[f.facts for f in files.staged]
            )


def _send(form: Form, key: Key, token: str) -> ResponseReturnValue:
    with form.refusals(), transaction() as session:
        name = form.values()["name"]
        worksheet_filling.send(session, **of_link(key), by_name=name, today=clock.today())
    if form.accepted:
        return redirect(url_for(".sent", token=token), 303)
    return filling_page(key, token, form=form)


def filling_page(
    key: Key, token: str, *, form: Form, upload: Form | None = None
) -> ResponseReturnValue:
    """Return the worksheet with a form, and what is wrong with an upload."""
    row = opened(key)
    rows = tuple(_settings(row, token))
    page = FillingPage(
        board=row.adoption.board.name,
        product=pieces.words(settings.product(row)),
        partner=row.partner,
        expires_at=row.expires_at,
        form=form,
        upload=upload or Form(StrictSchema()),
        settings=rows,
        kinds=tuple((kind.value, label(kind), _meaning(kind)) for kind in AnswerKind),
        answered=sum(each.is_answered for each in rows),
        is_saved=request.args.get("saved") == "1" and not form.submitted,
        url=url_for(".show", token=token),
        sheet_url=url_for(".sheet", token=token),
        upload_url=url_for(".upload", token=token),
        accept=",".join(f".{ending}" for ending in types.KNOWN),
    )
    status = upload.status if upload else form.status
    return render_template("worksheets/show.html", page=page), status


def _meaning(kind: AnswerKind) -> str:
    return {
        AnswerKind.DONE: _("It is set like this. Say below since when, and how that can be seen."),
        AnswerKind.LATER: _("You are going to do it. Say below on which day at the latest."),
        AnswerKind.CANNOT: _("Say below why."),
        AnswerKind.QUESTION: _("Write it below; the school board replies here."),
    }[kind]


def _settings(row: Worksheet, token: str) -> Iterator[SettingRow]:
    newest = row.newest
    for each in settings.asked(row):
        answer = newest.get(each.key)
        yield SettingRow(
            key=each.key,
            title=pieces.words(each.title),
            instruction=pieces.words(each.instruction),
            practice=practice.told(each.practice),
            is_answered=answer is not None and answer.kind is not None,
            reply=answer.outcome.words if answer and answer.outcome else "",
            files=tuple(
                FileRow(
                    name=file.file_name,
                    size=uploads.kind_and_size(file.facts),
                    removal_url=url_for(".take_out_file", token=token, file_id=file.id),
                )
                for file in worksheet.shown(row, each.key)
            ),
        )


@blueprint.post("/worksheet/<token>/files/<uuid:file_id>/removal")
@by_link
def take_out_file(key: Key, token: str, file_id: UUID) -> ResponseReturnValue:
    """Take a file back."""
    with transaction() as session:
        worksheet_filling.take_out_file(session, **of_link(key), file_id=file_id)
    return redirect(url_for(".show", token=token, saved=1), 303)


@blueprint.get("/worksheet/<token>/sent")
@by_link
def sent(key: Key, token: str) -> ResponseReturnValue:
    """Thank whoever sent a worksheet in; of one that was not, go back to it."""
    row = worksheets.by_id(db.session(), key.worksheet_id)
    if row.secret_hash != key.secret_hash:
        raise NotFound
    state = row.state(now=clock.now())
    if state is rules.State.OPEN:
        return redirect(url_for(".show", token=token), 303)
    if state is not rules.State.SENT:
        rules.require_open(state)
    page = SentPage(board=row.adoption.board.name, product=pieces.words(settings.product(row)))
    return render_template("worksheets/sent.html", page=page)
