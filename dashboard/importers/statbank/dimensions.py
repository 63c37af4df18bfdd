"""Columns that several of the tables about children have.

The total has another code in nearly every table (0, 00, IALT, TOT, TOT22, 2, 3, 100), and so have boys and girls
(D/P, 1/2): see domain.md 4.1.
"""

from __future__ import annotations

from dashboard.importers.statbank.catalogue import Dimension

BY_PLACER = "ADMKOM"  # the municipality that decides; the geography column of the tables about placements
AGE_HEADINGS = ("ALDER", "AGE")
UNKNOWN_AGE = {"999": "Uoplyst alder"}
SEX = Dimension(
    "KØN", {"0": "I alt", "D": "Drenge", "P": "Piger", "9": "Uoplyst køn"}, total="0", headings=("SEX", "KON")
)
AGE_TO_17 = {"IALT": "Alder i alt", "0005": "0-5 år", "0611": "6-11 år", "1217": "12-17 år"} | UNKNOWN_AGE
