"""The card on the trainer's page that writes ``organisation.yml``."""

from __future__ import annotations

from pathlib import Path

from IPython.display import display

from equityqi.files import write_atomically
from equityqi.forms.button_forms import SmallForm, SmallForms
from equityqi.forms.downloads import download_of
from equityqi.forms.notebook import has_browser
from equityqi.lessons.runsheet_pages import PAGES, make_pages
from equityqi.organisation import (
    COUNTRIES,
    FILE,
    RULE_SETS,
    check_picture,
    keep_organisation,
    kind_of_picture,
    organisation,
    organisation_path,
    to_check,
    values_of,
)
from equityqi.settings import work_folder
from equityqi.working_days import day_off, on_day

NO_BROWSER = f"Write who runs the course into {FILE}, in the course's folder. Each line there says what it's for."
ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/svg+xml": "svg"}
LABELS = {
    "name": "Your organisation’s name:",
    "area": "The area you serve:",
    "contact": "Who to ask about the course (role, e-mail):",
    "privacy_contact": "Who to ask what happens to answers:",
    "support_line": "Where people find support:",
    "named_leader": "Who asks afterwards what got in the way:",
    "session_1_date": "Date of session 1:",
    "session_1_starts": "Session 1 starts at:",
    "session_2_date": "Date of session 2:",
    "session_2_starts": "Session 2 starts at:",
}
RULES = {
    "course": "The course’s own",
    "ihi": "IHI’s",
    "making-data-count": "NHS Making Data Count",
    "anhoej": "Anhøj’s",
}


class OrganisationCard(SmallForm):
    """Who runs the course, when and by which rules, and a button that writes it all into ``organisation.yml``."""

    title = "Who runs this course"
    button = "Save this for the course"

    @property
    def lead(self) -> list[str]:
        return [
            "It shows on the agenda, the pages, the certificate, the mails and the reports. What you leave empty stays"
            " off them."
        ]

    def act(self, typed: dict[str, str]) -> str:
        logo = organisation().logo
        if self.given:
            check_picture(self.given[0])
            logo = f"organisation-logo.{ENDINGS[kind_of_picture(self.given[0])]}"
        elif typed.pop("no_logo", ""):
            logo = ""
        before = values_of(organisation())
        held = keep_organisation({**before, **{key: typed[key] for key in before if key in typed}, "logo": logo})
        if self.given:
            write_atomically(organisation_path().parent / logo, self.given[0])
        made = make_pages(self.work / "course" / "trainer")
        self.made = [download_of(PAGES[path.name], path) for path in made]
        self.folder = self.work / "course" / "trainer"
        off = [
            f"Session {number} is on {on_day(day)}, which is {why}: is that right?"
            for number in (1, 2)
            if (day := held.date(number)) and (why := day_off(day, held.holidays))
        ]
        return " ".join(
            [
                f"Saved in {organisation_path().name}. The agenda and the runsheet are made again, below.",
                *off,
                *to_check(held),
                "Pages that are open take it up when you load them again.",
            ]
        )


def organisation_card(work: Path) -> OrganisationCard:
    """Return the card, with what the file says in its fields. Raises OrganisationError where it cannot be read."""
    known = values_of(organisation())
    fields: list[list] = [[key, label, known[key]] for key, label in LABELS.items()]
    fields.insert(2, ["logo", "Its logo (PNG, JPEG or SVG):", "", "picture"])
    if known["logo"]:
        fields.insert(3, ["no_logo", f"Take the logo away ({known['logo']})", "", "tick"])
    fields.append(
        ["holidays", "Whose bank holidays count:", known["holidays"], [[one, one] for one in COUNTRIES.values()]]
    )
    fields.append(
        ["chart_rules", "Rules for charts over time:", known["chart_rules"], [[one, RULES[one]] for one in RULE_SETS]]
    )
    return OrganisationCard(work, fields)


def organisation_form() -> None:
    """Show the card on a trainer's page; without a browser, where the file is."""
    work = work_folder(Path.cwd())
    if work is None or not has_browser():
        print(NO_BROWSER)
        return
    try:
        display(SmallForms(organisation_card(work)))
    except ValueError as error:
        print(error)
