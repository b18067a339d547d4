"""The organisation's logo for files that take no SVG: Word, PowerPoint and the PDF of sheets."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import Any

import typst
from PIL import Image
from pptx.dml.color import RGBColor
from pptx.oxml.ns import qn
from pptx.util import Pt

from equityqi.documents.pdf import png_of_picture
from equityqi.documents.slide_room import Box
from equityqi.organisation import Organisation, kind_of_picture, organisation_path

ON_SLIDE = Box(68, 26, 320, 52)
WIDE = "90mm"  # at which an SVG is drawn: enough for paper and for a slide


def logo_picture(held: Organisation) -> bytes | None:
    """Return an organisation's logo as PNG or JPEG; None where there is none, or where it cannot be drawn."""
    path = organisation_path().parent / held.logo
    return _picture(path.read_bytes()) if held.logo and path.is_file() else None


@lru_cache(maxsize=2)
def _picture(data: bytes) -> bytes | None:
    try:
        if kind_of_picture(data) == "image/svg+xml":
            return png_of_picture("logo.svg", data, WIDE)
        with Image.open(io.BytesIO(data)) as held:
            held.load()
        return data
    except (typst.TypstError, OSError, SyntaxError, ValueError):  # what Pillow raises for a picture that is cut short
        return None


def logo_alt(held: Organisation) -> str:
    """Return the words for the logo where its picture is.

    >>> logo_alt(Organisation(name="Mid Dale"))
    'Logo of Mid Dale'
    """
    return f"Logo of {held.name}" if held.name else "Logo of the organisation"


def put_on_slide(slide: Any, data: bytes, alt: str) -> None:
    """Put a logo above the title of a PowerPoint's first slide, on white, so that it can be seen on a dark ground."""
    shape = slide.shapes.add_picture(io.BytesIO(data), Pt(ON_SLIDE.left), Pt(ON_SLIDE.top), height=Pt(ON_SLIDE.height))
    if shape.width > Pt(ON_SLIDE.width):
        shape.width, shape.height = Pt(ON_SLIDE.width), round(shape.height * Pt(ON_SLIDE.width) / shape.width)
    white = shape._element.makeelement(qn("a:solidFill"), {})
    white.append(white.makeelement(qn("a:srgbClr"), {"val": "FFFFFF"}))
    shape._element.spPr.append(white)  # before the line around it
    shape.line.width, shape.line.color.rgb = Pt(12), RGBColor.from_string("FFFFFF")
    about = shape._element.xpath(".//p:cNvPr")[0]
    about.set("name", "Logo")
    about.set("descr", alt)
