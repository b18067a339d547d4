"""Each kind of page for everyone: read aloud, zoomed, narrow and wide, dark and with more contrast."""

from __future__ import annotations

import pytest
from conftest import FRONT
from walking import started

PAGES = [
    "course/00-start.ipynb",
    "course/session-1/01-what-is-inequity.ipynb",
    "course/session-1/02-measuring-gaps.ipynb",
    "course/session-1/05-drivers.ipynb",
    "course/between-the-sessions.ipynb",
    "course/session-2/10-close-the-gap.ipynb",
    "course/session-2/12-canvas-and-spread.ipynb",
    "course/session-2/13-commitment.ipynb",
    "course/session-2/14-feedback.ipynb",
    "course/your-own-data.ipynb",
    "exercises/02-measuring-gaps/02-measuring-gaps.ipynb",
]
WIDTHS = [320, 455, 683, 820, 1920]  # 455 and 683 are a laptop at 300 and 200 per cent
TOO_WIDE = f"""() => {{ const page = document.querySelector("{FRONT} .jp-WindowedPanel-outer");
  const inside = (part) => {{ for (let at = part.parentElement; at && at !== page; at = at.parentElement) if (getComputedStyle(at).overflowX === "auto") return true; return false; }};
  const wide = [...page.querySelectorAll("button, input, select, textarea, legend, label, p, li, td, h1, h2, h3, img, summary")]
    .filter((part) => part.offsetWidth && part.checkVisibility() && !inside(part) && part.getBoundingClientRect().right > page.getBoundingClientRect().right + 1);
  return [...(page.scrollWidth > page.clientWidth ? ["the page is scrolled sideways"] : []), ...wide.map((part) => part.outerHTML.slice(0, 120))]; }}"""  # noqa: E501

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_for_everyone(visit, path):
    page = visit(path)
    started(page)
    assert page.faults() == []
    for width in WIDTHS:
        page.page.set_viewport_size({"width": width, "height": 768})
        page.page.wait_for_timeout(300)
        assert page.page.evaluate(TOO_WIDE) == [], width
    page.page.evaluate("document.body.setAttribute('data-jp-theme-light', 'false')")
    page.page.wait_for_timeout(300)
    assert page.faults() == []
