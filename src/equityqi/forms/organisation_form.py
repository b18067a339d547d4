"""The card on the trainer's page that writes ``organisation.yml``."""

from __future__ import annotations

import re
from pathlib import Path

from IPython.display import display

from equityqi.files import write_atomically
from equityqi.forms.button_forms import SmallForm, SmallForms, WrongFields
from equityqi.forms.notebook import has_browser
from equityqi.lessons.in_the_room import make_trainers_pages
from equityqi.organisation import (
    COUNTRIES,
    FILE,
    RULE_SETS,
    Organisation,
    OrganisationError,
    as_text,
    check_picture,
    keep_organisation,
    kind_of_picture,
    organisation,
    organisation_path,
    read_organisation,
    to_check,
    values_of,
)
from equityqi.settings import work_folder
from equityqi.working_days import day_off, is_weekend, on_day

NO_BROWSER = f"Write who runs the course into {FILE}, in the course's folder. Each line in it says what it's for."
FAULT = re.compile(r"[^,]*, line \d+: (\w+): (.*)")
LOGO = "organisation-logo"
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
            "We print this on the agenda, the pages, the certificate, the emails and the reports. If you leave a"
            " field empty, we simply don't print it."
        ]

    def act(self, typed: dict[str, str]) -> str:
        logo = organisation().logo
        if self.given:
            try:
                check_picture(self.given[0])
            except ValueError as error:
                says = str(error)
                raise WrongFields({"logo": f"{says[0].upper()}{says[1:]}."}) from None
            logo = f"{LOGO}.{ENDINGS[kind_of_picture(self.given[0])]}"
        elif typed.pop("no_logo", ""):
            logo = ""
        before = values_of(organisation())
        values = {**before, **{key: typed[key] for key in before if key in typed}, "logo": logo}
        held = _kept(values, self.given[0] if self.given else None)
        make_trainers_pages(self.work / "course" / "trainer")
        saved = f"Saved in {organisation_path().name}. We've made the agenda and the runsheet again."
        return " ".join([saved, *_days_off(held), *to_check(held), "Reload other open pages to see it there."])


def _kept(values: dict[str, str], picture: bytes | None) -> Organisation:
    """Write the logo, then the file, so that it never names a logo that is not there. What is wrong with a value is
    told at its field, in place of file and line.
    """
    path = organisation_path()
    try:
        read_organisation(as_text(values), path)
        if picture:
            write_atomically(path.parent / values["logo"], picture)
        held = keep_organisation(values)
    except OrganisationError as error:
        found = [FAULT.fullmatch(line) for line in str(error).split("\n")]
        at = {one[1]: f"{one[2][0].upper()}{one[2][1:]}" for one in found if one and one[1] in values}
        raise (WrongFields(at) if at else error) from None
    if picture:
        for ending in set(ENDINGS.values()) - {values["logo"].rsplit(".")[-1]}:
            (path.parent / f"{LOGO}.{ending}").unlink(missing_ok=True)
    return held


def _days_off(held: Organisation) -> list[str]:
    """Return a question for each session on a day on which nobody works."""
    found = []
    for number in (1, 2):
        if (day := held.date(number)) and (why := day_off(day, held.holidays)):
            which = "" if is_weekend(day) else f", which is {why}"
            found.append(f"Session {number} is on {on_day(day)}{which}: is that right?")
    return found


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
