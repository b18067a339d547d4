"""The worked year of a case as charts for the wall: its two groups only, in letters for the last row."""

from __future__ import annotations

from equityqi.cases.case import Case
from equityqi.lessons.slide_charts import CUT, INVENTED, NAME
from equityqi.pictures.on_slide import LETTERS, End, gap_over_periods
from equityqi.pictures.style import Picture
from equityqi.plain_words import upper_first
from equityqi.project.numbers import AIM, BALANCING, time_in_words
from equityqi.project.whole_project import read_whole
from equityqi.project.worked_year import read_year, year_file
from equityqi.svg.text_widths import lines_of


def year_aim(case: Case) -> Picture:
    """Return the measure of the aim over the worked year, both groups."""
    return _over_the_year(case, AIM, read_year(case.id).in_short.works)


def year_harm(case: Case) -> Picture:
    """Return the balancing measure over the worked year, both groups."""
    return _over_the_year(case, BALANCING, read_year(case.id).in_short.widens)


def _over_the_year(case: Case, role: str, sentence: str) -> Picture:
    record = read_whole(year_file(case.id).read_bytes()).record
    measure = next(one for one in record.measures if one.role == role)
    worst, best = (
        End(kind, "\n".join(lines_of(upper_first(group), NAME, LETTERS, bold=True)), _shares(measure.counts, group))
        for kind, group in zip(("worst", "best"), record.groups, strict=True)
    )
    months = [time_in_words(when) for when in record.times]
    ends = "; ".join(
        f"{group} from {end.values[0]:.1f}% to {end.values[-1]:.1f}%, highest {max(end.values):.1f}%"
        for group, end in zip(record.groups, (worst, best), strict=True)
    )
    alt = f"{measure.name}, {months[0]} to {months[-1]}: {ends}."
    trigger = f" The trigger is {measure.trigger}%." if measure.trigger else ""
    return Picture(gap_over_periods(worst, best, months, "%"), alt, f"{measure.name}.{trigger} {CUT} {INVENTED}")


def _shares(counts, group: str) -> tuple[float, ...]:
    known = [one.numbers for one in counts if one.group == group]
    return tuple(100 * count[0] / count[1] for count in known if count)
