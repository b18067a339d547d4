"""``equityqi make``: what people print, show, send and take home."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from equityqi import words_to_send
from equityqi.cases.case import CaseError, load
from equityqi.checked_yaml import YamlError
from equityqi.cli.make import make
from equityqi.cli.options import Name, OneCase, Out, case_to_make, how_far, stop, to_write
from equityqi.cli.verbs import working
from equityqi.lessons import to_print
from equityqi.lessons.beside import CERTIFICATES, FORMS, SLIDES
from equityqi.lessons.for_it import make_for_it
from equityqi.marking.verdict import MarkingError
from equityqi.organisation import organisation
from equityqi.plain_words import listed
from equityqi.settings import session_days
from equityqi.workfolder.prepare import WorkError, work_place


@make.command("for-it")
def for_it(out: Out = None) -> None:
    """Make the page for your IT team: processes, ports, what leaves the computer, licences, lines for a DPIA."""
    try:
        print(f"Written: {make_for_it(out or work_place(None).parent)}")
    except (WorkError, OSError) as error:
        raise stop(error) from None


@make.command("powerpoint")
def powerpoint(case: OneCase = None, out: Out = None) -> None:
    """Make the slides of both sessions, and of the follow-up hour, as PowerPoint files, to show and to change."""
    from equityqi.lessons import hour_deck, slide_deck  # lazy: python-pptx and matplotlib cost 0.6 s

    try:
        work = work_place(None)
        folder = to_write(out or work.with_name(SLIDES))
        with working("Drawing the slides"):
            chosen = load(case_to_make(case))
            made = slide_deck.make_decks(folder, chosen, session_days(work)[2])
            made += hour_deck.make_hour_deck(folder, chosen)
    except (CaseError, WorkError, YamlError, OSError) as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path}")


def _handouts():
    from equityqi.handouts import certificates, paper_pack, print_session, run_pages  # lazy: typst and more cost 0.5 s

    return paper_pack, print_session, run_pages, certificates


@make.command("paper")
def paper(case: OneCase = None, out: Out = None) -> None:
    """Make the paper pack: sheets, cards, forms, the game and the answer key, to print."""
    paper_pack, _, run_pages, _ = _handouts()
    print("Running the pages once. That takes a minute or two.", flush=True)
    try:
        folder = to_write(out or work_place(None).with_name(paper_pack.FOLDER))
        made = paper_pack.make_paper(folder, case_to_make(case), how_far)
    except (run_pages.DidNotRun, WorkError, YamlError, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} files. Open {made[0]}")


@make.command("print")
def print_sheets(
    case: OneCase = None,
    out: Out = None,
    people: Annotated[int, typer.Option(min=1, help="How many people you print for.")] = to_print.PEOPLE,
    only: Annotated[str | None, typer.Option(help="Just one file, such as “session 1” or “name tents”.")] = None,
) -> None:
    """Make PDFs to print: both sessions in print order, large print, and each set that the runsheet names."""
    _, print_session, run_pages, _ = _handouts()
    chosen, made = case_to_make(case), 0
    folder = to_write(out or work_place(None).with_name(to_print.FOLDER))

    def begun():
        print("Running the pages once. That takes a minute.", flush=True)
        return print_session.make_course(chosen, how_far)

    try:
        for path, says in print_session.make_print(folder, begun, people, only):
            print(f"{path.relative_to(folder).as_posix()}: {says}.", flush=True)
            made += 1
    except (run_pages.DidNotRun, WorkError, YamlError, ValueError, OSError) as error:
        raise stop(error) from None
    print(f"Written: {made} file{'s' * (made != 1)}. Open {folder}")


@make.command("workbook")
def workbook(
    folder: Annotated[Path | None, typer.Argument(help="A work folder. Without it, yours.")] = None,
    name: Name = None,
    word: Annotated[bool, typer.Option("--word", help="Make a Word file too.")] = False,
) -> None:
    """Put a learner's answers into one file to take home."""
    from equityqi.takehome.workbook import make_workbook  # lazy: the questions cost 0.1 s

    try:
        with working("Making the workbook"):
            made = make_workbook(folder or work_place(name), word)
    except (WorkError, ValueError, OSError) as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path}")


@make.command("certificates")
def certificates(
    roll: Annotated[
        Path, typer.Argument(help="The roll, a CSV file: id, name, and if you like sessions (1, 2, both or none).")
    ],
    out: Out = None,
) -> None:
    """Make the certificates of attendance of everybody on the roll, as one PDF to print and sign."""
    paper = _handouts()[-1]
    try:
        folder = to_write(out or work_place(None).with_name(CERTIFICATES))
        with working("Making the certificates"):
            made = paper.make_certificates(roll, folder)
    except (paper.NoCertificates, MarkingError, WorkError, OSError) as error:
        raise stop(error) from None
    for note in made.notes:
        print(note)
    print(f"Written: {made.people} certificate{'s' * (made.people != 1)}. Open {made.files[0]}")


@make.command("forms")
def forms(out: Out = None) -> None:
    """Make the survey, the commitment and the check-in as files for Microsoft Forms, and sheets to count paper."""
    from equityqi.evaluation import forms_to_import  # lazy: pandas and python-docx cost 0.5 s

    try:
        folder = to_write(out or work_place(None).with_name(FORMS))
        with working("Making the forms"):
            made = forms_to_import.make_forms(folder)
    except (WorkError, YamlError, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} files. Open {made[0]}")


@make.command("words")
def words(out: Out = None) -> None:
    """Make the emails for the course, from the first invitation to day 90: to copy, and as drafts."""
    try:
        folder = to_write(out or work_place(None).with_name(words_to_send.FOLDER))
        made = words_to_send.make_words(folder)
    except (WorkError, YamlError, OSError) as error:
        raise stop(error) from None
    print(f"Written: {len(made)} files. Open {made[0]}")
    if missing := words_to_send.still_open(organisation()):
        print(f"organisation.yml doesn't say yet: {listed(missing)}. The texts have [square brackets] there.")


@make.command("templates")
def templates(out: Out = None) -> None:
    """Make Excel templates for a team's own counts."""
    from equityqi.handouts.templates import FOLDER, make_templates  # lazy: pandas costs 0.4 s

    try:
        folder = to_write(out or work_place(None).with_name(FOLDER))
        with working("Making the templates"):
            made = make_templates(folder)
    except OSError as error:
        raise stop(error) from None
    for path in made:
        print(f"Written: {path}")


@make.command("projects")
def projects(
    hand_ins: Annotated[Path, typer.Argument(help="The folder with the hand-ins: zip files or folders, as for mark.")],
    out: Out = None,
) -> None:
    """Make a Word file of each person's project from their hand-in."""
    from equityqi.marking import projects_in_word  # lazy: python-docx and matplotlib cost 0.6 s

    try:
        folder = to_write(out or projects_in_word.beside(hand_ins))
        with working("Reading the hand-ins"):
            made = projects_in_word.make_projects(hand_ins, folder)
    except (projects_in_word.MarkingError, OSError) as error:
        raise stop(error) from None
    for note in made.notes:
        print(note)
    print(made.in_short)
