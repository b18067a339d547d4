"""A learner plays a game, saves it and is marked where there is no numpy, scipy, pandas or matplotlib at all."""

import json
import subprocess
import sys

from equityqi.files import course_root

BLOCKED = """
import sys


class Nowhere:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("numpy", "scipy", "pandas", "matplotlib"):
            raise ModuleNotFoundError(f"{name} is not here")


sys.meta_path.insert(0, Nowhere())
"""
PLAY_AND_MARK = """
import json, pkgutil
from importlib import import_module
from pathlib import Path

import equityqi.game
from equityqi.game.in_words import table
from equityqi.game.view import view
from equityqi.game import moves, play
from equityqi.questions.exercise_file import read_questions
from equityqi.questions.mark import mark_saved
from equityqi.workfolder.answers_file import Asked, read_answers, save_answer

for module in pkgutil.iter_modules(equityqi.game.__path__):
    import_module(f"equityqi.game.{module.name}")
exercise, saved = map(Path, sys.argv[1:])
question = next(one for one in read_questions(exercise / "questions.yml").questions if one.kind == "game")
answer = moves.new_answer(1)
for scale in (5, 25, 100, 0, 0):
    changes = dict.fromkeys(("need-first", "interpreter", "ask-mode"), scale) if scale else {}
    turn = play.Turn(changes=changes, together=None if scale != 5 else "codesign", group="A", low=30, high=60)
    answer = moves.after(moves.after(answer, "turn", turn, 1), "study", None, 1)
save_answer(Asked(question, exercise.name, saved), answer)
answers, _ = read_answers(saved, exercise.name)
again, mark = answers.answers[question.id], mark_saved(question, answers, saved.parent)
shown = view(again)
told = [mark.points, mark.passed, [note.sentence for note in mark.notes], question.in_words(again), shown["result"]]
last = table(play.read_log(again["game"]))[-1]
print(json.dumps([*told, shown["score"][-1][1:3], shown["strip"][-1], shown["luck"], last]))
"""
AS_WITH_NUMPY = [
    3.0,
    True,
    [
        "You made 5 predictions, and you needed 4.",
        "You studied 6 small tests, and you needed 2.",
        "Without luck, the gap went from 36.9 to 24.8 percentage points, and no group ended more than 2 percentage"
        " points worse.",
    ],
    "5 of 5 turns played; without luck, the gap went from 36.9 to 24.8 percentage points; score 93 of 100",
    [
        "Your prediction held.",
        "Group A reached 48.3% in months 11 and 12. You said 30% to 60%.",
        "Everyone together: 64.9%. People wait 4.0 weeks.",
    ],
    ["93.3", "100"],
    ["11–12", "29.0"],
    [
        "From the baseline to your last turn, the gap you saw fell by 19.2 percentage points.",
        "Luck helped you by 7.1 percentage points: without it, the gap would have fallen by 12.1 percentage points.",
        "We played your choices 100 more times, each time with different luck. In 93 of those games the gap looked at"
        " least 5 percentage points narrower.",
    ],
    ["12", "50.0", "52.9", "66.3", "83.0", "4.0", "0.0"],
]


def test_a_whole_game_is_played_saved_and_marked_with_numpy_blocked(tmp_path):
    exercise = course_root() / "exercises" / "10-close-the-gap"
    words = [sys.executable, "-c", BLOCKED + PLAY_AND_MARK, exercise, tmp_path / "10-close-the-gap.answers.json"]
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == AS_WITH_NUMPY


def test_the_block_would_notice_numpy():
    done = subprocess.run([sys.executable, "-c", f"{BLOCKED}import numpy.random"], capture_output=True, text=True)
    assert "numpy is not here" in done.stderr
