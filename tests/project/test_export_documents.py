"""project.document, project.export_text, and the files that poster makes of them: the same content, accessible, safe,
the same bytes each time.
"""

import io
import re
import zipfile
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from equityqi.files import CouldNotWrite
from equityqi.poster.html_page import page_of, to_html
from equityqi.poster.word_page import to_word, word_of
from equityqi.project import Project
from equityqi.project.document import document
from equityqi.project.export_text import to_text

SECTIONS = [
    "On one page",
    "Equity check",
    "Who was asked",
    "How the system works",
    "Aim",
    "Driver diagram",
    "Measures",
    "Change ideas",
    "Tests",
    "Spread and sustain",
    "Commitment",
]
APPENDIX = ["Driver diagram", *(title for title in SECTIONS[1:] if title != "Driver diagram")]
PARTS = ["Our aim", "What must be true, 3 of 4", "How we'll know", "Our first test", "Who must not lose"]
PICTURES = {"gap", "driver-diagram", "ideas", "ramp"}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


class Tags(HTMLParser):
    """The tags of a page with their attributes, and the words between them."""

    def __init__(self, page: str):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    from pathlib import Path

    folder = tmp_path_factory.mktemp("exports")
    project = Project.read(Path(__file__).with_name("full-project.json"))
    to_html(project, folder / "project.html")
    to_word(project, folder / "project.docx")
    return folder


@pytest.fixture(scope="module")
def xml(made):
    from xml.etree import ElementTree

    with zipfile.ZipFile(made / "project.docx") as packed:
        return {name: ElementTree.fromstring(packed.read(name)) for name in packed.namelist() if name.endswith(".xml")}


def test_the_page_has_a_language_one_main_heading_and_headings_in_order(made):
    page = (made / "project.html").read_text(encoding="utf-8")
    tags = Tags(page)
    assert tags.all("html") == [{"lang": "en-GB"}]
    headings = [name for name, _ in tags.tags if re.fullmatch("h[1-6]", name)]
    assert headings[0] == "h1" and set(headings[1:]) == {"h2"}
    found = [unescape(re.sub("<[^>]*>", "", heading)) for heading in re.findall("<h2[^>]*>(.*?)</h2>", page)]
    first = found.index("Appendix")
    named = [heading.partition("“")[0].strip() for heading in found]
    assert [heading for heading in named if heading in PARTS] == PARTS
    assert found[first + 1 :] == APPENDIX


def test_every_table_has_a_caption_and_heads_with_a_scope_and_every_picture_its_alt_text(made):
    tags = Tags((made / "project.html").read_text(encoding="utf-8"))
    assert len(tags.all("caption")) == len(tags.all("table")) == 2  # measures, and reasons: no table where words serve
    assert all(head.get("scope") in ("col", "row") for head in tags.all("th"))
    drawn = tags.all("svg")
    assert len(drawn) == 2 * len(PICTURES) and all(len(picture["aria-label"]) > 40 for picture in drawn)


def test_the_page_loads_nothing_and_prints_on_a4(made):
    page = (made / "project.html").read_text(encoding="utf-8")
    named = page.replace('xmlns="http://www.w3.org/2000/svg"', "")  # a name, and no address
    assert not re.search(r"https?://|<script|<link|@import|url\(", named)
    assert Tags(page).all("img") == [] and "size: A4 portrait" in page and "landscape" not in page


def test_what_people_typed_stays_text(changed):
    page = page_of(changed(title="<script>alert(1)</script>", problem='5 < 6 & "so"'))
    assert "<script" not in page and "&lt;script&gt;" in page and "5 &lt; 6 &amp; &quot;so&quot;" in page


def test_word_has_real_headings_and_lists(xml):
    styles = {
        style.get(f"{W}styleId"): style.find(f"{W}name").get(f"{W}val")
        for style in xml["word/styles.xml"].iter(f"{W}style")
    }
    written = {}
    for paragraph in xml["word/document.xml"].iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        name = styles[style.get(f"{W}val")] if style is not None else "Normal"
        written.setdefault(name.casefold(), []).append("".join(text.text or "" for text in paragraph.iter(f"{W}t")))
    assert written["title"] == ["Reviews that work for everyone"]
    assert written["heading 1"] == ["Appendix: driver diagram", "Appendix", *APPENDIX[1:]]
    parts = [heading.partition("“")[0] for heading in written["heading 2"]]
    assert parts[:5] == PARTS and parts[5].startswith("Next date") and parts[6] == "Talk to us"
    assert len(written["list bullet"]) == 4 and len(written["list number"]) == 5


