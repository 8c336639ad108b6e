"""Somebody without a browser: signs in over HTTP, and says over a line whatever they like."""

import json
import re
import time
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.client import HTTPConnection
from http.cookiejar import CookieJar
from pathlib import Path
from socket import SHUT_RDWR
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, Request, build_opener

from pycrdt import XmlFragment
from simple_websocket import Client, ConnectionClosed
from wsproto.events import BytesMessage, TextMessage

from dpia_workbench.plumbing.rooms import STATE
from dpia_workbench.together import Document, Speaking, opened, take
from dpia_workbench.together.document import NAME
from tests.chromium.drafting import written_in

PATIENCE = 60.0  # seconds; the machine may have much else to do
_SPEAKING = Speaking()


class Line(Client):  # type: ignore[misc]  # simple-websocket has no types
    """A line to a text, with a document of its own that takes in what is heard.

    simple-websocket's client leaves out the port where it names the host, loses what comes together
    with the answer, and may send a part of a large message only; so that is done here.
    """

    def __init__(self, url: str, *, headers: Mapping[str, str]) -> None:
        self.doc: Document = opened([])
        self.may_write: bool | None = None
        self.states = self.acknowledged = self.sent = 0
        super().__init__(url, headers=dict(headers))

    def handshake(self) -> None:
        """Begin, and take what came together with the answer."""
        self.host: str = f"{self.host}:{self.port}"
        super().handshake()
        self._handle_events()
        self.connected = True  # if it was closed at once, reading on tells

    @property
    def code(self) -> int | None:
        """Return why the line ended, or None while it goes on or there is more to hear."""
        return None if self.connected or self.input_buffer else int(self.close_reason)

    @property
    def says(self) -> str:
        """Return what the document says here, as Markdown."""
        return _SPEAKING.said([self.doc.get_update()])

    def send(self, data: bytes | str) -> None:
        """Send a message as it is, and all of it."""
        event = BytesMessage(data=data) if isinstance(data, bytes) else TextMessage(data=data)
        with suppress(OSError):  # the line may be ended before all is sent
            self.sock.sendall(self.ws.send(event))

    def update(self, data: bytes) -> None:
        """Send an update."""
        self.sent += 1
        self.send(bytes([STATE]) + data)

    def type(self, text: str) -> None:
        """Let the document say a text, as somebody does who types."""
        data = _SPEAKING.rewritten([self.doc.get_update()], text)
        take(self.doc, data)
        self.update(data)

    def changed(self, act: Callable[[XmlFragment], None]) -> bytes:
        """Change the document here in a way that no page would, and return that as an update."""
        before = self.doc.get_state()
        with self.doc.transaction():
            act(self.doc.get(NAME, type=XmlFragment))
        return self.doc.get_update(before)

    def hears(self, until: "Callable[[Line], bool]", *, seconds: float = PATIENCE) -> bool:
        """Listen until something is so or the line ends; return whether it is so."""
        end = time.monotonic() + seconds
        while not until(self) and time.monotonic() < end:
            try:
                self._take(self.receive(timeout=0.1))
            except ConnectionClosed:
                break
        return until(self)

    def _take(self, data: bytes | str | None) -> None:
        if isinstance(data, str):
            news = json.loads(data)
            self.acknowledged = news.get("ack", self.acknowledged)
            self.may_write = news.get("hello", {}).get("mayWrite", self.may_write)
        elif data and data[0] == STATE:
            take(self.doc, data[1:])
            self.states += 1

    def is_open(self) -> bool:
        """Wait for the welcome and the text; return whether they came."""
        return self.hears(lambda line: line.states > 0)

    def is_kept(self) -> bool:
        """Wait until all that was sent is acknowledged; return whether it was."""
        return self.hears(lambda line: line.acknowledged == line.sent)

    def reads(self, text: str) -> bool:
        """Wait until the document says a text; return whether it did."""
        return self.hears(lambda line: line.says == text)

    def ends(self, *, seconds: float = PATIENCE) -> int | None:
        """Wait until the line ends; return why."""
        self.hears(lambda line: line.code is not None, seconds=seconds)
        return self.code

    def leave(self) -> None:
        """End the line from here."""
        with suppress(OSError):
            self.sock.shutdown(SHUT_RDWR)
        self.thread.join()


