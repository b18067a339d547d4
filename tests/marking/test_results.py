"""marking.results, marking.result_pages: marks as CSV and Excel, pages that run no word of a learner's."""

import csv
import re
import shutil
from dataclasses import replace
from html.parser import HTMLParser

import openpyxl
import pytest
import yaml

from equityqi.cases.case import load
from equityqi.files import course_root
from equityqi.marking.course import tasks_of
from equityqi.marking.result_pages import cohort_page
from equityqi.marking.results import is_optional
from equityqi.marking.roll import Person
from equityqi.marking.verdict import QuestionMark, Verdict
from equityqi.questions.exercise_file import read_questions
from equityqi.reading.together import Reading
from equityqi.safe_text import file_name
from equityqi.workfolder.split_by_person import Line

SCRIPT = '<script>alert(1)</script><img src="x" onerror="alert(2)">'
FORMULA = '=HYPERLINK("http://x","y")'


class Page(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.text = [], [], text
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)

    def all(self, *names):
        return [attributes for tag, attributes in self.tags if tag in names]


@pytest.fixture
def marked(cohort):
    """Four people on the roll and a stranger; two with the same slip, one blank, one missing; names and answers that
    mean harm.
    """
    asked = read_questions(cohort.course / "solutions" / cohort.exercise / "questions.yml").question("fewer-than-ten")
    slip = {
        **cohort.right[cohort.exercise],
        "fewer-than-ten": next(code for code in asked.options if code not in asked.model),
    }
    cohort.person("asha", name=SCRIPT, team=FORMULA)
    cohort.zip("asha", cohort.files(cohort.answers(slip)), on_roll=False)
    cohort.person("ben", name="Ben Õ & Co", team="+1")
    cohort.zip("ben", cohort.files(cohort.answers({**slip, "agree-percent": SCRIPT})), on_roll=False)
    cohort.person(FORMULA, name="@cmd")
    cohort.person("dee", name="Dee")
    cohort.zip("dee", cohort.files(cohort.answers({})), on_roll=False)
    cohort.person("eve", name="Eve")
    cohort.zip("eve", cohort.files(cohort.answers(slip) + b"}"), on_roll=False)
    cohort.zip("stranger", outside="& stranger.zip", on_roll=False)
    cohort.found = cohort.mark()
    return cohort


def pages(marked):
    return {
        path.name: Page(path.read_text("utf-8"))
        for path in [marked.out / "cohort.html", *(marked.out / "feedback").glob("*.html")]
    }


