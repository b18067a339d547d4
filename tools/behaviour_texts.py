"""Whatever a tree makes as lines of text, so that two of them can be compared and only what matters differs.

HTML and XML become one line a tag, attributes sorted and white space collapsed; pictures become their pixels;
an Excel file its cells and formats; a notebook its cells and outputs.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
import zipfile
from html import escape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

IMPORT = re.compile(r"^\s*(?:from\s+(\S+)\s+import\s+(.+)|import\s+(.+))$")
INLINE = frozenset({
    "a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "del", "em", "i", "img", "input", "ins", "kbd",
    "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u",
})  # fmt: skip
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
})  # fmt: skip
DATA = re.compile(r"data:image/(png|jpeg|svg\+xml);base64,([A-Za-z0-9+/=\s]+)")
ADDRESS = re.compile(r"\b0x[0-9a-f]{6,}\b")
SPACE = re.compile(r"\s+")
CSS_SPACE = re.compile(r" ?([{};:,]) ?")


def pixels(data: bytes) -> str:
    """Return a picture's size and a hash of its pixels: how it is packed does not matter."""
    from PIL import Image

    with Image.open(io.BytesIO(data)) as image:
        shown = image.convert("RGBA")
    return f"picture {shown.width} x {shown.height}, {hashed(shown.tobytes())}"


def hashed(data: bytes) -> str:
    return f"{len(data)} bytes, {hashlib.sha256(data).hexdigest()[:24]}"


class _Tokens(HTMLParser):
    """The tags and texts of a page in order."""

    def __init__(self, page: str):
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str, str]] = []  # kind, name, what is shown
        self._verbatim = 0
        self.feed(str(page))
        self.close()

    def handle_starttag(self, tag, attributes):
        shown = "".join(f' {name}="{_value(name, value or "")}"' for name, value in sorted(attributes, key=str))
        self.found.append(("tag", tag, f"<{tag}{shown}>"))
        self._verbatim += tag in ("pre", "textarea")

    def handle_endtag(self, tag):
        if tag not in VOID:
            self.found.append(("tag", tag, f"</{tag}>"))
        self._verbatim -= tag in ("pre", "textarea")

    def handle_data(self, text):
        last = self.found[-1] if self.found else ("", "", "")
        if last[1] in ("style", "script") and not last[2].startswith("</"):
            plain = CSS_SPACE.sub(r"\1", SPACE.sub(" ", text)).strip()
            self.found.append(("text", "", f"{last[1]} {hashed(plain.encode())}"))
        elif self._verbatim > 0:
            self.found.append(("verbatim", "", text.replace("\n", "⏎")))
        else:
            self.found.append(("text", "", SPACE.sub(" ", text)))

    def handle_decl(self, declaration):
        self.found.append(("tag", "!", f"<!{declaration}>"))


def _value(name: str, value: str) -> str:
    value = DATA.sub(lambda found: embedded(found[1], found[2]), value)
    words = SPACE.sub(" ", value).strip()
    return escape(" ".join(sorted(words.split())) if name == "class" else words)


def embedded(kind: str, packed: str) -> str:
    data = base64.b64decode(packed)
    return f"[{hashed(data) if kind.startswith('svg') else pixels(data)}]"


def tree(page: str) -> str:
    """Return HTML as lines: a tag or a text each. White space counts between words, not beside blocks."""
    found = _Tokens(page).found
    lines = []
    for place, (kind, _, shown) in enumerate(found):
        if kind == "text":
            before, after = (
                found[near] if 0 <= near < len(found) else ("tag", "!", "") for near in (place - 1, place + 1)
            )
            shown = shown.lstrip() if before[0] == "tag" and before[1] not in INLINE else shown
            shown = shown.rstrip() if after[0] == "tag" and after[1] not in INLINE else shown
            if not shown:
                continue
        lines.append(shown)
    return "\n".join(lines)


def xml(data: bytes) -> str:
    """Return XML as lines, an element each, with its attributes sorted; namespaces are left out."""
    lines: list[str] = []

    def walk(element, depth):
        plain = {name.rpartition("}")[2]: value for name, value in element.attrib.items()}
        shown = "".join(f' {name}="{value}"' for name, value in sorted(plain.items()))
        text = SPACE.sub(" ", element.text or "")
        lines.append(f"{' ' * depth}{str(element.tag).rpartition('}')[2]}{shown}{f': {text}' if text.strip() else ''}")
        for child in element:
            walk(child, depth + 1)
        if (element.tail or "").strip():
            lines.append(f"{' ' * depth}{SPACE.sub(' ', element.tail)}")

    walk(ElementTree.fromstring(data), 0)
    return "\n".join(lines)


