"""tables.reading, tables.text_rows, tables.headers, tables.workbooks, tables.cells: reading: encodings, damage,
hidden numbers, Excel; a table or one sentence, never another exception.
"""

import csv
import importlib.util
import io
import math
import random
import subprocess
import sys
import time
import zipfile

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from equityqi.tables import ReadError, read_table
from equityqi.tables.cells import read_cell

SIMPLE = "month,group,numerator,denominator\n"


@pytest.fixture
def saved(tmp_path):
    """Save bytes or text as a file and read it; check that nothing appears beside it."""

    def read(content, name="table.csv", layout=None):
        file = tmp_path / name
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        file.chmod(0o444)
        table = read_table(file, layout)
        assert [held.name for held in tmp_path.iterdir()] == [name]
        return table

    return read


def refused(saved, content, **more):
    with pytest.raises(ReadError) as error:
        saved(content, **more)
    sentence = str(error.value)
    assert "\n" not in sentence
    assert sentence.endswith((".", ")."))
    return sentence


def test_importing_tables_does_not_import_pandas():
    code = "import sys, equityqi.tables as t; dir(t); sys.exit('pandas' in sys.modules or 'numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_wrong_name_lists_the_right_ones():
    import equityqi.tables

    with pytest.raises(AttributeError, match="read_table"):
        equityqi.tables.nothing  # noqa: B018
    assert "Period" in dir(equityqi.tables)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_encodings(saved, encoding):
    table = saved((SIMPLE + "2024-01,Gypsy – Traveller’s,3,9\n").encode(encoding))
    assert table.frame["group"].tolist() == ["Gypsy – Traveller’s"]
    assert ("encoding" in {finding.kind for finding in table.findings}) == (encoding == "cp1252")


def test_title_rows_footnotes_blank_rows_short_rows_and_names_on_two_lines(saved):
    table = saved(
        "Reviews completed\nPublication date:,12 March 2024\n\n"
        '"month\n",group ,numerator,"denominator"\n'
        '2024-01,"A, B",3,9\n\n2024-02,"A, B",4\n'
        "\nSource: our own system, counted by hand\n* means hidden\n"
    )
    assert table.layout == "simple"
    assert table.frame["group"].tolist() == ["A, B", "A, B"]
    assert table.frame["denominator"].isna().tolist() == [False, True]
    assert table.frame["note"].tolist() == ["", "denominator is missing: blank"]
    assert table.titles == ("Reviews completed", "Publication date: 12 March 2024")
    assert table.footnotes == ("Source: our own system counted by hand", "* means hidden")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_delimiters(saved, delimiter):
    table = saved((SIMPLE + "2024-01,Black,3,9\n2024-01,White,4,9\n").replace(",", delimiter))
    assert table.frame["numerator"].tolist() == [3, 4]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("1,234", 1234, ""), ("1 234", 1234, ""), ("1\u00a0234", 1234, ""), ("46.5%", 46.5, "%"), ("46.5 %", 46.5, "%"),
     ("£1,200.50", 1200.5, "£"), ("-3", -3, ""), ("−3", -3, ""), ("1e3", 1000, ""), (".5", 0.5, ""), ("12*", 12, "")],
)  # fmt: skip
def test_numbers_as_people_write_them(text, value, unit):
    cell = read_cell(text)
    assert (cell.value, cell.unit) == (value, unit)


@pytest.mark.parametrize("text", ["fifty", "1,23", "1.2.3", "12 34", "1e999", "0x10", "1_000", "٣", "a", "5-", "--5"])
def test_what_is_no_number_is_not_guessed(text):
    assert read_cell(text) is None


