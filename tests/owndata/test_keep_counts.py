"""owndata.keep_counts, owndata.export: own data in a work folder: what is kept, what is taken away, and the words
that the planning pages then use.
"""

import json
import shutil

import docx
import pytest

from equityqi.cases.own_words import read_own
from equityqi.files import course_root
from equityqi.forms.own_data_form import OwnData, own_data_form
from equityqi.owndata.export import document_of, project_of_look, to_project, to_word
from equityqi.owndata.look import look_at
from equityqi.project.parts import FLOOR, Aim, Project, ProjectError
from equityqi.settings import read_settings, write_settings
from equityqi.workfolder import answers_file as store
from equityqi.workfolder.find_question import exercises_in, find
from equityqi.workfolder.project_from_answers import project_of

TEXT = "group\tnumerator\tdenominator\nCarers\t240\t600\nOthers\t720\t1200\nNot stated\t3\t90\n"
PEOPLE = "NHS number\tgroup\tseen\n943 476 5919\tCarers\t1\n987 654 4321\tOthers\t0\n"


@pytest.fixture
def seen():
    return look_at("own.csv", TEXT.encode(), called="visits kept, of those booked")


@pytest.fixture
def work(tmp_path, monkeypatch):
    """A work folder with the questions of some exercises, for a person called Asha."""
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    folder = tmp_path / "my-work-asha"
    for name in (
        "02-measuring-gaps",
        "04-aim",
        "05-drivers",
        "07-measures",
        "08-change-ideas",
        "09-pdsa",
        "12-canvas-and-spread",
    ):
        (folder / "exercises" / name).mkdir(parents=True)
        shutil.copy(course_root() / "exercises" / name / "questions.yml", folder / "exercises" / name)
    write_settings(folder, {"name": "asha", "case": "a-blood-pressure"})
    return folder


@pytest.fixture
def form(work):
    """A form on Asha's work folder; ``form.say(...)`` is what the browser sends, and gives what comes back."""
    form = OwnData()
    form.bind(work)
    told = []
    form.send = lambda content, buffers=None: told.append(content)

    def say(buffers=(), **content):
        form.on_message(form, content, list(buffers))
        return told[-1]

    form.say = say
    form.work = work
    return form


def test_a_pasted_table_is_looked_at_and_only_its_counts_are_kept(form):
    assert (
        "Done. What your table shows is below"
        in form.say(do="look", text=TEXT, called="visits kept", better="1")["said"]
    )
    assert (
        "By [date], in [place], move visits kept for Carers from 40%" in form.result
        and form.result.count("<img alt=") == 1
        and form.ready
    )
    assert (
        form.work / "own-data" / "counts.csv"
    ).read_text() == "group,numerator,denominator\nCarers,240,600\nOthers,720,1200\nNot stated,3,90\n"
    assert read_own(form.work).group == "Carers" and [key for key, *_ in form.choices] == ["worst", "best"]


def test_other_columns_of_a_table_are_not_kept(form):
    form.say(do="look", better="1", text="group,numerator,denominator,remark\nA,40,100,ask Tom\nB,60,100,\n")
    assert "Tom" not in (form.work / "own-data" / "counts.csv").read_text()


def test_people_s_details_are_turned_away_and_nothing_is_kept(form):
    form.say(do="look", better="1", text=TEXT)
    before = {path: path.read_bytes() for path in (form.work / "own-data").iterdir()}
    assert (
        "NHS numbers. Take the column out" in form.say(do="look", text=PEOPLE)["failed"]
        and form.result == ""
        and not form.ready
    )
    assert {path: path.read_bytes() for path in (form.work / "own-data").iterdir()} == before
    assert not [path for path in form.work.rglob("*") if path.is_file() and b"943 476" in path.read_bytes()]


def test_a_first_table_with_people_s_details_leaves_no_folder(form):
    assert form.say(do="look", text=PEOPLE)["failed"].endswith("Nothing was saved.")
    assert not (form.work / "own-data").exists()


def test_a_file_that_was_chosen_or_named_is_read(form):
    assert (
        "Done" in form.say(do="look", better="1", name="counts.csv", buffers=[TEXT.replace("\t", ",").encode()])["said"]
    )
    (form.work / "mine.csv").write_text(TEXT.replace("Carers", "Parents"))
    assert "Done" in form.say(do="look", better="1", name="mine.csv")["said"] and "Parents" in form.result


