"""The worked year of a case as charts for the wall: its two groups only, in letters for the last row."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.lessons.slide_charts import CUT, INVENTED, name_on_slide
from equityqi.pictures.on_slide import End, gap_over_periods
from equityqi.pictures.style import Picture
from equityqi.project.numbers import AIM, BALANCING, time_in_words
from equityqi.project.whole_project import read_whole
from equityqi.project.worked_year import PAST, year_file
from equityqi.typed_input import number

FIRST_MONTHS = PAST + 3  # up to the end of September, when it is too early to tell


def year_start(case: Case) -> Picture:
    """Return the measure of the aim up to three months after the course, both groups."""
    return _over_the_year(case, AIM, FIRST_MONTHS)


def year_aim(case: Case) -> Picture:
    """Return the measure of the aim over the worked year, both groups."""
    return _over_the_year(case, AIM)


def year_harm(case: Case) -> Picture:
    """Return the balancing measure over the worked year, both groups."""
    return _over_the_year(case, BALANCING)


def _over_the_year(case: Case, role: str, many: int | None = None) -> Picture:
    record = read_whole(year_file(case.id).read_bytes()).record
    measure = next(one for one in record.measures if one.role == role)
    ends = case.groups[case.file.gap.by]
    worst, best = (
        End(kind, name_on_slide(name), _shares(measure.counts, group)[:many])
        for kind, name, group in zip(("worst", "best"), (ends.worst, ends.best), record.groups, strict=True)
    )
    months = [time_in_words(when) for when in record.times][:many]
    said = "; ".join(
        f"{group} from {end.values[0]:.1f}% to {end.values[-1]:.1f}%, highest {max(end.values):.1f}%"
        for group, end in zip(record.groups, (worst, best), strict=True)
    )
    alt = f"{measure.name}, {months[0]} to {months[-1]}: {said}."
    more = f"The trigger is {measure.trigger}%, dashed." if measure.trigger else CUT
    alt += f" Dashed: the trigger of {measure.trigger}%." if measure.trigger else ""
    return Picture(
        gap_over_periods(worst, best, months, "%", number(measure.trigger)), alt, f"{measure.name}. {more} {INVENTED}"
    )


def _shares(counts, group: str) -> tuple[float, ...]:
    known = [one.numbers for one in counts if one.group == group]
    return tuple(100 * count[0] / count[1] for count in known if count)
