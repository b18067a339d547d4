"""forms.button_forms: what a card says when the computer, and not the course, is in the way."""

from pathlib import Path

from equityqi.forms.button_forms import SmallForm, SmallForms


class Broken(SmallForm):
    """A card whose file cannot be read."""

    title, button, busy, lead, facts = "Broken", "Read", "Reading…", (), ()

    def act(self, typed):
        Path("nothing/here").read_text()


def test_a_fault_of_the_computer_is_told_in_a_sentence(monkeypatch, tmp_path):
    shown, said = SmallForms(Broken(tmp_path)), []
    monkeypatch.setattr(shown, "send", lambda reply, files=None: said.append(reply["failed"]))
    shown.on_message(None, {"card": 0, "typed": {}}, [])
    assert "couldn’t read or write a file" in said[0] and "Errno" not in said[0]
