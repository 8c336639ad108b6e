"""What commands share: 0 on success, 2 on wrong use, 1 on a refusal with one clear line.

The composition root hands the factory of the application in as the context's object.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, TypeVar

import click
from flask import Flask
from sqlalchemy.exc import DBAPIError

from dpia_workbench.access.policy import Forbidden
from dpia_workbench.config import Settings, SettingsWrong
from dpia_workbench.i18n.messages import message
from dpia_workbench.plumbing import logs
from dpia_workbench.risk.rules import RuleViolation
from dpia_workbench.schemas.source import ContentRefused
from dpia_workbench.store.base import NotFound

Command = TypeVar("Command", bound=Callable[..., Any])


class Refusal(click.ClickException):
    """A refusal: one line on standard error, exit status 1."""

    def show(self, file: Any = None) -> None:
        """Print the line."""
        click.echo(self.message, err=True)


def application() -> Flask:
    """Return the application with the settings of the environment. Raises Refusal."""
    try:
        settings = Settings.from_env()
    except (SettingsWrong, OSError) as error:
        raise Refusal(str(error)) from error
    logs.configure(production=settings.is_production)
    factory: Callable[[Settings], Flask] = click.get_current_context().find_root().obj
    try:
        return factory(settings)
    except ImportError as error:  # of the driver that the address of the database names
        raise Refusal(f"A package is not installed: {error.name}.") from error


def while_child_of(parent: int | None) -> Callable[[], bool]:
    """Return a condition that ends when the process that started this one is gone.

    The parent says who it is: it may be gone before this process has come to ask.
    """
    return lambda: parent is None or os.getppid() == parent


def in_application(command: Command) -> Command:
    """Run a command inside the application; what is refused becomes one line."""

    @wraps(command)
    def wrapped(*args: Any, **options: Any) -> Any:
        app = application()
        with app.app_context(), _refusals():
            return command(app, *args, **options)

    return wrapped  # type: ignore[return-value]  # it takes what click gives, without the app


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn an error that a person can mend into a refusal."""
    try:
        yield
    except RuleViolation as error:
        raise Refusal(message(error)) from error
    except ContentRefused as error:
        raise Refusal("\n".join(str(problem) for problem in error.problems)) from error
    except NotFound as error:
        raise Refusal("There is no such thing.") from error
    except Forbidden as error:
        raise Refusal(f"This is not permitted: {error.permission}.") from error
    except DBAPIError as error:
        reason = (str(error.orig).strip() or type(error.orig).__name__).splitlines()[0]
        raise Refusal(f"The database does not answer as it should: {reason}") from error
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        raise Refusal(f"{place}{error.strerror or error}.") from error
