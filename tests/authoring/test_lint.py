"""authoring.lint, authoring.page: a good course passes, and each rule notices the one thing that breaks it."""

import json
import re
from pathlib import Path

import pytest

from equityqi.authoring.lint import lint_course as linter
from equityqi.authoring.lint.asked import Listed, asked_where_it_belongs, exercise_asks_all
from equityqi.authoring.lint.lint_course import lint
from equityqi.authoring.lint.words import american_words
from equityqi.authoring.page import Cell, Course, Page
from equityqi.authoring.slides import slide_types

EVERY_RULE = {rule for rules in linter.RULES.values() for rule in rules}
LESSON = "course/session-1/01-what-is-inequity.ipynb"
NEXT = "course/session-1/02-measuring-gaps.ipynb"
START = "course/00-start.ipynb"
BETWEEN = "course/between-the-sessions.ipynb"
TRAINER = "course/trainer/runsheet.ipynb"
EXERCISE = "solutions/01-what-is-inequity/01-what-is-inequity.ipynb"
COPY = "exercises/01-what-is-inequity/01-what-is-inequity.ipynb"
QUESTIONS = "solutions/01-what-is-inequity/questions.yml"
FACTS = "datasets/facts.yml"
RUN_ALL = '<p class="eq-run-all">In VS Code or Jupyter Notebook, press <em>Run All</em> first.</p>'
NOTES = "<details><summary>Trainer's notes: 3 minutes</summary>\n\nAsk first, then tell.\n\n</details>"


def markdown(name, source, **metadata):
    return {"cell_type": "markdown", "id": name, "metadata": metadata, "source": source}


