"""How the rules about errata are broken, and what is said then."""

from collections.abc import Callable

from dpia_workbench.risk import erratum

_TEXT = {"nl": "Lees 21.", "en": "Read 21."}
BROKEN: dict[str, tuple[Callable[[], object], str]] = {
    "erratum.text-missing": (
        lambda: erratum.require_new({**_TEXT, "en": ""}, before=[]),
        "in Dutch and in English",
    ),
    "erratum.repeated": (
        lambda: erratum.require_new(_TEXT, before=[_TEXT]),
        "stands with the release already",
    ),
}
