"""What does a month of help cost in the sample, and how do prices grow?

`kroner` is the level that the whole country's sample comes to, in kr. per 0-22-year-old and year at 2024 prices. For
5.28.21 and 5.28.22 it is near the published one (REGK31 2024: 1.351 and 732 kr. per inhabitant, Danmarks Statistik),
the others are made up. The functions hold the whole specialised children's area, so a simulated child stands for
more than its own bills.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal, NamedTuple

Driver = Literal["open", "handicap", "foster", "residence", "institution", "secured", "staff"]

# A price index for the sample alone: 2024 is 100, two to three per cent a year. No published index is like it.
SAMPLE_PRICE_INDEX: dict[int, Decimal] = {
    2016: Decimal("82.8"),
    2017: Decimal("84.5"),
    2018: Decimal("86.3"),
    2019: Decimal("88.2"),
    2020: Decimal("90.1"),
    2021: Decimal("91.9"),
    2022: Decimal("94.1"),
    2023: Decimal("96.9"),
    2024: Decimal("100.0"),
    2025: Decimal("102.8"),
    2026: Decimal("105.5"),
}

# The share of 0-22-year-olds (for staff: positions per 0-22-year-old) that the level is spread over.
USUAL_SHARE: dict[Driver, float] = {
    "open": 0.0190,
    "handicap": 0.0143,
    "foster": 0.00059,
    "residence": 0.00019,
    "institution": 0.00025,
    "secured": 0.00003,
    "staff": 0.00058,
}


class Account(NamedTuple):
    """One account of the sample ledger; by_team: each team has a cost centre for it."""

    function: str
    grouping: str
    dranst: int
    driver: Driver
    kroner: float
    by_team: bool = False


ACCOUNTS = (
    Account("5.28.20", "003", 1, "residence", 2_250),
    Account("5.28.20", "004", 1, "residence", 160),
    Account("5.28.20", "005", 1, "residence", 60),
    Account("5.28.21", "002", 1, "open", 640, by_team=True),
    Account("5.28.21", "003", 1, "open", 1_520, by_team=True),
    Account("5.28.21", "004", 1, "open", 140),
    Account("5.28.21", "005", 1, "handicap", 560, by_team=True),
    Account("5.28.21", "007", 1, "open", 840, by_team=True),
    Account("5.28.21", "010", 1, "open", 420, by_team=True),
    Account("5.28.21", "011", 1, "open", 170, by_team=True),
    Account("5.28.21", "016", 1, "handicap", 520, by_team=True),
    Account("5.28.21", "017", 1, "open", 290, by_team=True),
    Account("5.28.21", "019", 1, "handicap", 40),
    Account("5.28.21", "999", 1, "open", 50),
    Account("5.28.22", "002", 1, "foster", 2_080),
    Account("5.28.22", "004", 1, "foster", 390),
    Account("5.28.22", "005", 1, "foster", 340),
    Account("5.28.23", "001", 1, "institution", 2_350),
    Account("5.28.24", "001", 1, "secured", 180),
    Account("5.28.25", "001", 1, "handicap", 640),
    Account("5.28.26", "001", 1, "secured", 25),
    Account("5.57.72", "009", 1, "handicap", 620),
    Account("5.57.72", "015", 1, "handicap", 1_180),
    Account("5.57.72", "016", 1, "handicap", 55),
    # Half of 5.57.72 comes back from the state; the refund of dear cases is booked quarterly.
    Account("5.57.72", "002", 2, "handicap", -925),
    Account("5.22.07", "001", 2, "institution", -210),
    Account("5.22.07", "002", 2, "residence", -150),
    Account("6.45.58", "001", 1, "staff", 410),
)
# On no list of accounts: what a typing error (OS2bos' aliases have such) and a function of another year look like.
UNKNOWN = (
    Account("5.28.99", "001", 1, "open", 18),
    Account("5.82.21", "003", 1, "open", 9),
)
