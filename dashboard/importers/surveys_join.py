"""Rows of invitations and answers, wide or long and from any number of files, joined by key.

A row of a wide file says that a form was sent (it has a day sent), that it was answered, or both; a row of a long file
says one answer. What the command does not say of an invitation is taken from the data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from dashboard.importers.codes import folded
from dashboard.importers.surveys_answers import ITEMS, on_scale, owners, question
from dashboard.importers.surveys_forms import Earlier, Form, Forms, Place, Said
from dashboard.importers.template import Finding, Rows
from dashboard.instruments import Instrument
from dashboard.measures import SURVEY_INSTRUMENT

FIELDS = ("team", "programme", "target_group", "instrument", "wave", "respondent", "invited", "reminded", "answered",
          "finished")  # fmt: skip
_ANSWERING = frozenset({"answered", "finished", "question", "reply", *ITEMS})
# Who answers tells which of our forms it is, where nothing else does.
_FORM_OF = {"child": "barn", "staff": "medarbejder"}


def joined(rows: Rows, known: Mapping[str, Instrument], earlier: Mapping[Place, Earlier]) -> Forms:
    """The forms that the rows speak of, in the order of their first rows."""
    found: dict[Place, Form] = {}
    twice: list[Finding] = []
    disagreeing: list[Finding] = []
    for index, (code, key) in enumerate(rows.together("municipality", "invitation")):
        if key is None:
            continue  # the empty cell has its own fault
        form = found.setdefault((code or "", key), Form((code or "", key), index))
        brings = _brings(rows, index)
        first = next((form.at[what] for what in brings if what in form.at), None)
        if first is not None:
            twice.append(Finding(index, "invitation", {"value": key, "row": str(rows.places[first][1])}))
            continue
        form.at |= dict.fromkeys(brings, index)
        disagreeing += _take(form, rows, index)
    for form in found.values():
        _complete(form, rows, known, earlier.get(form.place))
    _keep(found.values(), earlier)
    return Forms(tuple(found.values()), tuple(twice), tuple(disagreeing))


def _brings(rows: Rows, index: int) -> list[str]:
    """What only one row may bring of an invitation: in a wide file that it was sent, its answers, or both."""
    if rows["question"][index] is not None or rows["reply"][index] is not None:
        return []
    sent = rows["invited"][index] is not None
    said = rows["answered"][index] is not None or any(rows[item][index] is not None for item in ITEMS)
    return ["row sent"] * sent + ["row answered"] * (said or not sent)


def _take(form: Form, rows: Rows, index: int) -> Iterator[Finding]:
    """Add what the row says to the form; a finding for each column where a row before it said something else."""
    headings = rows.headings[rows.places[index][0]]
    form.sent_here |= rows["invited"][index] is not None
    form.answers_here |= not _ANSWERING.isdisjoint(headings)
    for name in FIELDS:
        value = rows[name][index]
        if value is not None and _plain(form.values.setdefault(name, value)) != _plain(value):
            yield Finding(index, name, {"value": form.place[1], "row": str(rows.places[form.at[name]][1])})
        elif value is not None:
            form.at.setdefault(name, index)
    if rows["question"][index] is not None or rows["reply"][index] is not None:
        form.said.append(Said(index, "reply", rows["question"][index] or "", rows["reply"][index]))
    for item in ITEMS:
        if rows[item][index] is not None:
            form.said.append(Said(index, item, headings[item], rows[item][index]))


def _plain(value: object) -> object:
    return folded(value) if isinstance(value, str) else value


def _complete(form: Form, rows: Rows, known: Mapping[str, Instrument], earlier: Earlier | None) -> None:
    """The form's instrument, and what each answer means in it; of an invitation sent before, what the data say."""
    if earlier is not None and not form.sent_here:
        form.values = {**earlier.values, **form.values}
    form.instrument = _instrument(form, known)
    if form.instrument is None:
        return
    if form.values.get("respondent") is None and len(form.instrument.respondents) == 1:
        form.values["respondent"] = form.instrument.respondents[0]
    form.said = [_understood(said, form.instrument) for said in form.said]


def _instrument(form: Form, known: Mapping[str, Instrument]) -> Instrument | None:
    """What the row says; else the form for whoever answers, or whose questions the headings are; else the parents'."""
    name = form.values.get("instrument")
    if name is not None:
        called = {folded(text): one for one in known.values() for text in (one.title.en, one.title.da, one.id)}
        return called.get(folded(name))
    headings = [owners(ITEMS.index(said.key) + 1, said.named) for said in form.said if said.key in ITEMS]
    implied = frozenset.intersection(*headings) if all(headings) and headings else frozenset()
    return known[_FORM_OF.get(form.values.get("respondent", ""), min(implied, default=SURVEY_INSTRUMENT))]


def _understood(said: Said, form: Instrument) -> Said:
    number = ITEMS.index(said.key) + 1 if said.key in ITEMS else question(form, said.named)
    if number is not None and number > form.count:
        number = None
    return replace(said, number=number, value=None if said.given is None else on_scale(form, said.given))


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
