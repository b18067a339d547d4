"""nbgrader on this course: solutions/ is the source, exercises/ the release."""

from pathlib import Path

c = get_config()  # noqa: F821 (nbgrader hands it in)

c.CourseDirectory.course_id = "equityqi"
c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"
c.ClearSolutions.code_stub = {"python": "# Write your code here"}
# A tag on a test cell would otherwise give full marks without running it.
c.Execute.skip_cells_with_tag = "no-cell-has-this-tag"
c.Execute.timeout = 60
c.Execute.store_widget_state = False
# A learner's answers are never overwritten, even if somebody left an answers file in solutions/.
c.Autograde.exclude_overwriting = {
    folder.name: [f"{folder.name}.answers.json"]
    for folder in (Path(__file__).parent / "solutions").iterdir()
    if folder.is_dir()
}