@pytest.mark.parametrize(
    ("text", "lower", "upper"),
    [("*", 1, 7), ("c", 1, 7), ("[c]", 1, 7), ("<5", 0, 4), ("< 5", 0, 4), ("<=5", 0, 5), ("≤5", 0, 5), ("1-4", 1, 4),
     ("1 to 4", 1, 4), (">95%", 95, 100), ("<0.1", 0, 0.1), ("fewer than 5", 0, 4), (">10", 11, math.inf)],
)  # fmt: skip
def test_a_hidden_number_is_a_range_with_its_reason(text, lower, upper):
    cell = read_cell(text)
    assert math.isnan(cell.value)
    assert (cell.lower, cell.upper) == (lower, upper)
    assert cell.reason == f"suppressed: {text}"


@pytest.mark.parametrize("text", ["", "-", "–", ":", "..", "x", "[x]", "z", "[z]", "n/a", "NA", "#N/A", "DSR", "NaN"])
def test_a_missing_number_has_its_reason_and_no_bounds(text):
    cell = read_cell(text)
    assert math.isnan(cell.value)
    assert math.isnan(cell.upper)
    assert cell.reason.startswith("missing: ")


def test_hidden_numbers_stand_beside_their_column_and_are_never_0(saved):
    table = saved(SIMPLE + "2024-01,A,*,9\n2024-01,B,<5,9\n2024-01,C,-,9\n2024-01,D,8,9\n")
    frame = table.frame
    assert frame["numerator"].isna().tolist() == [True, True, True, False]
    assert frame["numerator_lower"].tolist()[:2] == [1, 0]
    assert frame["numerator_upper"].tolist()[:2] == [7, 4]
    assert np.isnan(frame["numerator_upper"][2])
    assert frame["numerator_upper"][3] == 8
    assert frame["note"].tolist() == [
        "numerator is suppressed: *",
        "numerator is suppressed: <5",
        "numerator is missing: not available, or none (-)",
        "",
    ]
    assert list(frame.columns).index("numerator_lower") == list(frame.columns).index("numerator") + 1


def test_where_a_0_is_shown_a_number_under_5_is_at_least_1(saved):
    frame = saved(SIMPLE + "2024-01,A,0,9\n2024-01,B,<5,9\n").frame
    assert frame["numerator_lower"].tolist() == [0, 1]


def test_numbers_that_are_all_blank_stay_as_missing(saved):
    frame = saved(SIMPLE + "2024-01,A,,9\n2024-02,A,,9\n").frame
    assert frame["numerator"].isna().all()
    assert frame["note"].tolist() == ["numerator is missing: blank"] * 2


def test_errors_name_file_row_column_and_value(saved):
    sentence = refused(saved, "A title\n\n" + SIMPLE + "2024-01,A,3,9\n\n2024-01,B,fifty,9\n")
    assert (
        sentence
        == "table.csv, row 6, column 'numerator': 'fifty' is not a number. Correct it, or leave the cell blank."
    )
    sentence = refused(saved, SIMPLE + "2024-01,A,3,9\nlast year,B,5,9\n", name="b.csv")
    assert sentence.startswith("b.csv, row 3, column 'month': 'last year' is not a month, quarter, year or date")
    assert "row 3" in refused(saved, SIMPLE + "2024-01,A,3,9\n,B,5,9\n", name="c.csv")
    assert "row 2" in refused(saved, SIMPLE + "2024-01,A,3,9,7\n", name="d.csv")


def test_an_error_names_the_row_in_a_large_file_too(saved):
    rows = [f"2024-01,G{number},{number},20000\n" for number in range(9000)]
    rows[8000] = "2024-01,G8000,many,20000\n"
    assert "row 8002, column 'numerator': 'many'" in refused(saved, SIMPLE + "".join(rows))
    rows[8000] = "2024-01,G8000,1e999,20000\n"
    assert "row 8002, column 'numerator'" in refused(saved, SIMPLE + "".join(rows), name="b.csv")


