"""documents.markup, documents.pdf, documents.word_of_sheets: what a page says is on paper, and reads aloud as well."""

import io
import zipfile

import pytest
from read_pdf import ReadPdf

from equityqi.documents.markup import Reader, plain
from equityqi.documents.pdf import Part, headed, pdf_of
from equityqi.documents.word_of_sheets import word_of_sheets
from equityqi.html_tags import Html, bullets, plain_table, tag
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
    assert "Heading2" in words and "tblHeader" in words and 'descr="Ideas on two scales.' in words
