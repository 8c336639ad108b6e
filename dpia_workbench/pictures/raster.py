"""From SVG to PNG, for where only pixels will do. This is the only module that knows resvg."""

from functools import cache, lru_cache
from importlib.resources import files

import resvg_py
from markupsafe import Markup

_FAMILY = "Source Sans Pro"
_FONTS = ("SourceSansPro-Regular.ttf", "SourceSansPro-Bold.ttf")


@cache
def fonts() -> list[str]:
    """Return where the letters are: in a package, because a server may have no fonts at all."""
    folder = files("font_source_sans_pro") / "files"
    return [str(folder / name) for name in _FONTS]


@lru_cache(maxsize=64)
def png(svg: Markup, *, width: int) -> bytes:
    """Return a drawing as PNG, so many pixels wide; the same drawing gives the same bytes."""
    return resvg_py.svg_to_bytes(
        svg_string=str(svg),
        width=width,
        font_family=_FAMILY,
        sans_serif_family=_FAMILY,
        font_files=fonts(),
        skip_system_fonts=True,
    )
