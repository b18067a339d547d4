"""Every figure of the course: one palette, and one ``show`` that never leaves out the alt text."""

from equityqi.pictures.diagrams import DETERMINANTS, Ring, rings, three_ways
from equityqi.pictures.draw import draw
from equityqi.pictures.style import NoAltText, Picture, show
from equityqi.svg.dots import dots

__all__ = ["DETERMINANTS", "NoAltText", "Picture", "Ring", "dots", "draw", "rings", "show", "three_ways"]
