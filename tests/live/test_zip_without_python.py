"""live/browser/zip.js: the zip that a page makes where Python does not start."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from equityqi.workfolder.read_hand_in import read_hand_in
from equityqi.workfolder.unpack_hand_in import opened

ZIP = Path(__file__).parents[2] / "src" / "equityqi" / "live" / "browser" / "zip.js"
MAKE = """
import { writeFileSync } from "node:fs";
const { zipOf } = await import(process.argv[2]);
const answers = "exercises/04-aim/04-aim.answers.json";
const files = [["manifest.json", '{"name": "Zoë"}'], [answers, '"漢字"'], ["empty.json", ""]];
writeFileSync(process.argv[3], zipOf(new Map(files)));
"""


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not on this computer.")
def test_its_sums_hold_and_a_hand_in_of_it_reads_back(tmp_path):
    shutil.copy(ZIP, tmp_path / "zip.mjs")
    (tmp_path / "make.mjs").write_text(MAKE, encoding="utf-8")
    made = tmp_path / "hand-in-zoe.zip"
    subprocess.run(["node", tmp_path / "make.mjs", (tmp_path / "zip.mjs").as_uri(), made], check=True, timeout=30)
    assert zipfile.ZipFile(made).testzip() is None
    files = [(path, data.decode()) for path, data in opened(read_hand_in(made)).files]
    assert files == [
        ("manifest.json", '{"name": "Zoë"}'),
        ("exercises/04-aim/04-aim.answers.json", '"漢字"'),
        ("empty.json", ""),
    ]
