"""A plan in a real browser, by keyboard alone: an aim, a driver diagram, two PDSA cycles, and a kernel that dies in the
middle.
"""

from __future__ import annotations

import json
import time

import pytest
import yaml

from equityqi.lab.launch import trust

ALL_KINDS = "exercises/99-all-kinds/99-all-kinds.ipynb"
AIM, DRIVERS, CYCLES = "Write an aim", "What must be true", "Log your tests"
FILE = "exercises/99-all-kinds/99-all-kinds.answers.json"

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.usefixtures("nobodys_organisation")]  # no date yet


class Keys:
    """The keyboard of a person who has no mouse, in one form of a page."""

    def __init__(self, page, words: str):
        self.page, self.words, self.keyboard = page, words, page.page.keyboard
        page.form(words).locator("input, select, button").first.focus()

    def here(self) -> str:
        return self.page.page.evaluate(
            "(() => { const at = document.activeElement;"
            " return at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.textContent; })()"
        )

    def go(self, name: str, back: bool = False) -> None:
        """Press Tab until the control of this name has the focus."""
        for _ in range(150):
            if self.here() == name:
                return
            self.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"{name!r} was not reached by Tab; now at {self.here()!r}")

    def press(self, name: str, back: bool = False) -> None:
        self.go(name, back)
        self.keyboard.press("Enter")

    def type(self, words: str, into: str | None = None) -> None:
        if into:
            self.go(into)
        self.keyboard.type(words)

    def saved(self) -> None:
        self.page.says(self.words, "Saved.")


def node(course, text):
    return next(node for node in course.answers()["k-drivers"]["nodes"] if node["text"] == text)


def parent(course, text):
    tree = course.answers()["k-drivers"]
    texts = {node["id"]: node["text"] for node in tree["nodes"]}
    return next((texts[a] for a, b in tree["links"] if texts[b] == text), None)


def start_by_keyboard(page):
    page.run_button.press("Enter")
    page.form(CYCLES).wait_for(timeout=30_000)


THEORY = {
    "People are reached": {
        "Contact details are right": None,
        "Messages people can use": "Calls by community connectors",
    },
    "The appointment fits": {
        "Times people can manage": "Evening slots where need is greatest",
        "A real choice": "Phone or face to face",
    },
    "The team sees who is missed": {
        "Needs are on the record": "Ask at each contact",
        "Completion by group": "Need-first call list",
    },
}  # 1 aim, 3 primary, 6 secondary, 5 ideas: 15 nodes


