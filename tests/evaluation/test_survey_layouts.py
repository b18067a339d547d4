"""evaluation.survey_layouts, survey_tallies, survey_words, survey_rows, survey_found: the same answers, in the layouts
and words that people have, give the same figures; what is not known is named, and can be said in a small table.
"""

import csv

import openpyxl
import pytest

from equityqi.evaluation.feedback_report import report
from equityqi.evaluation.survey_columns import field_of, survey_fields
from equityqi.evaluation.survey_responses import EvaluationError, gather
from equityqi.evaluation.survey_words import HEADINGS, WORDS
from equityqi.evaluation.workshop import workshop_of

SAFE, TOOLS, PACE, AGAIN = "q7_safe_to_speak", "q2_tools", "q5_pace", "q4_recommend"
KEYS = (SAFE, TOOLS, PACE, AGAIN)
LABEL = {key: field.label for key, field in survey_fields().items()}
PEOPLE = [  # safe, tools, pace, again
    ("strongly agree", "agree", "about right", "yes"),
    ("agree", "neither", "too fast", "yes"),
    ("neither", "neither", "about right", "no"),
    ("disagree", "strongly agree", "too slow", "yes"),
    ("neither", "agree", "about right", ""),
    ("strongly disagree", "disagree", "about right", "yes"),
    ("agree", "prefer not to say", "too fast", "no"),
]
AGREE = ("strongly disagree", "disagree", "neither", "agree", "strongly agree", "prefer not to say")
TRUTH = {SAFE: (3, 7), TOOLS: (3, 6), AGAIN: (4, 6)}
NEUTRAL = {"neither": "Neutral", "strongly agree": "Strongly Agree"}


def figures(folder):
    found = gather(folder)
    shop = workshop_of(found.responses)
    shares = {share.name: (share.x, share.n) for share in (*shop.items, *shop.headlines)}
    told = {key: shares[LABEL[key]] for key in (SAFE, TOOLS)}
    told[AGAIN] = shares["I would recommend this training (yes or no)"]
    neither = dict(next(spread for spread in shop.spreads if spread.key == SAFE).counts)["Neither"]
    return found, shop, (told, neither, shop.sheets["post"])


RIGHT = (TRUTH, 2, 7)


def save(folder, rows, name="answers.csv", delimiter=",", encoding="utf-8"):
    if name.endswith(".xlsx"):
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(list(row))
        book.save(folder / name)
        return
    with open(folder / name, "w", newline="", encoding=encoding) as file:
        csv.writer(file, delimiter=delimiter).writerows(rows)


def said(answer, words=NEUTRAL):
    return words.get(answer, answer.capitalize())


def wide(headings=None, words=NEUTRAL):
    headings = headings or [LABEL[key] for key in KEYS]
    extra = ["Id", "Start time", "Email", "Name"]
    rows = [[*extra, *headings]]
    for number, person in enumerate(PEOPLE, 1):
        rows.append(
            [
                number,
                "3 Mawrth 2026 10:0" + str(number),
                "asha@example.org",
                "Asha Rowan",
                *(said(one, words) for one in person),
            ]
        )
    return rows


def tally(total="Total", blank="No answer", words=NEUTRAL, options=AGREE):
    rows = [["Question", *(said(option, words) for option in options), blank, total]]
    for place, key in ((0, SAFE), (1, TOOLS)):
        counts = [sum(person[place] == option for person in PEOPLE) for option in options]
        rows.append([LABEL[key], *counts, len(PEOPLE) - sum(counts), sum(counts)])
    return rows