def test_no_page_holds_a_learner_s_script_or_loads_anything(marked):
    for name, page in pages(marked).items():
        assert not page.all("script", "iframe", "object", "form", "link"), name
        assert all(img["src"].startswith("data:") and img["alt"] == "" for img in page.all("img")), name
        assert not [key for _, attributes in page.tags for key in attributes if key.startswith("on") or key == "style"]
        policies = [meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
        assert (
            policies
            and policies[0].startswith("default-src 'none'")
            and page.text.index("Content-Security-Policy") < page.text.index("<style")
        )
    shown = pages(marked)[f"{file_name('asha')}.html"]
    assert SCRIPT in "".join(shown.words), "the name is shown as it is"


def test_pages_are_whole_for_a_screen_reader(marked):
    for name, page in pages(marked).items():
        assert (
            page.all("html") == [{"lang": "en-GB"}]
            and len(page.all("title")) == len(page.all("h1")) == len(page.all("main")) == 1
        ), name
        levels = [int(tag[1]) for tag, _ in page.tags if tag in ("h1", "h2", "h3")]
        assert levels[0] == 1 and set(levels[1:]) <= {2}
        assert len(page.all("caption")) == len(page.all("table")) and all("scope" in head for head in page.all("th"))
        labels = [frame["aria-label"] for frame in page.all("div") if frame.get("role") == "group"]
        assert len(set(labels)) == len(labels) == len(page.all("table")), (
            "each table that scrolls has a name of its own"
        )


def test_the_cohort_s_page_links_to_feedback_pages_only(marked):
    links = [link["href"] for link in pages(marked)["cohort.html"].all("a")]
    assert links and all((marked.out / link).is_file() and link.startswith("feedback/") for link in links)
    assert all(not page.all("a") for name, page in pages(marked).items() if name != "cohort.html")


def test_the_cohort_s_page_says_who_is_missing_what_to_open_and_what_was_hard(marked):
    said = " ".join("".join(pages(marked)["cohort.html"].words).split())
    assert "4 of 5 people on the roll have handed in." in said
    missing = said[said.index("Who is missing") : said.index("Not on the roll")]
    assert "@cmd" in missing and "Ben" not in missing
    assert "Eve (eve)" in said[said.index("To do") : said.index("Who is missing")]
    rows = marked.out.joinpath("cohort.html").read_text("utf-8").split("<tr>")
    question = next(row for row in rows if row.startswith('<th scope="row">14-feedback: ') and "<td>" in row)
    assert [cell.split("</td>")[0] for cell in question.split("<td>")[1:]] == ["2", "0", "2", "1"], (
        "answered, passed, not yet, left blank"
    )
    exercise = next(row for row in rows if row.startswith('<th scope="row">14-feedback</th>'))
    assert [cell.split("</td>")[0] for cell in exercise.split("<td>")[1:5]] == ["2", "1", "0", "1"], (
        "marked, nothing answered, to open, not marked"
    )


def test_the_cohort_s_page_leads_with_what_to_speak_about(marked):
    """First the questions that were hardest and what people often think, the rest of both folded away at the end."""
    page = marked.out.joinpath("cohort.html").read_text("utf-8")
    heads = re.findall(r"<h2>(.*?)</h2>", page)
    assert heads[:2] == ["The hardest questions", "The commonest misconceptions"] and heads[2] == "To do"
    first, rest = page[: page.index("To do")], page[page.index("<details>") :]
    asked = next(
        mark for mark in marked.found["asha", marked.exercise].marks if mark.id == "fewer-than-ten" and not mark.passed
    )
    hard, thought = (Page(part) for part in first.split("The commonest misconceptions"))
    assert f"14-feedback: {asked.asked}0 of 2 passed, 1 left it blank." in "".join(hard.words)
    assert f"2 people. 14-feedback: {asked.asked}They read: {asked.sentence}" in "".join(thought.words)
    assert (
        asked.misconception in rest and page.count("<details>") == 2 and page.index("Feedback pages") < page.index(rest)
    )


def test_five_questions_and_five_thoughts_lead_however_many_there_are():
    def person(id, exercise, misses):
        marks = [
            QuestionMark(
                f"q{n}", f"Question {n}?", 0, 1, False, False, "No.", "too-short" if n == 0 else f"thought-{n}"
            )
            if n < misses
            else QuestionMark(f"q{n}", f"Question {n}?", 1, 1, True, False, "Yes.")
            for n in range(9)
        ]
        return [Verdict(id, exercise, "graded", 9.0 - misses, 9.0, "", marks=tuple(marks))]

    theirs = {f"p{n}": person(f"p{n}", "01-a", n) for n in range(20)}
    theirs["alone"] = [
        Verdict("alone", "02-b", "graded", 0.0, 1.0, "", marks=(replace(theirs["p9"][0].marks[3], asked="Rare?"),))
    ]
    page = cohort_page({id: Person(id) for id in theirs}, ["01-a", "02-b"], theirs, Reading(), [])
    hard, thought = re.findall(r"<ol>.*?</ol>", page)
    assert re.findall(r"Question \d|Rare", hard) == [f"Question {n}" for n in range(5)], "one person's miss is not hard"
    assert re.findall(r"Thought \d", thought) == [f"Thought {n}" for n in range(1, 6)]
    assert "Too short" not in thought and "too-short" in page[page.index("<details>") :]


def test_the_cohort_s_page_says_what_was_not_understood():
    """A thing that may be somebody's work is named on the trainer's page, litter is not."""
    theirs = {"p1": [Verdict("p1", "01-a", "graded", 1.0, 1.0, "")]}
    said = [Line("notes & <plans>.rar is not a hand-in."), Line("desktop.ini isn't a hand-in.", matters=False)]
    page = cohort_page({"p1": Person("p1")}, ["01-a"], theirs, Reading(), said)
    assert "<h2>Not understood</h2>" in page and "notes &amp; &lt;plans&gt;.rar is not a hand-in." in page
    assert "desktop.ini" not in page
    assert "Not understood" not in cohort_page({"p1": Person("p1")}, ["01-a"], theirs, Reading(), said[1:])


def test_feedback_gives_points_and_the_sentence_that_helps(marked):
    verdict = marked.found["asha", marked.exercise]
    said = "".join(pages(marked)[f"{file_name('asha')}.html"].words)
    assert f"{verdict.points:g} of 9" in said and "Not yet" in said and "Right" in said
    assert all(mark.sentence in said for mark in verdict.marks if not mark.blank)
    assert "We don’t have a hand-in from you yet." in "".join(pages(marked)[f"{file_name(FORMULA)}.html"].words)


def test_no_cell_is_taken_for_a_formula(marked):
    with open(marked.out / "marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 1 + len(marked.found) and rows[0][0] == "id"
    assert not [cell for row in rows for cell in row if cell.lstrip().startswith(("=", "+", "-", "@"))]
    book = openpyxl.load_workbook(marked.out / "marks.xlsx")
    cells = [cell for sheet in book for row in sheet for cell in row]
    assert book.sheetnames == ["Marks", "Verdicts"] and not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if isinstance(cell.value, str) and cell.value.startswith(("=", "+", "@"))]


def marks_sheet(cohort):
    return openpyxl.load_workbook(cohort.out / "marks.xlsx")["Marks"]


def test_the_sheet_has_a_row_a_person_and_their_points(marked):
    head, out_of, *rows = [[cell.value for cell in row] for row in marks_sheet(marked)]
    at = {name: head.index(name) for name in (marked.exercise, "sum", "out of", "share", "on the roll")}
    by_id = {row[0]: row for row in rows}
    points = marked.found["asha", marked.exercise].points
    assert by_id["asha"][at[marked.exercise]] == by_id["asha"][at["sum"]] == points
    core = out_of[head.index(marked.long)]
    assert out_of[1] == "out of (core)" and out_of[at[marked.exercise]] == 0  # all of it is there to practise
    assert out_of[at["sum"]] == core == 41
    assert by_id["asha"][at["out of"]] == 9 + core and by_id["asha"][at["share"]] == round(points / (9 + core), 4)
    assert [row[0] for row in rows][:5] == ["asha", "ben", f"'{FORMULA}", "dee", "eve"] and rows[-1][
        at["on the roll"]
    ] == "no"


def test_nothing_answered_is_not_a_nought(marked):
    """Blank work reads "not yet", as in the course; no hand-in is an empty cell; a nought was earned."""
    head, _, *rows = [[cell.value for cell in row] for row in marks_sheet(marked)]
    column = head.index(marked.exercise)
    by_id = {row[0]: row for row in rows}
    assert by_id["dee"][column] == by_id["dee"][head.index("sum")] == "not yet"
    assert by_id["dee"][head.index("share")] is None
    assert by_id["eve"][column] == "not marked" and by_id[f"'{FORMULA}"][column] is None
    with open(marked.out / "marks.csv", encoding="utf-8-sig", newline="") as file:
        rows = {(row["id"], row["exercise"]): row for row in csv.DictReader(file)}
    said = {id: (rows[id, marked.exercise]["points"], rows[id, marked.exercise]["so far"]) for id in ("dee", "eve")}
    assert said == {"dee": ("", "nothing answered"), "eve": ("", "not marked")}
    assert rows[f"'{FORMULA}", marked.exercise]["so far"] == "no hand-in"


def test_whoever_does_the_core_only_has_a_whole_share_and_practice_counts_once_it_is_answered(cohort):
    asked = read_questions(cohort.course / "solutions" / cohort.long / "questions.yml").questions
    core = {one.id: one.model_answer() for one in asked if one.part == "core"}
    more = next(one for one in asked if one.part == "practice")
    for id, answers in {"core": core, "more": {**core, more.id: more.model_answer()}}.items():
        path = f"exercises/{cohort.long}/{cohort.long}.answers.json"
        cohort.zip(id, cohort.files(cohort.answers({}), **{path: cohort.answers(answers, cohort.long)}))
    found = cohort.mark()
    assert (found["core", cohort.long].points, found["core", cohort.long].out_of) == (41, 41)
    assert found["more", cohort.long].points == found["more", cohort.long].out_of == 41 + more.points
    assert found["core", cohort.long].sentence == (
        "41 of 41 marks; 7 of 7 core questions and 0 of 4 practice questions answered."
    )
    head, _, *rows = [[cell.value for cell in row] for row in marks_sheet(cohort)]
    assert [row[head.index("share")] for row in rows] == [1, 1]
    page = (cohort.out / "feedback" / f"{file_name('core')}.html").read_text(encoding="utf-8")
    assert "41 of 41" in page and "no answer yet" not in page


def test_what_is_answered_and_earned_nothing_is_a_nought(cohort):
    asked = read_questions(cohort.course / "solutions" / cohort.exercise / "questions.yml").question("fewer-than-ten")
    slip = next(code for code in asked.options if code not in asked.model)
    cohort.zip("asha", cohort.files(cohort.answers({"fewer-than-ten": slip})))
    cohort.mark()
    head, _, row = [[cell.value for cell in row] for row in marks_sheet(cohort)]
    assert row[head.index(cohort.exercise)] == row[head.index("sum")] == row[head.index("share")] == 0


def test_what_is_optional_stands_apart_from_the_sum(cohort, monkeypatch):
    assert [task.name for task in tasks_of(course_root()) if is_optional(task)] == [
        "15-analysts-gaps",
        "16-analysts-charts",
    ]
    cohort.zip("asha")
    cohort.mark()
    head, out_of, row = [[cell.value for cell in row] for row in marks_sheet(cohort)]
    assert head[head.index("texts to read") + 1] == f"{cohort.code} (optional)" and cohort.code not in head
    assert out_of[head.index(f"{cohort.code} (optional)")] == 12 and row[head.index("sum")] == 9
    with open(cohort.out / "marks.csv", encoding="utf-8-sig", newline="") as file:
        assert [row["optional"] for row in csv.DictReader(file)] == ["no", "no", "yes"]


def test_a_printed_sheet_is_one_page_wide_with_its_heads_on_each(marked):
    for sheet in openpyxl.load_workbook(marked.out / "marks.xlsx"):
        heads = {"Marks": 2, "Verdicts": 1}[sheet.title]
        assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.paperSize == 9
        assert sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.page_setup.fitToWidth in (None, 1)
        assert sheet.print_title_rows == f"$1:${heads}" and sheet.freeze_panes == f"C{heads + 1}"
        assert sheet.print_area.split("!")[1].replace("$", "") == sheet.dimensions
        assert sheet.auto_filter.ref.startswith(f"A{heads}:")
        for column in sheet.iter_cols():
            width = sheet.column_dimensions[column[0].column_letter].width
            upright = column[0].alignment.textRotation == 90
            longest = max(map(len, str(column[0].value).split()))
            assert width > (3 if upright else longest), f"{column[0].value} is cut or runs over"
    assert marks_sheet(marked).page_setup.fitToHeight in (None, 1), "five people are on one page"


def test_a_page_of_somebody_who_left_goes_and_other_files_stay(marked):
    (marked.out / "feedback" / "mine.html").write_text("x", encoding="utf-8")
    marked.people = [person for person in marked.people if person["id"] != "dee"]
    marked.mark()
    names = {path.name for path in (marked.out / "feedback").iterdir()}
    assert f"{file_name('dee')}.html" not in names and "mine.html" in names


@pytest.mark.parametrize("words", ["of the case", "of its own"])
def test_answers_on_a_case_that_is_not_here_wait_where_the_case_matters(tmp_path, cohort, words):
    name = "12-canvas-and-spread"
    shutil.copytree(cohort.course, tmp_path / "course")
    cohort.course = tmp_path / "course"
    shutil.copytree(course_root() / "solutions" / name, cohort.course / "solutions" / name)
    if words == "of its own":  # no placeholder is left in it, but its plans are still judged on the case
        path = cohort.course / "solutions" / name / "questions.yml"
        path.write_text(
            yaml.safe_dump(load("a-blood-pressure").filled(yaml.safe_load(path.read_text("utf-8")))), encoding="utf-8"
        )
    own = cohort.answers({"my-spread": [{"criterion": "x"}]}, case="f-own")
    cohort.zip("asha", cohort.files(cohort.answers(case="f-own"), **{f"exercises/{name}/{name}.answers.json": own}))
    found = cohort.mark()
    assert found["asha", cohort.exercise].points == 9, "no question of this one rests on the case"
    waits = found["asha", name]
    assert (waits.status, waits.points) == (
        "could_not_run",
        None,
    ) and "the case “f-own”, which this course does not have" in waits.sentence
