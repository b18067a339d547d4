"""The form of a project's numbers works on what a browser's Python has in place of pydantic and Jupyter."""

import subprocess
import sys

SOURCE = """
import sys
sys.modules["pandas"] = sys.modules["numpy"] = None
from equityqi.live import kernel
kernel.stand_in()
from pathlib import Path
from equityqi.forms.numbers_form import NumbersForm
form = NumbersForm()
form.bind(Path(sys.argv[1]))
heard = []
held = []
form.send = lambda reply, files=(): (heard.append(reply), held.extend(bytes(file) for file in files))
about = {"name": "reviews", "better": "up", "again": "no", "role": "aim", "target": "60", "trigger": ""}
for message in (
    {"do": "start", "about": about, "groups": ["A", "B"], "every": "month", "first": "July 2025"},
    {"do": "set", "when": "2025-07", "group": "A", "count": "2", "of": "3"},
    {"do": "paste", "text": "2025-08,A,20,30"},
    {"do": "about", "measure": "m2", "about": {**about, "role": "balancing"}},
    {"do": "undo"},
    {"do": "take"},
    {"do": "share"},
):
    form.on_message(None, message, [])
form.on_message(None, {"do": "back"}, held[:1])
form.on_message(None, {"do": "back"}, [held[1]])
assert "copy for others" in heard.pop()["failed"]
print([reply.get("failed") for reply in heard], form.sheet["rows"][1][2][0], len(form.sheet["measures"]))
"""


def test_every_message_is_answered(tmp_path):
    ran = subprocess.run([sys.executable, "-c", SOURCE, str(tmp_path)], capture_output=True, text=True)
    assert ran.stdout.strip() == f"{[None] * 8} ['20', '30'] 1", ran.stderr
