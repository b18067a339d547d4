"""The comparison of marking here and on a cluster: what is handed in, and what its page says."""

import re

from equityqi.files import course_root
from tools import marking_on_dask
from tools.marking_on_dask import KINDS, Measured, code_of, page

FOUND = Measured(500, 500, dict.fromkeys(KINDS, 100), True, here=300, there=310, start=10, each=0.5)


def test_each_hand_in_has_code_of_its_own():
    handed = [code_of(number) for number in range(20)]
    assert len({page for _, page in handed}) == 20 and {kind for kind, _ in handed} == set(KINDS)


def test_the_page_says_what_was_measured_and_what_follows_from_it():
    said = page(FOUND)
    assert "All 500 verdicts were the same" in said and "{" not in said
    assert "from about 34,000 hand-ins on" in said  # 3,610 s of set-up and start; 0.5 s × (1/4 − 1/32) saved for each


def test_the_page_in_docs_is_that_of_a_full_run():
    shown = (course_root() / marking_on_dask.PAGE).read_text("utf-8")
    numbers = [
        float(one) for one in re.findall(r"^\| (?:500|the same|starting|one process).* \| ([\d.]+) \|$", shown, re.M)
    ]
    here, there, start, each = numbers
    kinds = {kind: int(count) for kind in KINDS for count in re.findall(rf"^\| {kind} \| (\d+) \|$", shown, re.M)}
    assert shown == page(Measured(sum(kinds.values()), 500, kinds, True, here, there, start, each))
