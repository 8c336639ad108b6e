"""Pixels for Word: with letters wherever they are made, and always the same."""

from io import BytesIO

from docx.image.image import Image
from markupsafe import Markup

from dpia_workbench.pictures import draw, raster
from dpia_workbench.pictures.figures import risk_figure
from dpia_workbench.pictures.raster import png
from tests.pictures.seeing import picture


def _svg(*content: Markup) -> Markup:
    return draw.element("svg", *content, xmlns=draw.NAMESPACE, viewBox="0 0 200 40")


def test_letters_come_with_the_package_and_not_from_the_machine() -> None:
    ground = draw.look("rect", "picture__paper", width=200, height=40)
    words = draw.look("text", "picture__key", "Ernst: één", x=4, y=30)
    bold = draw.look("text", "picture__label", "Ernst: één", x=4, y=30)

    drawn = {png(_svg(ground, *some), width=400) for some in ((), (words,), (bold,))}

    assert len(drawn) == 3
    assert all("font_source_sans_pro" in font for font in raster.fonts())


def test_the_same_drawing_always_gives_the_same_bytes() -> None:
    figure = risk_figure(picture(((3, 3), (2, 3), (1, 3))))
    assert figure is not None
    svg = figure.sheet.svg

    first = png(svg, width=700)
    png.cache_clear()

    assert png(svg, width=700) == first


def test_it_is_as_wide_as_was_asked() -> None:
    image = Image.from_file(BytesIO(png(_svg(), width=400)))

    assert (image.px_width, image.px_height) == (400, 80)
    assert image.content_type == "image/png"
