"""poster.word_page: LibreOffice makes exactly one page of the sheet, whatever was typed."""

import os
import shutil

import pytest

from equityqi.documents.word import packed
from equityqi.poster.word_page import begun
from tools.poster_pages import in_libreoffice
from tools.poster_projects import every

HERE = bool(shutil.which("soffice"))
pytestmark = pytest.mark.slow


@pytest.mark.skipif(
    not HERE and not os.environ.get("CI"), reason="LibreOffice Writer (soffice) is not on this computer"
)
def test_the_sheet_of_every_project_is_one_page_in_word():
    sheets = {name: packed(begun(project)[0]) for name, project in every().items()}
    assert in_libreoffice(sheets) == dict.fromkeys(sheets, 1)
