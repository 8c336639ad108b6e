"""The whole demonstration in the order of its days, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from dpia_workbench.access.actor import SYSTEM, Actor, OrganisationKind, Role
from dpia_workbench.cli.demonstration import (
    announcing,
    boards,
    checking,
    covering,
    remarking,
    reporting,
    searching,
    writing,
)
from dpia_workbench.cli.demonstration.asking import ask
from dpia_workbench.cli.demonstration.days import When
from dpia_workbench.cli.demonstration.talking import Files, talk
from dpia_workbench.schemas.demonstration import Demonstration
from dpia_workbench.signatures.ed25519 import Signer
from dpia_workbench.store.models import Organisation, User
from dpia_workbench.usecases import account, organisation

FIRST_DAY = 200  # days ago, when the organisations joined


class Cast:
    """Who plays: actors by e-mail address, and by role at an organisation."""

    def __init__(self) -> None:
        self.actors: dict[str, Actor] = {}
        self.roles: dict[tuple[str, Role], Actor] = {}

    def join(self, user: User, *, at: Organisation, role: Role) -> None:
        """Add a person."""
        made = Actor(
            user_id=user.id, organisation_id=at.id, roles=frozenset({role}), name=user.name
        )
        self.actors[user.email] = made
        self.roles.setdefault((at.slug, role), made)

    def __getitem__(self, email: str) -> Actor:
        return self.actors[email]

    def of(self, slug: str, role: Role) -> Actor:
        """Return the first who has a role at an organisation."""
        return self.roles[slug, role]


class Stage:
    """Plays the demonstration; its files are kept already."""

    def __init__(
        self, session: Session, *, story: Demonstration, files: Files, signer: Signer, today: date
    ) -> None:
        self.session, self.story, self.files, self.today = session, story, files, today
        self.signer = signer
        self.cast = Cast()

    def ago(self, days: int) -> When:
        """Return the day that many days ago."""
        return When(self.today - timedelta(days=days))

    def play(self, *, password: str) -> None:
        """Bring everything in, the oldest day first."""
        self._people(password=password)
        scenes = [
            *self._dossiers(), *self._statements(), *self._errata(), *self._renewals(),
            *self._revisions(), *self._drafts(), *self._boards(), *self._lists(),
            *self._registers(), *self._announcements(), *self._remarks(), *self._searches(),
            *self._reports(),
        ]  # fmt: skip
        for _days, scene, item in sorted(scenes, key=lambda each: -each[0]):
            scene(self.session, cast=self.cast, ago=self.ago, **item)

    def _dossiers(self) -> list["Scene"]:
        found = self.story.dossiers.values()
        return [(item["life"]["start"], self._publish, {"source": item}) for item in found]

    def _statements(self) -> list["Scene"]:
        return [
            (
                item["statement"]["written"],
                checking.state,
                {"slug": slug, "source": item["statement"]},
            )
            for slug, item in self.story.dossiers.items()
            if "statement" in item
        ]

    def _errata(self) -> list["Scene"]:
        return [
            (each["corrected"], writing.correct, {"slug": slug, "source": each})
            for slug, item in self.story.dossiers.items()
            for each in item["errata"]
        ]

    def _renewals(self) -> list["Scene"]:
        return [
            (
                item["renewal"]["published"],
                self._renew,
                {"slug": slug, "source": item["renewal"]},
            )
            for slug, item in self.story.dossiers.items()
            if "renewal" in item
        ]

    def _revisions(self) -> list["Scene"]:
        return [
            (
                item["revision"]["started"],
                self._revise,
                {"slug": slug, "source": item["revision"]},
            )
            for slug, item in self.story.dossiers.items()
            if "revision" in item
        ]

    def _drafts(self) -> list["Scene"]:
        return [(item["start"], self._begin, {"source": item}) for item in self.story.drafts]

    def _publish(self, session: Session, **told: Any) -> None:
        writing.publish(session, files=self.files, signer=self.signer, **told)

    def _renew(self, session: Session, **told: Any) -> None:
        writing.renew(session, signer=self.signer, **told)

    def _revise(self, session: Session, *, slug: str, source: Mapping[str, Any], **by: Any) -> None:
        row = writing.revise(session, slug=slug, source=source, **by)
        when = self.ago(source["started"])
        talk(session, row, cast=self.cast, source=source, files=self.files, when=when)
        ask(session, row, cast=self.cast, source=source, files=self.files, when=when)
        if "fact_check" in source:
            checking.check(session, row, cast=self.cast, source=source["fact_check"], when=when)

    def _begin(self, session: Session, *, source: Mapping[str, Any], **by: Any) -> None:
        row = writing.begin(session, source=source, **by)
        when = self.ago(source["start"])
        talk(session, row, cast=self.cast, source=source, files=self.files, when=when)
        ask(session, row, cast=self.cast, source=source, files=self.files, when=when)

    def _boards(self) -> list["Scene"]:
        return [(item["started"], boards.play, {"item": item}) for item in self.story.adoptions]

    def _lists(self) -> list["Scene"]:
        return [(item["added"], boards.keep_list, {"item": item}) for item in self.story.lists]

    def _registers(self) -> list["Scene"]:
        return [(item["added"], covering.register, {"item": item}) for item in self.story.registers]

    def _announcements(self) -> list["Scene"]:
        found = self.story.announcements
        return [(item["announced"], announcing.play, {"item": item}) for item in found]

    def _remarks(self) -> list["Scene"]:
        return [
            (item["sent"], remarking.play, {"slug": slug, "source": item})
            for slug, dossier in self.story.dossiers.items()
            for item in dossier["remarks"]
        ]

    def _reports(self) -> list["Scene"]:
        reported = self.story.incidents
        said = self.story.feedback
        return [
            *((item["reported"], reporting.play, {"item": item}) for item in reported),
            *((item["sent"], reporting.say, {"item": item}) for item in said),
        ]

    def _searches(self) -> list["Scene"]:
        return [(item["saved"], searching.play, {"item": item}) for item in self.story.searches]

    def _people(self, *, password: str) -> None:
        for item in self.story.organisations:
            row = organisation.create(
                self.session, actor=SYSTEM, kind=OrganisationKind(item["kind"]),
                name=item["name"], number=item["number"], sectors=item["sectors"],
                is_invented=True, now=self.ago(FIRST_DAY).now,
            )  # fmt: skip
            for person in item["people"]:
                self._person(person, at=row, password=password)

    def _person(self, item: Mapping[str, str], *, at: Organisation, password: str) -> None:
        joined = self.ago(FIRST_DAY)
        row = organisation.invite(
            self.session, actor=SYSTEM, organisation_id=at.id, email=item["email"],
            name=item["name"], role=Role(item["role"]), until=None, is_mailed=False,
            today=joined.today, now=joined.now,
        )  # fmt: skip
        link = account.new_link(self.session, user=row.user, kind="invitation", now=joined.now)
        account.choose_password(self.session, link_id=link.id, password=password, now=joined.now)
        self.cast.join(row.user, at=at, role=row.role)


Scene = tuple[int, Callable[..., None], dict[str, Any]]
