"""What a report calls what its texts refer to: the names of its own content, and no others."""

from dpia_workbench.i18n import speaking
from dpia_workbench.report.names import names_in
from dpia_workbench.report.texts import Notes
from dpia_workbench.report.written import Hand

CONTENT = {
    "risks": [{"key": "R1", "title": {"nl": "Telemetrie", "en": "Telemetry"}}],
    "measures": [{"key": "M1", "title": {"nl": "Zet uit", "en": "Switch off"}}],
    "entries": [{"key": "DI1", "register": "data_item", "values": {"name": "Cijfers"}}],
}
TEXT = "Zie [oud](dossier:R1), **[x](dossier:DI1)** en [y](dossier:M9)."


def said(text: str) -> str:
    """Return the words of a text in a report."""
    hand = Hand("en", names=names_in(CONTENT), notes=Notes())
    return "".join(run.text for run in hand.inline(text))


def test_a_reference_is_the_name_in_the_language_of_the_report() -> None:
    with speaking("en"):
        assert said(TEXT) == "Zie R1 Telemetry, DI1 Cijfers en M9."


def test_an_older_release_has_no_registers() -> None:
    names = names_in({**CONTENT, "entries": ()})
    older = names_in({name: CONTENT[name] for name in ("risks", "measures")})

    assert names("DI1") is older("DI1") is None
