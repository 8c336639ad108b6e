"""References to parts of the same dossier: shown by the name of now, never copied text."""

import pytest

from dpia_workbench.markdown import html, plain, read, write
from dpia_workbench.markdown.references import Named

NAMES = {"R1": Named("Telemetrie <naar> de VS", "/risks/1"), "M2": Named("Zet uit")}


def shown(text: str) -> str:
    """Return a text as HTML."""
    return str(html(read(text), name="x", names=NAMES.get))


def test_a_reference_is_shown_by_key_and_name_and_leads_there() -> None:
    assert '<a class="reference" href="/risks/1">R1 Telemetrie &lt;naar&gt; de VS</a>' in shown(
        "Zie [een oude naam](dossier:R1)."
    )
    assert "een oude naam" not in shown("Zie [een oude naam](dossier:R1).")


def test_what_has_no_page_or_is_not_known_is_words() -> None:
    assert '<span class="reference">M2 Zet uit</span>' in shown("[M2](dossier:M2)")
    assert '<span class="reference">R9</span>' in shown("[R9](dossier:R9)")


@pytest.mark.parametrize("text", ["[R1](dossier:R1)", "**[DI12](dossier:DI12)** en verder"])
def test_it_is_written_as_it_was_read(text: str) -> None:
    assert write(read(text)) == text


def test_any_other_address_of_that_kind_is_only_text() -> None:
    assert "href" not in shown("[x](dossier:../../risks) [y](dossier:R1/x) [z](dossier:)")


def test_the_search_knows_its_key() -> None:
    assert plain(read("Zie [x](dossier:r1).")) == "Zie R1."
