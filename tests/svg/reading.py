"""An SVG of the course and its matplotlib twin, read alike: words, boxes, lines, each where it is."""

import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field

from matplotlib.patches import Patch

from equityqi.svg.drawing import LARGE, SIZE, SMALL, TITLE
from equityqi.svg.text_widths import width_of

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"t-s": SMALL, "t-l": LARGE, "t-t": TITLE}


@dataclass
class Words:
    lines: list
    kind: str
    x: float
    y: float  # of the first line's foot
    step: float

    @property
    def joined(self):
        return squeezed("".join(self.lines))

    @property
    def width(self):
        size = next((size for kind, size in SIZES.items() if kind in self.kind.split()), SIZE)
        return max(width_of(line, size, "t-b" in self.kind.split()) for line in self.lines)

    @property
    def foot(self):
        return self.y + self.step * (len(self.lines) - 1)


@dataclass
class Read:
    """What an SVG shows, in pixels."""

    width: float
    height: float
    alt: str
    words: list = field(default_factory=list)
    boxes: list = field(default_factory=list)  # (x, y, width, height, kind)
    paths: list = field(default_factory=list)  # (numbers, kind)
    dots: list = field(default_factory=list)  # (x, y, kind)

    def inside(self, box):
        x, y, width, height, _ = box
        return [words for words in self.words if x <= words.x <= x + width and y <= words.y <= y + height]


def read(svg):
    root = xml.fromstring(str(svg))
    width, height = map(float, root.get("viewBox").split()[2:])
    shown = Read(width, height, root.get("aria-label"))
    number = lambda part, *names: [float(part.get(name)) for name in names]  # noqa: E731
    for part in root:
        kind = part.get("class") or ""
        match part.tag.removeprefix(SVG):
            case "text":
                spans = part.findall(f"{SVG}tspan")
                lines = [part.text, *(span.text for span in spans)]
                step = float(spans[0].get("dy")) if spans else 0
                shown.words.append(Words(lines, kind, *number(part, "x", "y"), step))
            case "rect":
                shown.boxes.append((*number(part, "x", "y", "width", "height"), kind))
            case "path":
                shown.paths.append(([float(one) for one in re.findall(r"-?[\d.]+", part.get("d"))], kind))
            case "circle":
                shown.dots.append((*number(part, "cx", "cy"), kind))
            case other:
                raise AssertionError(other)
    return shown


def squeezed(words):
    return "".join(words.split())


def texts_of(figure):
    """The words of a matplotlib figure, without the breaks between lines."""
    return sorted(squeezed(text.get_text()) for axes in figure.axes for text in axes.texts if text.get_text())


def boxes_of(figure):
    """The boxes of a matplotlib figure: (left, foot, right, top, dashed)."""
    return [
        (
            *patch.get_path().transformed(patch.get_patch_transform()).get_extents().extents,
            patch.get_linestyle() == "--",
        )
        for patch in figure.axes[0].patches
        if isinstance(patch, Patch)
    ]