def packed(data: bytes) -> str:
    """Return what a zip or a Word file holds: each part by its name, in order of names."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in sorted(archive.namelist())}
    return "\n".join(f"== {name}\n{lines_of(name, part)}" for name, part in parts.items())


def excel(data: bytes) -> str:
    """Return an Excel file as lines: its sheets, widths, checks, and each cell with its value and format."""
    from openpyxl import load_workbook
    from openpyxl.utils import get_column_letter

    lines = []
    for sheet in load_workbook(io.BytesIO(data)).worksheets:
        widths = {
            get_column_letter(place): column.width
            for _, column in sorted(sheet.column_dimensions.items())
            for place in range(column.min, column.max + 1)
        }
        merged = sorted(str(part) for part in sheet.merged_cells.ranges)
        lines += [f"sheet {sheet.title}: {sheet.dimensions}, frozen {sheet.freeze_panes}, {widths}, merged {merged}"]
        for check in sheet.data_validations.dataValidation:
            rule = (check.type, check.operator or "between", check.formula1, check.formula2)
            told = (*rule, check.promptTitle, check.prompt, check.error)
            lines.append(f"check {sorted(map(str, check.sqref.ranges))}: {told}")
        lines += [_cell(cell) for row in sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style]
    return "\n".join(lines)


def _cell(cell) -> str:
    """Return a cell and its format; what a file leaves out is what Excel takes then: black Calibri 11."""
    font, fill, put = cell.font, cell.fill, cell.alignment
    colour = font.color.rgb if font.color is not None and font.color.type == "rgb" else "black"
    ground = fill.fgColor.rgb if fill.fill_type else "no fill"
    look = (
        cell.number_format,
        font.name or "Calibri",
        float(font.sz or 11),
        bool(font.b),
        bool(font.i),
        colour,
        ground,
    )
    link = cell.hyperlink.target if cell.hyperlink else ""
    return f"{cell.coordinate} {cell.data_type} {cell.value!r} {look} {put.wrap_text} {put.vertical} {link}"


def without_imports(source: str) -> tuple[str, list[str]]:
    """Return code in which each import line says only which names come in, and the import lines themselves.

    >>> without_imports("from equityqi.lessons import a, b\\nprint(a)")
    ('(import) a, b\\nprint(a)', ['from equityqi.lessons import a, b'])
    """
    lines, imports = [], []
    for line in source.split("\n"):
        if found := IMPORT.match(line):
            imports.append(line.strip())
            line = f"(import) {found[2] or found[3]}"
        lines.append(line)
    return "\n".join(lines), imports


def notebook(data: bytes | str) -> tuple[str, list[str]]:
    """Return a notebook as lines (cells, what is kept beside them, outputs), and its import lines apart."""
    book, lines, imports = json.loads(data), [], []
    lines.append(f"page {json.dumps(book.get('metadata'), sort_keys=True, ensure_ascii=False)}")
    for cell in book["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "code":
            source, found = without_imports(source)
            imports += found
        kept = {key: value for key, value in cell.items() if key not in ("source", "outputs", "execution_count")}
        lines += [
            f"== cell {json.dumps(kept, sort_keys=True, ensure_ascii=False)}",
            source,
            *map(output, cell.get("outputs", [])),
        ]
    return "\n".join(lines), imports


def output(given) -> str:
    """Return one output of a cell, of nbformat or of a capture, as lines."""
    if given["output_type"] == "stream":
        return f"-- {given['name']}\n{''.join(given['text'])}"
    if given["output_type"] == "error":
        return f"-- error {given['ename']}: {given['evalue']}"
    return f"-- {given['output_type']}\n{bundle(given['data'])}"


def bundle(data: dict) -> str:
    """Return each form of what was displayed: HTML as a tree, a picture as pixels, all else as text."""
    return "\n".join(
        f"{kind}: {_shown(kind, ''.join(part) if isinstance(part, list) else part)}"
        for kind, part in sorted(data.items())
    )


def _shown(kind: str, part) -> str:
    if kind in ("image/png", "image/jpeg"):
        return pixels(part if isinstance(part, bytes) else base64.b64decode(part))
    if kind == "text/html":
        return tree(part)
    return ADDRESS.sub("0x…", part if isinstance(part, str) else json.dumps(part, sort_keys=True, ensure_ascii=False))


def lines_of(name: str, data: bytes) -> str:
    """Return the content of a file as lines, by how its name ends."""
    ending = Path(name).suffix.lower()
    if ending in (".png", ".jpg", ".jpeg"):
        return pixels(data)
    if ending == ".xlsx":
        return excel(data)
    if ending in (".docx", ".zip"):
        return packed(data)
    if ending in (".xml", ".rels"):
        return xml(data)
    if ending == ".ipynb":
        return notebook(data)[0]
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return hashed(data)
    return tree(text) if ending in (".html", ".htm", ".svg") else text


def files_in(folder: Path, label: str = "") -> dict[str, str]:
    """Return the lines of every file below a folder, by its path; of one that cannot be opened, its bytes."""
    found = {}
    for path in sorted(place for place in folder.rglob("*") if place.is_file()):
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        try:
            found[f"{label}{name}"] = lines_of(name, data)
        except Exception as error:  # a damaged file is a file too
            found[f"{label}{name}"] = f"cannot be opened ({type(error).__name__}): {hashed(data)}"
    return found
