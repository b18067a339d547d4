"""Tables as sheets of plain cells, and how they are written as the files that people have."""

import csv
import io
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from xml.sax.saxutils import escape

import xlsxwriter

FIRST_DAY = datetime(2026, 4, 2)


@dataclass(frozen=True)
class Sheet:
    """Rows of cells (text, numbers, dates, None); ``merges``: first row, first column, last row, last column (from 0).

    Where cells are merged, the first one holds the value and the rest are None. ``out_of_sight``: hidden rows.
    """

    name: str
    rows: list
    merges: tuple = ()
    out_of_sight: tuple = ()


@dataclass(frozen=True)
class Form:
    """What kind of file it is, and how its text is written."""

    ending: str = ".csv"
    encoding: str = "utf-8"
    separator: str = ","
    decimal: str = "."
    thousands: str = ""
    quote_all: bool = False
    newline: str = "\n"
    before: str = ""


def write(path, sheets, form):
    """Write the sheets as one file (a text file has the first only)."""
    if form.ending == ".xlsx":
        _write_xlsx(path, sheets)
    elif form.ending == ".ods":
        path.write_bytes(_ods(sheets))
    else:
        path.write_bytes(_text(sheets[0].rows, form).encode(form.encoding))


def _text(rows, form):
    out = io.StringIO()
    quoting = csv.QUOTE_ALL if form.quote_all else csv.QUOTE_MINIMAL
    pen = csv.writer(out, delimiter=form.separator, quoting=quoting, lineterminator=form.newline)
    width = max(len(row) for row in rows)
    for row in rows:
        pen.writerow([_cell(value, form) for value in [*row, *[None] * (width - len(row))]])
    return form.before + out.getvalue()


def _cell(value, form):
    if value is None:
        return ""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return f"{value}".replace(".", form.decimal)
    if isinstance(value, int) and form.thousands and value >= 1000:
        return f"{value:,}".replace(",", form.thousands)
    return value


def _write_xlsx(path, sheets):
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy", "in_memory": True}) as book:
        book.set_properties({"created": FIRST_DAY})
        box = book.add_format({"valign": "top"})
        for sheet in sheets:
            page = book.add_worksheet(sheet.name)
            for at, row in enumerate(sheet.rows):
                for column, value in enumerate(row):
                    if isinstance(value, str):  # the format of a number or a formula is never guessed from its text
                        page.write_string(at, column, value)
                    elif value is not None:
                        page.write(at, column, value)
            for top, left, bottom, right in sheet.merges:
                page.merge_range(top, left, bottom, right, sheet.rows[top][left], box)
            for row in sheet.out_of_sight:
                page.set_row(row, None, None, {"hidden": True})


_NAMES = "".join(
    f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("table", "table"), ("text", "text"))
)
_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest'
    ' xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def _ods(sheets):
    tables = "".join(_ods_table(sheet) for sheet in sheets)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content{_NAMES} office:version="1.2">'
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        parts = (("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content))
        for name, text in (*parts, ("META-INF/manifest.xml", _MANIFEST)):
            box.writestr(zipfile.ZipInfo(name, (2026, 4, 2, 0, 0, 0)), text)
    return out.getvalue()


def _ods_table(sheet):
    spans = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(spans)
    rows = []
    for at, row in enumerate(sheet.rows):
        cells = [_ods_cell(value, spans.get((at, column)), (at, column) in covered) for column, value in enumerate(row)]
        hidden = ' table:visibility="collapse"' if at in sheet.out_of_sight else ""
        rows.append(f"<table:table-row{hidden}>{''.join(cells) or '<table:table-cell/>'}</table:table-row>")
    return f'<table:table table:name="{escape(sheet.name)}">{"".join(rows)}</table:table>'


def _ods_cell(value, span, is_covered):
    if is_covered:
        return "<table:covered-table-cell/>"
    wide = f' table:number-rows-spanned="{span[0]}" table:number-columns-spanned="{span[1]}"' if span else ""
    if value is None:
        return f"<table:table-cell{wide}/>"
    if isinstance(value, date):
        kind, shown = f'date" office:date-value="{value.isoformat()[:10]}', f"{value:%d/%m/%Y}"
    elif isinstance(value, (int, float)):
        kind, shown = f'float" office:value="{value}', f"{value}"
    else:
        kind, shown = "string", escape(value)
    text = "".join(f"<text:p>{line}</text:p>" for line in shown.split("\n"))
    return f'<table:table-cell{wide} office:value-type="{kind}">{text}</table:table-cell>'
