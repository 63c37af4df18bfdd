"""What did the help cost, month by month and account by account, and when was it booked?

Costs follow the cases, the placed children and the staff of the same simulation. Some bills come late, December has
more of them and July fewer, and now and then an amount is booked wrongly and taken back the month after.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.demo import gaps
from dashboard.demo.cases import FAMILIE, HANDICAP
from dashboard.demo.cost_centres import PER_TEAM, function_centre, team_centre
from dashboard.demo.places import Place
from dashboard.demo.prices import ACCOUNTS, SAMPLE_PRICE_INDEX, UNKNOWN, USUAL_SHARE, Account, Driver
from dashboard.demo.staff import Staff
from dashboard.demo.window import FAR, WINDOW, Days, Floats, month_starts, running
from dashboard.periods import parse_month

# Two months before, for their late bills, and to the end of the last year, for the forecast.
FIRST_MONTH, LAST_MONTH = WINDOW.first - 2, parse_month("2026-12")
_MONTHS = np.arange(FIRST_MONTH, LAST_MONTH + 1)
_MID = month_starts(FIRST_MONTH, LAST_MONTH) + 14
_ON_TIME = (0.78, 0.17, 0.05)  # booked the same month, one and two months later
_SEASON = np.array([0.95, 0.98, 1.0, 1.0, 1.0, 1.0, 0.88, 0.97, 1.0, 1.02, 1.03, 1.17])
_WRONG = 0.012  # of the amounts
_OWN = 0.35  # of the placements' cost follows the simulated placements one by one
_YOUTH_CRIME_SINCE, _NEW_BENEFIT_SINCE = parse_month("2020-01"), parse_month("2025-09")
_KINDS: tuple[Driver, ...] = ("foster", "residence", "institution")


@dataclass(frozen=True)
class Costs:
    """What the help of each month cost, in kr.: accounts × months FIRST_MONTH to LAST_MONTH."""

    accounts: tuple[Account, ...]
    kroner: Floats


def costs(rng: np.random.Generator, place: Place, cases: pd.DataFrame, staff: Staff) -> Costs:
    unknown = tuple(a for a in UNKNOWN if a.function in gaps.UNKNOWN_FUNCTIONS.get(place.code, ()))
    accounts = ACCOUNTS + unknown
    counts = _counts(rng, place, cases, staff)
    units = np.stack([counts[a.driver] / USUAL_SHARE[a.driver] for a in accounts])
    level = {function: rng.lognormal(0, 0.13) for function in sorted({a.function for a in accounts})}
    yearly = np.array([a.kroner * level[a.function] for a in accounts])
    index = np.array([float(SAMPLE_PRICE_INDEX[m // 12]) / 100 for m in _MONTHS.tolist()])
    noise = rng.lognormal(0, 0.06, units.shape)
    return Costs(accounts, units / place.scale.cases * yearly[:, None] / 12 * index * noise * _rules(accounts))


def _rules(accounts: tuple[Account, ...]) -> Floats:
    """Season, and what law changed: 1 where nothing does."""
    factor = np.tile(_SEASON[_MONTHS % 12], (len(accounts), 1))
    for row, account in enumerate(accounts):
        if account.function == "5.28.26":
            factor[row, _MONTHS < _YOUTH_CRIME_SINCE] = 0
        if account.function == "5.22.07":
            factor[row] = np.where(_MONTHS % 3 == 2, 3.0, 0.0)
        if (account.function, account.grouping) == ("5.57.72", "009"):
            factor[row, _MONTHS >= _NEW_BENEFIT_SINCE] *= 0.94
    return factor


def _counts(rng: np.random.Generator, place: Place, cases: pd.DataFrame, staff: Staff) -> dict[Driver, Floats]:
    """Things a month is paid for, in the middle of each month."""
    start, end = cases["received"].to_numpy(), cases["closed"].to_numpy()
    handicap = (cases["target_group"] == HANDICAP).to_numpy()
    is_open = running(start, end, _MID).astype(np.float64)
    children = place.children(1970 + _MID / 365.25) * place.scale.cases
    counts: dict[Driver, Floats] = {
        "open": is_open,
        "handicap": running(start[handicap], end[handicap], _MID).astype(np.float64),
        "staff": staff.positions_at(_MID),
        "secured": rng.poisson(children * USUAL_SHARE["secured"]).astype(np.float64),
    }
    kind, placed, back = _placements(rng, cases)
    for number, name in enumerate(_KINDS):
        own = running(placed[kind == number], back[kind == number], _MID)
        # The rest of the specialised area has placed children too: the larger part follows the cases alone.
        counts[name] = _OWN * own + (1 - _OWN) * is_open * USUAL_SHARE[name] / USUAL_SHARE["open"]
    return counts


def _placements(rng: np.random.Generator, cases: pd.DataFrame) -> tuple[Days, Days, Days]:
    """kind (of _KINDS), start and end of the placements: some months into a case, at the longest to its end."""
    n = len(cases)
    often = np.where(cases["target_group"] == FAMILIE, 0.16, 0.10)
    start = cases["received"].to_numpy() + 20 + rng.exponential(300, n).astype(np.int64)
    end = np.minimum(cases["closed"].to_numpy(), start + 60 + rng.exponential(1_600, n).astype(np.int64))
    kind = rng.choice(3, size=n, p=[0.6, 0.17, 0.23])
    here = (rng.random(n) < often) & (start < np.minimum(end, FAR))
    return kind[here], start[here], end[here]


def postings(rng: np.random.Generator, place: Place, found: Costs) -> pd.DataFrame:
    """Columns month, account (row of `found.accounts`), cost_centre, ore; nothing in the months not delivered."""
    shares, account, centre = _cost_centres(rng, place, found)
    cells = found.kroner[account] * shares[:, None] * rng.lognormal(0, 0.10, (len(account), len(_MONTHS)))
    booked = sum(share * np.roll(cells, late, axis=1) for late, share in enumerate(_ON_TIME))
    wrong = np.where(rng.random(cells.shape) < _WRONG, cells * rng.uniform(0.3, 1.3, cells.shape), 0)
    booked = booked + wrong - np.roll(wrong, 1, axis=1)
    ore = np.rint(100 * booked).astype(np.int64)
    delivered = np.isin(_MONTHS, list(set(WINDOW.months) - gaps.ledger_missing(place.code)))
    month, row = np.nonzero(delivered[:, None] & (ore != 0).T)
    return pd.DataFrame(
        {"month": _MONTHS[month], "account": account[row], "cost_centre": centre[row], "ore": ore[row, month]}
    )


def _cost_centres(rng: np.random.Generator, place: Place, found: Costs) -> tuple[Floats, Days, Days]:
    """One row per account and cost centre: its share, the account's row, the cost centre's number."""
    shares, account, centre = [], [], []
    for row, a in enumerate(found.accounts):
        n = len(place.teams) if a.by_team else 1
        shares.append(rng.dirichlet(np.full(n, 25.0)))
        account.append(np.full(n, row))
        centre.append(team_centre(0) + PER_TEAM * np.arange(n) if a.by_team else np.full(n, function_centre(a.function)))
    return np.concatenate(shares), np.concatenate(account), np.concatenate(centre)
