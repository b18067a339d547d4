"""What each field of a project is called, on a form, in an export and on paper: one name everywhere."""

from __future__ import annotations

ASKED = {"who": "Who", "how": "How we asked", "when": "When", "said": "What they said"}
STEPS = {"step": "Step, as it is really done"}
AIM = {
    "measure": "Measure",
    "population": "Who you count",
    "place": "Place",
    "group": "People served least well",
    "comparator": "Compared with",
    "baseline_group": "Now, for the group",
    "baseline_comparator": "Now, for the group you compare with",
    "target_group": "Target, for the group",
    "target_comparator": "Target, for the group you compare with",
    "date": "By (date)",
    "floor": "Floor (who must not lose)",
}
MEASURES = {
    "name": "Measure",
    "type": "Type (outcome, process or balancing)",
    "numerator": "Count",
    "denominator": "Out of",
    "unit": "What is counted (people, visits ...)",
    "source": "Where it comes from",
    "frequency": "How often",
    "stratify": "Split by, with “not recorded”",
    "small_numbers": "Small numbers",
    "direction": "Better when it goes",
    "owner": "Owner",
}
IDEAS = {
    "idea": "Change idea",
    "strength": "Strength (1 weak to 5 strong)",
    "effect": "Effect on the gap (narrows, small, widens)",
    "kind": "Kind (universal, targeted, proportionate)",
    "why": "Why we think so",
}
CYCLES = {
    "name": "Test",
    "question": "Question",
    "metric": "What we count",
    "group": "For which group",
    "n": "How many people",
    "low": "We predict at least",
    "high": "We predict at most",
    "of": "Out of",
    "who": "Who does it",
    "where": "Where",
    "start": "From (date)",
    "end": "To (date)",
    "data": "How we collect it",
    "stop": "We stop if",
    "told": "Do people know that it's a test? (yes or no)",
    "lead_yes": "Has the clinical lead agreed? (yes or no)",
    "did": "What we did",
    "observed": "What we saw",
    "observed_of": "Out of how many",
    "learning": "What we learned",
    "act": "Next (adapt, adopt or abandon)",
}
SPREAD = {
    "first": "Where the change goes first",
    "why": "Why there",
    "risk": "How the gap could widen",
    "trigger": "Trigger: which group, what number, for how long, and who acts",
}
COMMITMENT = {
    "type": "Action or habit",
    "verb": "I will (verb)",
    "thing": "What",
    "group": "For or with which group",
    "place": "Where (for a habit)",
    "date": "By or until (date)",
    "issue": "So that we can see or test",
    "checker": "Who will ask me",
    "check_date": "When they ask (date)",
}
CANVAS = {
    "problem": "Problem, by group",
    "asked": "Who helped",
    "aim": "Aim",
    "drivers": "Three drivers",
    "measures": "Three measures",
    "test": "First test",
    "spread": "Spread risk",
    "commitment": "Commitment",
}
THEMES = ("People", "Place", "Process", "Policy", "Information", "Power")
LEVELS = ("Aim", "Primary drivers", "Secondary drivers", "Change ideas")

# What a code means to a reader.
WORDS = {
    "lived_experience": "lived experience",
    "to_ask": "to ask",
    "team": "the team",
    "data": "our data",
    "narrows": "narrows the gap",
    "small": "small, or depends",
    "widens": "widens the gap",
}


def words(code: str) -> str:
    """Return what a code means, or the words themselves.

    >>> words("to_ask"), words("people")
    ('to ask', 'people')
    """
    return WORDS.get(code, code)


def quoted(labels: dict[str, str], fields: list[str]) -> str:
    """Return the names of fields as a sentence needs them.

    >>> quoted(AIM, ["group", "comparator"])
    '“People served least well” and “Compared with”'
    """
    names = [f"“{labels[field]}”" for field in fields]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
