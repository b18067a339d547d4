"""project.export_picture, project.drawings: on a sheet of A4 or A3, words as text, each with its name."""

import io
from xml.etree import ElementTree

import pytest

from equityqi.files import CouldNotWrite
from equityqi.project import Project
from equityqi.project.document import shared
from equityqi.project.drawings import drawings
from equityqi.project.export_picture import to_picture
from equityqi.project.sentences import case_of

SVG = "{http://www.w3.org/2000/svg}"
NAMES = ["driver-diagram", "steps", "reasons", "fishbone", "ideas", "ramp"]


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    from pathlib import Path

    return to_picture(Project.read(Path(__file__).with_name("full-project.json")), tmp_path_factory.mktemp("pictures"))


def test_each_filled_part_becomes_two_files(files):
    assert [path.name for path in files] == [f"{name}.{kind}" for name in NAMES for kind in ("png", "svg")]


def test_a_png_has_the_shape_of_a4_and_is_sharp_enough_for_a3(files):
    from PIL import Image

    for path in files[::2]:
        image = Image.open(path)
        assert image.width / image.height == pytest.approx(2**0.5, abs=0.002) and image.width >= 3500
        assert image.convert("RGB").getpixel((2, 2)) == (255, 255, 255)


def test_an_svg_is_a_sheet_of_a4_with_title_description_and_words_as_text(files, full):
    drawn = drawings(shared(full), case_of(full))
    for path in files[1::2]:
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert (root.get("width"), root.get("height")) == ("297mm", "210mm")
        assert root.get("role") == "img" and root.get("aria-labelledby") == "title desc"
        assert root.find(f"{SVG}title").text == drawn[path.stem].sentence
        assert root.find(f"{SVG}desc").text == drawn[path.stem].alt
        words = " ".join("".join(text.itertext()) for text in root.iter(f"{SVG}text"))
        assert len(words) > 60
    assert "Contact details that are right" in " ".join(_words(files[1]).split())


def _words(path) -> str:
    return " ".join(
        "".join(text.itertext()) for text in ElementTree.fromstring(path.read_text(encoding="utf-8")).iter(f"{SVG}text")
    )


def test_no_picture_of_a_sheet_is_cut(files):
    import numpy as np
    from PIL import Image

    for path in files[::2]:
        ink = np.asarray(Image.open(path).convert("L")) < 250
        edges = np.concatenate([ink[:40].ravel(), ink[-40:].ravel(), ink[:, :40].ravel(), ink[:, -40:].ravel()])
        assert ink.any() and not edges.any(), path.name


def test_the_same_project_makes_the_same_files(files, full, tmp_path):
    again = to_picture(full, tmp_path)
    assert [path.read_bytes() for path in again] == [path.read_bytes() for path in files]


def test_a_half_filled_part_has_no_picture_yet(changed):
    assert list(
        drawings(
            changed(ideas=[{"idea": "Poster"}], cycles=[{"name": "C1", "n": "some"}], system={"causes": {"People": []}})
        )
    ) == ["driver-diagram"]
    assert drawings(Project()) == {}


def test_money_is_not_read_as_a_formula(changed, tmp_path):
    assert to_picture(
        changed(ideas=[{"idea": "Pay $5 or $10^ for travel", "strength": 4, "effect": "narrows"}]), tmp_path
    )
    assert "$5 or $10^" in _words(tmp_path / "ideas.svg")


def test_a_folder_that_is_not_there_is_told_in_one_sentence(full, tmp_path):
    with pytest.raises(CouldNotWrite, match="is no longer there"):
        to_picture(full, tmp_path / "absent")


@pytest.mark.parametrize(("primaries", "secondaries", "points"), [(4, 2, 8), (5, 3, 5.5)])
def test_a_driver_diagram_on_a4_can_be_read(primaries, secondaries, points):
    """Words of a diagram of 4, 8 and 8 boxes are 8 points or more on A4; of 5, 15 and 15 boxes 5.5, so 8 on A3."""
    nodes, links = (
        [
            {
                "id": "a",
                "level": 0,
                "text": "By 31 March 2027, completed reviews from 51% to 62% for people who need an interpreter",
            }
        ],
        [],
    )
    for p in range(primaries):
        nodes.append({"id": f"p{p}", "level": 1, "text": "People are reached in a way that works for them"})
        links.append(["a", f"p{p}"])
        for s in range(secondaries):
            nodes += [{"id": f"s{p}{s}", "level": 2, "text": "Messages in a language and format the person can use"}]
            nodes += [{"id": f"i{p}{s}", "level": 3, "text": "Evening pharmacy slots, placed by need"}]
            links += [[f"p{p}", f"s{p}{s}"], [f"s{p}{s}", f"i{p}{s}"]]
    from PIL import Image

    from equityqi.project.export_picture import EDGE, sheet_png

    picture = drawings(Project.from_data({"schema": 1, "drivers": {"nodes": nodes, "links": links}}))["driver-diagram"]
    wide, tall = picture.figure.get_size_inches()
    on_a4 = 11 * 11.69 / max(wide + 2 * EDGE, (tall + 2 * EDGE) * 2**0.5)
    assert on_a4 >= points
    assert Image.open(io.BytesIO(sheet_png(picture))).width >= 3500


def test_no_picture_tells_what_a_small_test_saw(full, tmp_path):
    to_picture(full, tmp_path)
    ramp = (tmp_path / "ramp.svg").read_text(encoding="utf-8")
    assert "seen: fewer" in ramp and "seen 1 of 3" not in ramp and "seen 40 of 60" in ramp
