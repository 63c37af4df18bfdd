"""Rows of invitations and answers, wide or long and from any number of files, joined by key.

A row of a wide file says that a form was sent (it has a day sent), that it was answered, or both; a row of a long file
says one answer. What the command does not say of an invitation is taken from the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from dashboard.importers.codes import folded
from dashboard.importers.surveys_answers import ITEMS, NUMBERS, Known, owners
from dashboard.importers.surveys_forms import Earlier, Form, Forms, Place, Said
from dashboard.importers.template import Finding, Rows
from dashboard.instruments import Instrument
from dashboard.measures import SURVEY_INSTRUMENT

FIELDS = ("team", "programme", "target_group", "instrument", "wave", "respondent", "invited", "reminded", "answered",
          "finished")  # fmt: skip
_ANSWERING = frozenset({"answered", "finished", "question", "reply", *ITEMS})
# Who answers tells which of our forms it is, where nothing else does.
_FORM_OF = {"child": "barn", "staff": "medarbejder"}


class _File(NamedTuple):
    """What one file's headings say of all its rows."""

    headings: Mapping[str, str]  # as they stand in it, by column
    items: tuple[str, ...]
    answers: bool
    implied: frozenset[str]  # the forms whose questions its headings are


def _file(headings: Mapping[str, str]) -> _File:
    items = tuple(item for item in ITEMS if item in headings)
    asked = [owners(NUMBERS[item], headings[item]) for item in items]
    implied = frozenset.intersection(*asked) if asked else frozenset()
    return _File(headings, items, not _ANSWERING.isdisjoint(headings), implied)


def joined(rows: Rows, instruments: Mapping[str, Instrument], earlier: Mapping[Place, Earlier]) -> Forms:
    """The forms that the rows speak of, in the order of their first rows."""
    found: dict[Place, Form] = {}
    twice: list[Finding] = []
    disagreeing: list[Finding] = []
    files = {number: _file(headings) for number, headings in rows.headings.items()}
    for index, (code, key) in enumerate(rows.together("municipality", "invitation")):
        if key is None:
            continue  # the empty cell has its own fault
        file = files[rows.places[index][0]]
        form = found.setdefault((code or "", key), Form((code or "", key), index))
        brings = _brings(rows, index, file)
        first = next((form.at[what] for what in brings if what in form.at), None)
        if first is not None:
            twice.append(Finding(index, "invitation", {"value": key, "row": str(rows.places[first][1])}))
            continue
        form.at |= dict.fromkeys(brings, index)
        disagreeing += _take(form, rows, index, file)
    known = Known(instruments)
    for form in found.values():
        _complete(form, known, earlier.get(form.place))
    _keep(found.values(), earlier)
    return Forms(tuple(found.values()), tuple(twice), tuple(disagreeing))


def _brings(rows: Rows, index: int, file: _File) -> list[str]:
    """What only one row may bring of an invitation: in a wide file that it was sent, its answers, or both."""
    if rows["question"][index] is not None or rows["reply"][index] is not None:
        return []
    sent = rows["invited"][index] is not None
    said = rows["answered"][index] is not None or any(rows[item][index] is not None for item in file.items)
    return ["row sent"] * sent + ["row answered"] * (said or not sent)


def _take(form: Form, rows: Rows, index: int, file: _File) -> Iterator[Finding]:
    """Add what the row says to the form; a finding for each column where a row before it said something else."""
    form.sent_here |= rows["invited"][index] is not None
    form.answers_here |= file.answers
    for name in FIELDS:
        value = rows[name][index]
        if value is not None and _differ(form.values.setdefault(name, value), value):
            yield Finding(index, name, {"value": form.place[1], "row": str(rows.places[form.at[name]][1])})
        elif value is not None:
            form.at.setdefault(name, index)
    if rows["question"][index] is not None or rows["reply"][index] is not None:
        form.said.append(Said(index, "reply", rows["question"][index] or "", rows["reply"][index]))
    given = [(item, rows[item][index]) for item in file.items]
    answers = [Said(index, item, file.headings[item], value) for item, value in given if value is not None]
    if answers:
        form.said += answers
        form.implied = file.implied


def _differ(one: object, other: object) -> bool:
    """Two spellings of a name are one."""
    return one != other and not (isinstance(one, str) and isinstance(other, str) and folded(one) == folded(other))


def _complete(form: Form, known: Known, earlier: Earlier | None) -> None:
    """The form's instrument, and what each answer means in it; of an invitation sent before, what the data say."""
    if earlier is not None and not form.sent_here:
        form.values = {**earlier.values, **form.values}
    form.instrument = _instrument(form, known)
    if form.instrument is None:
        return
    if form.values.get("respondent") is None and len(form.instrument.respondents) == 1:
        form.values["respondent"] = form.instrument.respondents[0]
    form.said = [_understood(said, form.instrument, known) for said in form.said]


def _instrument(form: Form, known: Known) -> Instrument | None:
    """What the row says; else the form for whoever answers, or whose questions the headings are; else the parents'."""
    name = form.values.get("instrument")
    if name is not None:
        return known.called(name)
    answering = _FORM_OF.get(form.values.get("respondent", ""))
    return known.called(answering or min(form.implied, default=SURVEY_INSTRUMENT))


def _understood(said: Said, form: Instrument, known: Known) -> Said:
    number = NUMBERS.get(said.key) or known.question(form, said.named)
    if number is not None and number > form.count:
        number = None
    given = None if known.is_missing(form, said.given) else said.given
    value = None if given is None else known.on_scale(form, given)
    return Said(said.index, said.key, said.named, given, number, value)


def _keep(forms: Iterable[Form], earlier: Mapping[Place, Earlier]) -> None:
    """A list of invitations that comes again, with new reminders perhaps, leaves the answers that came beside it."""
    answered_anew = {form.wave for form in forms if form.answers_here}
    for form in forms:
        before = earlier.get(form.place)
        if before is None or form.answers_here or form.instrument is None:
            continue
        if form.sent_here and form.wave in answered_anew:
            continue
        if before.values["instrument"] == form.instrument.id and before.values["answered"] is not None:
            form.values["answered"], form.kept = before.values["answered"], before.answers
