"""What the page of a review may use: frozen values, no rows."""

from dataclasses import dataclass

from dpia_workbench.plumbing.forms import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """Where a reviewer decides, with what changed since they last looked."""

    form: Form
    dossier: str
    dossier_url: str
    outcomes: tuple[tuple[str, str], ...]
    open_threads: tuple[str, ...]  # a sentence and an address, or nothing
    changes_url: str
    is_first_look: bool