def test_a_plan_is_written_by_keyboard_alone_and_outlives_the_kernel(visit, course):
    page = visit()
    start_by_keyboard(page)
    cells = page.page.locator(".jp-Notebook .jp-Cell").count()

    keys = Keys(page, AIM)
    keys.type("completed", into="Measure")
    keys.type("people booked for a review, our 24 practices", into="For whom, and where")
    keys.type("people who need", into="Group")
    for label, number in {
        "Group, now, in %": "51",
        "Others, now, in %": "65",
        "Group, goal, in %": "62",
        "Others, goal, in %": "67",
    }.items():
        keys.type(number, into=label)
    keys.type("31 March 2027", into="By")
    keys.type("no group more than 2 points worse", into="Floor")
    keys.saved()
    aim = course.answers()["k-aim"][0]
    assert (aim["measure"], aim["group"], aim["target_group"], aim["date"]) == (
        "completed-of-booked",
        "interpreter",
        "62",
        "31 March 2027",
    )

    keys = Keys(page, DRIVERS)
    keys.press("Add aim")
    keys.type("Close the gap")
    for at, (primary, held) in enumerate(THEORY.items()):
        keys.press("Add primary driver under Close the gap", back=at == 1)
        keys.type(primary)
        for secondary, idea in held.items():
            keys.press(f"Add secondary driver under {primary}", back=secondary != next(iter(held)))
            keys.type(secondary)
            if idea:
                keys.press(f"Add change idea under {secondary}")
                keys.type(idea)
        if at == 1:  # the kernel dies in the middle of the work
            keys.saved()
            before = course.answers()
            page.lose_kernel("kill")
            keys = Keys(page, DRIVERS)
    page.says(DRIVERS, "still in this browser")
    page.picture("plan-kernel-killed")
    after = course.answers()
    assert after["k-aim"] == before["k-aim"] and len(before["k-drivers"]["nodes"]) == 10 == len(
        after["k-drivers"]["nodes"]
    ), "something saved was lost"
    start_by_keyboard(page)
    page.says(DRIVERS, "Saved.", timeout=30_000)
    assert len(course.answers()["k-drivers"]["nodes"]) == 15, "something typed was lost"

    keys = Keys(page, DRIVERS)
    keys.go("Secondary driver")
    keys.keyboard.press("Control+a")
    keys.type("Names and numbers are right")
    keys.press("Down: Names and numbers are right")
    page.says(DRIVERS, "Names and numbers are right: now 2 of 2. Saved.")
    assert keys.here() == "Up: Names and numbers are right", "the focus was lost"
    keys.go("Move Names and numbers are right under another primary driver")
    keys.type("The team")
    keys.press("Move: Names and numbers are right")
    page.says(DRIVERS, "Names and numbers are right is now under The team sees who is missed. Saved.")
    assert parent(course, "Names and numbers are right") == "The team sees who is missed"
    keys.press("Delete: The appointment fits", back=True)
    page.says(DRIVERS, "The appointment fits removed, with 4 below it.")
    keys.saved()
    assert len(course.answers()["k-drivers"]["nodes"]) == 10
    keys.press("Put it back")
    page.says(DRIVERS, "Put back. Saved.")
    assert (
        len(course.answers()["k-drivers"]["nodes"]) == 15 and parent(course, "Phone or face to face") == "A real choice"
    )
    page.form(DRIVERS).locator(".eq-picture svg.wide[aria-label*='Names and numbers are right']").wait_for(
        timeout=30_000
    )

    keys = Keys(page, CYCLES)
    for number, people in ((1, "4"), (2, "5")):
        if number == 2:
            keys.press("Add: cycle")
            page.says(CYCLES, "Cycle 2 added. Saved.")
        keys.type(f"Will text {number} help people who need an interpreter?", into="Question")
        keys.type(people, into="How many people")
        keys.type("2", into="We predict, at least")
        keys.type("It helped some, and the slot was too short", into="What we learned")
        keys.type("Adapt", into="What next")
        keys.saved()
    log = course.answers()["k-cycles"]
    assert [(row["n"], row["low"], row["act"]) for row in log] == [("4", "2", "adapt"), ("5", "2", "adapt")]
    assert log[1]["question"] == "Will text 2 help people who need an interpreter?"
    assert page.page.locator(".jp-Notebook .jp-Cell").count() == cells, "a letter reached Lab"


def test_the_check_lists_every_rule_in_words_and_the_date_of_the_session_is_asked_for(visit, course):
    data = json.loads((course.work / ALL_KINDS).read_text(encoding="utf-8"))
    date = "# The date of the session\nfrom equityqi import session_form\n\nsession_form()"
    aim = next(cell for cell in data["cells"] if cell["id"] == "ask-k-aim")
    data["cells"] = [
        data["cells"][0],
        {"cell_type": "code", "id": "date", "metadata": {}, "source": date, "outputs": [], "execution_count": None},
        aim,
    ]
    path = course.work / "exercises/99-all-kinds/dated.ipynb"
    path.write_text(json.dumps(data), encoding="utf-8")
    trust([path], {"JUPYTER_DATA_DIR": str(course.work / ".learner" / "data")})
    settings = course.work / "settings.yml"
    before = settings.read_bytes()
    page = visit("exercises/99-all-kinds/dated.ipynb").start()
    form = page.form(AIM)
    form.get_by_label("By").fill("31 March 2027")
    page.says(AIM, "Saved.")
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="then check again").wait_for()
    asked = page.page.locator(".eq-card", has_text="Your sessions")
    day = asked.get_by_label("Date of session 1:")
    if not day.is_visible():
        asked.locator("summary").click()
    day.fill("1 Dezember")
    asked.get_by_role("button", name="Save these dates").click()
    asked.get_by_text("is not a date. Type day, month and year").wait_for()
    day.fill("1 December 2026")
    asked.get_by_role("button", name="Save these dates").press("Enter")
    asked.get_by_text("Session 1: Tuesday 1 December 2026").first.wait_for()
    assert str(yaml.safe_load(settings.read_text(encoding="utf-8"))["session_date"]) == "2026-12-01"
    assert json.loads((course.work / FILE).read_text(encoding="utf-8"))["session_date"] == "2026-12-01"
    form.get_by_role("button", name="Check my answer").click()
    form.locator(".eq-mark", has_text="checks met.").wait_for()
    said = form.locator(".eq-checks li").all_text_contents()
    assert (
        len(said) >= 8
        and any(words.startswith("Met: ") for words in said)
        and any(words.startswith("Not yet: ") for words in said)
    )
    notes = form.locator(".eq-note.eq-is-again")
    at_fields = notes.count()
    assert at_fields >= 2 and form.locator(".eq-checks .eq-at-field:visible").count() == 0, (
        "told at its field and again"
    )
    verdict = form.locator(".eq-mark").inner_text()
    assert not any(words.removeprefix("Not yet.").strip() in verdict for words in notes.all_inner_texts()), verdict
    short = form.locator(".eq-in-short")
    assert short.inner_text().startswith(f"{at_fields} things to change: shown at their fields.")
    short.get_by_role("button", name="Go to the first").click()
    assert notes.first.get_attribute("id") in form.locator(":focus").get_attribute("aria-describedby")
    page.picture("plan-checked")
    assert page.faults() == []
    form.get_by_label("Floor").fill("no group more than 2 points worse")
    form.locator(".eq-at-field").first.wait_for()  # no note stands at a field any more, so the list tells it again
    assert short.is_hidden()
    assert form.locator(".eq-checks").is_visible(), "the list went while the person was mending what it names"
    settings.write_bytes(before)
    path.unlink()