@pytest.mark.parametrize(
    "change", ["none", "title", "note", "quoted", "comma", "long", "short", "star", "cp1252", "blank"]
)
def test_a_large_file_reads_the_same_by_the_fast_and_the_careful_way(saved, change, monkeypatch):
    rng = random.Random(1)
    rows = [
        f"2024-{rng.randint(1, 12):02d},Group {number % 400},{rng.randint(10, 99)},{rng.randint(100, 999)}"
        for number in range(6000)
    ]
    before = ""
    if change == "title":
        before = "A title\n\n"
    elif change == "note":
        rows.append("Source: our own")
    elif change == "quoted":
        rows[4000] = '2024-01,"Group ""one""\nand two",5,100'
    elif change == "comma":
        rows[4000] = '2024-01,Group 1,"1,005",2000'
    elif change == "long":
        rows[4000] += ",,"
    elif change == "short":
        rows[4000] = "2024-01,Group 1,5"
    elif change == "star":
        rows[4000] = "2024-01,Group 1,*,100"
    elif change == "cp1252":
        rows[4000] = "2024-01,Group’s,5,100"
    elif change == "blank":
        rows[4000] = ""
    text = (before + SIMPLE + "\n".join(rows) + "\n").encode("cp1252" if change == "cp1252" else "utf-8")
    fast = saved(text)
    monkeypatch.setattr("equityqi.tables.text_rows._clean_path", lambda *_: None)
    slow = read_table(fast_path(saved))
    pd.testing.assert_frame_equal(fast.frame, slow.frame)
    assert fast.findings == slow.findings


def fast_path(saved):
    """The file that the fixture has just saved."""
    return saved.__closure__[0].cell_contents / "table.csv"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.csv", "is empty"),
        (b"\n\n , ,\n", "a.csv", "is empty"),
        (b"\xd0\xcf\x11\xe0 and more", "a.xls", "old Excel file"),
        (b"%PDF-1.7 and more", "a.pdf", "is a PDF"),
        (b"\x00\x01\x02\x81", "a.csv", "is not a table of text"),
        (b"only one line of words", "a.csv", "has no table in it"),
        (b"a,b,c\n", "a.csv", "has a header but no rows"),
        (b"Q1,White,3,9\nQ1,Black,4,9\n", "a.csv", "seems to have no header"),
        (b'a,b\n"' + b"x" * 200_000, "a.csv", "cannot be read as CSV"),
        (b"PK\x03\x04 not a workbook", "a.xlsx", "a.xlsx"),
        (b"a," * 3000 + b"a\n" + b"1," * 3000 + b"1\n", "a.csv", "3,001 columns"),
    ],
)
def test_what_is_no_table_gives_one_sentence_that_names_the_file(saved, content, name, words):
    sentence = refused(saved, content, name=name)
    assert words in sentence
    assert sentence.startswith(name)


def test_a_file_that_is_not_there_and_a_folder(tmp_path):
    with pytest.raises(ReadError, match=r"There is no file called none.csv"):
        read_table(tmp_path / "none.csv")
    with pytest.raises(ReadError, match="is a folder"):
        read_table(tmp_path)


MESSY = st.sampled_from(
    [
        "",
        "1",
        "1,2",
        "<5",
        "*",
        "c",
        "-",
        "2019/20",
        "2024-01",
        "Most deprived decile",
        "nan",
        "inf",
        "1e999",
        "month",
        "group",
        "numerator",
        "denominator",
        "Value",
        "a\nb",
        '"',
        "'",
        ";",
        "\t",
        "é",
        "’",
        " ",
        "Note:",
        "5%",
        "00012",
        "IMD decile",
        "note",
        "value note",
        "LSOA deciles",
        "-1",
        "True",
        "\x00",
        "Ω",
    ]
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.lists(MESSY | st.text(max_size=6), max_size=6), max_size=12),
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
)
def test_any_ragged_rows_are_a_table_or_one_sentence(tmp_path, rows, encoding):
    text = "\n".join(",".join(cells) for cells in rows)
    table_or_sentence(tmp_path, text.encode(encoding, "replace"))


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=300), st.sampled_from([b"", b"PK\x03\x04", b"\xef\xbb\xbf", b"\xff\xfe", SIMPLE.encode()]))
def test_any_bytes_are_a_table_or_one_sentence(tmp_path, data, start):
    table_or_sentence(tmp_path, start + data)


