"""Pages made from verdicts: feedback for one person, and what a trainer needs to know of the cohort. No word in them is
run.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html import escape

from equityqi.documents.html_frame import scrolled, whole_page
from equityqi.marking.roll import Person
from equityqi.marking.verdict import STATUS, QuestionMark, Verdict
from equityqi.safe_text import file_name

HARDEST = 15


def _table(caption: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table; ``rows`` are HTML, and the first cell of each names its row."""
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in heads)
    body = "".join(
        f'<tr><th scope="row">{first}</th>{"".join(f"<td>{cell}</td>" for cell in rest)}</tr>\n'
        for first, *rest in rows
    )
    return scrolled(
        f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>",
        caption,
    )


def _list(lines: Iterable[str]) -> str:
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    return f"<ul>{items}</ul>" if items else ""


def _points(points: float | None, out_of: float) -> str:
    return "–" if points is None else f"{round(points, 2):g} of {out_of:g}"


# ---- One person


def feedback_page(person: Person, verdicts: list[Verdict]) -> str:
    """Return a person's feedback as one HTML page that loads nothing and runs nothing, to read,
    print or send by mail.
    """
    name = person.name or person.id
    rows = [(escape(one.exercise), _points(one.points, one.out_of), escape(STATUS[one.status])) for one in verdicts]
    about = (
        "<p>The points are those that the button Check showed. “Not yet” means that there is something to look at"
        " again; you can still change your answers.</p>"
    )
    parts = "".join(_exercise(one) for one in verdicts if one.handed_in)
    missing = (
        ""
        if any(one.handed_in for one in verdicts)
        else "<p>There is no hand-in from you yet. Make one on the start page, and send it to your trainer.</p>"
    )
    title = f"Feedback for {name}"
    return whole_page(
        title,
        f"<header><h1>{escape(title)}</h1>{about}</header>\n<main>{missing}{_table('Your exercises', ('Exercise', 'Points', 'What was done'), rows)}{parts}</main>",  # noqa: E501
    )


def _exercise(verdict: Verdict) -> str:
    answered = [one for one in verdict.marks if not one.blank]
    blank = len(verdict.marks) - len(answered)
    rows = [
        (escape(one.asked), _word(one), _points(one.points, one.out_of) if one.out_of else "no points", _said(one))
        for one in answered
    ]
    table = (
        _table(f"Your answers: {verdict.exercise}", ("Question", "So far", "Points", "What to know"), rows)
        if rows
        else ""
    )
    left = f"<p>{blank} question{'s have' if blank != 1 else ' has'} no answer yet.</p>" if blank and answered else ""
    return (
        f"<h2>{escape(verdict.exercise)}</h2>\n<p>{escape(verdict.sentence)}</p>{_list(verdict.notes)}{table}{left}\n"
    )


def _word(mark: QuestionMark) -> str:
    return "Passed" if mark.passed else "Not yet"


def _said(mark: QuestionMark) -> str:
    more = [line for line in mark.not_yet if line not in mark.sentence]
    return escape(mark.sentence) + _list(more)


# ---- The cohort


def cohort_page(people: dict[str, Person], exercises: list[str], theirs: dict[str, list[Verdict]]) -> str:
    """Return the trainer's page: what to open, who is missing, each exercise, the hardest questions, the commonest
    slips.
    """
    on_roll = {id: given for id, given in theirs.items() if given[0].on_roll}
    missing = [id for id, given in on_roll.items() if not any(one.handed_in for one in given)]
    verdicts = [one for given in on_roll.values() for one in given]
    here = len(on_roll) - len(missing)
    parts = [
        f"<p>{here} of {len(on_roll)} people on the roll have handed in.</p>",
        _to_open(people, theirs),
        f"<h2>Who is missing</h2>\n{_list(_name(people[id]) for id in missing) or '<p>Nobody.</p>'}",
        _strangers(theirs),
        (  # noqa: E501
            f"<h2>Exercises</h2>\n{_table('Each exercise', ('Exercise', 'Marked', 'Nothing answered yet', 'Please open', 'Not marked yet', 'Mean share of the points'), (_about(name, verdicts) for name in exercises))}"  # noqa: E501
        ),
        _questions(verdicts, exercises),
        _slips(verdicts),
        f"<h2>Feedback pages</h2>\n<ul>{''.join(f'<li>{_link(people[id])}</li>' for id in theirs)}</ul>",
    ]
    return whole_page("The cohort", f"<header><h1>The cohort</h1></header>\n<main>{''.join(parts)}</main>")


