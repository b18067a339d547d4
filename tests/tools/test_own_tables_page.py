"""tools.own_tables_page: what each real file gives, and the clicks it takes."""

from pathlib import Path

import pytest

from tools import own_tables_page
from tools.own_tables_page import PAGE, main, walked

REAL = Path(__file__).parents[3] / "shared" / "data" / "real"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A file to be answered, one to be chosen from, and one that gives only a reason; the page goes beside them."""
    wards = "\n".join(f"Ward {n},{100 + n},400" for n in range(12))
    (tmp_path / "many.csv").write_text(f"ward,done,asked\n{wards}\n", encoding="utf-8")
    (tmp_path / "asks.csv").write_text("group,invited,booked,came\nA,100,80,40\nB,100,90,60\n", encoding="utf-8")
    (tmp_path / "rates.csv").write_text("group,rate\nA,4.5\nB,5.5\n", encoding="utf-8")
    picks = {"many.csv": {"two": ("Ward 2", "Ward 9")}, "asks.csv": {"count": "came", "of": "invited"}}
    monkeypatch.setattr(own_tables_page, "PICKS", picks)
    monkeypatch.setattr(own_tables_page, "PAGE", tmp_path / "page.md")
    return tmp_path


def test_clicks_are_those_of_the_page(folder):
    many, asks = walked(folder / "many.csv"), walked(folder / "asks.csv")
    assert (many.clicks, many.chosen) == (2 + 1 + 2 * 2 + 1, ["two groups: Ward 2 and Ward 9"])
    assert (asks.clicks, asks.chosen) == (2 + 1 + 2 * 2 + 1, ["count: came", "of: invited"])
    assert (many.seen.gap.worst, asks.seen.gap.worst) == ("Ward 2", "A")


def test_the_page_says_what_each_file_gives_or_why_not(folder):
    assert main([str(folder)]) == 0
    written = (folder / "page.md").read_text(encoding="utf-8")
    assert "Of 3 files, 2 give a gap" in written
    assert "| asks.csv | count: came; of: invited | 8 |" in written
    assert "| rates.csv | No column counts people." in written or "| rates.csv | “rate” is a rate" in written


def test_without_a_file_the_page_stays(tmp_path, capsys):
    assert main([str(tmp_path / "absent")]) == 1
    assert "left as it is" in capsys.readouterr().out


@pytest.mark.skipif(not REAL.is_dir(), reason="../shared is not here, so its real files cannot be listed")
def test_every_real_file_is_on_the_page():
    told = PAGE.read_text(encoding="utf-8")
    assert [path.name for path in REAL.glob("*.csv") if f"| {path.name} |" not in told] == []