class Visitor:
    """Somebody with cookies and without a browser."""

    def __init__(self, address: str, *, email: str | None = None, password: str = "") -> None:
        self.address = address
        self._jar = CookieJar()
        self._opener = build_opener(HTTPCookieProcessor(self._jar))
        self._lines: list[Line] = []
        if email:
            self.post("/login", {"email": email, "password": password})

    def get(self, path: str) -> str:
        """Return a page."""
        with self._opener.open(self.address + path, timeout=PATIENCE) as answer:
            page: str = answer.read().decode()
            return page

    def post(self, path: str, fields: Mapping[str, str]) -> str:
        """Send a form; return the path of the page that follows."""
        data = urlencode(fields).encode()
        request = Request(self.address + path, data=data, headers={"Origin": self.address})
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                return str(urlsplit(answer.url).path)
        except HTTPError as error:
            with error:
                raise AssertionError(error.read().decode()) from error

    def stored(self, page: str, section: str) -> str:
        """Return the Markdown that the database holds of a text, as its page gives it."""
        form = self.get(page).partition(f"/texts/{section}/line")[2]
        return written_in(form)

    def knock(self, path: str, *, origin: str | None = None) -> int:
        """Ask for a line; return the status of the answer. What is opened is left at once."""
        with closing(self.call(path, origin=origin)) as call, call.getresponse() as answer:
            return answer.status

    def call(self, path: str, *, origin: str | None = None) -> HTTPConnection:
        """Ask for a line, and do nothing about what is answered."""
        connection = HTTPConnection(urlsplit(self.address).netloc, timeout=PATIENCE)
        headers = {
            "Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", **self._cookies(),
            **({"Origin": origin} if origin else {}),
        }  # fmt: skip
        connection.request("GET", path, headers=headers)
        return connection

    def line(self, path: str) -> Line:
        """Ask for a line as a page of the workbench does."""
        headers = {"Origin": self.address, **self._cookies()}
        line = Line(self.address.replace("http", "ws", 1) + path, headers=headers)
        self._lines.append(line)
        return line

    def leave(self) -> None:
        """End all lines."""
        while self._lines:
            self._lines.pop().leave()

    def _cookies(self) -> dict[str, str]:
        kept = "; ".join(f"{each.name}={each.value}" for each in self._jar)
        return {"Cookie": kept} if kept else {}


class Office:
    """The pages on which the administrator gives people of SURF roles and takes them away."""

    def __init__(self, administrator: Visitor, *, outbox: Path) -> None:
        self.address = administrator.address
        self._administrator = administrator
        self._outbox = outbox
        page = administrator.get("/admin")
        found = re.search(r'href="([^"]+)"[^>]*>\s*SURF \(', page)
        assert found, page
        self._place = found[1]

    def invite(self, email: str, *roles: str) -> None:
        """Give somebody new roles; a mail with a link goes to them."""
        for role in roles:
            fields = {"email": email, "name": email.partition("@")[0], "role": role, "last_day": ""}
            self._administrator.post(f"{self._place}/invitations/new", fields)

    def welcome(self, email: str) -> str:
        """Return the path in the mail to somebody, once the server sent it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            for file in self._outbox.glob("*.eml"):
                mail = message_from_bytes(file.read_bytes(), policy=policy.default)
                if isinstance(mail, EmailMessage) and mail["To"] == email:
                    return str(re.findall(r"/welcome/\S+", mail.get_content())[0])
            time.sleep(0.2)
        raise AssertionError(f"no mail to {email}")

    def end_role(self, email: str, *, role: str) -> None:
        """End a role of somebody from today on."""
        [row] = [row for row in self._rows(email) if f">{role}<" in row]
        self._press(r'action="([^"]+/ending)"', row)

    def switch_off(self, email: str) -> None:
        """Shut somebody out."""
        [row] = self._rows(email)
        found = re.search(r'href="([^"]+/people/[^"]+)"', row)
        assert found, row
        self._press(r'action="([^"]+/deactivation)"', self._administrator.get(found[1]))

    def _rows(self, email: str) -> list[str]:
        rows = self._administrator.get(self._place).split("<tr")
        return [row for row in rows if f">{email}<" in row]

    def _press(self, button: str, page: str) -> None:
        found = re.search(button, page)
        assert found, page
        self._administrator.post(found[1], {})
