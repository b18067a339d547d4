"""How each planted fact of the medication review case is worked out from its tables."""

from equityqi.authoring.synthetic import gave, got_through

EARLY, LATE, LATEST = (
    slice("2024-01", "2024-09"),
    slice("2024-10", "2026-06"),
    slice("2025-07", "2026-06"),
)  # months 1-9, 10-30, 19-30
ALL, BEFORE, AFTER = slice("2024-01", "2026-06"), slice("2024-01", "2024-12"), slice("2025-01", "2026-06")


def share(table, numerator, denominator, period=ALL, per=100, **where):
    """A ratio of two sums of one table, for some months and rows."""

    def work_out(tables):
        frame = tables[table]
        if "month" in frame:
            frame = frame.set_index("month").sort_index().loc[period]
        for name, value in where.items():
            frame = frame[frame[name] == value]
        return per * frame[numerator].sum() / frame[denominator].sum()

    return work_out


def completed_of_eligible(period=ALL, **where):
    def work_out(tables):
        done, able = (tables[name].set_index("month").sort_index().loc[period] for name in ("smr_monthly", "smr_offer"))
        for name, value in where.items():
            done, able = done[done[name] == value], able[able[name] == value]
        return 100 * done["completed_n"].sum() / able["eligible_n"].sum()

    return work_out


def interpreter_need(**where):
    def work_out(tables):
        frame = tables["smr_offer"]
        for name, value in where.items():
            frame = frame[frame[name] == value]
        return 100 * frame.loc[frame["interpreter_needed"], "eligible_n"].sum() / frame["eligible_n"].sum()

    return work_out


def completion(needed, period, **where):
    return share("smr_monthly", "completed_n", "booked_n", period, interpreter_needed=needed, **where)


def most_booked_in_imd_5(tables):
    frame = tables["smr_monthly"]
    few = frame[frame["interpreter_needed"] & (frame["imd_quintile"] == 5)]
    return few.groupby("month")["booked_n"].sum().max()


def booked_interpreter(least_or_most):
    def work_out(tables):
        frame = tables["smr_monthly"]
        return least_or_most(frame[frame["interpreter_needed"]].groupby("month")["booked_n"].sum())

    return work_out


def high_dose(quintile, period=BEFORE):
    return share("opioid_monthly", "high_dose_long_term_n", "adults_n", period, 1000, imd_quintile=quintile)


def rise(numerator, denominator, **where):
    before, after = (share("opioid_monthly", numerator, denominator, period, **where) for period in (BEFORE, AFTER))
    return lambda tables: 100 * (after(tables) / before(tables) - 1)


def extra_withdrawals(*quintiles):
    """Per cent of the withdrawals above the rate of months 1 to 12 that fall in these quintiles."""

    def extra(tables, quintile):
        before = share("opioid_monthly", "unplanned_withdrawal_n", "high_dose_long_term_n", BEFORE, 1)(tables)
        frame = tables["opioid_monthly"].set_index("month").sort_index().loc[AFTER]
        sums = frame[frame["imd_quintile"] == quintile].sum()
        return sums["unplanned_withdrawal_n"] - before * sums["high_dose_long_term_n"]

    return lambda tables: 100 * sum(extra(tables, q) for q in quintiles) / sum(extra(tables, q) for q in range(1, 6))


def invited_people(tables, quintile=None):
    people = tables["smr_people"].merge(tables["smr_people_trainer"], on="person_id")
    return people if quintile is None else people[people["imd_quintile"] == quintile]


def coded_declined(quintile):
    return lambda tables: 100 * invited_people(tables, quintile)["declined_code"].mean()


def truly_declined(quintile):
    return lambda tables: 100 * (invited_people(tables, quintile)["true_outcome"] == "declined").mean()


def never_reached(quintile):
    def work_out(tables):
        people = invited_people(tables, quintile)
        return 100 * (people.loc[people["declined_code"], "true_outcome"] == "not reached").mean()

    return work_out


def in_the_slice(**where):
    return share("smr_slice", "completed_n", "booked_n", **where)