def test_two_forms_of_one_plan_follow_each_other_and_keep_what_is_being_typed(visit, course):
    first, second = visit().start(), visit().start()
    first.form(CYCLES).get_by_label("Question").fill("Will a text help?")
    first.says(CYCLES, "Saved.")
    where = second.form(CYCLES).get_by_label("Where", exact=True)
    second.page.wait_for_function(
        "[...document.querySelectorAll('.eq-form input')].some((field) => field.value === 'Will a text help?')"
    )
    where.focus()
    first.form(CYCLES).get_by_role("button", name="Add: cycle").click()
    second.form(CYCLES).get_by_role("group", name="Cycle 2").wait_for()
    assert where.first.evaluate("(field) => field === document.activeElement"), "the other form took the focus away"
    second.page.keyboard.type("Oak practice")
    second.says(CYCLES, "Saved.")
    assert course.answers()["k-cycles"] == [{"question": "Will a text help?", "where": "Oak practice"}, {}]
    assert first.form(CYCLES).get_by_label("Where", exact=True).first.input_value() == "Oak practice"


def test_a_plan_changed_elsewhere_meanwhile_is_put_to_the_learner_in_words(visit, course):
    page = visit().start()
    page.form(CYCLES).get_by_label("Question").fill("Will a text help?")
    page.says(CYCLES, "Saved.")
    path = course.work / FILE
    data = json.loads(path.read_text(encoding="utf-8"))
    data["answers"]["k-cycles"], data["revisions"]["k-cycles"] = (
        [{"question": "Will a call help?"}],
        data["revisions"]["k-cycles"] + 1,
    )
    path.write_text(json.dumps(data), encoding="utf-8")  # as another page would
    page.form(CYCLES).get_by_label("Where", exact=True).fill("Oak practice")
    page.says(CYCLES, "two answers, so please choose one")
    kept, saved = page.form(CYCLES).locator(".eq-kept").all_text_contents()
    assert "Will a text help?" in kept and "Oak practice" in kept and "Will a call help?" in saved
    page.picture("plan-two-answers")
    assert course.answers()["k-cycles"] == [{"question": "Will a call help?"}] and page.faults() == []
    page.form(CYCLES).get_by_role("button", name="Keep the saved answer").click()
    assert page.form(CYCLES).get_by_label("Question").input_value() == "Will a call help?"


def test_no_two_forms_share_a_name(visit):
    page = visit().start()
    page.form(CYCLES).wait_for()
    names = page.page.evaluate("[...document.querySelectorAll('.eq-form [id]')].map((part) => part.id)")
    groups = page.page.evaluate(
        "[...document.querySelectorAll('.eq-form')].map((form) => [...new"
        " Set([...form.querySelectorAll('[type=radio]')].map((part) => part.name))]).flat()"
    )
    assert len(names) == len(set(names)) > 20 and len(groups) == len(set(groups)) >= 1


