"""The forms that people answer, as data: questions, scale, who is asked, and how a score is made of the answers.

Ours stand in forms/, one TOML file each; a municipality's own lie in <data folder>/spoergeskemaer/. A form that asks
something else is another form with another id: version counts corrections of the wording alone, for answers are
stored under the id.
"""

from dashboard.instruments.catalogue import FOLDER, Problem, instruments_of, shipped
from dashboard.instruments.instrument import MOST_ITEMS, RESPONDENTS, WAVES, Instrument, Item, Scale, Text
from dashboard.instruments.scoring import score, turned
from dashboard.instruments.wording import DIMENSION_NAMES, PROBLEMS, RESPONDENT_NAMES

__all__ = [
    "DIMENSION_NAMES",
    "FOLDER",
    "MOST_ITEMS",
    "PROBLEMS",
    "RESPONDENTS",
    "RESPONDENT_NAMES",
    "WAVES",
    "Instrument",
    "Item",
    "Problem",
    "Scale",
    "Text",
    "instruments_of",
    "score",
    "shipped",
    "turned",
]
