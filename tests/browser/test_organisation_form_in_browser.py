"""The form for who runs the course: filled in, wrong at its field, saved, and there again when the page is loaded."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from equityqi.organisation import ANOTHER, as_text, organisation
from tests.browser.conftest import Course

LOGO = Path(__file__).parents[1] / "second-organisation" / "mid-dale.svg"
ARTEFACTS = Path(__file__).parents[2] / "test-artefacts"
PAGE = "course/trainer/prepare.ipynb"

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def teaching_for_itself(browser, tmp_path, monkeypatch):
    """A trainer's course whose organisation.yml is in a folder of the test's own."""
    path = tmp_path / "organisation.yml"
    path.write_text(as_text({"chart_rules": "course"}), encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(path))
    running = Course(f"browser-organisation-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}", verb="teach")
    yield running
    running.stop()
    shutil.rmtree(running.work, ignore_errors=True)


def card_of(page, task):
    """Open a task of the checklist, and return its form."""
    item = page.locator(".eq-todo > li", has=page.get_by_text(task, exact=True))
    item.locator("summary").click(timeout=60_000)
    return item.locator("details")


def test_the_form_says_at_a_field_what_is_wrong_keeps_what_is_typed_and_saves_it(teaching_for_itself, browser):
    context = browser.new_context(viewport={"width": 820, "height": 1180})
    page = context.new_page()
    page.set_default_timeout(20_000)
    address = teaching_for_itself.address(f"{teaching_for_itself.work.name}/{PAGE}")
    page.goto(address)
    card = card_of(page, "Say who runs the course")
    card.get_by_label("Your organisation’s name:").fill("NHS Mid Dale")
    card.get_by_label("Its logo (PNG, JPEG or SVG):").set_input_files(LOGO)
    card.get_by_role("button", name="Save this for the course").click()
    card.get_by_role("status").filter(has_text="Saved in organisation.yml.").wait_for()

    card = card_of(page, "Set both dates")
    card.get_by_label("Date of session 2:").fill("1 December 2026")
    start = card.get_by_label("Session 2 starts at:")
    start.fill("half past ten")
    card.get_by_role("button", name="Save this for the course").click()

    card.get_by_text("“half past ten” isn't a time of day. Write hours and minutes, such as 09:30.").wait_for()
    said = card.get_by_role("status")
    assert said.inner_text().startswith("Not saved yet.") and "half past" not in said.inner_text()
    assert start.get_attribute("aria-invalid") == "true" and start.evaluate("one => one === document.activeElement")
    described = start.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").inner_text().startswith("“half past ten”")
    assert organisation().session_2_date is None  # nothing is saved by half
    card.screenshot(path=ARTEFACTS / "organisation-form.png")
    assert Axe().run(page, context=".eq-small").response["violations"] == []

    start.fill("10.30")
    card.get_by_role("button", name="Save this for the course").click()
    said.filter(has_text="Saved in organisation.yml.").wait_for()
    assert card.locator("[aria-invalid]").count() == 0 and card.locator(".eq-at-field").count() == 0
    held = organisation()
    assert (held.name, held.logo, held.starts(2)) == ("NHS Mid Dale", "organisation-logo.svg", "10:30")

    page.goto(address)
    assert card_of(page, "Set both dates").get_by_label("Date of session 2:").input_value() == "1 December 2026"
    card = card_of(page, "Say who runs the course")
    assert card.get_by_label("Your organisation’s name:").input_value() == "NHS Mid Dale"
    assert card.get_by_label("Take the logo away (organisation-logo.svg)").is_visible()
    context.close()
