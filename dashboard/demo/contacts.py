"""When did the family first hear from somebody, and which cases were closed before anybody reached it?"""

from __future__ import annotations

import numpy as np
import pandas as pd

from dashboard.demo.cases import COMPLETED, NO_CONTACT
from dashboard.demo.places import Place
from dashboard.demo.programmes import experience
from dashboard.demo.staff import Staff
from dashboard.demo.window import FAR, FIRST_DAY, Days, Floats, month_of, on_weekday, running

_SPREAD = 0.75  # of the logarithm of the waiting time
_JULY = 6
_ORDINARY_CASELOAD = 34.0


def first_contacts(rng: np.random.Generator, place: Place, cases: pd.DataFrame, staff: Staff) -> pd.DataFrame:
    """`cases` with the column contact (FAR: none yet, or none ever), and those closed unreached named so."""
    received, closed = cases["received"].to_numpy(), cases["closed"].to_numpy()
    reason = cases["close_reason"].to_numpy()
    wait = _median_wait(place, cases, staff) * np.exp(rng.normal(0, _SPREAD, len(cases)))
    wait = np.where(rng.random(len(cases)) < 0.03, wait * rng.uniform(3, 7, len(cases)), wait)
    contact = on_weekday(received + np.rint(wait).astype(np.int64))
    contact = np.where((reason == NO_CONTACT) | (contact >= closed), FAR, contact)
    # One in a thousand is entered with a day before the referral: a data error that the page must name.
    wrong = (rng.random(len(cases)) < 0.001) & (contact < FAR)
    contact = np.where(wrong, received - rng.integers(1, 20, len(cases)), contact)
    unreached = (contact == FAR) & (reason == COMPLETED)
    return cases.assign(contact=contact, close_reason=np.where(unreached, NO_CONTACT, reason))


def _median_wait(place: Place, cases: pd.DataFrame, staff: Staff) -> Floats:
    """Longer with more cases per position and in July, a little shorter in a programme. Made up."""
    received = cases["received"].to_numpy()
    at: Days = np.maximum(received, FIRST_DAY)
    load = running(received, cases["closed"].to_numpy(), at) / np.maximum(staff.positions_at(at), 0.2)
    wait = place.wait_days * np.clip(load / _ORDINARY_CASELOAD, 0.5, 2.0) ** 0.7
    wait = wait * np.where(month_of(received) % 12 == _JULY, 1.35, 1.0)
    helped = 0.18 * (cases["programme"].to_numpy() > 0) + 0.07
    return np.asarray(wait * (1 - helped * experience(place.code, received)), dtype=np.float64)