def long_plan(course):
    nodes = [{"id": "a", "level": 0, "text": "Close the gap"}]
    links = []
    for primary in range(4):
        nodes.append({"id": f"p{primary}", "level": 1, "text": f"A big thing that must be true, number {primary + 1}"})
        links.append(["a", f"p{primary}"])
        for part in range(2):
            nodes += [
                {"id": f"s{primary}{part}", "level": 2, "text": "A workable part", "source": "team"},
                {"id": f"i{primary}{part}", "level": 3, "text": "An idea", "kind": "proportionate"},
            ]
            links += [[f"p{primary}", f"s{primary}{part}"], [f"s{primary}{part}", f"i{primary}{part}"]]
    (course.work / FILE).write_text(
        json.dumps(
            {
                "schema": 1,
                "exercise": "99-all-kinds",
                "id": "0123456789abcdef",
                "answers": {
                    "k-drivers": {"nodes": nodes, "links": links},
                    "k-cycles": [{"question": "Will a text help?"}, {}],
                },
            }
        ),
        encoding="utf-8",
    )


def test_in_a_long_plan_the_word_on_saving_stays_in_sight(visit, course):
    long_plan(course)
    page = visit().start()
    form = page.form(DRIVERS)
    form.locator(".eq-node").nth(20).wait_for()
    form.get_by_label("Primary driver", exact=True).first.fill("A big thing that must be true")
    page.says(DRIVERS, "Saved.")
    status = form.locator(".eq-status").bounding_box()
    assert 0 < status["y"] < 768 - status["height"], "the person would have to scroll to see whether it is saved"
    page.picture("plan-long")


def test_axe_finds_nothing_in_plans_in_both_themes(visit, course):
    long_plan(course)
    page = visit().start()
    page.form(DRIVERS).locator(".eq-picture svg:visible").wait_for(timeout=30_000)
    page.form(DRIVERS).get_by_role("button", name="Check my answer").click()
    page.form(DRIVERS).locator(".eq-checks li").first.wait_for()
    assert page.faults() == []
    page.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    page.page.evaluate(
        "for (const [k, v] of Object.entries({'--jp-content-font-color1': '#fff', '--jp-layout-color0': '#111',"
        " '--jp-layout-color1': '#212121', '--jp-ui-font-color2': '#bdbdbd', '--jp-border-color1': '#757575'}))"
        " document.documentElement.style.setProperty(k, v)"
    )
    assert page.faults() == []
    page.form(DRIVERS).locator(".eq-picture").scroll_into_view_if_needed()
    page.picture("plan-dark")


WORDS_OUTSIDE = """(svg) => {
  const boxes = [...svg.querySelectorAll("rect")].map((box) => box.getBBox());
  const around = (a, b) => a.x <= b.x && a.y <= b.y && a.x + a.width >= b.x + b.width && a.y + a.height >= b.y + b.height;
  const frame = { x: 0, y: 0, width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height };
  return [...svg.querySelectorAll("text")].filter((text) => {
    const here = text.getBBox();
    const touched = boxes.filter((box) => here.x < box.x + box.width && box.x < here.x + here.width && here.y < box.y + box.height && box.y < here.y + here.height);
    return !around(frame, here) || touched.length > 1 || (touched.length && !around(touched[0], here));
  }).map((text) => text.textContent);
}"""  # noqa: E501
LONG_WORDS = [
    "Rechtsschutzversicherungsgesellschaften",
    "WWW @ MMM " * 6,
    "👩🏽‍⚕️ calls, and asks in plain words",
    "مواعيد بلغة المريض",
]


@pytest.mark.parametrize("width, shape, least", [(1366, "wide", 12), (400, "narrow", 12)])
def test_every_word_of_a_full_diagram_is_inside_its_box_and_large_enough(visit, course, width, shape, least):
    levels = [0] + [1] * 9 + [2] * 25 + [3] * 25
    nodes = [{"id": f"n{n}", "level": level, "text": LONG_WORDS[n % 4]} for n, level in enumerate(levels)]
    above = {1: [0], 2: range(1, 10), 3: range(10, 35)}
    links = [[f"n{above[level][n % len(above[level])]}", f"n{n}"] for n, level in enumerate(levels) if level]
    seed(course, nodes, links)
    page = visit()
    page.page.set_viewport_size({"width": width, "height": 800})
    page.start()
    svg = page.form(DRIVERS).locator(f".eq-picture svg.{shape}")
    svg.wait_for(timeout=30_000)
    assert svg.locator("rect").count() == 60 and svg.evaluate(WORDS_OUTSIDE) == []
    shown = svg.evaluate("(svg) => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width")
    sizes = svg.locator("text").evaluate_all("(all) => all.map((text) => parseFloat(getComputedStyle(text).fontSize))")
    assert min(sizes) * shown >= least - 0.05, (min(sizes), shown)
    assert page.outside(DRIVERS) == [] and not any("svg" in fault for fault in page.faults())


