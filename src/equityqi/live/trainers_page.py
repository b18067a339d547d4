"""The page of the site where a trainer makes the link for a group."""

from __future__ import annotations

from equityqi.handouts.pages_to_read import TITLE
from equityqi.html_tags import Html, tag
from equityqi.live.pages import framed, run_by
from equityqi.organisation import organisation

HEADING = "For trainers: a link for your group"
ABOUT = (
    "Choose the dates of your two sessions, then send the link to everyone in your group. When they open it, the course"
    " asks them to confirm the dates, and they don’t have to type anything."
)
AND_THEN = (
    "The link has the case and the dates in it, and nothing about people. Each person’s answers stay in their own"
    " browser until they make a hand-in and send it to you."
)


def trainers_page(case: str, live: str) -> Html:
    """Return the page, for one case; ``live`` is the folder of what all pages load."""
    days = [
        tag(
            "label", tag("span", f"Date of session {number}:"),
            tag("input", type="date", id=f"eq-site-{key}", value=day.isoformat() if day else None),
            class_="eq-site-field",
        )
        for number, key in ((1, "first"), (2, "second"))
        for day in [organisation().date(number)]
    ]  # fmt: skip
    link = tag(
        "label", tag("span", "The link:"), tag("input", id="eq-site-link", type="text", readonly=True, data_case=case),
        class_="eq-site-field",
    )  # fmt: skip
    button = tag("button", "Copy the link", type="button", id="eq-site-copy")
    said = tag("p", id="eq-site-said", class_="eq-status", role="status")
    form = tag("div", days, link, tag("div", button, said, class_="eq-foot"), class_="eq-form")
    text = "eq-site-cell eq-site-text"
    words = tag("div", tag("h1", HEADING), tag("p", ABOUT), class_=text)
    after = tag("div", tag("p", AND_THEN), tag("p", tag("a", "Open the course", href="index.html")), class_=text)
    body = tag("main", words, tag("div", form, class_="eq-site-cell"), after, id="main", class_="eq-site-main")
    script = tag("script", type="module", src=f"{live}/trainers_link.js")
    return framed(f"{HEADING} – {TITLE}", (body, run_by()), live, more=script)