def _name(person: Person) -> str:
    return f"{person.name} ({person.id})" if person.name and person.name != person.id else person.id


def _link(person: Person) -> str:
    """Link to the page that was made here; never to a file of a learner's."""
    return f'<a href="feedback/{file_name(person.id)}.html">{escape(_name(person))}</a>'


def _to_open(people: dict[str, Person], theirs: dict[str, list[Verdict]]) -> str:
    found: Counter[tuple[str, str, str]] = Counter()
    where: dict[tuple[str, str, str], str] = {}
    for id, given in theirs.items():
        for one in given:
            if one.status != "graded" and one.handed_in:
                key = (id, one.status, one.sentence.replace(one.exercise, ""))
                found[key] += 1
                where.setdefault(key, f"{escape(one.exercise)}: {escape(one.sentence)}")
    rows = [
        (
            _link(people[key[0]]),
            escape(STATUS[key[1]]),
            where[key] + (f" The same holds for {count - 1} more." if count > 1 else ""),
        )
        for key, count in found.items()
    ]
    return (
        "<h2>To"
        f" do</h2>\n{_table('What waits for you', ('Person', 'What was done', 'Why'), rows) if rows else '<p>Nothing: everything that was handed in is marked.</p>'}"  # noqa: E501
    )


def _strangers(theirs: dict[str, list[Verdict]]) -> str:
    names = [id for id, given in theirs.items() if not given[0].on_roll]
    return (
        "<h2>Not on the roll</h2>\n<p>These hand-ins fit nobody on the roll. Check their names, then mark"
        f" again.</p>{_list(names)}"
        if names
        else ""
    )


def _about(name: str, verdicts: list[Verdict]) -> tuple[str, ...]:
    mine = [one for one in verdicts if one.exercise == name and one.handed_in]
    blank = [one for one in mine if one.status == "graded" and not one.points and all(mark.blank for mark in one.marks)]
    shares = [one.points / one.out_of for one in mine if one.points is not None and one.out_of and one not in blank]
    counts = [sum(one.status == status for one in mine) for status in ("graded", "look")]
    waiting = sum(one.status in ("could_not_run", "grader_error") for one in mine)
    mean = f"{100 * sum(shares) / len(shares):.0f}% of {len(shares)}" if shares else "–"
    return (escape(name), str(counts[0] - len(blank)), str(len(blank)), str(counts[1]), str(waiting), mean)


def _questions(verdicts: list[Verdict], exercises: list[str]) -> str:
    """How hard each question was for those who answered it; blank and not yet are counted apart."""
    marks: dict[tuple[str, str], list[QuestionMark]] = {}
    for one in verdicts:
        for mark in one.marks:
            marks.setdefault((one.exercise, mark.id), []).append(mark)
    rows = []
    for (exercise, _id), given in marks.items():
        answered = [mark for mark in given if not mark.blank]
        if answered:
            passed = sum(mark.passed for mark in answered)
            rows.append(
                (
                    passed / len(answered),
                    exercises.index(exercise),
                    exercise,
                    given[0].asked,
                    len(answered),
                    passed,
                    len(given) - len(answered),
                )
            )
    rows.sort(key=lambda row: row[:2])
    shown = [
        (f"{escape(row[2])}: {escape(row[3])}", *(str(count) for count in (row[4], row[5], row[4] - row[5], row[6])))
        for row in rows
    ]
    return (
        "<h2>Questions, the hardest"
        f" first</h2>\n{_table('Each question that somebody answered', ('Question', 'Answered', 'Passed', 'Not yet', 'Left blank'), shown)}"  # noqa: E501
        if shown
        else ""
    )


def _slips(verdicts: list[Verdict]) -> str:
    counts: Counter[tuple[str, str]] = Counter()
    sentence: dict[tuple[str, str], QuestionMark] = {}
    for one in verdicts:
        for mark in one.marks:
            if mark.misconception and not mark.passed:
                key = (one.exercise, f"{mark.id}: {mark.misconception}")
                counts[key] += 1
                sentence.setdefault(key, mark)
    rows = [
        (escape(f"{key[0]}, {key[1]}"), str(count), escape(sentence[key].sentence))
        for key, count in counts.most_common(HARDEST)
    ]
    return (
        "<h2>Commonest"
        f" slips</h2>\n{_table('What to speak about', ('Question and slip', 'People', 'What they were told'), rows)}"
        if rows
        else ""
    )
