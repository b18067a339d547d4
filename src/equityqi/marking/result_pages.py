"""Pages made from verdicts: feedback for one person, and what a trainer needs to know of the cohort. No word in them is
run.
"""

from __future__ import annotations

from collections import Counter

from equityqi.documents.html import header
from equityqi.documents.html_frame import whole_page
from equityqi.html_tags import Html, bullets, join, lines, table_of, tag
from equityqi.marking.roll import Person
from equityqi.marking.verdict import STATUS, QuestionMark, Verdict
from equityqi.reading.marks import Given
from equityqi.reading.together import Reading
from equityqi.safe_text import file_name
from equityqi.workfolder.split_by_person import Line

FORMAL = {"too-short", "too-many", "missed-one", "pasted-prompt"}  # slips of an answer's form, not of a thought
FIRST = 5  # so many can be spoken about in one session
FEEDBACK = (
    "“Not yet” means there’s something to look at again. You can still change your answers. Practice questions"
    " count only where you answered them."
)
NO_HAND_IN = "We don’t have a hand-in from you yet. Make one on the start page, and send it to your trainer."
TO_BE_READ = "{} still to be read by a person."
OLDER = ", for the text as it was before"
TEXTS = "{count} to be read by a person: open texts-to-read.xlsx beside this page, fill it in, then mark again."
STRANGERS = "These hand-ins match nobody on the roll. Check their names, then mark again."
ALL_QUESTIONS = ("Question", "Answered", "Passed", "Not yet", "Left blank")
ALL_SLIPS = ("Question and slip", "People", "What they were told")
EACH_EXERCISE = (
    "Exercise",
    "Marked",
    "Nothing answered yet",
    "Please open",
    "Not marked yet",
    "Average share of the marks",
)


def _points(points: float | None, out_of: float) -> str:
    return "–" if points is None else f"{round(points, 2):g} of {out_of:g}"


# ---- One person


def feedback_page(person: Person, verdicts: list[Verdict], reading: Reading) -> Html:
    """Return a person's feedback as one HTML page that loads nothing and runs nothing, to read,
    print or send by mail.
    """
    title = f"Feedback for {person.name or person.id}"
    handed_in = [one for one in verdicts if one.handed_in]
    rows = [(one.exercise, _points(one.points, one.out_of), STATUS[one.status]) for one in verdicts]
    main = tag(
        "main",
        None if handed_in else tag("p", NO_HAND_IN),
        table_of("Your exercises", ("Exercise", "Marks", "What was done"), rows),
        (_exercise(one, *reading.of(one.id, one.exercise)) for one in handed_in),
    )
    return whole_page(title, (header(title, tag("p", FEEDBACK)), "\n", main))


def _exercise(verdict: Verdict, texts: list[Given], waiting: int) -> Html:
    answered = [one for one in verdict.marks if not one.blank]
    blank = sum(one.blank and one.counts for one in verdict.marks)
    rows = [
        (
            one.asked,
            one.so_far,
            _points(one.points, one.out_of) if one.out_of else "no marks",
            (one.sentence, bullets(line for line in one.not_yet if line not in one.sentence)),
        )
        for one in answered
    ]
    caption = f"Your answers: {verdict.exercise}"
    left = f"{blank} question{'s have' if blank != 1 else ' has'} no answer yet."
    return join(
        (
            tag("h2", verdict.exercise),
            "\n",
            tag("p", verdict.sentence),
            bullets(verdict.notes),
            table_of(caption, ("Question", "So far", "Marks", "What to know"), rows) if rows else None,
            tag("p", left) if blank and answered else None,
            _texts(verdict.exercise, [one for one in texts if one.text and (one.mark is not None or one.word)]),
            tag("p", TO_BE_READ.format(f"{waiting} text{'s are' if waiting > 1 else ' is'}")) if waiting else None,
            "\n",
        )
    )


def _texts(exercise: str, texts: list[Given]) -> Html | None:
    """Return what a person gave for texts: the marks, and a comment."""
    rows = [
        (one.prompt, _points(one.mark, one.out_of) + (OLDER if one.older else ""), lines(one.word)) for one in texts
    ]
    heads = ("Text", "Marks", "A word back")
    return table_of(f"Read by a person: {exercise}", heads, rows) if rows else None


