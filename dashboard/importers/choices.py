"""What whoever delivers says beside the files: where a file does not say it, or can be read in two ways.

Nothing here is guessed by the program. A file that needs an answer is refused with the question, and the sentence
names the answer as the terminal and the page write it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

Decimal = Literal["", "komma", "punktum"]  # the sign before the decimals, in every amount of the files
Hidden = Literal["", "med", "uden"]  # hidden rows and sheets: taken in, or left out
Again = Literal["", "erstat", "suppler"]  # what is held already: replaced by what is delivered, or added to


@dataclass(frozen=True)
class Choices:
    """year: of a StatBank file that does not say its own. municipality: name or number, of rows that name none.

    as_of: the day the files describe; without it the latest day in a case list, and today for a ledger. '' and None:
    nobody has said it.
    """

    year: int | None = None
    municipality: str | None = None
    as_of: dt.date | None = None
    decimal: Decimal = ""
    hidden: Hidden = ""
    again: Again = ""
