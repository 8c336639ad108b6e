"""The SHACL shapes that every graph of a release keeps to."""

from functools import cache
from importlib.resources import files

from dpia_workbench.linked.context import namespace

_EXAMPLE = "https://workbench.example"


@cache
def _written() -> str:
    return files("dpia_workbench.linked").joinpath("shapes.ttl").read_text(encoding="utf-8")


def shapes(base: str) -> str:
    """Return the shapes (Turtle) with the namespace of a site."""
    return _written().replace(namespace(_EXAMPLE), namespace(base))