WITHDRAWAL = ("opioid_monthly", "unplanned_withdrawal_n", "high_dose_long_term_n")
MODES = {"face-to-face": "face-to-face", "phone": "phone"}
FIFTHS = range(1, 6)
PLANTED = {
    "b-offered": share("smr_offer", "invited_n", "eligible_n"),
    **{f"b-offered-imd-{q}": share("smr_offer", "invited_n", "eligible_n", imd_quintile=q) for q in FIFTHS},
    **{
        f"b-high-need-invited-imd-{q}": share("smr_offer", "high_need_invited_n", "high_need_n", imd_quintile=q)
        for q in FIFTHS
    },
    "b-interpreter-need": interpreter_need(),
    "b-interpreter-need-imd-1": interpreter_need(imd_quintile=1),
    "b-completed-interpreter-early": completion(True, EARLY),
    "b-completed-interpreter-late": completion(True, LATE),
    "b-completed-others-early": completion(False, EARLY),
    "b-completed-others-late": completion(False, LATE),
    "b-completed-interpreter-latest": completion(True, LATEST),
    "b-completed-others-latest": completion(False, LATEST),
    "b-completed-gap-latest": lambda tables: completion(False, LATEST)(tables) - completion(True, LATEST)(tables),
    **{f"b-{mode}-interpreter": completion(True, ALL, mode=mode) for mode in MODES},
    **{f"b-{mode}-others": completion(False, ALL, mode=mode) for mode in MODES},
    "b-reviewed-interpreter-latest": completed_of_eligible(LATEST, interpreter_needed=True),
    "b-reviewed-others-latest": completed_of_eligible(LATEST, interpreter_needed=False),
    "b-reviewed-gap-latest": lambda tables: (
        completed_of_eligible(LATEST, interpreter_needed=False)(tables)
        - completed_of_eligible(LATEST, interpreter_needed=True)(tables)
    ),
    **{f"b-completed-of-eligible-imd-{q}": completed_of_eligible(imd_quintile=q) for q in FIFTHS},
    "b-most-booked-imd-5-interpreter": most_booked_in_imd_5,
    "b-booked-interpreter-least": booked_interpreter(min),
    "b-booked-interpreter-most": booked_interpreter(max),
    **{f"b-high-dose-imd-{q}": high_dose(q) for q in FIFTHS},
    "b-high-dose-ratio": lambda tables: high_dose(1)(tables) / high_dose(5)(tables),
    "b-pain-rise": rise("pain_gp_contacts_n", "adults_n"),
    "b-pain-rise-imd-1": rise("pain_gp_contacts_n", "adults_n", imd_quintile=1),
    "b-pain-rise-imd-5": rise("pain_gp_contacts_n", "adults_n", imd_quintile=5),
    "b-withdrawal-before": share(*WITHDRAWAL, BEFORE),
    "b-withdrawal-after": share(*WITHDRAWAL, AFTER),
    "b-withdrawal-times": lambda tables: share(*WITHDRAWAL, AFTER)(tables) / share(*WITHDRAWAL, BEFORE)(tables),
    "b-withdrawal-imd-1-before": share(*WITHDRAWAL, BEFORE, imd_quintile=1),
    "b-withdrawal-imd-1-after": share(*WITHDRAWAL, AFTER, imd_quintile=1),
    "b-extra-withdrawals-imd-1-2": extra_withdrawals(1, 2),
    **{f"b-declined-imd-{q}": coded_declined(q) for q in FIFTHS},
    **{f"b-truly-declined-imd-{q}": truly_declined(q) for q in FIFTHS},
    "b-never-reached-imd-1": never_reached(1),
    "b-never-reached-imd-5": never_reached(5),
    "b-slice-interpreter": in_the_slice(interpreter_needed=True),
    "b-slice-others": in_the_slice(interpreter_needed=False),
    **{f"b-slice-{mode}-interpreter": in_the_slice(interpreter_needed=True, mode=mode) for mode in MODES},
    **{f"b-slice-{mode}-others": in_the_slice(interpreter_needed=False, mode=mode) for mode in MODES},
    "b-step-invited-interpreter": got_through("smr_steps", "Invited", interpreter_needed=True),
    "b-step-invited-others": got_through("smr_steps", "Invited", interpreter_needed=False),
    "b-step-booked-interpreter": got_through("smr_steps", "Booked", interpreter_needed=True),
    "b-step-booked-others": got_through("smr_steps", "Booked", interpreter_needed=False),
    "b-step-attended-interpreter": got_through("smr_steps", "Attended", interpreter_needed=True),
    "b-step-attended-others": got_through("smr_steps", "Attended", interpreter_needed=False),
    "b-step-completed-interpreter": got_through("smr_steps", "Completed", interpreter_needed=True),
    "b-step-completed-others": got_through("smr_steps", "Completed", interpreter_needed=False),
    "b-reason-group-interpreter": gave(
        "smr_reasons", "Could not follow the letter or the call", interpreter_needed=True
    ),
    "b-reason-group-others": gave("smr_reasons", "Could not follow the letter or the call", interpreter_needed=False),
    "b-reason-best-interpreter": gave("smr_reasons", "Forgot, or no reminder", interpreter_needed=True),
    "b-reason-best-others": gave("smr_reasons", "Forgot, or no reminder", interpreter_needed=False),
}
