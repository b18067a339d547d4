"""Every figure of the course: one palette, and one ``show`` that never leaves out the alt text."""

from equityqi.pictures.diagrams import DETERMINANTS, Ring, rings, three_ways
from equityqi.pictures.draw import draw
from equityqi.pictures.groups import dots
from equityqi.pictures.style import NoAltText, Picture, show

# What needs numpy or pandas is fetched on first use, so that a notebook opens quickly.
_LATER = {
    "run_picture": "time", "spc_picture": "time", "gap_picture": "time", "multiples": "panels", "MovingRunChart": "moving",
    "redraw": "moving", "intervals": "bars", "gap_bars": "bars", "slope_picture": "scatter", "funnel_picture": "scatter",
    "pareto": "losses", "step_loss": "losses",
}  # fmt: skip
__all__ = ["DETERMINANTS", "NoAltText", "Picture", "Ring", "dots", "draw", "rings", "show", "three_ways", *_LATER]


def __getattr__(name):
    if name not in _LATER:
        raise AttributeError(f"equityqi.pictures has no name {name!r}.")
    from importlib import import_module

    return getattr(import_module(f"equityqi.pictures.{_LATER[name]}"), name)