def test_plans_fit_a_narrow_window(visit, course):
    long_plan(course)
    page = visit()
    page.page.set_viewport_size({"width": 400, "height": 800})
    page.start()
    page.form(DRIVERS).locator(".eq-picture svg:visible").wait_for(timeout=30_000)
    for words in (AIM, DRIVERS, CYCLES):
        assert page.outside(words) == [], words
        page.form(words).scroll_into_view_if_needed()
        time.sleep(0.5)
        page.picture(f"plan-400-{words.split()[0].lower()}")


def test_a_sleeping_plan_shows_what_was_saved(visit, course):
    long_plan(course)
    page = visit().start()
    page.form(DRIVERS).wait_for()
    page.page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    time.sleep(1.5)
    page.page.close()
    course.shut_down_kernels()
    again = visit()
    asleep = again.page.locator(".eq-asleep", has_text=DRIVERS)
    asleep.wait_for()
    assert "Primary driver: A big thing that must be true, number 4" in asleep.text_content()
    again.page.locator(".eq-asleep", has_text=CYCLES).get_by_role("columnheader", name="Question").wait_for()


def seed(course, nodes, links):
    answers = {"k-drivers": {"nodes": nodes, "links": links}}
    data = {"schema": 1, "exercise": "99-all-kinds", "id": "0123456789abcdef", "answers": answers}
    (course.work / FILE).write_text(json.dumps(data), encoding="utf-8")


def test_a_full_diagram_takes_no_more_boxes_and_a_text_beyond_4000_letters_is_kept_with_a_note(visit, course):
    boxes = [{"id": f"p{place}", "level": 1, "text": f"Driver {place}"} for place in range(59)]
    seed(course, [{"id": "a", "level": 0, "text": "Close the gap"}, *boxes], [["a", box["id"]] for box in boxes])
    page = visit().start()
    form = page.form(DRIVERS)
    form.get_by_role("button", name="Add primary driver under Close the gap").click()
    page.says(DRIVERS, "A diagram has room for 60 boxes, and this one is full. Delete a box to add another.")
    assert len(course.answers()["k-drivers"]["nodes"]) == 60
    long = "word " * 801
    form.get_by_label("Primary driver", exact=True).first.fill(long)
    page.says(DRIVERS, "Saved.")
    form.locator(".eq-note", has_text="more than 4,000 letters. All of it is saved").wait_for()
    assert course.answers()["k-drivers"]["nodes"][1]["text"] == long and page.faults() == []
    form.get_by_label("Primary driver", exact=True).first.fill("Short again")
    form.locator(".eq-note", has_text="more than 4,000").wait_for(state="hidden")


def test_boxes_whose_links_run_in_a_circle_or_twice_are_all_shown_and_kept(visit, course):
    nodes = [{"id": id, "level": level, "text": f"Box {id}"} for id, level in (("a", 0), ("p", 1), ("s", 2))]
    links = [["p", "s"], ["s", "p"], ["p", "s"]]
    seed(course, nodes, links)
    page = visit().start()
    page.form(DRIVERS).locator(".eq-node").nth(2).wait_for()
    page.form(DRIVERS).get_by_role("button", name="Check my answer").click()
    page.form(DRIVERS).locator(".eq-mark", has_text="here they are linked twice").wait_for()
    page.form(DRIVERS).get_by_label("Aim", exact=True).fill("Close the gap")
    page.says(DRIVERS, "Saved.")
    kept = course.answers()["k-drivers"]
    assert [node["text"] for node in kept["nodes"]] == ["Close the gap", "Box p", "Box s"]
    assert sorted(kept["links"]) == [["p", "s"], ["s", "p"]]  # the link that was there twice is there once