GRID, SCALE = "How far do you agree?", dict(zip(AGREE, "12345", strict=False))
WIDE = {
    "forms": wide(),
    "likert": wide(words={"neither": "Neither agree nor disagree", "agree": "Tend to agree"}),
    "google grid": wide([f"{GRID} [{LABEL[SAFE]}]", f"{GRID} [{LABEL[TOOLS]}]", LABEL[PACE], LABEL[AGAIN]]),
    "dash": wide(
        [f"Ours - {LABEL[SAFE]}", f"Ours: {LABEL[TOOLS]}", f"3. {LABEL[PACE]} *", f"{LABEL[AGAIN]} (choose one)"]
    ),
    "semicolons after choices": wide(words={one: f"{one};" for person in PEOPLE for one in person if one}),
    "numbers beside words": wide(
        words={"agree": "4 - Agree", "neither": "3. Neutral", "strongly agree": "Strongly agree (5)"}
    ),
    "title rows": [["Feedback of our day"], [], *wide()],
    "surveymonkey": [
        ["Respondent ID", GRID, "", LABEL[PACE], LABEL[AGAIN], "Collector"],
        ["", LABEL[SAFE], LABEL[TOOLS], "Response", "Response", ""],
        *([number, *map(said, person), "web"] for number, person in enumerate(PEOPLE)),
    ],
    "numbers, said in the heading": wide(
        [f"{LABEL[SAFE]} (1 = strongly disagree, 5 = strongly agree)", *(LABEL[key] for key in KEYS[1:])], SCALE
    ),
    "numbers, the other way round": [
        ["1 is strongly agree, 5 is strongly disagree"],
        *wide(words={option: f"{5 - number}.0" for number, option in enumerate(AGREE[:5])}),
    ],
    "a row an answer": [
        ["Respondent", "Question", "Answer"],
        *(
            [number, LABEL[key], said(one)]
            for number, person in enumerate(PEOPLE)
            for key, one in zip(KEYS, person, strict=True)
        ),
    ],
}


@pytest.mark.parametrize("layout", WIDE)
@pytest.mark.parametrize(
    "how",
    [{}, {"delimiter": ";", "encoding": "utf-8-sig"}, {"name": "a.xlsx"}, {"delimiter": "\t", "encoding": "utf-16"}],
)
def test_the_same_people_give_the_same_figures_in_every_layout(tmp_path, layout, how):
    save(tmp_path, WIDE[layout], **how)
    found, _, told = figures(tmp_path)
    assert told == RIGHT and not found.left_out
    assert "asha" not in str(found).casefold()
    if layout == "forms":
        assert any("don’t keep them: Id, Start time, Email, Name." in note for note in found.notes)


def long_tally(merged):
    rows = [["Statement", "Response", "How many"]]
    for place, key in ((0, SAFE), (1, TOOLS)):
        for number, option in enumerate(AGREE):
            count = sum(person[place] == option for person in PEOPLE)
            rows.append(["" if merged and number else LABEL[key], said(option), count])
        rows.append(["" if merged else LABEL[key], "Total", len(PEOPLE)])
    return rows


TALLIES = {
    "questions down": tally(),
    "questions down, no totals": [row[:-2] for row in tally()],
    "answers down": list(map(list, zip(*tally(), strict=True))),
    "answers in another order": list(map(list, zip(*tally(options=AGREE[::-1]), strict=True))),
    "per cent beside": [[*row, end] for row, end in zip(tally(), ("% agree", "43%", "50%"), strict=True)],
    "total first": [[row[0], row[-1], *row[1:-1]] for row in tally("N")],
    "a row a count": long_tally(False),
    "a row a count, merged": long_tally(True),
    "a title above": [["Paper sheets, counted by hand"], *tally()],
    "a row an answer, nobody named": [
        ["Question", "Answer"],
        *([LABEL[key], said(one)] for person in PEOPLE for key, one in zip(KEYS[:2], person, strict=False)),
    ],
}


@pytest.mark.parametrize("layout", TALLIES)
@pytest.mark.parametrize("name", ["tally.csv", "tally.xlsx"])
def test_a_tally_counts_as_its_people_would(tmp_path, layout, name):
    save(tmp_path, TALLIES[layout], name)
    found, shop, (told, neither, sheets) = figures(tmp_path)
    assert ({key: told[key] for key in (SAFE, TOOLS)}, neither, sheets) == ({SAFE: (3, 7), TOOLS: (3, 6)}, 2, 7)
    assert not found.left_out and not any("add up" in note for note in found.notes)
    assert any(
        "is a tally: a count for each answer. It can’t say who gave which answers" in note for note in found.notes
    )
    assert shop.headlines[0].n == 0  # nobody is known to agree with all three


def test_a_total_that_does_not_fit_a_decimal_and_percentages_are_named(tmp_path):
    rows = tally()
    rows[1][-1] = 12
    rows[2][1] = "2.5"
    save(tmp_path, rows)
    notes = " ".join(gather(tmp_path).notes)
    assert f"answers.csv, row 2, “{LABEL[SAFE]}”: the answers add up to 7, and the total says 12." in notes
    assert f"row 3, “{LABEL[TOOLS]}”, Strongly disagree: “2.5” is not a number of people" in notes
    percent = [["", "Agree", "Neutral", "Disagree"], [LABEL[SAFE], 60, 25, 15], [LABEL[TOOLS], 50, 30, 20]]
    save(tmp_path, percent)
    with pytest.raises(EvaluationError, match="add up to 100, as percentages do, so they were left out"):
        gather(tmp_path)


