from pathlib import Path
import pytest
from test_trainer_in_browser import teach, SESSION, ARTEFACTS
pytestmark = [pytest.mark.browser]
def test_six(teach):
    page = teach(SESSION)
    page.set_default_timeout(400_000)
    card = page.locator(".jp-OutputArea-output", has=page.get_by_role("button", name="Make this file"))
    for name in ("session 2", "blank diagram on A3", "11 idea cards", "2 by 2 grid", "poster of the rings", "follow-up slide", "A3 canvas", "commitment cards", "exit tickets"):
        card.get_by_label("What to print:").select_option(name)
        with page.expect_download(timeout=400_000) as coming:
            card.get_by_role("button", name="Make this file").click()
        data = Path(coming.value.path()).read_bytes()
        print("MADE", name, coming.value.suggested_filename, len(data), data[:4], flush=True)
        card.get_by_text(f"Ready: {coming.value.suggested_filename}").wait_for()
        print(card.get_by_text("Ready:").inner_text(), flush=True)
    card.screenshot(path="/tmp/look5/card.png")
