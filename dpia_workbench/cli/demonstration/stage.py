"""The whole demonstration in the order of its days, in one transaction."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM, Actor, OrganisationKind, Role
from dpia_workbench.cli.demonstration import boards, writing
from dpia_workbench.store.models import Organisation, User
from dpia_workbench.usecases import account, organisation

FIRST_DAY = 200  # days ago, when the organisations joined


@dataclass(frozen=True, slots=True)
class When:
    """A day of the demonstration, at noon."""

    today: date

    @property
    def now(self) -> datetime:
        """Return the moment."""
        return datetime.combine(self.today, time(12), UTC)


class Cast:
    """Who plays: actors by e-mail address."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}

    def join(self, user: User, *, at: Organisation, role: Role) -> None:
        """Add a person."""
        self.actors[user.email] = Actor(
            user_id=user.id, organisation_id=at.id, roles=frozenset({role}), name=user.name
        )

    def __getitem__(self, email: str) -> Actor:
        return self.actors[email]


class Stage:
    """Plays the demonstration."""

    def __init__(self, session: Session, *, folder: Path, today: date) -> None:
        self.session, self.folder, self.today = session, folder, today
        self.cast = Cast()

    def ago(self, days: int) -> When:
        """Return the day that many days ago."""
        return When(self.today - timedelta(days=days))

    def play(self, *, password: str) -> None:
        """Bring everything in, the oldest day first."""
        self._people(password=password)
        portfolio = self._dossier("noorderlicht-portfolio")
        leerplein = self._dossier("noorderlicht-leerplein")
        boards.play(self.session, cast=self.cast, slug=portfolio, ago=self.ago)
        self._dossier("zuidwind-videoles")
        writing.revise(
            self.session, cast=self.cast, slug=leerplein, source=self._read(leerplein), ago=self.ago
        )

    def _read(self, slug: str) -> dict[str, Any]:
        text = (self.folder / "dossiers" / f"{slug}.yaml").read_text(encoding="utf-8")
        source: dict[str, Any] = yaml.safe_load(text)
        return source

    def _dossier(self, slug: str) -> str:
        writing.publish(self.session, cast=self.cast, source=self._read(slug), ago=self.ago)
        return slug

    def _people(self, *, password: str) -> None:
        text = (self.folder / "organisations.yaml").read_text(encoding="utf-8")
        for item in yaml.safe_load(text):
            row = organisation.create(
                self.session, actor=SYSTEM, kind=OrganisationKind(item["kind"]),
                name=item["name"], number=item.get("number", ""), sectors=item["sectors"],
                is_invented=True, now=self.ago(FIRST_DAY).now,
            )  # fmt: skip
            for person in item["people"]:
                self._person(person, at=row, password=password)

    def _person(self, item: dict[str, str], *, at: Organisation, password: str) -> None:
        joined = self.ago(FIRST_DAY)
        row = organisation.invite(
            self.session, actor=SYSTEM, organisation_id=at.id, email=item["email"],
            name=item["name"], role=Role(item["role"]), until=None, today=joined.today,
            now=joined.now,
        )  # fmt: skip
        link = account.send_link(self.session, user=row.user, kind="invitation", now=joined.now)
        account.choose_password(self.session, link_id=link.id, password=password, now=joined.now)
        self.cast.join(row.user, at=at, role=row.role)
