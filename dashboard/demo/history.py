"""What happened in one municipality in ten years, as the rows of each table?

Every part is made from the one before: cases → staff → who has which case → first contact → costs → surveys. That is
why the measures agree with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.demo import gaps
from dashboard.demo.assignments import COVER, PRIMARY, assignments
from dashboard.demo.budget import LINES, REASONS, budget
from dashboard.demo.cases import cases
from dashboard.demo.contacts import first_contacts
from dashboard.demo.cost_centres import GROUPS, divided
from dashboard.demo.ledger import Costs, costs, postings
from dashboard.demo.places import FIRST_YEAR, TEAM_IDS, TEAM_NAMES, Place, Scale, place
from dashboard.demo.programmes import PROGRAMME_IDS
from dashboard.demo.staff import Staff, staff
from dashboard.demo.surveys import ITEM_COLUMNS, RESPONDENTS, ROUNDS, surveys
from dashboard.demo.window import AS_OF, FAR, LAST_DAY, dates, day_number
from dashboard.instruments import WAVES
from dashboard.measures import CLOSE_REASONS, SURVEY_INSTRUMENT, TARGET_GROUPS
from dashboard.periods import month_start

ROLES = ("primary", "cover")
_PAID_ELSEWHERE = 0.02  # another municipality pays for the case
_UNKNOWN_POSITION = 0.01  # of the coordinators: nobody has said how many hours they work
_KRONER_A_BILL = 1_500
Frames = dict[str, pd.DataFrame]


def history(code: str, scale: Scale, seed: int) -> Frames:
    """One municipality's rows by table, as writing.RELATIONS reads them. The same code, scale and seed give the same."""
    rng = np.random.default_rng([seed, int(code)])
    here = place(code, scale, rng)
    found = cases(rng, here)
    people = staff(rng, here, found)
    assigned = assignments(rng, found, people)
    found = first_contacts(rng, here, found, people)
    cost = costs(rng, here, found, people)
    frames = {
        **_place_rows(here),
        **_staff_rows(rng, here, people),
        "case_said": _case_rows(rng, here, found, assigned),
        "assignment_said": _assignment_rows(found, assigned),
        "ledger": _ledger_rows(here, cost, postings(rng, here, cost)),
        **_centre_rows(divided(here)),
        "budget_line": _budget_rows(budget(rng, here, cost)),
        **_survey_rows(surveys(rng, here, found, assigned)),
    }
    return {table: frame.assign(code=int(code)) for table, frame in frames.items()}


def _named(indices: npt.ArrayLike, names: Sequence[str]) -> Any:
    """Texts held as numbers: DuckDB reads them many times faster than texts."""
    return pd.Categorical.from_codes(np.asarray(indices, dtype=np.int64), pd.Index(list(names)))


def _place_rows(here: Place) -> Frames:
    years = range(FIRST_YEAR, FIRST_YEAR + len(here.persons))
    return {
        "population": pd.DataFrame({"year": years, "persons": here.persons}),
        "team": pd.DataFrame({"team_id": here.teams, "name": [TEAM_NAMES[team] for team in here.teams]}),
    }


def _staff_rows(rng: np.random.Generator, here: Place, people: Staff) -> Frames:
    coordinators = people.coordinators
    new = coordinators["new_until"].to_numpy().astype("datetime64[D]").astype("datetime64[s]")
    new[coordinators["new_until"] == FAR] = np.datetime64("NaT")
    unknown = coordinators["coordinator"][rng.random(len(coordinators)) < _UNKNOWN_POSITION]
    positions = _without(people.positions[~people.positions["coordinator"].isin(unknown)], here)
    # Of somebody without a position the team alone is said, from the day they came.
    alone = coordinators.loc[~coordinators["coordinator"].isin(positions["coordinator"]), ["coordinator", "start", "end"]]
    spans = pd.concat([positions.astype({"fte_milli": "Int64"}), alone], ignore_index=True)
    who = spans["coordinator"].to_numpy() - 1
    return {
        "hours_said": spans[["coordinator", "fte_milli"]].assign(
            team=_named(coordinators["team"].to_numpy()[who], TEAM_IDS), new_until=new[who], **_span(spans)
        )
    }


def _without(positions: pd.DataFrame, here: Place) -> pd.DataFrame:
    """The spans cut where a municipality's hours are not delivered."""
    missing = gaps.positions_missing(here.code)
    if not missing:
        return positions
    first, after = day_number(month_start(missing[0])), day_number(month_start(missing[-1] + 1))
    before = positions.assign(end=np.minimum(positions["end"], first))
    later = positions.assign(start=np.maximum(positions["start"], after))
    both = pd.concat([before, later], ignore_index=True)
    return both[both["start"] < both["end"]].reset_index(drop=True)


def _span(frame: pd.DataFrame) -> dict[str, Any]:
    return {"start_on": dates(frame["start"].to_numpy()), "end_on": dates(frame["end"].to_numpy())}


