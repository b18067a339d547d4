"""handouts.certificates: the certificates of everybody on the roll, as one PDF."""

import datetime as dt
import io

import pikepdf
import pytest
from PIL import Image
from read_pdf import ReadPdf
from typer.testing import CliRunner

from equityqi.cli.app import app
from equityqi.handouts import certificates
from equityqi.handouts.certificates import EVERYBODY, NoCertificates, make_certificates
from equityqi.organisation import ANOTHER, Organisation, organisation
from equityqi.takehome.attendance import Attendance

HELD = Organisation(name="NHS Mid Dale", session_1_date=dt.date(2026, 11, 26), session_2_date=dt.date(2026, 12, 10))
LONG = "Bartholomew-Fitzgerald Featherstonehaugh-Cholmondeley of the Upper Dale and the Lower Dale too"
ROLL = f"""id,name,sessions
p1,Asha Example,both
p2,Zoë أحمد,1
p3,{LONG},Session 2
p4,王芳,both
p5,Not There,none
p6,<b>Tom</b> #panic(),1 & 2
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    (folder / "roll.csv").write_text(ROLL, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(certificates, "organisation", lambda: HELD)
        return make_certificates(folder / "roll.csv", folder / "out")


@pytest.fixture(scope="module")
def read(made):
    return ReadPdf(made.files[0].read_bytes())


def test_everybody_who_was_there_has_one_page_with_their_name_as_it_is(made, read):
    assert made.people == 5 and len(read.pdf.pages) == 4
    names = [element.text for element in read.tree.all("H2") if not element.text.startswith("In th")]
    expected = ["Asha Example", "Zoë أحمد", LONG, "<b>Tom</b> #panic()"]
    assert [sorted(name.replace(" ", "")) for name in names] == [sorted(name.replace(" ", "")) for name in expected]
    assert all("Not There" not in element.text for element in read.tree.all("H2", "P"))


def test_it_says_which_sessions_on_which_days_for_how_long_and_what_it_is_not(read):
    said = [" ".join(element.text.split()) for element in read.tree.all("P", "Div")]
    course = "Using Quality Improvement to Tackle Inequity"
    for sentence in (
        f"took part in {course} on Thursday 26 November 2026 and Thursday 10 December 2026: 6 hours 20 minutes without"
        " breaks.",
        f"took part in session 1 of {course} on Thursday 26 November 2026: 3 hours 10 minutes without breaks.",
        "This records attendance. It is not an assessment, qualification or accreditation.",
    ):
        assert any(sentence in text for text in said), sentence


@pytest.mark.parametrize("name", ["mark.png", "mark.jpg", "mark.svg"])
def test_the_logo_may_be_any_picture_that_the_organisation_has(name, tmp_path, monkeypatch):
    (tmp_path / "organisation.yml").write_text(f"name: Mid Dale\nlogo: {name}\n", encoding="utf-8")
    monkeypatch.setenv(ANOTHER, str(tmp_path / "organisation.yml"))
    if name == "mark.svg":
        (tmp_path / name).write_text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>', "utf-8")
    else:
        Image.new("RGB", (40, 20), "navy").save(tmp_path / name)
    one = Attendance("Asha", "Mid Dale", {1: dt.date(2026, 12, 1)})
    with pikepdf.open(io.BytesIO(certificates.certificates_pdf([one], organisation()))) as pdf:
        assert len(pdf.pages) == 1


def test_it_is_tagged_and_in_british_english(read):
    assert str(read.pdf.Root.Lang) == "en-GB" and read.pdf.Root.MarkInfo.Marked
    with read.pdf.open_metadata() as about:
        assert about["{http://www.aiim.org/pdfua/ns/id/}part"] == "1"


def test_a_name_whose_letters_a_pdf_lacks_has_a_page_of_its_own_and_it_is_said(made):
    assert [path.name for path in made.files] == ["certificates.pdf", "certificate-4-王芳.html"]
    assert "王芳" in made.files[1].read_text(encoding="utf-8")
    assert any("doesn’t have the letters for 1 of the names" in note for note in made.notes)


@pytest.mark.parametrize(
    ("roll", "held", "says"),
    [
        ("id,sessions\np1,three\n", HELD, "“three” under sessions for p1. Write 1, 2, both or none."),
        ("id,sessions\np1,1\np2,\np3,\n", HELD, "nothing under sessions for p2 and p3. Write 1, 2, both or none"),
        ("id\np1\n", Organisation(), "no date of session 1 and 2, and a certificate needs it"),
        ("id,sessions\np1,none\n", HELD, "nobody was at a session"),
    ],
)
def test_nothing_is_guessed(roll, held, says, tmp_path, monkeypatch):
    monkeypatch.setattr(certificates, "organisation", lambda: held)
    (tmp_path / "roll.csv").write_text(roll, encoding="utf-8")
    with pytest.raises(NoCertificates, match=says):
        make_certificates(tmp_path / "roll.csv", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_the_command_says_that_a_roll_without_sessions_certifies_both_for_everybody(tmp_path, second_organisation):
    (tmp_path / "roll.csv").write_text("id\nasha\n", encoding="utf-8")
    told = CliRunner().invoke(app, ["make", "certificates", str(tmp_path / "roll.csv"), "--out", str(tmp_path / "out")])
    assert told.exit_code == 0 and EVERYBODY in told.output
    assert "1 person has no name on the roll" in told.output
    assert "Written: 1 certificate." in told.output
    with pikepdf.open(tmp_path / "out" / "certificates.pdf") as pdf:
        assert len(pdf.pages) == 1