def test_a_named_file_that_changed_since_is_read_again_and_that_is_said(form):
    (form.work / "mine.csv").write_text(TEXT)
    form.say(do="look", better="1", name="mine.csv")
    assert "has changed" not in form.say(do="look", better="1")["said"]
    (form.work / "mine.csv").write_text(TEXT.replace("240", "300"))
    said = form.say(do="look", better="1")["said"]
    assert said.startswith("mine.csv has changed since we read it, so we read it again. Done.")
    assert "Carers: 50.0%" in form.result
    form.say(do="look", better="1", text=TEXT)
    (form.work / "mine.csv").write_text(TEXT.replace("240", "360"))
    assert "has changed" not in form.say(do="look", better="1")["said"] and "Carers: 40.0%" in form.result


@pytest.mark.parametrize(
    "name, words",
    [
        ("none.csv", "There is no file called none.csv"),
        ("../secret.csv", "isn’t in your work folder"),
        ("", "There’s no table yet"),
    ],
)
def test_a_file_that_cannot_be_read_is_said_in_one_sentence(form, name, words):
    assert words in form.say(do="look", better="1", name=name)["failed"]


def test_a_table_without_a_gap_says_not_yet_and_what_can_be_chosen(form):
    said = form.say(do="look", text="group,invited,booked,came\nA,100,80,40\nB,100,90,60\n")["said"]
    assert (
        said.startswith("Not yet: I’m not sure how to read this table")
        and [key for key, *_ in form.choices] == ["count", "of"]
        and not form.ready
    )
    assert (
        "Done" in form.say(do="look", better="1", choices={"count": "came", "of": "invited"})["said"]
        and "40 out of 100" in form.result
    )
    assert [now for *_, now in form.choices] == ["A", "B"]
    assert [role for _, role, _ in form.columns] == ["group", "of", "", "count"]


def test_groups_can_be_chosen_and_less_can_be_better(form):
    form.say(do="look", text=TEXT, better="-1")
    assert "move [measure] for Others" in form.result
    form.say(do="look", better="-1", choices={"worst": "Others", "best": "Carers"})
    assert "Others: 60.0%, and Carers: 40.0%" in form.result


def test_where_its_words_do_not_say_what_is_better_the_page_asks(form):
    said = form.say(do="look", text=TEXT, better="")["said"]
    assert said.startswith("Not yet: ") and not form.ready and not (form.work / "own-data" / "counts.csv").exists()
    assert [(key, options) for key, _, options, _ in form.choices] == [("better", ["more is better", "less is better"])]
    form.say(do="look", better="", choices={"better": "less is better"})
    assert form.ready and form.better == "" and "move [measure] for Others" in form.result


def test_two_groups_that_were_chosen_stay_when_the_page_then_asks_what_is_better(form):
    rows = "\n".join(f"Ward {n}\t{100 + n}\t400" for n in range(12))
    form.say(do="look", text=f"group\tnumerator\tdenominator\n{rows}")
    said = form.say(do="look", better="", choices={"worst": "Ward 9", "best": "Ward 2"})["said"]
    assert said.startswith("Not yet: ") and [key for key, *_ in form.choices] == ["better"]
    form.say(do="look", better="", choices={"better": "less is better"})
    assert "move [measure] for Ward 9" in form.result


def test_when_less_becomes_better_the_groups_are_looked_for_anew(form):
    form.say(do="look", text=TEXT, better="1")
    form.say(do="look", better="-1", choices={"worst": "Carers", "best": "Others"})
    assert "move [measure] for Others" in form.result
    form.say(do="look", better="-1", choices={"worst": "Carers", "best": "Others"})
    assert "Here Carers is ahead of Others: swap the two" in form.result and "Draft aim" not in form.result


def test_words_of_the_table_cannot_run_in_the_page(form):
    form.say(do="look", better="1", text=TEXT.replace("Carers", "<img src=x onerror=alert(1)>"))
    assert "<img src=x" not in form.result and "&lt;img src=x" in form.result


def test_the_page_shows_again_what_was_kept(form):
    form.say(do="look", text=TEXT, called="visits kept", better="1")
    again = OwnData()
    again.bind(form.work)
    assert again.ready and "visits kept for Carers" in again.result and again.called == "visits kept"


def test_without_a_browser_the_page_says_what_the_form_is_for(work, monkeypatch, capsys):
    monkeypatch.chdir(work)
    own_data_form()
    assert "HTML" in capsys.readouterr().out


# Taken away