def test_word_repeats_header_rows_and_keeps_rows_whole(xml):
    tables = [
        table
        for table in xml["word/document.xml"].iter(f"{W}tbl")
        if table.find(f"{W}tblPr/{W}tblCaption") is not None  # the others hold places on the one page
    ]
    assert len(tables) == 1
    for table in tables:
        rows = table.findall(f"{W}tr")
        assert [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows] == [True] + [False] * (len(rows) - 1)
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        assert table.find(f"{W}tblPr/{W}tblCaption").get(f"{W}val")


def test_word_has_alt_text_and_a_title_on_every_picture(xml):
    about = [node.attrib for node in xml["word/document.xml"].iter() if node.tag.endswith("}docPr")]
    assert {one["name"] for one in about} == PICTURES
    assert all(len(one["descr"]) > 40 and one["title"] and one["name"] for one in about)
    assert "primary driver: People are reached in a way that works for them" in about[1]["descr"]


def test_word_knows_its_language_title_and_day_and_nothing_of_the_clock(xml, made):
    assert {node.get(f"{W}val") for node in xml["word/styles.xml"].iter(f"{W}lang")} == {"en-GB"}
    core = {node.tag.rpartition("}")[2]: node.text for node in xml["docProps/core.xml"]}
    assert core["title"] == "Reviews that work for everyone" and core["language"] == "en-GB" and not core.get("creator")
    assert core["created"] == core["modified"] == "2026-07-01T12:00:00Z"
    with zipfile.ZipFile(made / "project.docx") as packed:
        assert {entry.date_time for entry in packed.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_word_and_page_are_the_same_bytes_each_time(full, made, tmp_path):
    to_word(full, tmp_path / "again.docx")
    to_html(full, tmp_path / "again.html")
    assert (tmp_path / "again.docx").read_bytes() == (made / "project.docx").read_bytes()
    assert (tmp_path / "again.html").read_bytes() == (made / "project.html").read_bytes()


def test_word_opens_again_and_says_what_the_page_says(full, made):
    from docx import Document

    word = Document(made / "project.docx")
    told = [part.text for part in word.element.body.iter() if part.tag == f"{W}t" and len(part.text or "") > 1]
    page = " ".join(" ".join(Tags((made / "project.html").read_text(encoding="utf-8")).words).split())
    absent = [words for words in told if " ".join(words.split()) not in page]
    assert absent == ["Appendix: driver diagram"]


def test_text_holds_every_section_and_no_table_signs(full):
    text = to_text(full)
    assert [
        line
        for line in text.splitlines()
        if line.isupper() and line.casefold() in {title.casefold() for title in SECTIONS}
    ] == [title.upper() for title in SECTIONS]
    assert "- Spread risk: If keen practices go first, the gap widens." in text
    assert "    - Secondary driver: Contact details that are right" in text
    assert "\t" not in text and "|" not in text and "<" not in text


def test_every_export_says_that_it_holds_no_patients(full, made):
    for said in (to_text(full), (made / "project.html").read_text(encoding="utf-8")):
        assert "has no details of patients" in said and "Counts of 1 to 7 are hidden" in said


@pytest.mark.slow
def test_a_private_commitment_leaves_in_no_export(changed, full):
    mine = "pineapple"
    for private in (True, None):
        commitment = {"verb": "count", "thing": mine} | ({} if private is None else {"private": private})
        project = changed(commitment=commitment)
        assert mine not in to_text(project) + page_of(project)
        with zipfile.ZipFile(io.BytesIO(word_of(project))) as packed:
            assert not any(mine.encode() in packed.read(name) for name in packed.namelist())
    assert mine in to_text(changed(commitment={"verb": "count", "thing": mine, "private": False}))


def test_small_counts_are_hidden(changed):
    reasons = [
        {"reason": "Language", "counts": {"Group": 38, "Others": 16}},
        {"reason": "Travel", "counts": {"Group": 4, "Others": 18}},
    ]
    text = to_text(changed(system={"reasons": reasons}))
    assert "Group: hidden (small numbers)" in text and "Group: 4\n" not in text
    reasons[1]["counts"]["Group"] = 8
    text = to_text(changed(system={"reasons": reasons}))
    assert "Group: 8" in text


def test_the_size_of_a_test_stays_and_what_a_few_people_did_is_told_without_their_number(full, made):
    for said in (to_text(full), (made / "project.html").read_text(encoding="utf-8")):
        assert "Predicted: 2 of 3" in said and "Seen: fewer" in said and "1 of 3" not in said


@pytest.mark.slow
def test_a_file_that_cannot_be_written_is_told_in_one_sentence(full, tmp_path, monkeypatch):
    for write, name in ((to_word, "project.docx"), (to_html, "project.html")):
        with pytest.raises(CouldNotWrite, match="is no longer there"):
            write(full, tmp_path / "absent" / name)
        (tmp_path / name).write_bytes(b"old")

        def held(*_):
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patch:
            patch.setattr("os.replace", held)
            with pytest.raises(CouldNotWrite, match=f"Another program holds {name}"):
                write(full, tmp_path / name)
        assert (tmp_path / name).read_bytes() == b"old"


def test_an_empty_project_still_makes_a_page(tmp_path):
    to_word(Project(), tmp_path / "project.docx")
    assert [section.title for section in document(Project()).sections] == ["On one page", "Equity check"]
    assert to_text(Project()).startswith("OUR PROJECT\n")


WORDS = st.text(max_size=12) | st.sampled_from(
    ["$5 to $10", "a\nb", "\x00\x0b", "\ud800", "🙂", "نعم", "x" * 300, "idea needed", "to_ask", "2027-03-31"]
)
NUMBERS = st.none() | st.integers(-5, 10**9) | st.floats(allow_nan=False) | WORDS
ID = st.sampled_from(["a", "b", "c", ""])
PROJECTS = st.fixed_dictionaries(
    {"schema": st.just(1)},
    optional={
        "title": WORDS,
        "day": WORDS,
        "problem": WORDS,
        "case": st.sampled_from(["", "own", "none", "b-medication-reviews"]),
        "asked": st.lists(st.fixed_dictionaries({}, optional={"who": WORDS, "said": WORDS}), max_size=2),
        "aim": st.fixed_dictionaries(
            {},
            optional={key: WORDS for key in ("measure", "group", "date", "floor")}
            | {key: NUMBERS for key in ("baseline_group", "target_group", "baseline_group_n", "baseline_group_of")},
        ),
        "drivers": st.fixed_dictionaries(
            {},
            optional={
                "nodes": st.lists(
                    st.fixed_dictionaries(
                        {"id": ID, "level": st.integers(0, 3)}, optional={"text": WORDS, "source": WORDS}
                    ),
                    max_size=4,
                ),
                "links": st.lists(st.lists(ID, min_size=1, max_size=3), max_size=4),
            },
        ),
        "system": st.fixed_dictionaries(
            {},
            optional={
                "steps": st.lists(
                    st.fixed_dictionaries({"step": WORDS, "shares": st.dictionaries(WORDS, NUMBERS, max_size=2)}),
                    max_size=2,
                ),
                "reasons": st.lists(
                    st.fixed_dictionaries({"reason": WORDS, "counts": st.dictionaries(WORDS, NUMBERS, max_size=2)}),
                    max_size=2,
                ),
                "causes": st.dictionaries(WORDS, st.lists(WORDS, max_size=2), max_size=2),
                "whys": st.lists(WORDS, max_size=2),
            },
        ),
        "measures": st.lists(
            st.fixed_dictionaries({}, optional={"name": WORDS, "type": WORDS, "direction": WORDS}), max_size=2
        ),
        "ideas": st.lists(
            st.fixed_dictionaries(
                {}, optional={"idea": WORDS, "strength": NUMBERS, "effect": st.sampled_from(["narrows", "widens", "?"])}
            ),
            max_size=2,
        ),
        "cycles": st.lists(
            st.fixed_dictionaries(
                {},
                optional={"name": WORDS, "where": WORDS}
                | {key: NUMBERS for key in ("n", "low", "high", "of", "observed")},
            ),
            max_size=2,
        ),
        "commitment": st.fixed_dictionaries(
            {"private": st.booleans()}, optional={"verb": WORDS, "type": st.sampled_from(["habit", "action", ""])}
        ),
    },
)


@given(PROJECTS)
@settings(max_examples=12, deadline=None)
def test_whatever_was_typed_can_be_exported(data):
    project = Project.from_data(data)
    page = page_of(project)
    page.encode("utf-8")
    assert page.count("<h1 ") == 1
    to_text(project).encode("utf-8")
    word_of(project)