def _case_rows(rng: np.random.Generator, here: Place, found: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    """The case list of the as-of day: every case that was open in the window, with the coordinator it has that day."""
    others = np.array([int(code) for code in MUNICIPALITIES])
    elsewhere = rng.random(len(found)) < _PAID_ELSEWHERE
    closed = dates(found["closed"].to_numpy())
    # Reason 0 is '' here: why a case was closed is not known before it is.
    reason = found["close_reason"].where(~np.isnat(closed), -1) + 1
    return found[["year", "number", "child", "family"]].assign(
        pays=np.where(elsewhere, rng.choice(others, len(found)), int(here.code)),
        team=_named(found["team"], TEAM_IDS),
        programme=_named(found["programme"], PROGRAMME_IDS),
        target_group=_named(found["target_group"], TARGET_GROUPS),
        received=dates(found["received"].to_numpy()),
        contact=dates(found["contact"].to_numpy()),
        closed=closed,
        close_reason=_named(reason, ("", *CLOSE_REASONS)),
        **_holders(len(found), assigned),
    )


def _holders(n: int, assigned: pd.DataFrame) -> dict[str, Any]:
    """Who has and who covers each of n cases on the as-of day (0: nobody), and since when they have it."""
    now = assigned[(assigned["start"] <= LAST_DAY) & (assigned["end"] > LAST_DAY)]
    who, since = np.zeros((2, n), np.int64), np.full(n, FAR)
    for role in (PRIMARY, COVER):
        mine = now[now["role"] == role]
        who[role, mine["case"]] = mine["coordinator"]
        if role == PRIMARY:
            since[mine["case"]] = mine["start"]
    return {"coordinator": who[PRIMARY], "cover": who[COVER], "since": dates(since)}


def _assignment_rows(found: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    case = found.loc[assigned["case"], ["year", "number"]].reset_index(drop=True)
    return case.assign(
        coordinator=assigned["coordinator"].to_numpy(), role=_named(assigned["role"], ROLES), **_span(assigned)
    )


def _ledger_rows(here: Place, cost: Costs, found: pd.DataFrame) -> pd.DataFrame:
    account = found["account"].to_numpy()
    functions = tuple(dict.fromkeys(a.function for a in cost.accounts))
    groupings = tuple(dict.fromkeys(a.grouping for a in cost.accounts))
    function = np.array([functions.index(a.function) for a in cost.accounts])[account]
    grouping = np.array([groupings.index(a.grouping) for a in cost.accounts])[account]
    return found[["month", "cost_centre", "ore"]].assign(
        account_function=_named(function, functions),
        grouping=_named(grouping, groupings),
        dranst=np.array([a.dranst for a in cost.accounts])[account],
        bills=np.clip(found["ore"].abs() // (100 * _KRONER_A_BILL), 1, here.scale.bills),
        as_of=pd.Timestamp(AS_OF),
    )


def _centre_rows(found: pd.DataFrame) -> Frames:
    if found.empty:
        return {}
    return {"cost_centre_group": found.assign(target_group=_named(found["group"], GROUPS))}


def _budget_rows(found: pd.DataFrame) -> pd.DataFrame:
    functions = tuple(dict.fromkeys(function for function, _ in LINES))
    groupings = tuple(dict.fromkeys(grouping for _, grouping in LINES))
    line = [LINES[number] for number in found["line"]]
    return found[["year", "original", "supplement"]].assign(
        expected=found["expected"].astype("Int64"),
        account_function=pd.Categorical([function for function, _ in line], list(functions)),
        grouping=pd.Categorical([grouping for _, grouping in line], list(groupings)),
        as_of=dates(found["as_of"].to_numpy()),
        reason=_named(found["reason"], REASONS),
    )


def _survey_rows(found: pd.DataFrame) -> Frames:
    if found.empty:
        return {}
    rounds = tuple(f"{day.year}{'F' if day.month < 7 else 'E'}" for day in ROUNDS)  # forår, efterår
    answered = dates(found["answered"].to_numpy())
    rows = found[["number"]].assign(round=_named(found["round"], rounds), answered=answered)
    invitations = rows.assign(
        team=_named(found["team"], TEAM_IDS),
        programme=_named(found["programme"], PROGRAMME_IDS),
        target_group=_named(found["target_group"], TARGET_GROUPS),
        instrument=_named(np.zeros(len(found)), (SURVEY_INSTRUMENT,)),
        wave=_named(found["wave"], WAVES),
        respondent=_named(found["respondent"], RESPONDENTS),
        invited=dates(found["invited"].to_numpy()),
        reminded=dates(found["reminded"].to_numpy()),
    )
    said = ~np.isnat(answered)
    answers = pd.concat([rows, found[list(ITEM_COLUMNS)]], axis=1)[said].reset_index(drop=True)
    return {"survey_invitation": invitations, "survey_answer": answers}
