"""documents.markup, documents.pdf, documents.word_of_sheets: what a page says is on paper, and reads aloud as well."""

import io
import zipfile

import pytest
from docx import Document
from docx.enum.text import WD_TAB_LEADER
from docx.shared import Mm, Pt
from read_pdf import ReadPdf

from equityqi.documents.markup import Reader, plain
from equityqi.documents.on_paper import kept_together, row_by_row, with_widths
from equityqi.documents.pdf import Part, headed, pdf_of
from equityqi.documents.word_of_sheets import word_of_sheets
from equityqi.html_tags import Html, bullets, plain_table, table_of, tag
from equityqi.svg.ideas import two_by_two

HOSTILE = [
    '#panic("no") #read("/etc/passwd") #import "x.typ"',
    "$x^2$ *bold* _under_ `code` @ref <label> // gone /* gone */",
    '"]) } { [ ( \\ \\u{41} \\" #',
    "</p><script>alert(1)</script>&amp;<b>",
    "= No heading - no list + none / none: none",
    "https://example.org 'quoted' ~ --- ...",
    "الفجوة Żółć ½ “gap” – end",
]


def sheet(*html, title="Trial", large=0, **how):
    reader = Reader(large=bool(large))
    nodes = [node for one in html for node in reader.read(one)]
    return pdf_of(title, [Part("one", title, nodes, **how)], reader.pictures, large)


def read(*html, **how):
    return ReadPdf(sheet(*html, **how).data)


@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_type_is_printed_as_they_typed_it_and_nothing_of_it_is_run(text):
    page = read(tag("h2", text), tag("p", text), plain_table(text, [text], [[text]]), bullets([text]))
    shown = [element.text for element in page.tree.all("H2", "P", "Caption", "TH", "LBody")]
    assert len(shown) >= 5 and len(set(shown)) == 1
    assert _letters(shown[0]) == _letters(text)
    assert not page.pdf.attachments and "/AcroForm" not in page.pdf.Root


def _letters(text):
    """Its letters in any order: from right to left they are written in the order in which they are seen."""
    return sorted("".join(text.split()))


def test_a_title_and_alt_text_are_data_too():
    drawn = two_by_two([(HOSTILE[0], 5, "narrows")], HOSTILE[2])
    page = read(drawn._repr_html_(), title=HOSTILE[0])
    (figure,) = page.tree.all("Figure")
    assert figure.alt == " ".join(drawn.alt.split()) and HOSTILE[0] in figure.alt
    assert page.tree.all("H1")[0].text == HOSTILE[0]
    assert str(page.pdf.docinfo["/Title"]) == HOSTILE[0]


def test_it_says_its_language_and_that_it_is_tagged():
    page = read(tag("p", "One"))
    assert str(page.pdf.Root.Lang) == "en-GB" and page.pdf.Root.MarkInfo.Marked
    assert b"pdfuaid:part" in page.pdf.Root.Metadata.read_bytes()
    assert page.pdf.Root.ViewerPreferences.DisplayDocTitle


def test_words_are_read_in_the_order_of_the_page_with_tables_and_lists_as_what_they_are():
    page = read(
        tag("h2", "Aim"),
        tag("p", "For ", tag("b", "whom"), "?"),
        plain_table("Gap", ["Group", "Share"], [["Men", "12"], ["Women", "14"]]),
        bullets(["ask", "try"]),
    )
    text = page.tree.text
    places = [
        text.index(word) for word in ("Aim", "For whom?", "Gap", "Group", "Men", "12", "Women", "14", "ask", "try")
    ]
    assert places == sorted(places)
    assert [one.text for one in page.tree.all("TH")][:2] == ["Group", "Share"] and len(page.tree.all("TR")) == 3
    assert [one.text for one in page.tree.all("LBody")] == ["ask", "try"]


def test_headings_follow_without_a_gap():
    nodes = Reader().read(Html(tag("h1", "Trial") + tag("h4", "a") + tag("h2", "b") + tag("h4", "c")))
    assert [(node["level"], plain(node["c"])) for node in headed(nodes, "Trial")] == [(2, "a"), (2, "b"), (3, "c")]


def test_every_font_is_in_the_file():
    page = read(tag("p", "Words ", tag("b", "and"), tag("em", "more"), tag("code", "code")))
    fonts = {str(font.BaseFont): font for sheet in page.pdf.pages for font in sheet.Resources.Font.values()}
    assert {name.partition("+")[2].partition("-")[0] for name in fonts} == {"DejaVuSans", "DejaVuSansMono"}
    for font in fonts.values():
        assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor


def test_a_drawing_is_light_and_has_its_words_in_the_font_of_the_page():
    page = read(two_by_two([("Poster", 1, "widens")])._repr_html_())
    assert "Poster" in "".join(one.words for one in page.letters)
    assert all("DejaVuSans" in one.font for one in page.letters)


def test_large_print_has_no_letter_below_its_size_and_one_column():
    wide = plain_table("Five", ["Who", "One", "Two", "Three", "Four"], [["Men", "1", "2", "3", "4"]])
    page = read(tag("h3", "Question 1"), tag("p", "Word"), wide, bullets(["a"]), large=24)
    assert min(one.size for one in page.letters) >= 23.9
    assert not page.tree.all("Table") and "Who: Men • One: 1 • Two: 2" in page.tree.text
    assert set(page.sizes) == {(210, 297)}


