"""code_cells.what_stopped: a test's own message is shown, and nothing that other code says."""

import pytest

from equityqi.code_cells.what_stopped import NOT_YET, what_stopped

TEST = """
def told(*counts):
    return bounds(*counts)


low, high = bounds(54, 120, 30)
assert abs(low - 36) < 0.01, f"{low:.1f}: if none of the 30 is at target, it is 54 of 150."
assert asked[key] == counts, f"Month {key[0]}: {asked[key]} and not {counts}."
assert told(1) == 2, "At 100% both ends are " + "the share itself."
assert told(2) == 2, "Of %d people, %s." % (high, low)
assert told(3) == 2, "From {:.1f} to {0!r}.".format(low)
assert told(4) == 2, "Too low." if low < 1 else f"Too high: {low}"
assert told(5) == 2, told(5)
assert told(6) == 2, f"{low} {high}"
assert told(7) == 2
if high < low:
    raise ValueError("The ends are the wrong way round.")
"""
SECRET = "### BEGIN HIDDEN TESTS assert abs(high - 56.0) < 0.01"


@pytest.mark.parametrize(
    "message",
    [
        "37.5: if none of the 30 is at target, it is 54 of 150.",
        "-1,000.0: if none of the 30 is at target, it is 54 of 150.",
        "nan: if none of the 30 is at target, it is 54 of 150.",
        "Month 2024-08: (10, 5) and not (12, 6).",
        "At 100% both ends are the share itself.",
        "Of 12 people, 3.5.",
        "From 2.0 to 4.",
        "Too low.",
        "Too high: 4",
    ],
)
def test_a_message_of_the_test_s_own_is_shown(message):
    assert what_stopped(["AssertionError", message], None, TEST, "") == message


def test_an_error_that_the_test_itself_raises_is_shown():
    said = "The ends are the wrong way round."
    assert what_stopped(["ValueError", said], None, TEST, "") == said


@pytest.mark.parametrize(
    "message",
    [
        SECRET,
        f"{SECRET}: if none of the 30 is at target, it is 54 of 150.",
        f"Month {SECRET * 2}: 1 and not 2.",
        f"Too high: {SECRET * 2}",
        "Series are different",
        "1 2",
        "",
    ],
)
def test_any_other_message_is_not_shown(message):
    assert what_stopped(["AssertionError", message], None, TEST, "") == NOT_YET


def test_a_message_that_a_learner_s_own_line_gives_is_not_shown_even_if_it_looks_like_the_test_s():
    told = what_stopped(["AssertionError", "Too low."], "    raise AssertionError(text)", TEST, "")
    assert told == (
        "Your code stopped with AssertionError at this line: “raise AssertionError(text)”. Run the cell to see why."
    )


@pytest.mark.parametrize("line", ("y = leak()", None))
def test_the_name_of_an_error_is_shown_where_the_learner_wrote_it_or_python_knows_it(line):
    def told(name, page=""):
        return what_stopped([name, SECRET], line, TEST, page)

    assert "KeyError" in told("KeyError") and "LinAlgError" in told("LinAlgError")
    assert "TooFew" in told("TooFew", "class TooFew(Exception):\n    pass")
    assert "an error of its own kind" in told("leak_" + "x" * 50) and "leak" not in told("Leak_hidden").replace(
        "leak()", ""
    )
    assert SECRET not in told("KeyError")
