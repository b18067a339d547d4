"""live/browser/zip.js and copies.js: the zip and the hand-in that a page makes where Python does not start."""

import json
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


HAND_IN = """
import { handIn } from "./copies.mjs";
const answers = { answers: { "my-small-test": [{ try: "a call" }], "my-cycles": [{ name: "C2" }] }, aside: { "my-cycles": [1] } };
const files = new Map([["exercises/09-pdsa/09-pdsa.answers.json", JSON.stringify(answers)], ["own-data/project-numbers.json", "{}"]]);
process.stdout.write(handIn(files, { version: "1", case: "a" }, "Zoe").data.toString());
"""  # noqa: E501


@pytest.mark.skipif(not shutil.which("node"), reason="Node is not on this computer.")
def test_a_hand_in_made_by_the_page_has_the_first_plan_and_not_the_log_of_an_earlier_version(tmp_path):
    text = ZIP.with_name("copies.js").read_text("utf-8")
    (tmp_path / "copies.mjs").write_text(text.replace('.js"', '.mjs"'), encoding="utf-8")
    (tmp_path / "person.mjs").write_text("export const nameIn = () => '', plainName = (name) => name;", "utf-8")
    (tmp_path / "zip.mjs").write_text("export const zipOf = (files) => JSON.stringify([...files]);", "utf-8")
    (tmp_path / "make.mjs").write_text(HAND_IN, encoding="utf-8")
    ran = subprocess.run(["node", tmp_path / "make.mjs"], check=True, timeout=30, capture_output=True, text=True)
    (_, _), (path, held) = json.loads(ran.stdout)
    assert path == "exercises/09-pdsa/09-pdsa.answers.json"
    assert json.loads(held) == {"answers": {"my-small-test": [{"try": "a call"}]}, "aside": {}}
