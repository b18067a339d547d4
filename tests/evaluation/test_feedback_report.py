"""evaluation.feedback_report, feedback_sections, confidence_arrows, sessions_over_time: one page and one Word file."""

import io
import re
from html.parser import HTMLParser

import docx
import pandas as pd
import pytest
import typer
from typer.testing import CliRunner

from equityqi.cli.evaluate import evaluate
from equityqi.evaluation import report
from equityqi.evaluation.survey_responses import EvaluationError
from equityqi.files import course_root

pytestmark = pytest.mark.usefixtures("nobodys_organisation")

TYPED = course_root() / "datasets" / "feedback" / "feedback_synthetic.csv"
TABLE = pd.read_csv(TYPED, dtype=str, keep_default_na=False)
WITHOUT_SLIDERS = TABLE.loc[:, "code":"q8_stop"]  # no arrows to draw


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """The 19 sheets with two unkind comments, and what is written of them."""
    folder, out = tmp_path_factory.mktemp("sheets"), tmp_path_factory.mktemp("out") / "new"
    table = TABLE.copy()
    table.loc[[0, 1], "q8_change"] = ["<script>alert(1)</script> & more", "=1+1\x07 \u202eback"]
    table.to_csv(folder / "typed.csv", index=False)
    return report(folder, 24, out)


@pytest.fixture(scope="module")
def html(made):
    return made.files[0].read_text(encoding="utf-8")


