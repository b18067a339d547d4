"""A PDF read as a screen reader takes it: its tags in order, with their words; and its letters as they are set."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field

import pikepdf

RANGE = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>\s*<([0-9a-f]+)>", re.IGNORECASE)
PAIR = re.compile(r"<([0-9a-f]+)>\s*<([0-9a-f]+)>", re.IGNORECASE)

INLINE = ("", "Strong", "Em", "Span", "Code")


@dataclass
class Element:
    """One element of the tag tree: its kind, its alt text, its words, what is in it."""

    kind: str
    alt: str = ""
    words: str = ""
    inner: list[Element] = field(default_factory=list)

    def all(self, *kinds: str) -> list[Element]:
        """Every element in reading order, or those of some kinds."""
        found = [self] if not kinds or self.kind in kinds else []
        return found + [element for one in self.inner for element in one.all(*kinds)]

    @property
    def text(self) -> str:
        """All words in it, in reading order."""
        return " ".join(self._joined().split())

    def _joined(self) -> str:
        words = self.words + "".join(one._joined() for one in self.inner)
        return words if self.kind in INLINE else f" {words} "


@dataclass
class Letters:
    """Words set in one go: their page, the name of their font and their height in points."""

    page: int
    font: str
    size: float
    words: str
    mark: int | None = None


class ReadPdf:
    """What a PDF says."""

    def __init__(self, data: bytes):
        self.pdf = pikepdf.open(io.BytesIO(data))
        self.letters = [one for number, page in enumerate(self.pdf.pages, 1) for one in _letters(number, page)]
        self._pages = {page.objgen: number for number, page in enumerate(self.pdf.pages, 1)}
        root = self.pdf.Root.StructTreeRoot
        self.tree = Element("Root", inner=[self._element(kid) for kid in _kids(root)])

    @property
    def sizes(self) -> list[tuple[float, float]]:
        """Width and height of each page in millimetres."""
        boxes = [[float(side) for side in page.MediaBox] for page in self.pdf.pages]
        return [(round((box[2] - box[0]) / 72 * 25.4), round((box[3] - box[1]) / 72 * 25.4)) for box in boxes]

    def _element(self, node) -> Element:
        made = Element(str(node.S).lstrip("/"), str(node.get("/Alt", "")))
        page = self._pages.get(node.Pg.objgen) if "/Pg" in node else None
        for kid in _kids(node):
            if isinstance(kid, int):
                made.inner.append(self._words(page, kid))
            elif kid.get("/Type") == "/MCR":
                made.inner.append(self._words(self._pages[kid.Pg.objgen] if "/Pg" in kid else page, int(kid.MCID)))
            elif "/S" in kid:
                made.inner.append(self._element(kid))
        return made

    def _words(self, page: int | None, mark: int) -> Element:
        said = "".join(one.words for one in self.letters if one.page == page and one.mark == mark)
        return Element("", words=said)


def _kids(node) -> list:
    kids = node.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def _letters(number: int, page) -> list[Letters]:
    """What a page sets, in the order of its stream."""
    found: list[Letters] = []

    def run(holder, resources, scale: float, mark: int | None) -> None:
        fonts = {name: (font, _unicode(font)) for name, font in resources.get("/Font", {}).items()}
        forms = resources.get("/XObject", {})
        scales, marks, name, size = [scale], [mark], "", 0.0
        text = 1.0
        for operands, operator in pikepdf.parse_content_stream(holder):
            act = str(operator)
            if act == "q":
                scales.append(scales[-1])
            elif act == "Q":
                scales.pop()
            elif act == "cm":
                scales[-1] *= abs(_det(operands)) ** 0.5
            elif act == "Tm":
                text = abs(_det(operands)) ** 0.5
            elif act == "BT":
                text = 1.0
            elif act == "Tf":
                name, size = str(operands[0]), float(operands[1])
            elif act in ("BDC", "BMC"):
                held = operands[1] if act == "BDC" else {}
                marks.append(
                    int(held["/MCID"]) if isinstance(held, pikepdf.Dictionary) and "/MCID" in held else marks[-1]
                )
            elif act == "EMC":
                marks.pop()
            elif act == "Do" and forms.get(str(operands[0]), {}).get("/Subtype") == "/Form":
                form = forms[str(operands[0])]
                inner = scales[-1] * abs(_det(form.get("/Matrix", [1, 0, 0, 1, 0, 0]))) ** 0.5
                run(form, form.get("/Resources", {}), inner, marks[-1])
            elif act in ("Tj", "TJ"):
                font, letters = fonts[name]
                strings = operands[0] if act == "TJ" else [operands[0]]
                raw = b"".join(bytes(one) for one in strings if isinstance(one, pikepdf.String))
                codes = [raw[at : at + 2].hex() for at in range(0, len(raw), 2)]
                words = "".join(letters.get(code, "") for code in codes)
                found.append(Letters(number, str(font.BaseFont), size * text * scales[-1], words, marks[-1]))

    run(page, page.get("/Resources", {}), 1.0, None)
    return found


def _det(matrix) -> float:
    a, b, c, d = (float(one) for one in list(matrix)[:4])
    return a * d - b * c


def _unicode(font) -> dict[str, str]:
    """The letters of each code of a font, from its own table."""
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters: dict[str, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        letters |= {code.lower(): _decoded(said) for code, said in PAIR.findall(block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, said in RANGE.findall(block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                letters[f"{int(first, 16) + step:0{len(first)}x}"] = chr(int(said, 16) + step)
    return letters


def _decoded(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")
