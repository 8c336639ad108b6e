"""A small catalogue that the tests of the search floor share."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dpia_workbench.search import Document, Index, Query

Make = Callable[..., Document]
Find = Callable[..., list[str]]


def make_document(slug: str, **words: Any) -> Document:
    """Return a document; everything but its slug has a plain default."""
    values: dict[str, Any] = {
        "product": slug.capitalize(),
        "vendor": "Vendor",
        "vendor_slug": "vendor",
        "category": "other",
        "verdict": "GREEN",
        "published_on": date(2026, 1, 1),
        "passages": {},
    }
    return Document(slug=slug, **{**values, **words})


CATALOGUE = (
    make_document(
        "google-workspace",
        product="Google Workspace for Education",
        names=("G Suite",),
        vendor="Google",
        vendor_slug="google",
        category="suite",
        words=("kantoorsuite", "office suite"),
        sectors=("po", "vo"),
        verdict="GREEN_WITH_MEASURES",
        published_on=date(2026, 3, 1),
        passages={
            "nl": (
                "Google is verwerker voor de kerndiensten.",
                "Leerlingen loggen in met tweestapsverificatie.",
            ),
            "en": ("Google is a processor for core services.",),
        },
    ),
    make_document(
        "microsoft-365",
        product="Microsoft 365 Education",
        vendor="Microsoft",
        vendor_slug="microsoft",
        category="suite",
        words=("kantoorsuite", "office suite"),
        sectors=("po", "vo", "mbo"),
        verdict="ORANGE",
        published_on=date(2026, 5, 1),
        passages={
            "nl": ("Teams wordt gebruikt voor videovergaderen in de les.",),
            "en": ("Teams is used for video meetings.",),
        },
    ),
    make_document(
        "magister",
        vendor="Iddink",
        vendor_slug="iddink",
        category="las",
        words=("leerlingadministratiesysteem", "student information system"),
        sectors=("vo",),
        published_on=None,
        passages={
            "nl": (
                "De toetsen van kinderen worden bewaard.",
                "De verwerkersovereenkomst is getekend door de functionaris gegevensbescherming.",
                "De coördinator meldt een datalek per e-mail.",
            ),
        },
    ),
    make_document(
        "oldwise",
        vendor="Iddink",
        vendor_slug="iddink",
        category="las",
        words=("leerlingadministratiesysteem",),
        sectors=("vo",),
        current=False,
    ),
)


@pytest.fixture
def make() -> Make:
    """Makes documents."""
    return make_document


@pytest.fixture
def catalogue() -> tuple[Document, ...]:
    """Four verdicts, one of them withdrawn."""
    return CATALOGUE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index of a test lives; does not exist yet."""
    return tmp_path / "index"


@pytest.fixture
def index(folder: Path) -> Index:
    """An index of the catalogue that the test may change."""
    index = Index(folder)
    index.rebuild(CATALOGUE)
    return index


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """An index of the catalogue that tests only read."""
    index = Index(tmp_path_factory.mktemp("search") / "index")
    index.rebuild(CATALOGUE)
    return index


@pytest.fixture
def find(shared: Index) -> Find:
    """Returns the slugs found in the catalogue, in order."""

    def found(text: str = "", **words: Any) -> list[str]:
        return [hit.slug for hit in shared.find(Query(text=text, **words)).hits]

    return found