# ---- The cohort

CSS = """
.first { display: grid; gap: 0 2rem; }
@media (min-width: 60rem) { .first { grid-template-columns: 1fr 1fr; } }
.first li { margin: .6rem 0; }
.first li > span { display: block; }
.names { columns: 15rem; }
summary { cursor: pointer; padding: .6rem 0; min-height: 1.55rem; font-weight: bold; }
"""


def cohort_page(
    people: dict[str, Person],
    exercises: list[str],
    theirs: dict[str, list[Verdict]],
    reading: Reading,
    unclear: list[Line],
) -> Html:
    """Return the trainer's page: the hardest questions and the commonest misconceptions, what to open, who is missing,
    what was not understood, each exercise; all questions and slips are folded away.
    """
    on_roll = {id: given for id, given in theirs.items() if given[0].on_roll}
    unclear = [line for line in unclear if line.matters]
    missing = [id for id, given in on_roll.items() if not any(one.handed_in for one in given)]
    verdicts = [one for given in on_roll.values() for one in given]
    strangers = [id for id, given in theirs.items() if not given[0].on_roll]
    questions, slips = _questions(verdicts, exercises), _slips(verdicts)
    main = tag(
        "main",
        tag("p", f"{len(on_roll) - len(missing)} of {len(on_roll)} people on the roll have handed in."),
        tag("div", _hardest(questions), _commonest(slips), class_="first"),
        tag("h2", "To do"),
        "\n",
        _to_open(people, theirs),
        _to_read(reading),
        tag("h2", "Who is missing"),
        "\n",
        bullets((_name(people[id]) for id in missing), "names") or tag("p", "Nobody."),
        (tag("h2", "Not understood"), "\n", bullets(line.sentence for line in unclear)) if unclear else None,
        (tag("h2", "Not on the roll"), "\n", tag("p", STRANGERS), bullets(strangers)) if strangers else None,
        tag("h2", "Exercises"),
        "\n",
        table_of("Each exercise", EACH_EXERCISE, [_counts(name, verdicts) for name in exercises]),
        tag("h2", "Feedback pages"),
        "\n",
        bullets((_link(people[id]) for id in theirs), "names") or tag("ul"),
        _folded("All questions that somebody answered", ALL_QUESTIONS, [row for _, row in questions]),
        _folded("All slips", ALL_SLIPS, [(f"{asked} ({slip})", str(n), said) for asked, slip, n, said in slips]),
    )
    return whole_page("The cohort", (header("The cohort"), "\n", main), CSS)


