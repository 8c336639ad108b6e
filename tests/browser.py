"""A browser and an API client for tests: Flask's test client, and what every answer must obey."""

from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from dpia_workbench import clock
from dpia_workbench.usecases import account, token
from tests.make import Person
from tests.pages import Page

_MOST_REDIRECTS = 5


class Client:
    """Sends requests as somebody, and lets the test see what they left in the database."""

    def __init__(self, app: Flask, *, session: Session) -> None:
        self.app = app
        self.session = session
        self.http = app.test_client()
        self.person: Person | None = None

    def acts_as(self, person: Person | None) -> None:
        """Sign somebody in, or nobody."""
        self.person = person
        self.http.delete_cookie("session")
        if person is None:
            return
        secret = account.open_session(
            self.session, user=person.user, browser="tests", today=clock.today(), now=clock.now()
        )
        self.session.commit()
        self.http.set_cookie("session", secret)

    def fetch(self, path: str, *, method: str = "GET", **words: Any) -> TestResponse:
        """Send one request and return the answer as it is, of any kind and status."""
        self.session.commit()
        self.app.extensions["leftovers"].clear()
        response = self.http.open(path, method=method, **words)
        response.get_data()
        response.close()
        left = list(self.app.extensions["leftovers"])
        self.session.expire_all()
        assert not left, f"{method} {path} left work that nobody committed: {left}"
        return response


class Browser(Client):
    """Sees pages: every answer must be HTML that obeys the rules of every page."""

    def get(self, path: str, *, lang: str | None = None, follow: bool = True) -> Page:
        """Open a page; `lang` asks for a language in the address."""
        return self._page(path, method="GET", lang=lang, follow=follow)

    def post(
        self, path: str, *, data: Any = None, lang: str | None = None, follow: bool = True
    ) -> Page:
        """Send a form. A list as a value is sent as several values."""
        return self._page(path, method="POST", lang=lang, follow=follow, data=data or {})

    def submit(self, page: Page, *, action: str | None = None, **changes: Any) -> Page:
        """Send a form of a page as it stands, with some fields changed.

        A name with a dot is given as `**{"title.nl": "…"}`.
        """
        data = {**page.values(action=action), **changes}
        return self.post(action or page.path, data=data)

    def redirect(self, path: str, *, method: str = "GET", **words: Any) -> str:
        """Return where a request is sent on to, without going there."""
        response = self.fetch(path, method=method, **words)
        assert response.status_code in (302, 303, 307, 308), response.status_code
        return response.headers["Location"]

    def _page(
        self, path: str, *, method: str, lang: str | None, follow: bool, **words: Any
    ) -> Page:
        query = {"query_string": _with_language(path, lang)} if lang else {}
        response = self.fetch(path.split("?")[0] if lang else path, method=method, **query, **words)
        for _turn in range(_MOST_REDIRECTS):
            if not (follow and 300 <= response.status_code < 400):
                break
            path = response.headers["Location"]
            query = {"query_string": _with_language(path, lang)} if lang else {}
            response = self.fetch(path.split("?")[0] if lang else path, **query)
        assert not 300 <= response.status_code < 400, f"{path} leads on to another address"
        assert response.status_code < 500, f"{path} answers {response.status_code}: see the log"
        assert response.mimetype == "text/html", f"{path} is {response.mimetype}: use fetch"
        return Page(response, app=self.app, expected_language=self._language(lang))

    def _language(self, lang: str | None) -> str:
        """Return the language in which the page should be."""
        chosen = self.http.get_cookie("language")
        known = self.person.user.language if self.person else "nl"
        spoken = lang or (chosen.value if chosen else known)
        return "nl" if spoken == "nl" else "en"


def _with_language(path: str, lang: str | None) -> str:
    query = path.partition("?")[2].partition("#")[0]
    return "&".join(part for part in (query, f"lang={lang}" if lang else "") if part)


class Api(Client):
    """Sends and gets JSON."""

    def carries(self, person: Person) -> str:
        """Send a token of somebody with each request from now on, and no cookie; return it."""
        made = token.make(
            self.session, actor=person.actor, name="tests", days=30, now=clock.now()
        )  # fmt: skip
        self.acts_as(None)
        self.http.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {made.secret}"
        return made.secret

    def call(self, path: str, *, method: str = "GET", **words: Any) -> TestResponse:
        """Send a request; `json=` is the body, `headers=` what goes with it."""
        return self.fetch(path, method=method, **words)

    def get(self, path: str, **words: Any) -> TestResponse:
        """Read something."""
        return self.fetch(path, **words)

    def post(self, path: str, **words: Any) -> TestResponse:
        """Make something."""
        return self.fetch(path, method="POST", **words)

    def put(self, path: str, **words: Any) -> TestResponse:
        """Write something."""
        return self.fetch(path, method="PUT", **words)

    def patch(self, path: str, **words: Any) -> TestResponse:
        """Change something."""
        return self.fetch(path, method="PATCH", **words)

    def change(self, path: str, *, method: str = "PATCH", **words: Any) -> TestResponse:
        """Read something first, and write to the version that was read.

        `at` is the address to write to, if it is another one than that which is read.
        """
        etag = self.get(path).headers["ETag"]
        address = words.pop("at", path)
        return self.fetch(address, method=method, headers={"If-Match": etag}, **words)

    def delete(self, path: str, **words: Any) -> TestResponse:
        """Remove something."""
        return self.fetch(path, method="DELETE", **words)
