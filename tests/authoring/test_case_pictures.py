"""The page of the cases says what the tables say, and each picture shows its reveal."""

import re

import pytest

from equityqi.authoring.case_pictures import PICTURES, make_case_pages
from equityqi.files import course_root

DOCS = course_root() / "docs"


def test_the_page_and_its_pictures_are_what_the_command_makes(tmp_path):
    (tmp_path / "images").mkdir()
    made = make_case_pages(tmp_path)
    assert (tmp_path / "cases.md").read_text(encoding="utf-8") == (DOCS / "cases.md").read_text(encoding="utf-8")
    for path in made[:-1]:  # the bytes of a picture depend on the computer's fonts, its size does not
        assert path.read_bytes()[16:24] == (DOCS / "images" / path.name).read_bytes()[16:24]


@pytest.mark.parametrize("case, reveal", [
    ("a-blood-pressure", r"\(the dashboard\): latest .* no signal\. Of all registered patients: .* signal\."),
    ("b-medication-reviews", r"All: interpreter needed: 67\.5%.* All: not needed: 65%.* Phone: interpreter needed: 45%"),  # noqa: E501
    ("d-missed-appointments", r"Months 1 to 11, before text reminders: 1[78]\.\d percentage points apart, [34]\.\d times .* Months 12 to 24, with text reminders: 1[56]\.\d percentage points apart, [45]\.\d times"),  # noqa: E501
])  # fmt: skip
def test_a_picture_says_its_reveal(case, reveal):
    assert re.search(reveal, PICTURES[case]().alt)
