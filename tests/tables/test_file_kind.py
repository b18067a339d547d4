"""tables.file_kind: files that are no table here are told truly, wherever they come in and whatever their name
says.
"""

import io
import zipfile

import pytest

from equityqi.evaluation.check_ins import read_rows
from equityqi.evaluation.survey_responses import gather
from equityqi.evaluation.survey_tables import sheets_of
from equityqi.tables import ReadError, read_table
from equityqi.tables.file_kind import kind_of_file

CELLS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:spreadsheet>
<table:table table:name="Sheet1"/></office:spreadsheet></office:body></office:document-content>"""


def zipped(parts):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return held.getvalue()


ODS = zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": CELLS})
ODS_ANY_ORDER = zipped({"content.xml": CELLS, "mimetype": "application/vnd.oasis.opendocument.spreadsheet"})
ODT = zipped({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"})
DOCX = zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"})
NUMBERS = zipped({"Index/Document.iwa": "x"})
OLD = b"\xd0\xcf\x11\xe0" + b"0" * 99
OPEN_DOCUMENT = (
    "is an OpenDocument spreadsheet (.ods), which we can’t read here. Open it in LibreOffice or Excel, save it"
)
FILES = {
    "counts.ods": (ODS, OPEN_DOCUMENT),
    "counts.xlsx": (ODS, OPEN_DOCUMENT),
    "counts.csv": (ODS_ANY_ORDER, OPEN_DOCUMENT),
    "cut.ods": (ODS[:200], OPEN_DOCUMENT),
    "counts.numbers": (NUMBERS, "is an Apple Numbers file"),
    "cut.numbers": (NUMBERS[:40], "is an Apple Numbers file"),
    "letter.docx": (DOCX, "is a text document"),
    "letter.odt": (ODT, "is a text document"),
    "old.xls": (OLD, "is an old Excel file or has a password"),
    "report.pdf": (b"%PDF-1.7 and more", "is a PDF"),
    "cut.xlsx": (b"PK\x03\x04 cut", "damaged or has a password"),
}


@pytest.mark.parametrize("read", [read_table, sheets_of, read_rows])
@pytest.mark.parametrize("name", FILES)
def test_a_file_that_is_no_table_is_told_what_it_is(tmp_path, read, name):
    data, words = FILES[name]
    (tmp_path / name).write_bytes(data)
    with pytest.raises(ReadError) as refused:
        read(tmp_path / name)
    sentence = str(refused.value)
    assert sentence.startswith(name) and words in sentence and sentence.endswith(".")
    assert name == "cut.xlsx" or "damaged" not in sentence


def test_an_opendocument_file_is_told_in_one_sentence_that_says_what_to_do(tmp_path):
    (tmp_path / "counts.ods").write_bytes(ODS)
    with pytest.raises(ReadError) as refused:
        read_table(tmp_path / "counts.ods")
    assert str(refused.value) == f"counts.ods {OPEN_DOCUMENT} as .xlsx or .csv, then choose that file."


def test_an_opendocument_survey_is_named_and_never_passed_over(tmp_path):
    (tmp_path / "good.csv").write_text("q2_tools\nagree\n")
    (tmp_path / "answers.ods").write_bytes(ODS)
    assert any(OPEN_DOCUMENT in note for note in gather(tmp_path).notes)


@pytest.mark.parametrize("data", [b"", b"group\n", b"PK", b"PK\x03\x04", b"%PD", "Größe".encode("cp1252")])
def test_any_bytes_have_a_kind(data):
    assert kind_of_file("a.csv", data) == ("excel" if data.startswith(b"PK\x03\x04") else "text")
