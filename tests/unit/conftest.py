"""How these tests run under mutation testing (docs/method/mutation-testing.md)."""

import functools
import gc

import pytest
from hypothesis import Phase, settings

# The same examples every time. One that fails is enough: no time goes into making it simpler.
settings.register_profile(
    "mutants",
    derandomize=True,
    database=None,
    deadline=None,
    report_multiple_bugs=False,
    phases=(Phase.explicit, Phase.generate),
)


@pytest.fixture(scope="session", autouse=True)
def nothing_is_remembered() -> None:
    """Forget every answer that was kept: this process may be a copy of one that ran the tests."""
    for kept in gc.get_objects():
        if isinstance(kept, functools._lru_cache_wrapper) and kept.__module__.startswith(
            ("dpia_workbench.", "tests.")
        ):
            kept.cache_clear()