def test_scores_down_and_skills_across_are_a_tally_only_under_a_heading_that_says_so(tmp_path):
    skill = "Plan a PDSA test"
    for heading, tallied in (("Score", True), ("ID", False), ("", False)):
        save(tmp_path, [[heading, skill], *([score, score % 3] for score in range(11))])
        assert {one.tallied for one in gather(tmp_path).responses} == {tallied}


def test_numbers_on_a_scale_that_nothing_explains_are_asked_and_named_once(tmp_path):
    save(tmp_path, wide(words=SCALE))
    made = report(tmp_path)
    fours = [note for note in made.notes if "“4”" in note]
    assert (
        len(fours) == 2 and f"answers.csv, row 3, “{LABEL[SAFE]}”, has “4”, which isn’t one of its answers" in fours[1]
    )
    assert "So does 1 more row." in fours[1]
    rows = list(csv.reader((tmp_path / WORDS).read_text("utf-8-sig").splitlines()))
    assert tuple(rows[0]) == HEADINGS and {"1", "2", "3", "4", "5"} <= {row[0] for row in rows}
    means = {number: option.capitalize() for option, number in SCALE.items()}
    (tmp_path / WORDS).write_text(
        "\n".join(";".join([row[0], means.get(row[0], ""), row[2]]) for row in rows), encoding="cp1252"
    )
    assert figures(tmp_path)[2] == RIGHT and not gather(tmp_path).left_out


OTHER = [
    "Did the room feel safe for you?",
    "Tools for fairness: I know them",
    "And the speed?",
    "Would you send a friend?",
]


def test_questions_in_other_words_are_matched_by_a_table_that_a_person_fills_in(tmp_path):
    save(tmp_path, wide(OTHER, {"neither": "So-so", "agree": "Rather yes"}), "ours.csv")
    with pytest.raises(EvaluationError) as told:
        report(tmp_path)
    assert "ours.csv: we found none of the survey’s questions in it. It has: Did the room feel safe" in str(told.value)
    assert "“I felt safe to speak”" in str(told.value) and f"we wrote them into {WORDS}" in str(told.value)
    rows = list(csv.reader((tmp_path / WORDS).read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows[1:5]] == OTHER and "asha" not in str(rows).casefold()
    assert {LABEL[key] for key in KEYS} <= {row[2] for row in rows} and "Neither" in {row[2] for row in rows}

    filled = [rows[0], *([theirs, LABEL[key]] for theirs, key in zip(OTHER, KEYS, strict=True))]
    save(tmp_path, filled, WORDS, encoding="utf-8-sig")
    notes = report(tmp_path).notes
    assert any("So-so" in note for note in notes)
    rows = list(csv.reader((tmp_path / WORDS).read_text("utf-8-sig").splitlines()))
    assert [row[:2] for row in rows[1:5]] == filled[1:] and {"So-so", "Rather yes"} <= {row[0] for row in rows}

    answers = [["So-so", "Neither"], ["Rather yes", "Agree"], ["Nobody knows", "No such thing"]]
    save(tmp_path, [*filled, *answers], WORDS)
    found, _, told = figures(tmp_path)
    assert told == RIGHT and not found.left_out
    assert any("row 8: “No such thing” isn’t a question or an answer of the course" in note for note in found.notes)
    assert not any(WORDS in note and "we wrote" in note for note in report(tmp_path).notes)


def test_a_column_or_an_answer_can_be_left_out(tmp_path):
    save(tmp_path, [[LABEL[SAFE], "Lunch"], ["Agree", "Good"], ["Can’t say", "Bad"]])
    assert any("Lunch" in note for note in gather(tmp_path).notes)
    save(tmp_path, [HEADINGS, ["Lunch", "leave out"], ["Can’t say", "Leave out"]], WORDS)
    found = gather(tmp_path)
    assert not found.left_out and not found.notes and len(found.responses) == 1


def test_questions_down_in_other_words_are_asked_too(tmp_path):
    rows = tally()
    rows[1][0], rows[2][0] = OTHER[:2]
    save(tmp_path, rows)
    with pytest.raises(EvaluationError, match="It has: Did the room feel safe for you\\?, Tools for fairness"):
        report(tmp_path)
    save(tmp_path, [HEADINGS, [OTHER[0], LABEL[SAFE]], [OTHER[1], TOOLS]], WORDS)
    assert figures(tmp_path)[2][0][SAFE] == (3, 7)


def test_two_answers_in_one_cell_are_not_taken_for_one(tmp_path):
    save(tmp_path, [[LABEL[SAFE]], ["Agree;Disagree;"], ["Agree; "], ["N/A"]])
    found = gather(tmp_path)
    assert found.left_out == 1 and [dict(one.answers) for one in found.responses] == [{SAFE: "agree"}]


def test_the_sheet_that_holds_answers_is_found_and_the_others_are_named(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["About this file"])
    book.active.append(["Made by the trainers"])
    for name, rows in (("Answers", wide()), ("Summary", tally())):
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(tmp_path / "book.xlsx")
    found, _, told = figures(tmp_path)
    assert told == RIGHT and any("the sheet “Answers” was read. Summary may hold answers too" in n for n in found.notes)


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("Looking back, how sure were you before today? [Write an aim]", "then_write_an_aim"),
        ("How sure do you feel now? [Write an aim]", "now_write_an_aim"),
        ("Before the course - Write an aim", "pre_write_an_aim"),
        ("12. How was the pace? *", PACE),
        ("Points - I felt safe to speak today", ""),
        ("I understand what inequality means", ""),
        ("Timestamp", ""),
    ],
)
def test_a_heading_names_a_question_or_nothing(heading, key):
    assert field_of(heading) == key


