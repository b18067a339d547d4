"""Slides: one rule says where each begins, and what stands in the lessons is what the rule gives."""

import json
import shutil

import pytest

from equityqi.authoring.page import CannotRead, Cell
from equityqi.authoring.slides import PAGE_ONLY, make_slides, slide_types, style_of_slides
from equityqi.files import course_root

LESSON = "course/session-1/04-aim.ipynb"


def markdown(source, **metadata):
    return Cell("words", "markdown", source, metadata)


def code(source):
    return Cell("code", "code", source)


def test_a_session_reads_as_slides():
    cells = [
        markdown("# Aim"),
        markdown("## How much\n\nWords."),
        code("say('headline')"),
        markdown("### Look closer\n\nWords."),
        markdown("Words alone."),
        markdown("<details>…</details>", tags=["trainer"]),
        markdown("### Your case"),
        code("# What it hides\nsay('hidden')"),
        code("say('missing')"),
        markdown("## Key points"),
    ]
    wanted = ["slide", "slide", "subslide", "subslide", "subslide", "notes", "subslide", "-", "subslide", "slide"]
    assert slide_types(cells) == wanted


def test_a_heading_with_its_minutes_keeps_what_follows_on_its_slide():
    cells = [markdown("## The opening number\n\n*10 minutes: tell 2, show 1, do 5, review 2*"), code("say('opening')")]
    assert slide_types(cells) == ["slide", "-"]


def test_what_no_last_row_can_read_is_skipped_with_a_heading_that_has_nothing_else():
    cells = [
        markdown("### Chart 1"),
        code("show(view('chart-1'))"),
        markdown("### One good set"),
        code("say('model-measures')"),
        markdown("The picture above.", tags=[PAGE_ONLY]),
        code("# Redrawn for slides\nshow(three_ways())"),
    ]
    assert slide_types(cells) == ["skip", "skip", "subslide", "skip", "skip", "-"]


def test_forms_the_way_on_and_what_is_optional_are_skipped_and_what_follows_is_not():
    forms = ["sheet_form('post')", "my_project()", "# Yours\nfrom equityqi import sheet_form\n\nsheet_form('post')"]
    assert slide_types([code(source) for source in forms]) == ["skip"] * 3
    cells = [
        markdown("## For analysts (optional)"),
        markdown("More."),
        code("show(1)"),
        markdown("Notes", tags=["trainer"]),
        markdown("## Key points"),
        markdown("## Where next?"),
    ]
    assert slide_types(cells) == ["skip", "skip", "skip", "skip", "slide", "skip"]


def test_a_question_has_a_slide_of_its_own_for_what_it_asks():
    cells = [markdown("## Now you\n\nWords."), code("ask('gap')"), markdown("### Alone"), code("ask('size')")]
    assert slide_types(cells) == ["slide", "subslide", "subslide", "-"]


@pytest.fixture
def copy(tmp_path):
    shutil.copytree(
        course_root() / "course",
        tmp_path / "course",
        ignore=shutil.ignore_patterns(".ipynb_checkpoints", "*.answers.json*"),
    )
    return tmp_path


def test_the_lessons_and_the_style_beside_them_are_what_the_rule_gives(copy):
    assert make_slides(copy) == []


def test_making_them_again_changes_the_slide_types_and_nothing_else(copy):
    book = json.loads((copy / LESSON).read_text(encoding="utf-8"))
    for cell in book["cells"]:
        del cell["metadata"]["slideshow"]
    before = (copy / LESSON).read_bytes()
    (copy / LESSON).write_text(json.dumps(book, ensure_ascii=False), encoding="utf-8")
    (copy / "course/session-2/rise.css").unlink()
    assert make_slides(copy) == [copy / LESSON, copy / "course/session-2/rise.css"]
    assert (copy / LESSON).read_bytes() == before
    assert (copy / "course/session-2/rise.css").read_text(encoding="utf-8") == style_of_slides()


def test_a_damaged_lesson_is_named_and_nothing_is_written(copy):
    (copy / LESSON).write_text("{", encoding="utf-8")
    (copy / "course/session-1/rise.css").write_text("")
    with pytest.raises(CannotRead, match="04-aim.ipynb: The notebook can't be read"):
        make_slides(copy)
    assert (copy / "course/session-1/rise.css").read_text() == ""