def _folded(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> Html | None:
    return tag("details", tag("summary", f"{title} ({len(rows)})"), table_of(title, heads, rows)) if rows else None


def _name(person: Person) -> str:
    return f"{person.name} ({person.id})" if person.name and person.name != person.id else person.id


def _link(person: Person) -> Html:
    """Link to the page that was made here; never to a file of a learner's."""
    return tag("a", _name(person), href=f"feedback/{file_name(person.id)}.html")


def _to_open(people: dict[str, Person], theirs: dict[str, list[Verdict]]) -> Html:
    found: Counter[tuple[str, str, str]] = Counter()
    where: dict[tuple[str, str, str], str] = {}
    for id, given in theirs.items():
        for one in given:
            if one.status != "graded" and one.handed_in:
                key = (id, one.status, one.sentence.replace(one.exercise, ""))
                found[key] += 1
                where.setdefault(key, f"{one.exercise}: {one.sentence}")
    rows = [
        (
            _link(people[key[0]]),
            STATUS[key[1]],
            where[key] + (f" It’s the same for {count - 1} more." if count > 1 else ""),
        )
        for key, count in found.items()
    ]
    if not rows:
        return tag("p", "Nothing: everything people handed in is marked.")
    return table_of("What is waiting for you", ("Person", "What was done", "Why"), rows)


def is_blank(verdict: Verdict) -> bool:
    """Whether an exercise was handed in with nothing answered in it."""
    begun = verdict.status != "graded" or verdict.points or any(not mark.blank for mark in verdict.marks)
    return verdict.handed_in and not begun


def _to_read(reading: Reading) -> Html | None:
    count = sum(number for counts in reading.waiting.values() for number in counts.values())
    return tag("p", TEXTS.format(count=f"{count} text{'s wait' if count > 1 else ' waits'}")) if count else None


def _counts(name: str, verdicts: list[Verdict]) -> tuple[str, ...]:
    mine = [one for one in verdicts if one.exercise == name and one.handed_in]
    blank = [one for one in mine if is_blank(one)]
    shares = [one.points / one.out_of for one in mine if one.points is not None and one.out_of and one not in blank]
    counts = [sum(one.status == status for one in mine) for status in ("graded", "look")]
    waiting = sum(one.status in ("could_not_run", "grader_error") for one in mine)
    mean = f"{100 * sum(shares) / len(shares):.0f}% of {len(shares)}" if shares else "–"
    return (name, str(counts[0] - len(blank)), str(len(blank)), str(counts[1]), str(waiting), mean)


def _questions(verdicts: list[Verdict], exercises: list[str]) -> list[tuple[float, tuple[str, ...]]]:
    """Return how hard each question was for those who answered it, the hardest first, and its row in the table.

    One more pass and one more miss than there were are counted: one person's miss does not make a question hard.
    """
    marks: dict[tuple[str, str], list[QuestionMark]] = {}
    for one in verdicts:
        for mark in one.marks:
            marks.setdefault((one.exercise, mark.id), []).append(mark)
    rows = []
    for (exercise, _id), given in marks.items():
        answered = [mark for mark in given if not mark.blank]
        if answered:
            passed = sum(mark.passed for mark in answered)
            counts = (len(answered), passed, len(answered) - passed, len(given) - len(answered))
            order = ((passed + 1) / (len(answered) + 2), exercises.index(exercise))
            rows.append((order, (passed / len(answered), (f"{exercise}: {given[0].asked}", *map(str, counts)))))
    return [row for _, row in sorted(rows, key=lambda row: row[0])]


def _hardest(questions: list[tuple[float, tuple[str, ...]]]) -> Html:
    hard = [row for share, row in questions if share < 1][:FIRST]
    items = [
        (tag("strong", asked), tag("span", f"{passed} of {answered} passed, {blank} left it blank."))
        for asked, answered, passed, _, blank in hard
    ]
    nothing = "Nothing: everybody passed what they answered." if questions else "Nothing is answered yet."
    return tag("section", tag("h2", "The hardest questions"), _numbered(items) or tag("p", nothing))


def _slips(verdicts: list[Verdict]) -> list[tuple[str, str, int, str]]:
    """Return each slip by how many made it: the question, the slip's name, how many people, what they were told."""
    counts: Counter[tuple[str, str, str]] = Counter()
    first: dict[tuple[str, str, str], QuestionMark] = {}
    for one in verdicts:
        for mark in one.marks:
            if mark.misconception and not mark.passed:
                key = (one.exercise, mark.id, mark.misconception)
                counts[key] += 1
                first.setdefault(key, mark)
    return [(f"{key[0]}: {first[key].asked}", key[2], n, first[key].sentence) for key, n in counts.most_common()]


def _commonest(slips: list[tuple[str, str, int, str]]) -> Html:
    items = [
        (
            tag("strong", slip[:1].upper() + slip[1:].replace("-", " ")),
            tag("span", f"{n} {'person' if n == 1 else 'people'}. {asked}"),
            tag("span", f"They read: {said}"),
        )
        for asked, slip, n, said in [one for one in slips if one[1] not in FORMAL][:FIRST]
    ]
    nothing = "None: nobody gave a wrong answer that the course knows."
    return tag("section", tag("h2", "The commonest misconceptions"), _numbered(items) or tag("p", nothing))


def _numbered(items: list[tuple[Html, ...]]) -> Html:
    return tag("ol", [tag("li", item) for item in items]) if items else Html()