def widths(*rows, kind="", across=90):
    (table,) = Reader().read(table_of("Trial", rows[0], rows[1:], kind))
    return with_widths(table, across)[0]["widths"]


def test_a_column_of_a_form_to_write_in_gets_most_of_the_width():
    label = "Measure (At target, of all registered / At target, of those with a reading / A reading on record)"
    words, room = widths(("Field", "Write here"), (label, ""), ("By", ""), kind="room")
    assert room >= 1.4 * words


def test_no_word_of_a_short_column_is_broken_and_what_is_long_gets_the_rest():
    card, says, sign = widths(("Card", "What it says", "1, 2 or 3"), ("a", "words " * 30, ""), kind="narrow", across=47)
    assert card > len("Card") + 1 and sign > len("1, 2 or 3") / 2 + 1 and says > card + sign
    time, what = widths(("Time", "What we do"), ("09:30", "Welcome and a short survey"))
    assert what > 3 * time


def test_lines_to_write_on_stay_together_with_what_asks_for_them():
    nodes = Reader().read(tag("p", "Why?") + tag("div", class_="rule") * 3 + tag("p", "Then"))
    asks, lines, after = kept_together(nodes)
    assert asks["sticky"] and [node["t"] for node in lines["c"]] == ["rule"] * 3 and "sticky" not in after


def test_in_large_print_blank_columns_that_are_only_numbered_become_one_and_other_blanks_get_a_line():
    (log,) = Reader().read(table_of("Log", ("Field", "1", "2", "3"), [("Test", "", "", "")], "room"))
    (told,) = row_by_row(log, 18)
    assert [plain(cell["c"]) for cell in told["head"]] == ["Field", "Write here"] and len(told["rows"][0]) == 2
    (tree,) = Reader().read(table_of("Tree", ("Line", "Aim", "Driver", "Idea"), [("1", "", "", "")], "room"))
    _, row = row_by_row(tree, 18)
    (form,) = Reader().read(table_of("Form", ("Field", "Write here"), [("Where and how " * 4, "")], "room"))
    _, long = row_by_row(form, 18)
    assert [node["t"] for node in long["c"]] == ["p", "rule", "rule"]
    assert row["k"] == "kept" and [line[-1]["t"] for line in row["c"][1]["c"]] == ["rule"] * 3


def test_pages_are_counted_for_each_part():
    one = [{"t": "p", "k": "", "c": ["a"]}, {"t": "page"}, {"t": "p", "k": "", "c": ["b"]}]
    pdf = pdf_of("Trial", [Part("a", "A", one), Part("b", "B", one[:1], odd=True)], {})
    assert pdf.pages == {"a": (1, 2), "b": (3, 3)} and pdf.count("a") == 2


def test_the_same_sheets_make_the_same_bytes():
    assert sheet(tag("p", "One")).data == sheet(tag("p", "One")).data


def test_word_has_headings_header_rows_alt_text_and_sizes_that_are_styles():
    reader = Reader(large=True)
    drawn = two_by_two([("Poster", 1, "widens")])
    body = reader.read(
        Html(tag("h2", "Aim") + plain_table("Gap", ["Who", "Share"], [["Men", "1"]]) + drawn._repr_html_())
    )
    with zipfile.ZipFile(io.BytesIO(word_of_sheets("Large", [("Sheet", body)], reader.pictures, 18))) as held:
        words = held.read("word/document.xml").decode()
    assert words.count("w:sz ") == 0  # all sizes are styles
    assert words.count("w:cantSplit") == 2  # no row is parted between two pages
    assert "Heading2" in words and "tblHeader" in words and 'descr="Ideas on two scales.' in words


def test_word_has_lines_of_the_whole_width_to_write_on_and_a_blank_beside_its_words():
    told = [("Line", "Aim", "Driver", "Idea"), ("1", "", "", "")]
    signs = [("Card", "Says", "D or I", "a to f"), ("1", "One", "", "")]
    body = Reader(large=True).read(
        tag("p", "Why?") + tag("div", class_="rule") * 2
        + table_of("Tree", told[0], told[1:], "room") + table_of("Signs", signs[0], signs[1:], "narrow")
    )  # fmt: skip
    word = Document(io.BytesIO(word_of_sheets("Large", [("Sheet", body)], {}, 18)))
    lines = [one for one in word.paragraphs if one.style.name == "Line to write on"]
    assert len(lines) == 2 + 3 and all(one.text == "\t" for one in lines)
    (stop,) = word.styles["Line to write on"].paragraph_format.tab_stops
    assert stop.leader == WD_TAB_LEADER.LINES and stop.position > Mm(170)
    assert [one.text for one in word.paragraphs if "D or I" in one.text] == ["D or I: ____________"]
    kept = {one.text: one.paragraph_format.keep_with_next for one in word.paragraphs}
    assert kept["Why?"] and kept["Line: 1"] and not kept["a to f: ____________"]


def test_word_has_room_to_write_in_a_blank_cell():
    body = Reader(large=True).read(table_of("Form", ("Field", "Write here"), [("By", "")], "room"))
    word = Document(io.BytesIO(word_of_sheets("Large", [("Sheet", body)], {}, 18)))
    head, row = word.tables[0].rows
    assert row.height >= Pt(40) and head.height is None
    assert row.cells[1].width > 1.4 * row.cells[0].width
