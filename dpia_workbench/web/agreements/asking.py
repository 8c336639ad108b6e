"""What all forms about agreements share: the page, and doing what a form asks for."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from dpia_workbench import clock
from dpia_workbench.i18n import gettext as _
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.forms import GENERAL, Form
from dpia_workbench.plumbing.identity import current_actor
from dpia_workbench.store.models import Agreement
from dpia_workbench.web import pieces
from dpia_workbench.web.agreements.pages import Field, FormPage


def moment() -> dict[str, Any]:
    """Return who acts, and when."""
    return {"actor": current_actor(), "today": clock.today(), "now": clock.now()}


def send(
    form: Form,
    verb: Callable[..., object],
    *,
    on: str | Mapping[str, str] = GENERAL,
    **given: Any,
) -> None:
    """Do what a form asks for, if it was sent; what is refused stands at its field."""
    if form.submitted:
        with form.refusals(on=on), transaction() as session:
            verb(session, **given, **form.values(), **moment())


def saved(row: Agreement, text: str) -> ResponseReturnValue:
    """Say that it is done, on the page of the agreement."""
    flash(text, "success")
    return redirect(url_for("agreements.show", agreement_id=row.id), 303)


def page(
    row: Agreement | None,
    *,
    form: Form,
    title: str,
    fields: tuple[Field, ...],
    submit: str,
    intro: str = "",
    look: str = "primary",
    is_versioned: bool = True,
    has_file: bool = False,
) -> ResponseReturnValue:
    """Show a form about an agreement, or about a new one."""
    crumbs: list[tuple[str, str | None]] = [(_("Agreements"), url_for("agreements.index"))]
    back = url_for("agreements.index")
    if row is not None:
        back = url_for("agreements.show", agreement_id=row.id)
        crumbs.append((pieces.words(row.title).text, back))
    shown = FormPage(
        title=title, intro=intro, crumbs=(*crumbs, (title, None)), form=form, fields=fields,
        submit=submit, back_url=back, look=look, is_versioned=is_versioned, has_file=has_file,
    )  # fmt: skip
    return render_template("agreements/form.html", page=shown), form.status
