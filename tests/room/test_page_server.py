"""What the scripts of the pages and the program both need is written once, in Python."""

import json
import re
from importlib.resources import files

import pytest

from equityqi.room.page_server import SHARED, PageServer

SCRIPTS = {
    one.name: one.read_text("utf-8") for one in (files("equityqi.room") / "pages").iterdir() if one.name.endswith(".js")
}


def words_in(value):
    return [value] if isinstance(value, str) else list(value.values()) if isinstance(value, dict) else []


def test_a_page_gets_each_value_as_the_program_has_it():
    sent = re.findall(r"^export const (\w+) = (.+);$", PageServer([], "secret").pages["shared.js"], re.MULTILINE)
    assert {name: json.loads(value) for name, value in sent} == SHARED


@pytest.mark.parametrize("name", SHARED)
def test_some_script_uses_it_and_none_has_a_copy(name):
    assert any(
        re.search(rf"import {{[^}}]*\b{name}\b[^}}]*}} from \"[./\w]*shared.js\"", text) for text in SCRIPTS.values()
    )
    for script, text in SCRIPTS.items():
        assert not [words for words in words_in(SHARED[name]) if f'"{words}"' in text], script
        if isinstance(SHARED[name], int):
            assert not re.search(
                rf"(?:maxLength: |= |/ |\bmin\(){SHARED[name]}\b", text.replace("status >= 500", "")
            ), script
    assert not any("larger than 2 MB" in text for text in SCRIPTS.values())
