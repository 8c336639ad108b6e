"""`org add` and `user add`: administration without a browser."""

from getpass import getpass

import click
from flask import Flask

from dpia_workbench import clock
from dpia_workbench.access.actor import ROLES_OF_KIND, SYSTEM, OrganisationKind, Role
from dpia_workbench.cli.main import main
from dpia_workbench.plumbing import links
from dpia_workbench.plumbing.commands import Refusal, in_application
from dpia_workbench.plumbing.database import transaction
from dpia_workbench.plumbing.settings import settings
from dpia_workbench.risk.vocabulary import Sector
from dpia_workbench.store import organisations
from dpia_workbench.usecases import account, organisation


@main.group()
def org() -> None:
    """Organisations."""


@org.command("add")
@click.argument("name")
@click.option("--kind", required=True, type=click.Choice([kind.value for kind in OrganisationKind]))
@click.option("--number", default="", help="Bevoegd-gezagnummer or KvK number.")
@click.option("--sector", multiple=True, type=click.Choice([sector.value for sector in Sector]))
@in_application
def add_organisation(
    _app: Flask, name: str, *, kind: str, number: str, sector: tuple[str, ...]
) -> None:
    """Add an organisation and print its slug."""
    with transaction() as session:
        row = organisation.create(
            session, actor=SYSTEM, kind=OrganisationKind(kind), name=name, number=number,
            sectors=list(sector), now=clock.now(),
        )  # fmt: skip
        click.echo(row.slug)


@main.group()
def user() -> None:
    """People."""


_ROLES = [role.value for roles in ROLES_OF_KIND.values() for role in roles]


@user.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--org", "slug", required=True, help="Slug of the organisation.")
@click.option("--role", required=True, type=click.Choice(_ROLES))
@click.option(
    "--password", "ask", is_flag=True, help="Ask for a password instead of mailing a link."
)
@in_application
def add_person(_app: Flask, email: str, *, name: str, slug: str, role: str, ask: bool) -> None:
    """Give a person a role, and print the one-time link to choose a password."""
    now = clock.now()
    with transaction() as session:
        found = organisations.by_slug(session, slug)
        if found is None:
            raise Refusal(f"There is no organisation {slug}.")
        row = organisation.invite(
            session, actor=SYSTEM, organisation_id=found.id, email=email.lower(), name=name,
            role=Role(role), until=None, is_mailed=False, today=clock.today(), now=now,
        )  # fmt: skip
        make = account.new_link if ask else account.send_link
        link = make(session, user=row.user, kind="invitation", now=now)
        if ask:
            account.choose_password(session, link_id=link.id, password=getpass(), now=now)
            click.echo(f"{email} can sign in.")
            return
        chosen = settings()
        signed = links.token(link.id, secret_key=chosen.secret_key)
        click.echo(f"{chosen.base_url}/welcome/{signed}")