def test_the_word_file_says_it_all_and_hides_small_numbers(nobodys_organisation, seen, tmp_path):
    to_word(seen, tmp_path / "own.docx")
    word = docx.Document(str(tmp_path / "own.docx"))
    headings = [
        paragraph.text for paragraph in word.paragraphs if paragraph.style.name.startswith(("Title", "Heading"))
    ]
    assert headings == [
        "Our own data: visits kept, of those booked",
        "Read these warnings first",
        "The groups compared",
        "Draft aim",
    ]
    cells = [[cell.text for cell in row.cells] for table in word.tables for row in table.rows]
    assert ["Carers", "240", "600", "40.0%"] in cells and [
        "Not stated",
        "hidden (small numbers)",
        "90",
        "hidden (small numbers)",
    ] in cells
    assert ["By (date)", "[By when? In 3 to 18 months]"] in cells and [
        "Target, for the group",
        "[What should be true for them? Ask them]",
    ] in cells
    assert ["Now, for the group", "40% (about 240 out of 600)"] in cells
    alts = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert len(alts) == 1 and "Too few people to show: Not stated" in alts[0]
    assert document_of(seen) == document_of(seen)


def test_the_project_file_is_one_that_the_planning_pages_read(seen, tmp_path):
    made = to_project(seen, tmp_path / "project.json")
    read = Project.read(tmp_path / "project.json")
    assert read == made and read.case == "own" and read.aim.date == "" and read.aim.target_group is None
    assert (
        read.aim.group,
        read.aim.baseline_group,
        read.aim.baseline_group_n,
        read.aim.baseline_group_of,
        read.aim.floor,
    ) == ("Carers", 40.0, 240, 600, FLOOR)
    assert "\n  " in (tmp_path / "project.json").read_text()


def test_what_people_wrote_in_a_project_stays(seen):
    before = Project(
        title="Visits",
        aim=Aim(group="Carers", comparator="Others", baseline_group=30, target_group=55, date="31 March 2027"),
    )
    after = project_of_look(seen, before)
    assert (after.title, after.aim.target_group, after.aim.date, after.aim.baseline_group) == (
        "Visits",
        55,
        "31 March 2027",
        40.0,
    )
    with pytest.raises(ProjectError, match="already has an aim for “Parents”, so we left it as it is"):
        project_of_look(seen, Project(aim=Aim(group="Parents")))


def test_without_an_aim_there_is_no_project(tmp_path):
    few = look_at("own.csv", b"group,numerator,denominator\nA,3,40\nB,30,40\n")
    with pytest.raises(ProjectError, match="There’s no draft aim yet"):
        to_project(few, tmp_path / "project.json")
    assert not (tmp_path / "project.json").exists()
    to_word(few, tmp_path / "few.docx")
    cells = [
        cell.text
        for table in docx.Document(str(tmp_path / "few.docx")).tables
        for row in table.rows
        for cell in row.cells
    ]
    assert "3" not in cells and "7.5%" not in cells


# The planning pages on the team's own data


def test_the_project_button_puts_the_baseline_into_the_aim_and_the_own_case_into_the_settings(form):
    form.say(do="look", better="1", text=TEXT, called="visits kept, of those booked")
    assert "Your project file is ready" in form.say(do="project")["said"]
    assert (
        "Your Word file is ready" in form.say(do="word")["said"]
        and (form.work / "own-data" / "own-data.docx").is_file()
    )
    assert read_settings(form.work)["case"] == "own" and read_settings(form.work)["name"] == "asha"
    saved = json.loads((form.work / "exercises" / "04-aim" / "04-aim.answers.json").read_text())
    assert saved["answers"]["own-aim"][0]["baseline_group_n"] == 240 and saved["case"] == "own"
    project = project_of(form.work)
    assert (project.case, project.aim.group, project.aim.measure) == ("own", "Carers", "visits kept, of those booked")
    asked = find("own-aim", form.work)
    store.save_answer(asked, [{"group": "Carers of older people"}])
    assert "as you wrote it" in form.say(do="project")["said"]
    assert store.read_answers(asked.path, "04-aim")[0].answers["own-aim"] == [{"group": "Carers of older people"}]


def test_on_the_own_case_the_planning_forms_speak_of_own_groups_and_marked_numbers_stay_those_of_the_example(form):
    form.say(do="look", better="1", text=TEXT, called="visits kept, of those booked")
    before = find("my-measures", form.work).question.prompt
    assert "Carers" not in before
    write_settings(form.work, {**read_settings(form.work), "case": "own"})
    measures = find("my-measures", form.work).question
    assert "Split them all by Carers." in measures.prompt
    assert measures.columns["measure"].options == {"visits kept, of those booked": "visits kept, of those booked"}
    for id in ("my-drivers", "my-ideas", "my-first-test", "my-trigger"):
        assert "Carers" in find(id, form.work).question.prompt, id
    marked = exercises_in(form.work / "exercises")["02-measuring-gaps"].questions
    prompts = " ".join(question.prompt for question in marked)
    assert "people in the most deprived areas" in prompts and "Carers" not in prompts
