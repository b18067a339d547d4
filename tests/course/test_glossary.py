"""The glossary: every word of the papers, plain meanings, and a page that is what its source makes."""

import json
import re

import pytest

from equityqi.authoring.glossary_page import FILE, PAGE, page, read_glossary
from equityqi.checked_yaml import YamlError
from equityqi.files import course_root

ROOT = course_root()
GLOSSARY = read_glossary()
TEXT = (ROOT / FILE).read_text(encoding="utf-8")
PAPER = ROOT.parent / "shared" / "curriculum" / "glossary-and-reading.md"


def parts_of_the_paper():
    if not PAPER.exists():
        pytest.skip("../shared is not there")
    return (
        PAPER.read_text(encoding="utf-8")
        .split("## Glossary and further reading")[1]
        .split("**Reading (title – organisation).**")
    )


def test_every_word_of_the_papers_stands_in_it_once():
    words = re.findall(r"\*\*(.+?)\*\*", parts_of_the_paper()[0])
    terms = [entry.term for entry in GLOSSARY.terms]
    assert {word[0].upper() + word[1:] for word in words} <= set(terms) and len(set(terms)) == len(terms)


def test_every_title_to_read_stands_in_it():
    found = {title.casefold() for source in GLOSSARY.reading for title in source.titles}
    for entry in re.findall(r"([^.]+?) – [^.]+\.", parts_of_the_paper()[1]):
        for title in entry.split(";"):
            assert title.strip().casefold() in found, title


def test_a_meaning_is_one_to_three_short_sentences_of_its_own():
    for entry in GLOSSARY.terms:
        sentences = re.split(r"(?<=[.?])\s+(?=[A-Z])", entry.meaning)
        assert entry.meaning[-1] == "." or entry.meaning[-1] == "?", entry.term
        assert len(sentences) <= 3 and max(len(sentence.split()) for sentence in sentences) <= 32, entry.term


def test_the_page_is_what_the_glossary_makes():
    assert (ROOT / PAGE).read_text(encoding="utf-8") == page(GLOSSARY), "Run: equityqi make glossary"


def test_each_term_is_a_heading_that_a_lesson_can_link_to():
    source = "\n".join("".join(cell["source"]) for cell in json.loads(page(GLOSSARY))["cells"])
    assert re.findall(r"^### (.+)$", source, re.MULTILINE) == [entry.term for entry in GLOSSARY.terms]
    for target in re.findall(r"\]\(#((?:[^()]|\([^()]*\))+)\)", source):
        assert f"### {target.replace('-', ' ')}" in source.replace("-", " "), target


@pytest.mark.parametrize(
    "before, after, words",
    [
        ("term: Act\n", "term: Zeal\n", "Aim statement comes after Zeal. Put the terms in alphabetical order"),
        ("see: [PDSA]", "see: [PDCA]", "sends the reader to PDCA, which is not another term"),
        (
            "meaning: Everyone gets the same thing.",
            "means: Everyone gets the same thing.",
            r"line \d+: terms.\d+.means: this key is not known here",
        ),
    ],
)
def test_a_slip_in_the_glossary_is_told_with_its_place(tmp_path, before, after, words):
    assert before in TEXT
    (tmp_path / "glossary.yml").write_text(TEXT.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(YamlError, match=words):
        read_glossary(tmp_path / "glossary.yml")