class Tags(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.seen = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.seen.append((tag, dict(attributes)))


def words(text):
    return " ".join(re.sub(r"<[^>]*>", " ", text).replace("\xa0", " ").split())


def test_the_page_tells_each_share_with_its_count_and_interval(html):
    for count in (
        "17 of 17 (100%; 82 to 100%)",
        "13 of 15 (86.7%; 62 to 96%)",
        "16 of 17 (94.1%; 73 to 99%)",
        "18 of 19 (94.7%; 75 to 99%)",
    ):
        assert count in words(html)
    assert "19 sheets came back after the course, of 24 people in the room (79%)." in words(html)
    assert "13 of 15 (85%): reached" in words(html)


def test_comments_that_point_to_a_person_are_counted_and_shown_without_that_part(tmp_path):
    table = TABLE.copy()
    table.loc[[0, 1], "q8_change"] = ["Mrs Smith of 12 High Street waits", "ring 943 476 5919"]
    table.to_csv(tmp_path / "typed.csv", index=False)
    page = words(report(tmp_path).files[0].read_text(encoding="utf-8"))
    assert "Mrs Smith" not in page and "943 476" not in page and "[removed: an NHS number]" in page
    assert "2 comments look like they name a person. We took those words out" in page


def test_the_page_loads_and_runs_nothing_and_holds_what_people_wrote_as_text(html):
    assert "<script" not in html and "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in html
    assert "=1+1 back" in html and "\x07" not in html and "\u202e" not in html
    tags = Tags(html).seen
    policy = next(
        held["content"] for tag, held in tags if tag == "meta" and held.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'; img-src data:") and "script" not in policy
    assert all(
        held["src"].startswith("data:image/png") and len(held["alt"]) > 80 for tag, held in tags if tag == "img"
    ) and not re.search(r"https?://", html)


def test_headings_are_in_order_and_tables_have_captions_and_scopes(html):
    tags = Tags(html).seen
    assert ("html", {"lang": "en-GB"}) in tags and "<title>Feedback on the course</title>" in html
    levels = [int(tag[1]) for tag, _ in tags if re.fullmatch("h[1-6]", tag)]
    assert (
        levels[0] == 1
        and levels.count(1) == 1
        and all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    )
    names = [tag for tag, _ in tags]
    assert names.count("table") == names.count("caption") >= 6
    assert all("scope" in held for tag, held in tags if tag == "th")


def test_the_first_workshop_stands_beside_it_and_its_long_table_is_folded(html):
    folded = html[html.index("<details>") : html.index("</details>")]
    assert (
        "26 of 30" in folded
        and "70 to 95%" in words(folded)
        and "1 of 1 up to 9 of 9" in folded
        and "36 of 38" not in folded
    )
    assert "18 of 19, 36 of 38" in html and "our assumption" in html and "November and December 2022" in html


def test_no_code_stands_anywhere(made):
    for path in made.files[::2]:
        text = path.read_text(encoding="utf-8")
        assert not [code for code in TABLE["code"] if re.search(rf"\b{code}\b", re.sub(r"base64,[^\"]*", "", text))]


def test_word_opens_with_the_same_numbers_headings_and_words_for_pictures(made, html):
    word = docx.Document(io.BytesIO(made.files[1].read_bytes()))
    cells = {" ".join(cell.text.split()) for table in word.tables for row in table.rows for cell in row.cells}
    from_page = {
        words(cell).replace("&amp;", "&").replace("&#x27;", "'")
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", html)
    }
    assert cells == from_page and "13 of 15 (86.7%; 62 to 96%)" in cells
    assert [one.text for one in word.paragraphs if one.style.name == "Heading 1"] == re.findall("<h2>(.*?)</h2>", html)
    assert len(word.inline_shapes) == 3 and all(shape._inline.docPr.get("descr") for shape in word.inline_shapes)
    assert any(one.text == "<script>alert(1)</script> & more" for one in word.paragraphs)


def test_the_table_of_figures_holds_the_numbers_and_no_words_of_people(made):
    figures = pd.read_csv(made.files[2])
    tools = figures[(figures["part"] == "headline") & figures["item"].str.contains("tools")].iloc[0]
    assert tools[["count", "of", "percent", "lower_95", "upper_95"]].tolist() == [13, 15, 86.7, 62.1, 96.3]
    median = figures[(figures["part"] == "From before the course to now") & (figures["answer"] == "median change")]
    assert median["of"].tolist() == [12] * 6 and median["value"].tolist() == [3, 3, 2.5, 4, 2.5, 2]
    assert "script" not in made.files[2].read_text(encoding="utf-8")


def test_a_second_run_beside_its_own_report_gives_the_same_bytes(tmp_path):
    WITHOUT_SLIDERS.head(8).to_csv(tmp_path / "typed.csv", index=False)
    first = {path.name: path.read_bytes() for path in report(tmp_path).files}
    again = report(tmp_path)
    assert {path.name: path.read_bytes() for path in again.files} == first and again.notes == ()
    ours = words(
        first["feedback-report.html"].decode().split("How the first workshop compares</h2>")[0].split("<body>")[1]
    )
    assert not re.findall(r"\d%", ours.replace("per cent and its 95% interval", "")), (
        "below 10 answers there are only counts"
    )
    assert pd.read_csv(tmp_path / "feedback-figures.csv")["percent"].isna().all()
    assert "no response rate" in first["feedback-report.html"].decode()


def many(folder, count):
    for number in range(1, count + 1):
        (folder / f"2026-{number:02}").mkdir()
        TABLE.sample(5 if number == 2 else 12, random_state=number).to_csv(
            folder / f"2026-{number:02}" / "typed.csv", index=False
        )


@pytest.mark.slow
def test_several_workshops_are_a_run_chart_and_each_has_its_section(tmp_path):
    many(tmp_path, 4)
    made = report(tmp_path, out=tmp_path / "out")
    html = made.files[0].read_text(encoding="utf-8")
    assert [shop.name for shop in made.workshops] == ["2026-01", "2026-02", "2026-03", "2026-04"]
    assert re.findall("<h2>(Workshop .*?)</h2>", html) == [f"Workshop 2026-0{number}" for number in range(1, 5)]
    assert (
        html.count("one dot for each workshop") >= 2
        and "There are 4, so it&#x27;s too early to say" in html
        and "workshop 2, so it has no dot" in html
    )
    assert html.count("13 of 15") == 2, "the first workshop's counts, and no other"
    with pytest.raises(EvaluationError, match="4 workshops"):
        report(tmp_path, 24, tmp_path / "out")


def test_two_workshops_are_never_compared_by_two_points(tmp_path):
    many(tmp_path, 2)
    html = report(tmp_path, out=tmp_path / "out").files[0].read_text(encoding="utf-8")
    assert "<img" not in html and "You can&#x27;t learn that from two workshops side by side." in html


def test_the_command_says_what_it_read_and_where_the_report_is(tmp_path):
    app = typer.Typer()
    app.command()(evaluate)
    WITHOUT_SLIDERS.head(3).assign(Name="Asha").to_csv(tmp_path / "typed.csv", index=False)
    told = CliRunner().invoke(app, [str(tmp_path), "--attended", "5", "--out", str(tmp_path / "out")])
    assert (
        told.exit_code == 0
        and "don’t keep them: Name." in told.output
        and "3 sheets from after the course, in 1 workshop. Open" in told.output
    )
    assert (tmp_path / "out" / "feedback-report.docx").is_file()
    nothing = CliRunner().invoke(app, [str(tmp_path / "nowhere")])
    assert nothing.exit_code == 1 and "There is no folder" in nothing.output
