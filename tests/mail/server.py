"""A mail server for tests: takes every message and keeps it."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass(slots=True)
class Mailbox:
    """What a server was sent, and how it answers."""

    url: str = ""
    messages: list[EmailMessage] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    logins: list[str] = field(default_factory=list)
    refuse: bytes = b""


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True
    mailbox: Mailbox


class _Conversation(socketserver.StreamRequestHandler):
    """One connection: enough of SMTP (RFC 5321) for a sender that behaves."""

    server: _Server

    def handle(self) -> None:
        """Answer commands until the sender leaves."""
        self._say(b"220 localhost test")
        while line := self.rfile.readline().strip():
            verb = line.split()[0].upper()
            if verb == b"QUIT":
                self._say(b"221 bye")
                return
            self._answer(verb, line)

    def _answer(self, verb: bytes, line: bytes) -> None:
        box = self.server.mailbox
        if verb == b"EHLO":
            self._say(b"250-localhost\r\n250-8BITMIME\r\n250-SMTPUTF8\r\n250 AUTH PLAIN")
        elif verb == b"AUTH":
            box.logins.append(line.split()[-1].decode())
            self._say(b"235 welcome")
        elif verb == b"RCPT":
            box.recipients.append(line.decode().partition(":")[2].strip("<> ").split(">")[0])
            self._say(box.refuse or b"250 ok")
        elif verb == b"DATA":
            self._say(b"354 go on")
            box.messages.append(self._message())
            self._say(b"250 kept")
        else:
            self._say(b"250 ok")

    def _message(self) -> EmailMessage:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(message, EmailMessage)
        return message

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


@contextmanager
def running(mailbox: Mailbox | None = None) -> Iterator[Mailbox]:
    """Serve on a free port of this machine while the block runs."""
    with _Server(("127.0.0.1", 0), _Conversation) as server:
        server.mailbox = mailbox or Mailbox()
        server.mailbox.url = f"smtp://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.mailbox
        finally:
            server.shutdown()
            thread.join()
