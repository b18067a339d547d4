"""live.parts: what a page's Python finds in the browser."""

from io import BytesIO
from zipfile import ZipFile

from equityqi.live.parts import code


def test_the_certificate_finds_the_sessions_times_in_a_browser_too():
    names = ZipFile(BytesIO(code())).namelist()
    assert "equityqi/shipped/course/trainer/runsheet.yml" in names
