"""pictures.style, pictures.diagrams, pictures.words: pictures: alt text that holds the numbers,
nothing cut off, colours that everyone can tell apart.
"""

import html
import itertools
import re
from urllib.parse import unquote

import numpy as np
import pytest
from matplotlib.figure import Figure

from equityqi.pictures import DETERMINANTS, NoAltText, Picture, Ring, rings, show, style, three_ways

HARD = {"rings": lambda: rings("What shapes our health"), "three ways": three_ways}


def is_drawn(text):
    """Labels of axes that are switched off stand in the figure, but nobody sees them."""
    axes = text.axes
    return axes is None or axes.axison or text not in axes.get_xticklabels() + axes.get_yticklabels()


def shown(capsys_html):
    return capsys_html[0]["text/html"]


@pytest.fixture
def displayed(monkeypatch):
    outputs = []
    monkeypatch.setattr("IPython.display.display", lambda data, raw=False: outputs.append(data))
    return outputs


def test_show_gives_an_image_with_alt_text_and_the_sentence(displayed):
    show(three_ways())
    page = shown(displayed)
    alt = html.unescape(re.search(r'<img alt="([^"]*)"', page)[1])
    assert alt == " ".join(three_ways().alt.split()) and three_ways().sentence in html.unescape(page)
    assert "max-width:100%" in page and page.startswith("<figure") and page.endswith("</figure>")
    assert unquote(re.search(r"image/svg\+xml,([^\"]+)", page)[1]).startswith("<svg ")
    assert displayed[0]["text/plain"] == f"Picture: {three_ways().alt}"


def test_alt_text_and_sentence_are_escaped(displayed):
    show(Picture(Figure(), 'a "b" <c> & d', "<script>alert(1)</script>"))
    page = shown(displayed)
    assert 'alt="a &quot;b&quot; &lt;c&gt; &amp; d"' in page and "<script>" not in page


@pytest.mark.parametrize("alt", [None, "", "   ", "\n", 5])
def test_no_alt_no_picture(displayed, alt):
    with pytest.raises(NoAltText, match="This picture has no alt text"):
        show(Figure(), alt=alt)
    with pytest.raises(NoAltText, match="This picture has no alt text"):
        Picture(Figure(), alt, "A sentence.")
    assert not displayed


def test_a_bare_figure_with_alt_is_shown_and_closed(displayed):
    import matplotlib

    matplotlib.use("agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    show(axes, alt="An empty plot.")
    assert 'alt="An empty plot."' in shown(displayed)
    assert not plt.fignum_exists(figure.number)


def test_something_else_is_refused_in_a_sentence():
    with pytest.raises(TypeError, match="show needs a picture or a matplotlib figure, not a dict."):
        show({}, alt="words")


def test_a_picture_at_the_end_of_a_cell_keeps_its_alt_text():
    assert " ".join(three_ways().alt.split()) in html.unescape(three_ways()._repr_html_())
    assert repr(three_ways()).startswith("Picture: ")


def test_the_same_picture_twice_is_the_same_to_the_byte_whatever_the_settings():
    import matplotlib

    first = [make()._repr_html_() for make in (lambda: rings("What shapes our health"), three_ways)]
    with matplotlib.rc_context(
        {"font.size": 30, "text.color": "red", "savefig.facecolor": "black", "font.family": "serif"}
    ):
        assert [make()._repr_html_() for make in (lambda: rings("What shapes our health"), three_ways)] == first


def test_the_course_style_leaves_a_persons_own_settings_alone():
    import matplotlib

    with matplotlib.rc_context({"font.size": 23}):
        three_ways()._repr_html_()
        assert matplotlib.rcParams["font.size"] == 23


@pytest.mark.parametrize("name", HARD)
def test_nothing_is_cut_off_too_small_or_on_top_of_another(name):
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    picture = HARD[name]()
    with style.course_style():
        canvas = FigureCanvasAgg(picture.figure)
        canvas.draw()
        width, height = canvas.get_width_height()
        texts = [t for t in picture.figure.findobj(Text) if t.get_visible() and t.get_text().strip()]
        texts = [t for t in texts if is_drawn(t)]
        boxes = {t: Text.get_window_extent(t, canvas.get_renderer()) for t in texts}
    assert texts
    for text, box in boxes.items():
        assert text.get_fontsize() >= style.SMALL, text
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, f"'{text.get_text()}' is cut off"
    for (one, box), (two, other) in itertools.combinations(boxes.items(), 2):
        overlap_x = min(box.x1, other.x1) - max(box.x0, other.x0)
        overlap_y = min(box.y1, other.y1) - max(box.y0, other.y0)
        assert overlap_x <= 1 or overlap_y <= 2, f"'{one.get_text()}' lies on '{two.get_text()}'"


@pytest.mark.parametrize("name", HARD)
def test_words_of_a_picture_are_whole_sentences(name):
    picture = HARD[name]()
    for words in (picture.alt, picture.sentence):
        assert words.endswith(".") and ".." not in words and "  " not in words and "\n" not in words


def test_rings_say_every_ring_and_the_part():
    picture = rings("What shapes our health", DETERMINANTS)
    for ring in DETERMINANTS:
        assert " ".join(ring.name.split()) in picture.alt and ring.examples in picture.alt
    assert "of which care services are one part" in picture.alt
    assert [ring.name for ring in DETERMINANTS if ring.part] == ["Living and\nworking conditions"]
    with pytest.raises(ValueError, match="needs 2 to 5 rings, and there are 1"):
        rings("Too few", [Ring("Person")])


def test_three_ways_say_all_three():
    alt = three_ways().alt
    assert all(word in alt for word in ("Equality", "Equity", "Justice", "barrier", "web form in English"))


# --- colours ---------------------------------------------------------------------------------

COLOURS = {
    name: getattr(style, name) for name in ("WORST_SERVED", "BEST_SERVED", "OTHERS", "IMPROVE", "CONCERN", "INK")
}
# Machado, Oliveira and Fernandes 2009, full severity.
BLINDNESS = {
    "none": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}


def linear(colour):
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb):
    xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]) @ np.clip(rgb, 0, 1)
    x, y, z = np.cbrt(np.maximum(xyz / (0.9505, 1, 1.089), 0.008856))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def contrast(one, two):
    a, b = sorted(float(linear(c) @ (0.2126, 0.7152, 0.0722)) for c in (one, two))
    return (b + 0.05) / (a + 0.05)


@pytest.mark.parametrize("kind", BLINDNESS)
@pytest.mark.parametrize(
    "pair", [("WORST_SERVED", "BEST_SERVED"), ("WORST_SERVED", "OTHERS"), ("IMPROVE", "CONCERN"), ("CONCERN", "OTHERS")]
)
def test_colours_that_meet_are_told_apart_by_everyone(kind, pair):
    one, two = (lab(BLINDNESS[kind] @ linear(COLOURS[name])) for name in pair)
    assert np.linalg.norm(one - two) > 20


def test_marks_and_words_stand_out_from_the_paper():
    for name, colour in COLOURS.items():
        assert contrast(colour, style.PAPER) >= 3, name
    for ground in (style.PAPER, *style.TINTS):
        assert contrast(style.INK, ground) >= 7
