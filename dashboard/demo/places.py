"""How large and how different are the municipalities of the sample?

The sizes are rounded from general knowledge and the rest is drawn: none of it is a figure about a municipality.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from dashboard.database.municipalities import MUNICIPALITIES, Municipality
from dashboard.demo.window import Floats

Size = Literal["ordinary", "national"]

# Hundreds of inhabitants, roughly.
_INHABITANTS = (
    "0101 6600, 0147 1050, 0151 520, 0153 400, 0155 150, 0157 750, 0159 700, 0161 240, 0163 300, 0165 280, "
    "0167 540, 0169 570, 0173 590, 0175 440, 0183 240, 0185 430, 0187 170, 0190 420, 0201 260, 0210 420, "
    "0217 640, 0219 540, 0223 250, 0230 580, 0240 450, 0250 460, 0253 520, 0259 630, 0260 320, 0265 910, "
    "0269 250, 0270 420, 0306 330, 0316 740, 0320 370, 0326 480, 0329 360, 0330 800, 0336 240, 0340 310, "
    "0350 290, 0360 400, 0370 840, 0376 600, 0390 460, 0400 390, 0410 400, 0420 410, 0430 520, 0440 240, "
    "0450 320, 0461 2090, 0479 590, 0480 300, 0482 120, 0492 60, 0510 550, 0530 270, 0540 740, 0550 370, "
    "0561 1160, 0563 34, 0573 500, 0575 430, 0580 590, 0607 530, 0615 970, 0621 960, 0630 1210, 0657 920, "
    "0661 590, 0665 190, 0671 210, 0706 440, 0707 370, 0710 500, 0727 240, 0730 1000, 0740 1010, 0741 37, "
    "0746 660, 0751 3670, 0756 430, 0760 570, 0766 480, 0773 200, 0779 450, 0787 430, 0791 970, 0810 370, "
    "0813 590, 0820 360, 0825 18, 0840 310, 0846 420, 0849 390, 0851 2230, 0860 630"
)
INHABITANTS = {entry[:4]: 100 * int(entry[5:]) for entry in _INHABITANTS.split(", ")}

# Share of 0-22-year-olds, and how it moves in a year.
_YOUNG = {
    "Hovedstadskommuner": (0.255, 0.001),
    "Storbykommuner": (0.25, 0.004),
    "Provinsbykommuner": (0.265, -0.001),
    "Oplandskommuner": (0.26, 0.0),
    "Landkommuner": (0.235, -0.008),
}
FIRST_YEAR, LAST_YEAR = 2016, 2026
# The islands have one team; the others two to five, by size.
TEAM_SETS = {
    1: ("nord",),
    2: ("nord", "syd"),
    3: ("nord", "syd", "modtagelse"),
    4: ("nord", "syd", "oest", "vest"),
    5: ("nord", "syd", "oest", "vest", "modtagelse"),
}
TEAM_NAMES = {
    "nord": "Team Nord",
    "syd": "Team Syd",
    "oest": "Team Øst",
    "vest": "Team Vest",
    "modtagelse": "Team Modtagelse",
}
TEAM_IDS = tuple(TEAM_NAMES)


@dataclass(frozen=True)
class Scale:
    """What a size multiplies: cases per child, bills per account and month, and the share of families asked."""

    cases: float
    bills: int
    asked: float


SCALES: dict[Size, Scale] = {"ordinary": Scale(1.0, 1, 0.35), "national": Scale(8.6, 45, 0.182)}


@dataclass(frozen=True)
class Place:
    """One municipality and what is its own all ten years."""

    municipality: Municipality
    scale: Scale
    persons: tuple[int, ...]  # 0-22 years on 1 January, FIRST_YEAR to LAST_YEAR
    teams: tuple[str, ...]
    wait_days: float  # median days to first contact at an ordinary caseload
    caseload: tuple[float, float]  # cases per full-time position aimed at, first and last year
    response: float  # share of invitations answered
    trust: float  # in standard deviations of a person's answers

    @property
    def code(self) -> str:
        return self.municipality.code

    def children(self, years: Floats) -> Floats:
        """0-22-year-olds at a moment, read off between the counts; the last count holds on."""
        return np.asarray(np.interp(years, range(FIRST_YEAR, LAST_YEAR + 1), self.persons), dtype=np.float64)


def place(code: str, scale: Scale, rng: np.random.Generator) -> Place:
    municipality = MUNICIPALITIES[code]
    share, growth = _YOUNG[municipality.group_name]
    share, growth = share * rng.uniform(0.97, 1.03), growth + rng.normal(0, 0.003)
    years = np.arange(FIRST_YEAR, LAST_YEAR + 1) - 2021
    persons = np.round(INHABITANTS[code] * share * (1 + growth) ** years * rng.normal(1, 0.002, len(years)))
    return Place(
        municipality=municipality,
        scale=scale,
        persons=tuple(int(n) for n in persons),
        teams=_teams(int(persons[5])),
        wait_days=float(rng.uniform(9.0, 15.0)),
        caseload=(float(rng.uniform(38, 47)), float(rng.uniform(26, 33))),
        response=float(rng.uniform(0.45, 0.60)),
        trust=float(rng.normal(0, 0.15)),
    )


def _teams(persons: int) -> tuple[str, ...]:
    return TEAM_SETS[1 + int(np.searchsorted([2_000, 9_000, 20_000, 45_000], persons))]
