"""What stands out in a table, each thing in one plain sentence."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd

from equityqi.tables.finding import Finding, count_of, is_number, some_of

NOT_STATED = re.compile(
    r"\b(not (stated|known|recorded|given|specified|available)|unknown|missing|refused|declined|prefer"
    r" not|unrecorded)\b",
    re.IGNORECASE,
)
_BARE_RANK = re.compile(r"(?:imd|quintile|decile|fifth|tenth|q|d)?[ _-]*(\d{1,2})", re.IGNORECASE)
_ENDS = re.compile(r"most|least|worst|best|affluent|poor", re.IGNORECASE)
_AUTHORITIES = re.compile(r"\b(count(y|ies)|districts?|uas?|unitary|authorit(y|ies))\b.*deciles?", re.IGNORECASE)
_SMALL_AREAS = re.compile(r"\b(lsoa\d*|general practice)\b.*deciles?", re.IGNORECASE)


def hidden_numbers(frame: pd.DataFrame) -> list[Finding]:
    """Numbers that the publisher hides."""
    findings = []
    for name, reasons in _notes(frame).items():
        hidden = {text: count for text, count in reasons.items() if "suppressed" in text.casefold()}
        if not hidden:
            continue
        marks = ", ".join(
            sorted({mark.strip() for text in hidden for mark in re.findall(r"suppressed: ([^;]+)", text)})
        )
        total = sum(hidden.values())
        used = [column for column in frame.columns if re.search("[_ ](lower|upper)$", str(column))]
        if name == "note" and used:
            end = f"use the columns {' and '.join(map(str, used[:2]))}"
        elif name != "note":
            end = f"column '{name}' says why"
        else:
            end = "the column 'note' says why"
        sentence = (
            f"{count_of(total, 'number is', 'numbers are')} hidden{f' ({marks})' if marks else ''}. "
            f"{'It is' if total == 1 else 'They are'} kept {'as a range, ' if used else ''}never as 0: {end}."
        )
        findings.append(Finding("hidden numbers", sentence, name))
    return findings


def missing_numbers(frame: pd.DataFrame) -> list[Finding]:
    """Numbers that are not there, and combined areas, by what the notes say: each reason once, with its columns."""
    columns: dict[str, list[tuple[str, int]]] = {}
    for name, reasons in _notes(frame).items():
        other = [(text, count) for text, count in reasons.items() if text and "suppressed" not in text.casefold()]
        for text, count in sorted(other, key=lambda pair: -pair[1])[:4]:
            columns.setdefault(text, []).append((str(name), count))
    findings = []
    for text, told in columns.items():
        names = [f"“{name.removesuffix(' note')}”" for name, _ in told if name != "note"]
        where = f" of {some_of(pd.Series(names), 2)} columns" if len(names) > 2 else f" of {' and '.join(names)}"
        first = _first_place(frame, told[0][0], text)
        sentence = (
            f"In {count_of(max(count for _, count in told), 'row', 'rows')}{where if names else ''}{first}:"
            f" {text}{'' if text.endswith('.') else '.'}"
        )
        if "missing" in text:
            sentence += " A blank isn’t a 0."
        findings.append(Finding("missing numbers" if "missing" in text else "note", sentence, told[0][0]))
    return findings


def _first_place(frame: pd.DataFrame, column: str, text: str) -> str:
    """Which row says so first, by its group or area and its time; "" where a table has neither."""
    row = frame[frame[column] == text].iloc[0]
    names = [str(row[name]) for name in ("area", "group", "period_label") if name in frame and str(row[name])]
    return f" (the first is {', '.join(names)})" if names else ""


def no_denominator(frame: pd.DataFrame) -> list[Finding]:
    """Rows with nobody to count among."""
    if not is_number(frame, "denominator"):
        return []
    zero = frame["denominator"] == 0
    if not zero.any():
        return []
    who = _who(frame, zero)
    sentence = (
        f"The denominator is 0 in {count_of(int(zero.sum()), 'row', 'rows')}{f' ({who})' if who else ''}: "
        "there’s no rate there. That isn’t the same as a rate of 0."
    )
    odd = int((zero & (frame["numerator"] > 0)).sum()) if is_number(frame, "numerator") else 0
    if odd:
        sentence += (
            f" In {count_of(odd, 'of them the numerator is', 'of them the numerator is')} above 0: ask what was"
            " counted."
        )
    return [Finding("denominator 0", sentence, "denominator")]


def above_denominator(frame: pd.DataFrame) -> list[Finding]:
    """A few rows where more were counted than there are: in a proportion, a slip."""
    if not (is_number(frame, "numerator") and is_number(frame, "denominator")):
        return []
    above = (frame["numerator"] > frame["denominator"]) & (frame["denominator"] > 0)
    if not 0 < above.sum() <= 0.1 * len(frame):
        return []
    who = _who(frame, above)
    sentence = (
        f"The numerator is larger than the denominator in {count_of(int(above.sum()), 'row', 'rows')}"
        f"{f' ({who})' if who else ''}. If this is a proportion, check those rows."
    )
    return [Finding("numerator above denominator", sentence, "numerator")]


def unlikely_zero(frame: pd.DataFrame) -> list[Finding]:
    """A 0 among thousands, where others have many: most likely not reported."""
    if not (is_number(frame, "numerator") and is_number(frame, "denominator")):
        return []
    usual = frame["numerator"].sum() / max(frame["denominator"].sum(), 1)
    odd = (frame["numerator"] == 0) & (frame["denominator"] * usual > 50)
    if not odd.any():
        return []
    sentence = (
        f"The numerator is 0 in {count_of(int(odd.sum()), 'row', 'rows')} ({_who(frame, odd)}) where the other rows"
        " lead you to expect more than 50. It probably wasn’t reported, so don’t draw it as 0."
    )
    return [Finding("unlikely 0", sentence, "numerator")]


def mixed_breakdowns(frame: pd.DataFrame) -> list[Finding]:
    """Rows that count the same people more than once."""
    findings = []
    if "breakdown" in frame and (frame["breakdown"] == "").any() and (frame["breakdown"] != "").any():
        parts = int((frame["breakdown"] != "").sum())
        sentence = (
            f"{count_of(parts, 'row splits', 'rows split')} the same people again by"
            f" {some_of(frame.loc[frame['breakdown'] != '', 'breakdown'])}, beside {len(frame) - parts:,} headline"
            " rows. Don’t add them up. Keep the rows where breakdown is blank, or those of one breakdown."
        )
        findings.append(Finding("breakdown rows", sentence, "breakdown"))
    for column in ("sex", "age", "area_type", "measure"):
        if column in frame and "breakdown" in frame and frame[column].nunique() > 1:
            sentence = (
                f"Column '{column}' has {some_of(frame[column], 4)} in one table. "
                "Keep one of them, or the same people are counted more than once."
            )
            findings.append(Finding(f"several kinds of {column.replace('_', ' ')}", sentence, column))
    return findings


def kinds_of_deciles(frame: pd.DataFrame) -> list[Finding]:
    """Deciles of whole authorities are no deciles of small areas."""
    findings = []
    for column in _text_columns(frame):
        kinds = [kind for kind in frame[column].unique() if "decile" in kind.casefold()]
        large = [kind for kind in kinds if _AUTHORITIES.search(kind)]
        small = [kind for kind in kinds if _SMALL_AREAS.search(kind)]
        if large and small:
            sentence = (
                f"Column '{column}' mixes deciles of local authorities ('{large[0]}') with deciles of small areas or "
                f"practices ('{small[0]}'). They rank different things: never put them in one chart."
            )
            findings.append(Finding("deciles of areas and authorities", sentence, column))
        elif large:
            sentence = (
                f"These deciles ('{large[0]}') rank whole local authorities, not small areas and not people. "
                "A gap between them hides the gaps inside each authority."
            )
            if len(large) > 1:
                sentence += f" There are {len(large)} kinds: keep one."
            findings.append(Finding("deciles of authorities", sentence, column))
    return findings


def unclear_direction(frame: pd.DataFrame) -> list[Finding]:
    """Fifths or tenths numbered without saying which end is the most deprived."""
    findings = []
    for column in frame.columns:
        name = str(column)
        ranked = re.search("decile|quintile|fifth|imd", name, re.I) and not re.search("rank|score", name, re.I)
        if (name != "group" and not ranked) or name == "decile" and "breakdown" in frame or _ENDS.search(name):
            continue
        values = pd.unique(frame[column].dropna())
        if not 3 <= len(values) <= 12 or any(_ENDS.search(str(value)) for value in values):
            continue
        found = [_BARE_RANK.fullmatch(re.sub(r"\.0$", "", str(value))) for value in values]
        numbers = {int(match[1]) for match in found if match}
        if not all(found) or not numbers <= set(range(1, 11)):
            continue
        size = "deciles" if max(numbers) > 5 else "quintiles"
        sentence = (
            f"Column '{column}' numbers {size} {min(numbers)} to {max(numbers)} and does not say which end is the most "
            "deprived. Officially 1 is, but some studies count the other way: find out, and write it in the label."
        )
        findings.append(Finding("direction unclear", sentence, name))
    return findings


def reversed_deciles(frame: pd.DataFrame) -> list[Finding]:
    """A number beside the words that counts the other way: 10 for the most deprived."""
    findings = []
    for column in _text_columns(frame):
        kinds = frame[column].unique()
        most, least = (
            frame[column].isin([kind for kind in kinds if kind.casefold().startswith(f"{end} deprived")])
            for end in ("most", "least")
        )
        if not (most.any() and least.any()):
            continue
        for number in frame.columns:
            if not is_number(frame, number) or "value" in str(number).casefold():
                continue
            top, bottom = frame.loc[most, number].unique(), frame.loc[least, number].unique()
            if list(bottom) == [1] and len(top) == 1 and top[0] in (5, 10):
                sentence = (
                    f"Column '{number}' gives {top[0]:.0f} to the most deprived and 1 to the least deprived: "
                    "the other way from the official deciles, where 1 is the most deprived."
                )
                findings.append(Finding("direction reversed", sentence, str(number)))
    return findings


def not_stated(frame: pd.DataFrame) -> list[Finding]:
    """How many people are in a group that is not stated."""
    if "group" not in frame or frame["group"].dtype.kind in "iuf":
        return []
    codes, groups = pd.factorize(frame["group"])
    unknown = np.array([bool(NOT_STATED.search(str(group))) for group in groups] + [True])
    if not unknown[:-1].any() or unknown[:-1].all():
        return []
    rows = unknown[codes]
    counted = next((name for name in ("denominator", "numerator") if is_number(frame, name)), None)
    if counted and not np.nansum(frame[counted]) > 0:
        counted = None
    share = frame.loc[rows, counted].sum() / frame[counted].sum() if counted else rows.mean()
    sentence = (
        f"{share:.1%} of {f'the {counted}' if counted else 'the rows'} is in"
        f" {some_of(pd.Series(groups[unknown[:-1]]))}. Show this group too: they may be the people served least well."
    )
    return [Finding("not stated", sentence, "group")]


def _notes(frame: pd.DataFrame) -> dict[str, dict[str, int]]:
    """How often each reason stands in ``note``, or in each ``… note`` of a plain table."""
    found = {}
    for column in _text_columns(frame):
        if column == "note" or str(column).endswith(" note"):
            counts = frame.loc[frame[column] != "", column].value_counts()
            if len(counts):
                found[column] = counts.to_dict()
    return found


def _text_columns(frame: pd.DataFrame) -> list[str]:
    return [column for column in frame.columns if frame[column].dtype == "str"]


def _who(frame: pd.DataFrame, rows: pd.Series) -> str:
    column = next((name for name in ("area", "group") if name in frame), None)
    return some_of(frame.loc[rows, column]) if column else ""


def look_at_rows(frame: pd.DataFrame) -> list[Finding]:
    """Return what stands out in the rows, period by period."""
    checks = (
        hidden_numbers, missing_numbers, no_denominator, above_denominator, unlikely_zero, mixed_breakdowns,
        kinds_of_deciles, unclear_direction, reversed_deciles, not_stated,
    )  # fmt: skip
    return [finding for check in checks for finding in check(frame)]