GOOD = st.sampled_from(["2024-01", "2024-02", "Black", "White", "3", "9", "12"])
HEADERS = st.sampled_from(
    [
        "month,group,numerator,denominator",
        "measure,org_type,org_id,org_name,date,numerator,denominator,calc_value,percentile",
        "EXTRACT_DATE,CODE,SEX,AGE,NUMBER_OF_PATIENTS",
        "icb22_code,total_attendances,attendances_over_4hours,pct_attendance_over_4hours,date",
        (
            "Indicator Name,Area Code,Area Name,Area Type,Sex,Age,Category Type,Category,Time"
            " period,Value,Count,Denominator,Value note"
        ),
        "Area,Men,,Women,\n,Rate,Count,Rate,Count",
        "IMD quintile,value,value note,value",
    ]
)


@pytest.mark.slow
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HEADERS, st.lists(st.lists(GOOD | MESSY | GOOD, min_size=3, max_size=13), min_size=1, max_size=8))
@example("EXTRACT_DATE,CODE,SEX,AGE,NUMBER_OF_PATIENTS", [["2019/20", "", ""]])
def test_any_rows_under_a_known_header_are_a_table_or_one_sentence(tmp_path, header, rows):
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    table_or_sentence(tmp_path, f"{header}\n{out.getvalue()}".encode())


def table_or_sentence(tmp_path, data):
    file = tmp_path / "fuzz.csv"
    file.write_bytes(data)
    try:
        table = read_table(file)
    except ReadError as error:
        assert "\n" not in str(error)
        assert str(error).endswith(".")
        return
    assert len(table.frame) > 0
    assert table.frame.columns.is_unique
    assert all("\n" not in finding.sentence and finding.sentence.endswith(".") for finding in table.findings)


@pytest.mark.slow
def test_a_million_rows_are_read_and_checked_in_seconds(tmp_path):
    groups, months = 20_000, pd.period_range("2020-01", periods=50, freq="M").astype(str)
    count = groups * len(months)
    rng = np.random.default_rng(0)
    denominator = rng.integers(50, 500, count)
    frame = pd.DataFrame(
        {
            "month": np.tile(months, groups),
            "group": np.repeat([f"Group {number}" for number in range(groups)], 50),
            "numerator": rng.binomial(denominator, 0.6),
            "denominator": denominator,
        }
    )
    frame.to_csv(tmp_path / "million.csv", index=False)
    began = time.process_time()
    table = read_table(tmp_path / "million.csv")
    assert time.process_time() - began < 5
    assert len(table.frame) == count
    assert table.frame["numerator"].sum() == frame["numerator"].sum()