def code(name, source, **metadata):
    metadata = {"jupyter": {"source_hidden": True}} | metadata
    return {
        "cell_type": "code",
        "id": name,
        "metadata": metadata,
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def notebook(*cells, **ours):
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    metadata = {"kernelspec": kernel, "language_info": {"name": "python"}} | ({"equityqi": ours} if ours else {})
    return {"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": list(cells)}


def lesson(way_on, asks=False):
    return notebook(
        markdown("title", f"# What is inequity?\n\n{RUN_ALL}"),
        markdown("goals", "## What you will learn\n\n- Tell equality from **equity**\n- Say what is unfair.\n"),
        markdown(
            "opening",
            "## See the gap\n\n*15 minutes: tell 3, show 2, do 8, review 2*\n\nIn 2024 men lived **67.9**<!-- fact:"
            " hle-men --> years in good health, 8.7<!-- fact: gap --> more than next door; 1,234<!-- fact: people -->"
            " people, 46%<!-- fact: share --> of them. The World Health Organization says so, in `color` too. See [the"
            " figures](#Look-closer).",
        ),
        code("gap", "# Draw the two places\nprint('ok')"),
        *([code("ask-color", "# The first question stands here\nask('color')")] if asks else []),
        markdown(
            "invented", "### Try it\n\nA practice has 3,000 people, 12.5% with asthma.", equityqi={"illustrative": True}
        ),
        markdown("picture", "## Look closer\n\n*5 minutes: tell 5*\n\n![Two bars of unequal length](bars.png)"),
        markdown("word", "People wrote “hard-to-reach” once. <!-- word: hard to reach -->"),
        markdown("key-points", "## Key points\n\n- Count, then judge.\n- Ask who is missing."),
        markdown("notes", NOTES, tags=["trainer"]),
        markdown(
            "ways-on",
            "[Do the exercise](../../exercises/01-what-is-inequity/01-what-is-inequity.ipynb), "
            f"{way_on}[where am I](../00-start.ipynb#Your-course)?",
        ),
        objectives=["Tell equality from equity", "Say what is unfair"],
        minutes={"tell": 8, "show": 2, "do": 8, "review": 2},
        sections=[{"id": "gap", "minutes": 15}, {"id": "closer", "minutes": {"tell": 5}}],
    )


def exercise():
    return notebook(
        markdown(
            "title", f"# Exercise: what is inequity?\n\n{RUN_ALL}\n\nIn one town 45.5% of 4000 people are reached."
        ),
        code("ask-gap", "# The first question stands here\nask('color')"),
        code("own-code", "gap = 1", jupyter={}, nbgrader={"solution": True, "grade_id": "own-code"}),
        code("ask-honor", "# The second question stands here\nask('honor')"),
        markdown("more", "## 1 more to practise"),
        code("ask-more", "# One question more stands here\nask('flavor')"),
        markdown(
            "back",
            "[Back to the lesson](../../course/session-1/01-what-is-inequity.ipynb#See-the-gap), or [go"
            " on](../../course/session-1/02-measuring-gaps.ipynb).",
        ),
    )


def as_slides(files):
    """Give the cells of each lesson the slide types of the rule."""
    for lesson in (files[path] for path in (LESSON, NEXT) if isinstance(files[path], dict)):
        cells = [Cell(cell.get("id"), cell["cell_type"], cell["source"], cell["metadata"]) for cell in lesson["cells"]]
        for cell, kind in zip(lesson["cells"], slide_types(cells), strict=False):
            cell["metadata"]["slideshow"] = {"slide_type": kind}
    return files


def good_course():
    copied = exercise()
    copied["cells"][1]["metadata"] |= {"deletable": False, "editable": False}
    return as_slides(
        {
            LESSON: lesson("[measure the gap](02-measuring-gaps.ipynb#What-you-will-learn), ", asks=True),
            NEXT: lesson(""),
            START: notebook(
                markdown(
                    "title", "# Your course\n\nBegin with [what is inequity](session-1/01-what-is-inequity.ipynb)."
                )
            ),
            BETWEEN: notebook(
                markdown("title", "# Between the sessions"),
                code("ask-honor", "# The second question stands here\nask('honor')"),
            ),
            TRAINER: notebook(markdown("title", "# Runsheet\n\nAt 10.30 take a break, 95% of you will want one.")),
            EXERCISE: exercise(),
            COPY: copied,
            QUESTIONS: (
                "schema: 1\nquestions:\n  - id: color\n    part: core\n    prompt: What is the gap in {town}?\n"
                "    options: [one, two]\n    wrong:\n      - {name: behavior-first, sentence: Look again.}\n"
                "  - {id: honor, part: between}\n  - {id: flavor, part: practice}\n"
            ),
            "course/session-1/bars.png": "",
            "README.md": "# The course\n\nStart `start.py`, see [how to write](CONTRIBUTING.md#how-to-write-a-page).\n",
            "CONTRIBUTING.md": (
                "# Contributing\n\n## How to write a page\n\nWith care, and [published"
                " guidance](https://www.gov.uk/a).\n"
            ),
            "docs/method.md": "# Method\n\nIn 12.5% of the words\n\n    organize = 'code'\n",
            FACTS: (
                "hle-men: {value: 67.9, status: published}\ngap: {value: 8.74, status: computed}\n"
                "people: {value: 1234, status: published}\nshare: {value: 46, status: planted}\n"
                "lost: {value: null, status: not found}\n"
            ),
        }
    )


def write(root, files):
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        text = (
            content
            if isinstance(content, str)
            else json.dumps(content, indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        )
        (root / path).write_text(text, encoding="utf-8", newline="")
    return root


def cell(files, name, path=LESSON):
    return next(cell for cell in files[path]["cells"] if cell.get("id") == name)


def test_a_good_course_has_no_problems(tmp_path):
    assert [str(problem) for problem in lint(write(tmp_path, good_course()))] == []


# How a course is broken. Each makes a function that changes one thing in the files.
def add(text, name="opening", path=LESSON):
    def change(files):
        cell(files, name, path)["source"] += f"\n\n{text}"

    return change


def swap(old, new, name="opening", path=LESSON):
    def change(files):
        found = cell(files, name, path)
        assert old in found["source"]
        found["source"] = found["source"].replace(old, new)

    return change


def text(path, old, new):
    def change(files):
        content = (
            files[path]
            if isinstance(files[path], str)
            else json.dumps(files[path], indent=1, sort_keys=True, ensure_ascii=False) + "\n"
        )
        assert old in content
        files[path] = content.replace(old, new)

    return change


def put(path, *keys, value):
    """Set a value deep inside a notebook; cells go by number."""

    def change(files):
        place = files[path]
        for key in keys[:-1]:
            place = place[key]
        place[keys[-1]] = value

    return change


def drop(name, path=LESSON):
    def change(files):
        files[path]["cells"].remove(cell(files, name, path))

    return change


def new_file(path, content=""):
    return lambda files: files.update({path: content})


def a_tea_case(change_first):
    """Put a case beside the pages, whose team has a name of its own."""

    def change(files):
        files["datasets/x-tea/case.yml"] = "title: Tea for all\nnames: {team: the tea room team}\n"
        change_first(files)

    return change


def last(change_first, *names):
    """Move cells to the end."""

    def change(files):
        change_first(files)
        for name in names:
            found = cell(files, name)
            files[LESSON]["cells"].remove(found)
            files[LESSON]["cells"].append(found)

    return change


def nothing(files):
    pass


BROKEN = [
    # hygiene
    ("notebook-damaged", text(LESSON, '"cells"', "cells"), LESSON),
    ("notebook-damaged", text(TRAINER, '"cells"', '"cellars"'), TRAINER),
    ("notebook-damaged", put(TRAINER, "cells", 0, "cell_type", value="heading"), TRAINER),
    ("notebook-damaged", new_file(TRAINER, "[]\n"), TRAINER),
    ("notebook-version", put(TRAINER, "nbformat_minor", value=4), TRAINER),
    ("not-utf-8", None, "docs/method.md"),
    ("cell-id", put(LESSON, "cells", 2, "id", value="See_The_Gap"), LESSON),
    ("cell-id", put(LESSON, "cells", 2, "id", value="goals"), LESSON),
    ("cell-id", lambda files: files[COPY]["cells"][0].pop("id"), COPY),
    ("outputs", put(COPY, "cells", 1, "execution_count", value=3), COPY),
    (
        "outputs",
        put(EXERCISE, "cells", 1, "outputs", value=[{"output_type": "stream", "name": "stdout", "text": "ok"}]),
        EXERCISE,
    ),
    ("notebook-metadata", put(COPY, "metadata", "toc", value={}), COPY),
    (
        "notebook-metadata",
        put(LESSON, "metadata", "language_info", value={"name": "python", "version": "3.11.2"}),
        LESSON,
    ),
    ("cell-metadata", put(LESSON, "cells", 2, "metadata", value={"scrolled": True}), LESSON),
    ("cell-metadata", put(LESSON, "cells", 2, "metadata", value={"jupyter": {"outputs_hidden": True}}), LESSON),
    ("cell-metadata", put(LESSON, "cells", 2, "metadata", value={"tags": ["hide"]}), LESSON),
    ("cell-metadata", put(EXERCISE, "cells", 0, "metadata", value={"deletable": False}), EXERCISE),
    ("answers-file", new_file("solutions/01-what-is-inequity/01-what-is-inequity.answers.json", "{}\n"), None),
    ("line-ends", text(COPY, "\n", "\r\n"), COPY),
    (
        "line-ends",
        lambda files: files.update({LESSON: json.dumps(files[LESSON], indent=1, sort_keys=True, ensure_ascii=False)}),
        LESSON,
    ),
    (
        "as-jupyter-writes",
        lambda files: files.update({LESSON: json.dumps(files[LESSON], indent=2, sort_keys=True) + "\n"}),
        LESSON,
    ),
    ("own-computer", add("open('/home/asha/data.csv')", "gap"), LESSON),
    ("own-computer", add(r"open('C:\\Users\\asha')", "gap"), LESSON),
    ("own-computer", add("[the page](http://localhost:8888/lab)"), LESSON),
    ("no-description", add("No description has been provided for this image", path=COPY, name="back"), COPY),
    # how a lesson is built
    ("title", swap("# What is", "What is", "title"), LESSON),
    ("title", add("# Another title", "word"), LESSON),
    ("heading-order", swap("### Try it", "#### Try it", "invented"), LESSON),
    ("heading-order", swap("# Exercise", "## Exercise", "title", EXERCISE), EXERCISE),
    ("run-all", swap(RUN_ALL, "", "title"), LESSON),
    ("run-all", swap(RUN_ALL, "", "title", EXERCISE), EXERCISE),
    ("objectives", put(LESSON, "metadata", "equityqi", "objectives", value=["Only one"]), LESSON),
    ("objectives-listed", swap("Say what", "Feel what", "goals"), LESSON),
    ("objectives-listed", swap("What you will learn", "What comes", "goals"), LESSON),
    ("minutes", put(LESSON, "metadata", "equityqi", "minutes", value="twenty"), LESSON),
    ("minutes", put(LESSON, "metadata", "equityqi", "sections", 0, "minutes", value=14), LESSON),
    ("section-minutes", swap("*15 minutes", "*16 minutes"), LESSON),
    ("section-minutes", swap("*5 minutes: tell 5*", "*5 minutes: do 5*", "picture"), LESSON),
    ("section-minutes", swap("tell 5", "tell five", "picture"), LESSON),
    ("section-minutes", swap("## Look closer\n\n", "## Look closer\n\nWell.\n\n", "picture"), LESSON),
    ("key-points", swap("## Key points", "## Points", "key-points"), LESSON),
    ("key-points", swap("- Ask who is missing.", "", "key-points"), LESSON),
    ("key-points", last(nothing, "picture", "word", "invented"), LESSON),
    ("trainers-notes", drop("notes"), LESSON),
    ("trainers-notes-folded", swap("<details>", "<div>", "notes"), LESSON),
    ("trainers-notes-folded", add("And one word more.", "notes"), LESSON),
    ("trainers-notes-folded", put(TRAINER, "cells", 0, "source", value=f"# Runsheet\n\n{NOTES}"), None),
    ("folded-code", put(LESSON, "cells", 3, "metadata", value={}), LESSON),
    ("friendly-comment", swap("# Draw the two places", "# Draw it", "gap"), LESSON),
    (
        "friendly-comment",
        swap("# Draw the two places", "# Draw the two places" + " and say what they show" * 4, "gap"),
        LESSON,
    ),
    ("slides", put(LESSON, "cells", 2, "metadata", "slideshow", value={"slide_type": "skip"}), LESSON),
    ("slides", lambda files: cell(files, "gap")["metadata"].pop("slideshow"), LESSON),
    ("friendly-comment", swap("# The first question stands here\n", "", "ask-gap", EXERCISE), EXERCISE),
    (
        "rubric-cells",
        text(QUESTIONS, "id: honor, part: between", "id: honor, part: between, rubric: [a, b, c, d]"),
        EXERCISE,
    ),
    # links and pictures
    ("end-links", swap("../../exercises/01-what-is-inequity/01-what-is-inequity.ipynb", "bars.png", "ways-on"), LESSON),
    ("end-links", swap("02-measuring-gaps.ipynb#What-you-will-learn", "bars.png", "ways-on"), LESSON),
    ("end-links", swap("../00-start.ipynb#Your-course", "bars.png", "ways-on"), LESSON),
    ("link-text", add("Click [here](02-measuring-gaps.ipynb)."), LESSON),
    ("link-text", add("Read [ ](02-measuring-gaps.ipynb)."), LESSON),
    ("link-text", add("<https://www.gov.uk>"), LESSON),
    ("link-text", add("See https://www.gov.uk/guidance for more.", "back", EXERCISE), EXERCISE),
    ("link-text", add('<p>Read <a href="02-measuring-gaps.ipynb">this page</a></p>'), LESSON),
    ("link-target", add("[the next step](03-nowhere.ipynb)"), LESSON),
    ("link-target", add("[the gap](02-measuring-gaps.ipynb#No-such-heading)"), LESSON),
    ("link-target", add("[the gap](#See-the-Gap)"), LESSON),
    ("link-target", add("[the guidance](https://nowhere)"), LESSON),
    ("link-target", add("[the guidance](http://[)"), LESSON),
    ("link-target", add("[the facts](../../datasets/facts.yml)"), LESSON),
    ("link-target", add("[the disk](../../../../etc)"), LESSON),
    ("link-target", add("![Two bars of unequal length](gone.png)"), LESSON),
    ("link-target", text("README.md", "#how-to-write-a-page", "#how-to-write"), "README.md"),
    ("image-alt", swap("Two bars of unequal length", "Two bars", "picture"), LESSON),
    ("image-alt", add('<img src="bars.png">'), LESSON),
    ("next-page", swap("02-measuring-gaps", "01-what-is-inequity", "back", EXERCISE), EXERCISE),
    # questions, each in its place
    ("asked-where-it-belongs", add("ask('flavor')", "ask-color"), LESSON),
    ("asked-where-it-belongs", add("ask('nothing')", "ask-color"), LESSON),
    ("asked-where-it-belongs", add("ask('flavor')", "ask-honor", BETWEEN), BETWEEN),
    ("asked-in-time", last(nothing, "ask-color", "key-points", "notes", "ways-on"), LESSON),
    ("asked-once", drop("ask-color"), QUESTIONS),
    ("asked-once", drop("ask-honor", BETWEEN), QUESTIONS),
    ("asked-once", add("ask('color')", "ask-color"), QUESTIONS),
    ("question-part", text(QUESTIONS, "id: flavor, part: practice", "id: flavor"), QUESTIONS),
    ("asked-once", new_file("solutions/02-other/questions.yml", "questions:\n- {id: color, part: core}\n"), None),
    ("exercise-asks-all", swap("1 more", "2 more", "more", EXERCISE), EXERCISE),
    ("exercise-asks-all", swap("1 more", "1 further", "more", EXERCISE), EXERCISE),
    ("exercise-asks-all", add("ask('color')", "ask-gap", EXERCISE), EXERCISE),
    ("exercise-asks-all", swap("ask('flavor')", "ask('nothing')", "ask-more", EXERCISE), EXERCISE),
    # facts
    ("fact-missing", add("Women lived 59.2 years."), LESSON),
    ("fact-missing", add("Of all people 12% asked."), LESSON),
    ("fact-missing", add("- There are 2,000 people."), LESSON),
    ("fact-missing", add("There are 54321 people."), LESSON),
    ("fact-place", add("8.7 years<!-- fact: gap -->", "invented"), LESSON),
    ("fact-unknown", swap("fact: hle-men", "fact: hle-women"), LESSON),
    ("fact-status", add("It was 5<!-- fact: lost -->."), LESSON),
    ("fact-value", swap("**67.9**", "**68.1**"), LESSON),
    ("fact-value", swap("8.7<", "8.75<"), LESSON),
    ("fact-value", swap("1,234<", "1,235<"), LESSON),
    ("fact-value", add("The gap is 9<!-- fact: gap --> and 8<!-- fact: gap -->.", "back", EXERCISE), EXERCISE),
    ("facts-damaged", new_file(FACTS, "hle-men: [\n"), None),
    # words
    ("spelling", add("Their behavior changed."), LESSON),
    ("spelling", add("- We Organize it.", "back", EXERCISE), EXERCISE),
    ("spelling", text("docs/method.md", "In 12.5%", "A pediatric 12.5%"), "docs/method.md"),
    ("spelling", text(QUESTIONS, "[one,", "[color,"), QUESTIONS),
    ("words-to-avoid", add("They are hard-to-reach people."), LESSON),
    ("words-to-avoid", add("Two DNAs and one DNA'd."), LESSON),
    ("words-to-avoid", add("It helps the rich."), LESSON),
    ("words-to-avoid", add("It is said that race causes illness."), LESSON),
    ("words-to-avoid", text("README.md", "# The course\n", "# The course\n\nFor the elderly.\n"), "README.md"),
    ("words-to-avoid", text(QUESTIONS, "the gap", "the gap for BAME people"), QUESTIONS),
    ("words-to-settle", add("It helps the group that is worst-served."), LESSON),
    ("words-to-settle", add("No group may be 2 points worse."), LESSON),
    ("words-to-settle", add("IMD 1 did worse."), LESSON),
    ("words-to-settle", add("Run a trial with one person."), LESSON),
    ("words-to-settle", add("Open the notebook.", "back", EXERCISE), EXERCISE),
    ("words-to-settle", text(QUESTIONS, "the gap", "the gap on the dashboard measure"), QUESTIONS),
    ("dialect", add("New words stand in the glossary."), LESSON),
    ("dialect", add("An invented voice is none."), LESSON),
    ("dialect", add("It's no job, and it hangs on the lead's yes."), LESSON),
    ("dialect", add("Score yourself anew.", "back", EXERCISE), EXERCISE),
    ("dialect", text(QUESTIONS, "the gap", "by choice the gap"), QUESTIONS),
    ("another-case", a_tea_case(add("Ask the tea room team.")), LESSON),
    ("another-case", a_tea_case(add("Ask the Tea Room Team.", "back", EXERCISE)), EXERCISE),
    ("another-case", a_tea_case(text(QUESTIONS, "the gap", "the gap of the tea room team")), QUESTIONS),
    ("questions-damaged", text(QUESTIONS, "[one,", "[[one,"), QUESTIONS),
]


# In a damaged file no heading and no fact can be found.
FOLLOWS = {
    "notebook-damaged": {"link-target", "asked-once"},
    "facts-damaged": {"fact-unknown"},
    "question-part": {"exercise-asks-all"},
}


def broken(root, change, rule):
    files = good_course()
    if change is not None:
        change(files)
    write(root, files if rule == "slides" else as_slides(files))
    if change is None:
        (root / "docs/method.md").write_bytes("# Caf\u00e9\n".encode("latin-1"))
    return root


@pytest.mark.parametrize(
    ("rule", "change", "path"), BROKEN, ids=[f"{rule}-{n}" for n, (rule, _, _) in enumerate(BROKEN)]
)
def test_one_thing_broken_is_noticed_by_its_rule_alone(tmp_path, monkeypatch, rule, change, path):
    problems = [
        problem for problem in lint(broken(tmp_path, change, rule)) if problem.rule not in FOLLOWS.get(rule, set())
    ]
    assert {problem.rule for problem in problems} == {rule}
    for problem in problems:
        assert path is None or problem.path == path
        assert re.match(r'["A-Z].*\.$', problem.sentence) and "None" not in problem.sentence
        assert len(re.findall(r"[.:] ", problem.sentence)) >= 1, "what is wrong, and what to do"
    for kind in linter.RULES:  # the rule taken away, nothing is noticed
        monkeypatch.setitem(linter.RULES, kind, {name: it for name, it in linter.RULES[kind].items() if name != rule})
    if rule in EVERY_RULE:
        assert [problem for problem in lint(tmp_path) if problem.rule == rule] == []


def test_a_lesson_asks_its_questions_in_the_order_of_their_file():
    course = Course(Path(), questions={id: [Listed("01-x", "core", place)] for place, id in enumerate(("a", "b"))})
    told = [
        [
            sentence
            for _, sentence in asked_where_it_belongs(Page(course, "course/session-1/01-x.ipynb", "lesson", cells))
        ]
        for cells in ([Cell(id, "code", f"ask('{id}')") for id in order] for order in ("ab", "ba"))
    ]
    assert told == [
        [],
        ["The question “a” comes before the question above it in questions.yml. Ask them in the same order."],
    ]


def test_an_exercise_asks_in_the_order_that_numbers_its_questions():
    """Its page, its sheet on paper and the number on each form say the same."""
    course = Course(Path(), questions={id: [Listed("01-x", "core", place)] for place, id in enumerate(("a", "b"))})
    path = "solutions/01-x/01-x.ipynb"
    told = [
        [
            sentence
            for _, sentence in exercise_asks_all(
                Page(course, path, "exercise", [Cell(id, "code", f"ask('{id}')") for id in order])
            )
        ]
        for order in ("ab", "ba")
    ]
    assert told[0] == [] and ["in another order" in sentence for sentence in told[1]] == [True]


def test_every_rule_is_tried():
    assert {rule for rule, _, _ in BROKEN} >= EVERY_RULE


@pytest.mark.parametrize(
    "sentence",
    [
        "the rich text editor, the rich and full life",
        "Gypsy, Roma and Traveller groups, and an Irish Traveller group",
        "the dna of a team, a homeless shelter, refusal",
        "a randomised trial, trial and error, the most deprived fifth (IMD 1 and 2), 2 percentage points worse",
        "Jupyter Notebook, two points on a chart, and the ones who reach us first",
        "If there is none, it’s no longer open. Stand in line, as well as you can. It's no stronger.",
        "size, prize, seize, analyses, maths, percentage, programme, practice, licence",
        (
            "`behavior`, <span title='color'>shade</span> and <!-- a comment on color -->"
            " [words](https://example.org/color)"
        ),
        "<!-- word: behavior --> Some write behavior.",
        "```\norganize\n```",
    ],
)
def test_what_is_not_a_word_to_change(tmp_path, sentence):
    files = good_course()
    add(sentence)(files)
    assert [str(problem) for problem in lint(write(tmp_path, files))] == []


@pytest.mark.parametrize(
    "sentence",
    [
        "From 2018-2020 and in 2019/20, 999 people of 24.",
        "M8a, 1 July 2026, COVID-19 and 10:30 in `version 3.11`.",
        "It fell by 8.7<!-- fact: gap -->–8.74<!-- fact: gap --> and by 46 per cent<!-- fact: share -->.",
        "<p>HTML says <b>67.9</b><!-- fact: hle-men --> too.</p>",
    ],
)
def test_numbers_that_may_stand(tmp_path, sentence):
    files = good_course()
    add(sentence)(files)
    assert [str(problem) for problem in lint(write(tmp_path, files))] == []


def test_questions_name_the_keys_and_may_teach_a_word(tmp_path):
    files = good_course()
    text(QUESTIONS, "[one,", "[organize,")(files)
    assert [problem.cell for problem in lint(write(tmp_path, files))] == ["questions[color].options[0]"]
    files[QUESTIONS] = "# word: organize\n" + files[QUESTIONS]
    assert lint(write(tmp_path, files)) == []


def test_an_empty_folder_and_jupyters_own_copies_are_no_problem(tmp_path):
    assert lint(tmp_path) == []
    write(tmp_path, {"course/session-1/.ipynb_checkpoints/01-x-checkpoint.ipynb": "broken"})
    assert lint(tmp_path) == []


def test_the_word_list_is_long_and_british_in_its_answers():
    words = american_words()
    assert len(words) > 120 and not set(words) & set(words.values())