def test_many_answers_of_one_kind_are_one_sentence(tmp_path):
    save(tmp_path, [[LABEL[SAFE], LABEL[PACE]], *([["Maybe", "Too quick"]] * 43)])
    found = gather(tmp_path)
    told = [note for note in found.notes if "Maybe" in note]
    assert len(told) == 1 and "answers.csv, row 2" in told[0] and "So do 42 more rows." in told[0]
    assert found.left_out == 43


def test_a_comment_of_many_lines_and_a_file_of_one_person_keep_their_columns(tmp_path):
    save(tmp_path, [[LABEL[SAFE], "What stays with you?"], ["Agree", "\n".join(f"line {n}" for n in range(30))]])
    assert len(gather(tmp_path).responses) == 1
    save(tmp_path, [[LABEL[SAFE], LABEL[PACE]], ["Agree", "About right"]], delimiter=";")
    assert dict(gather(tmp_path).responses[0].answers) == {SAFE: "agree", PACE: "about right"}


def test_scores_of_three_people_are_no_tally(tmp_path):
    save(tmp_path, [["How was the room (1 to 10)?", "now_read_a_gap"], ["8", "9"], ["7", "5"], ["6", "4"]])
    assert [dict(one.answers) for one in gather(tmp_path).responses] == [
        {"now_read_a_gap": score} for score in ("9", "5", "4")
    ]


def test_rows_without_a_name_are_not_one_person(tmp_path):
    rows = [["", LABEL[SAFE], "Agree"], ["", LABEL[PACE], "Too fast"], ["", LABEL[SAFE], "Disagree"]]
    save(tmp_path, [["Respondent", "Question", "Answer"], *rows])
    answers = [answer for one in gather(tmp_path).responses for answer in one.answers.values()]
    assert sorted(answers) == ["agree", "disagree", "too fast"]


def test_a_words_table_that_cannot_be_read_is_not_written_anew(tmp_path):
    save(tmp_path, [["The room felt safe", LABEL[PACE]], ["Agree", "Too fast"]])
    held = f"{','.join(HEADINGS)}\nThe room felt safe,{LABEL[SAFE]},{'x' * 200_000}\n"
    (tmp_path / WORDS).write_text(held, encoding="utf-8")
    report(tmp_path, out=tmp_path)
    assert (tmp_path / WORDS).read_text(encoding="utf-8") == held


def test_words_of_strangers_are_no_formulas_in_excel(tmp_path):
    save(tmp_path, [['=HYPERLINK("http://x")', LABEL[PACE]], ["Agree", "Too fast"]])
    report(tmp_path, out=tmp_path)
    assert "'=HYPERLINK" in (tmp_path / WORDS).read_text(encoding="utf-8-sig")
