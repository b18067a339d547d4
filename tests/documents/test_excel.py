"""documents.excel: the same content makes the same bytes, and no cell is taken for a formula."""

import datetime as dt
import io

import openpyxl

from equityqi.documents.excel import excel_file, set_widths, write_row


def made(rows, scratch=None):
    def fill(book):
        sheet = book.add_worksheet("Sheet")
        set_widths(sheet, (20, 6))
        look = book.add_format({"bold": True})
        for line, row in enumerate(rows):
            write_row(sheet, line, row, look if line == 0 else None)

    return excel_file(fill, scratch, title="Marks")


ROWS = [["id", None, "day"], ["=1+1", 2.5, dt.date(2026, 7, 1)], ["-", "", 0]]


def test_the_same_rows_make_the_same_bytes_in_memory_and_on_disk(tmp_path):
    assert made(ROWS) == made(ROWS) and made(ROWS, str(tmp_path)) == made(ROWS, str(tmp_path))


def test_cells_come_back_as_they_were_and_no_word_is_a_formula():
    book = openpyxl.load_workbook(io.BytesIO(made(ROWS)))
    sheet = book["Sheet"]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n", "n"] and sheet["A2"].value == "'=1+1"
    assert (sheet["B2"].value, sheet["C2"].value, sheet["A3"].value, sheet["C3"].value) == (2.5, 46204, "'-", 0)
    assert sheet["B1"].font.b and sheet["B3"].value is None
    assert [sheet.column_dimensions[letter].width for letter in "AB"] == [20, 6]
    assert book.properties.title == "Marks" and book.properties.created == dt.datetime(1980, 1, 1)