def workbook(tmp_path, sheets):
    """A small .xlsx made by hand: each sheet a list of (month, group, cells of numbers)."""
    file = tmp_path / "book.xlsx"
    base = "http://schemas.openxmlformats.org"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    with zipfile.ZipFile(file, "w") as book:
        parts = "".join(
            f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        book.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{base}/package/2006/content-types"><Default Extension="rels"'
            ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
            ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
            f' ContentType="{kind}.sheet.main+xml"/><Override PartName="/xl/styles.xml"'
            f' ContentType="{kind}.styles+xml"/>{parts}</Types>',
        )
        book.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{base}/package/2006/relationships"><Relationship Id="r1" '
            f'Type="{base}/officeDocument/2006/relationships/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        names = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="s{n}"/>' for n, name in enumerate(sheets, 1))
        book.writestr("xl/workbook.xml",
            f'<workbook xmlns="{base}/spreadsheetml/2006/main" xmlns:r="{base}/officeDocument/2006/relationships">'
            f"<sheets>{names}</sheets></workbook>")  # fmt: skip
        links = "".join(
            f'<Relationship Id="s{n}" Type="{base}/officeDocument/2006/relationships/worksheet"'
            f' Target="worksheets/sheet{n}.xml"/>'
            for n in range(1, len(sheets) + 1)
        )
        links += f'<Relationship Id="st" Type="{base}/officeDocument/2006/relationships/styles" Target="styles.xml"/>'
        book.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{base}/package/2006/relationships">{links}</Relationships>',
        )
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{base}/spreadsheetml/2006/main"><fonts count="1"><font/></fonts><fills'
            ' count="1"><fill><patternFill/></fill></fills><borders count="1"><border/></borders><cellStyleXfs'
            ' count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf/><xf numFmtId="10"/><xf'
            ' numFmtId="14"/></cellXfs></styleSheet>',
        )
        for n, rows in enumerate(sheets.values(), 1):
            body = "".join(f'<row r="{r}">{"".join(cells)}</row>' for r, cells in enumerate(rows, 1))
            book.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{base}/spreadsheetml/2006/main"><dimension'
                f' ref="A1:XFD1048576"/><sheetData>{body}</sheetData></worksheet>',
            )
    return file


def words_cell(text):
    return f'<c t="inlineStr"><is><t>{text}</t></is></c>'


def number_cell(value, style=0):
    return f'<c s="{style}"><v>{value}</v></c>'


HEADER = [words_cell(name) for name in ("month", "group", "numerator", "denominator", "value")]
BOOK = {
    "Notes": [[words_cell("These are our reviews")]],
    "Data": [
        [words_cell("A title")],
        HEADER,
        [number_cell(45292, 2), words_cell("Black"), number_cell(3), number_cell(9), number_cell(0.333, 1)],
        [number_cell(45323, 2), words_cell("Black"), words_cell("&lt;5"), number_cell(12.0), words_cell("*")],
    ],
    "Old": [HEADER],
}

if importlib.util.find_spec("openpyxl"):

    def test_a_workbook_is_read_from_its_first_sheet_with_a_table(tmp_path):
        table = read_table(workbook(tmp_path, BOOK))
        assert table.layout == "simple"
        assert table.frame["period_label"].tolist() == ["Jan 2024", "Feb 2024"]
        assert table.frame["numerator_upper"].tolist() == [3, 4]
        assert table.frame["denominator"].tolist() == [9, 12]
        kinds = {finding.kind: finding.sentence for finding in table.findings}
        assert "'Data'" in kinds["other sheets"]
        assert table.titles == ("A title",)

    def test_a_workbook_without_a_table_and_a_damaged_one(tmp_path):
        with pytest.raises(ReadError, match="holds no sheet with a table"):
            read_table(workbook(tmp_path, {"Notes": BOOK["Notes"]}))
        whole = workbook(tmp_path, BOOK).read_bytes()
        (tmp_path / "half.xlsx").write_bytes(whole[: len(whole) // 2])
        with pytest.raises(ReadError, match="half.xlsx cannot be opened as a workbook"):
            read_table(tmp_path / "half.xlsx")

    def test_a_workbook_with_any_byte_changed_is_a_table_or_one_sentence(tmp_path):
        whole = workbook(tmp_path, BOOK).read_bytes()
        rng = random.Random(3)
        for _ in range(150):
            damaged = bytearray(whole)
            for _ in range(rng.randint(1, 4)):
                damaged[rng.randrange(4, len(whole))] = rng.randrange(256)
            table_or_sentence(tmp_path, bytes(damaged))

else:

    def test_without_openpyxl_one_sentence_says_what_to_do(tmp_path):
        with pytest.raises(
            ReadError, match=r"^book.xlsx is an Excel workbook, .* openpyxl, is not installed\. In Excel, save"
        ):
            read_table(workbook(tmp_path, BOOK))
