"""*Om tallet*: what is counted over what, from where, until when, with which cautions."""

from __future__ import annotations

from typing import Any

from dashboard.exports.csv import source_text
from dashboard.findings.caveats import period_sentences
from dashboard.findings.notes import note_text
from dashboard.language import _, formats
from dashboard.layouts import plain as html
from dashboard.measures import MEASURES
from dashboard.shapes import Answer

CAUTIONS = {
    "caseload": (
        "A case counts on every day it is open and has a primary coordinator. Cover for absent colleagues is not counted twice.",
        "Children and families are counted apart, since a family can have several children and a child several cases.",
        "Sick leave counts as no working time, while the cases stay with the coordinator.",
        "Where no delivery has told who had a case, its coordinator is unknown: it is neither in the number nor without one.",
    ),
    "time_to_first_contact": (
        "Families still waiting are counted in as waiting at least until the as-of date, so the number is not made too low.",
        "Cases closed without contact can no longer be contacted; they are counted as such and not as contacted.",
        "A case that is no longer on the case list counts as waiting until the last list with it.",
        "A contact dated before the case was received is an error in the data and is left out.",
    ),
    "spending": (
        "The accounts hold the whole specialised children's area, not only children with disabilities.",
        "Preventive support also holds 24-hour stays and respite, as the chart of accounts lays down.",
        "Day offers, secured institutions and state refund are shown apart and are in none of the three.",
        "A kind that nothing was ever posted on is missing and never 0 kr.; who lacks one is left out of several together.",
    ),
    "trust": (
        "'Don't know' and unanswered items are missing, never a low score.",
        "The 0-100 score needs answers to at least four of the six items.",
        "Those who did not answer may think otherwise; therefore the response rate always stands beside.",
        "A quarter with fewer than five answers (ten, where all said the same) has no number of its own. When the year is over the year's small quarters are counted together, if need be with the fourth quarter. The answers are grouped once, for every reader: head and committee see sums of the same groups.",
        "What is too few even so is left out of share, interval and response rate alike, and counted in the row.",
    ),
}


def about(answer: Answer) -> html.Dl:
    """Numerator, denominator, source, as-of date, data version, review date and cautions of an answer."""
    measure = MEASURES[answer.measure]  # type: ignore[index]
    rows: list[tuple[str, Any]] = [
        (_("Question"), _(measure.question)),
        (_("Counted"), _(measure.numerator)),
        (_("Over"), _(measure.denominator)),
        (_("Data"), _data(answer)),
        *([(_("Translation of accounts"), _translation(answer))] if answer.measure == "spending" else []),
        (_("Method and reference"), _(measure.reference)),
        (_("Last reviewed"), formats.date(measure.reviewed_on)),
        (_("Mind"), html.Ul([html.Li(text) for text in _cautions(answer)])),
    ]
    return html.Dl([part for term, text in rows for part in (html.Dt(term), html.Dd(text))], className="about")


def _data(answer: Answer) -> str:
    as_of = formats.date(answer.as_of) if answer.as_of else _("not known")
    return _("{source}, as of {date}", source=source_text(answer), date=as_of)


def _translation(answer: Answer) -> str:
    """The official one was once wrong and was corrected: whoever compares two numbers must see which was used."""
    return _("Version {version} of what each account function holds", version=answer.mapping_version)


def _cautions(answer: Answer) -> list[str]:
    texts: tuple[str, ...] = CAUTIONS[answer.measure]
    if answer.measure == "spending" and answer.filters.target_group:
        texts = texts[1:]  # of one target group the accounts no longer hold the whole area
    return [*(_(text) for text in texts), *(note_text(note) for note in answer.notes), *period_sentences(answer)]
