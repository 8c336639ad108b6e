"""The way out: a mail server, or a folder of .eml files when none is set."""

import smtplib
import ssl
from email.message import EmailMessage
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import uuid4

_PATIENCE = 20  # seconds


def send(message: EmailMessage, *, smtp_url: str, folder: Path) -> None:
    """Hand a message to the mail server, or write it to the folder when there is none.

    Raises OSError or smtplib.SMTPException; the job is then tried again.
    """
    if not smtp_url:
        _keep(message, folder=folder)
        return
    server = urlsplit(smtp_url)
    with _connected(server.scheme, host=server.hostname or "", port=server.port) as connection:
        if server.username:
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)


def _connected(scheme: str, *, host: str, port: int | None) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if scheme == "smtps":
        return smtplib.SMTP_SSL(host, port or 465, timeout=_PATIENCE, context=context)
    connection = smtplib.SMTP(host, port or 25, timeout=_PATIENCE)
    connection.ehlo()
    if connection.has_extn("starttls"):
        connection.starttls(context=context)
        connection.ehlo()
    return connection


def _keep(message: EmailMessage, *, folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = folder / f".{uuid4()}"
    unfinished.write_bytes(bytes(message))
    unfinished.rename(folder / f"{uuid4()}.eml")
