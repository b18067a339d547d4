"""owndata.direction: which of two groups is served less well, by the words of the table; else it is asked."""

import pytest

from equityqi.owndata.direction import LESS, MORE, direction_of
from equityqi.owndata.look import look_at
from equityqi.tables import ReadError


def see(count, *, of="Denominator", more="", rows=("", ""), **how):
    """A look at two wards, 30% and 40%, counted under a heading; ``more`` is one column beside."""
    lines = [f"Ward,{count},{of}{more and ','}{more}", f"Elm,300,1000{rows[0]}", f"Oak,400,1000{rows[1]}"]
    return look_at("own.csv", "\n".join(lines).encode(), **how)


@pytest.fixture(autouse=True)
def no_pictures(monkeypatch):
    monkeypatch.setattr("equityqi.owndata.telling.groups_picture", lambda *_: None)
    monkeypatch.setattr("equityqi.owndata.telling.gap_picture", lambda *_: None)


@pytest.mark.parametrize(
    "heading",
    ["DNA", "Missed visits", "Never screened", "Waiting 52+ weeks", "Deaths", "Current smokers", "Unvaccinated",
     "Left without being seen", "Breaches of the 4 hour target", "Died within 30 days", "no_care_plan",
     "Lost to follow-up"],
)  # fmt: skip
def test_where_the_words_tell_of_harm_or_absence_the_higher_rate_is_served_less_well(heading):
    seen = see(heading)
    assert (seen.gap.worst, seen.gap.best, seen.asks) == ("Oak", "Elm", ())
    assert f"less counts as better, because it says “{heading}”" in seen.sentence
    assert "for Oak from 40% to [about 35%]" in seen.draft_aim


@pytest.mark.parametrize(
    "heading",
    ["Reviewed", "No. screened", "attendedInTime", "Uptake count", "Stopped smoking", "Not readmitted", "Under 6 weeks",
     "Smoking status recorded", "Answered within 20 days"],
)  # fmt: skip
def test_where_the_words_tell_of_care_given_the_lower_rate_is(heading):
    assert (see(heading).gap.worst, direction_of(heading)) == ("Elm", 1)


@pytest.mark.parametrize(
    "heading",
    ["Numerator", "Admitted", "Falls reviewed", "Received antibiotics", "Returned within 7 days", "No reviewed",
     "Attended A&E", "Seen after 6 weeks"],
)  # fmt: skip
def test_where_the_words_tell_neither_the_gap_is_told_without_a_side(heading):
    seen = see(heading)
    assert [(ask.role, ask.options) for ask in seen.asks] == [("better", (MORE, LESS))]
    assert seen.gap is None and seen.draft_aim is None and seen.counts is None
    assert "Elm: 30.0%, and Oak: 40.0%, in this file. They are 10.0 percentage points apart" in seen.sentence


def test_what_a_person_says_goes_before_the_words_of_the_table():
    assert see("Numerator", choose={"better": LESS}).gap.worst == "Oak"
    assert see("DNA", choose={"better": "more"}).gap.worst == "Elm"
    assert see("DNA", better=1, choose={"better": LESS}).gap.worst == "Elm"
    with pytest.raises(ReadError, match="doesn’t tell us which is better"):
        see("DNA", choose={"better": "both"})


def test_the_words_are_looked_for_beside_the_counts_too():
    assert see("n", of="Booked", called="people who did not attend").gap.worst == "Oak"
    assert see("Numerator", more="% missed", rows=(",30%", ",40%")).gap.worst == "Oak"
    assert see("Numerator", more="Indicator", rows=(",Cancelled visits", ",Cancelled visits")).gap.worst == "Oak"
    assert see("Reviewed", called="missed reviews").asks, "two words against each other are asked about"


def test_nothing_is_asked_where_no_gap_is_told():
    seen = look_at("own.csv", b"Ward,Numerator,Denominator\nElm,*,9\nOak,*,9\nFir,*,9\n")
    assert not seen.asks and seen.gap is None


def test_a_range_that_hidden_counts_leave_is_told_without_a_side_too():
    seen = look_at("own.csv", b"Ward,Numerator,Denominator\nElm,*,90\nOak,40,90\n")
    assert seen.gap is None and seen.bounds is None and seen.asks and "somewhere between 36.7 and 43.3" in seen.sentence
