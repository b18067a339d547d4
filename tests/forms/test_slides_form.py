"""forms.slides_form: a trainer makes the slides of both sessions with one button, on the case of the work folder."""

import io

from pptx import Presentation

from equityqi.cases.case import load
from equityqi.forms.slides_form import Slides, slides_form
from equityqi.settings import write_settings


def test_the_button_makes_a_file_for_each_session_on_the_case_of_the_folder(tmp_path):
    work = tmp_path / "my-work"
    (work / "exercises").mkdir(parents=True)
    write_settings(work, {"case": "c-asthma"})
    card = Slides(work)
    assert load("c-asthma").title in card.lead[0]
    said = card.act({})
    names = ["session-1-c-asthma.pptx", "session-2-c-asthma.pptx"]
    assert [(file.says, file.name) for file in card.made] == [
        (f"the slides of session {number}", name) for number, name in enumerate(names, 1)
    ]
    assert sorted(path.name for path in (tmp_path / "slides").iterdir()) == names
    assert said.startswith("Your slides are ready.")
    assert (
        load("c-asthma").title in Presentation(io.BytesIO(card.made[0].data)).slides[0].placeholders[1].text_frame.text
    )


def test_without_a_browser_the_command_is_named(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    slides_form()
    assert "make powerpoint" in capsys.readouterr().out
