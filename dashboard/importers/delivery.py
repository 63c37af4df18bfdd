"""All files of one command, checked together: rules see every row of a source, whichever file it stands in."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.importers import codes, cost_centres, identity, ledger
from dashboard.importers.again.command import Numbered
from dashboard.importers.again.look import Looked, look
from dashboard.importers.again.others import say_others
from dashboard.importers.again.say import say
from dashboard.importers.before import held
from dashboard.importers.choices import Choices
from dashboard.importers.context import Context
from dashboard.importers.given import Given
from dashboard.importers.known import listed_on, with_known
from dashboard.importers.ledger_stage import Staged, hold, list_faults, rows_of
from dashboard.importers.ledger_sums import by_centre, controls, doubled
from dashboard.importers.listed import newest_and_earlier
from dashboard.importers.lists_held import changes
from dashboard.importers.parts import PUBLISHED, Part, read_all
from dashboard.importers.present import Present
from dashboard.importers.report import Bad, Fault, Remark, shown
from dashboard.importers.rules import broken
from dashboard.importers.said_in_name import faults_of_name
from dashboard.importers.sources import BY_DAY, SOURCES
from dashboard.importers.statbank.population import population_parts
from dashboard.importers.surveys_join import joined
from dashboard.importers.template import Rows
from dashboard.importers.understood import Figures, Where
from dashboard.importers.whose import refuse_others
from dashboard.settings import settings


@dataclass
class Delivery:
    """The parts of a command and, by source, the rows of all parts that are not loaded already."""

    parts: list[Part]
    context: Context
    rows: dict[str, Rows] = field(default_factory=dict)
    earlier: dict[str, Rows] = field(default_factory=dict)  # what only earlier deliveries said, in a file of several
    found: Counter[tuple[str, str, str]] = field(default_factory=Counter)  # source, municipality, rule: how many
    figures: dict[Where, Figures] | None = None  # what was understood, once it has been written
    looked: Looked = field(default_factory=Looked)  # what the data hold of the months and years that are delivered

    @property
    def ok(self) -> bool:
        return not any(fault.is_error for part in self.parts for fault in part.faults)

    @property
    def has_own_facts(self) -> bool:
        return bool(self.rows) or any(part.reports is not None for part in self.parts)

    def told_by_day(self) -> set[str]:
        """The municipalities of which something is told by day: what follows from it is to be worked out anew."""
        rows = (rows for source, rows in self.rows.items() if source in BY_DAY)
        return {code for one in rows for code in one["municipality"] if code is not None}

    @property
    def is_new(self) -> bool:
        return any(not part.already_loaded for part in self.parts)


def receive(
    sources: Sequence[Path | Given], present: Present, choices: Choices, within: frozenset[str] | None = None
) -> Delivery:
    """Read and check everything. Never raises for what is in the files.

    within: the municipalities that whoever delivers may deliver for; None is every one.
    """
    parts = read_all(sources, choices, present.shelf)
    for part in parts:
        part.faults += faults_of_name(part)
    home, known = _home(choices.municipality, present)
    context = Context(dt.date.today(), choices.as_of, home, present.functions, present.coordinators, choices=choices)
    delivery = Delivery(parts, context)
    if not known:
        asked = {"value": shown(choices.municipality or "")}
        parts[0].faults.append(Fault(parts[0].file, None, "", "municipality_not_known", asked))
    if choices.as_of is not None and choices.as_of > context.today:
        parts[0].faults.append(Fault(parts[0].file, None, "", "as_of_in_future"))
    for part in parts:
        _place(part, context)
    refuse_others(parts, within)
    parts += population_parts(parts, present.municipalities)
    _mark_loaded(parts, present, choices)
    _check_key(parts, present)
    for source in SOURCES:
        if (rows := _rows_of(parts, source)) is not None:
            delivery.rows[source], earlier = newest_and_earlier(rows) if source in BY_DAY else (rows, None)
            delivery.earlier |= {source: earlier} if earlier is not None else {}
    lists = delivery.rows.get("cases")
    as_of = context.as_of or (listed_on(lists, context) if lists is not None else None) or context.today
    delivery.context = with_known(context, delivery.rows, held(present, delivery.rows, bool(ledgers(delivery)), as_of))
    _say_changes(delivery)
    if "surveys" in delivery.rows:
        _join_surveys(delivery, present)
    for rows in delivery.rows.values():
        _hold_against_the_rules(delivery, rows)
    _hold_ledgers(delivery)
    _hold_against_what_is_held(delivery, present)
    return delivery


def _say_changes(delivery: Delivery) -> None:
    """What a case list says that the one before it did not: a wrong file shows itself here first."""
    rows = delivery.rows.get("cases")
    for code, earlier in sorted(delivery.context.before.lists.items()) if rows is not None else ():
        assert rows is not None
        found = changes(rows, code, earlier)
        part = delivery.parts[rows.places[rows["municipality"].index(code)][0]]
        said = {name: str(value) for name, value in vars(found).items() if name != "since"}
        said["since_day"] = found.since.isoformat()
        part.remarks = [*part.remarks, Remark("list_changes", said | {"municipality": MUNICIPALITIES[code].name})]


def _home(given: str | None, present: Present) -> tuple[str | None, bool]:
    """The municipality of rows that name none, and whether what was asked for is known."""
    asked = given or settings().municipality
    if asked:
        try:
            return codes.municipality(asked), True
        except Bad:
            return None, False
    return (next(iter(present.municipalities)), True) if len(present.municipalities) == 1 else (None, True)


def _place(part: Part, context: Context) -> None:
    """Give each row without a municipality the one of the command, or say that it is needed."""
    if part.ledger is not None and part.ledger.place(context.municipality):
        _placed(part, context)
    if part.table is None:
        return
    column = part.table.columns["municipality"]
    at_fault = {fault.row for fault in part.faults if fault.code == "unknown_municipality"}
    unplaced = [i for i, code in enumerate(column) if code is None and part.table.numbers[i] not in at_fault]
    for index in unplaced:
        column[index] = context.municipality
    if unplaced:
        _placed(part, context)


def _placed(part: Part, context: Context) -> None:
    if context.municipality is None:  # also where the one that was asked for is not known
        part.faults.append(Fault(part.file, None, "", "municipality_needed", {}))


def _mark_loaded(parts: Sequence[Part], present: Present, choices: Choices) -> None:
    identity.mark_loaded(parts, present.loaded, choices.as_of)
    new = [part for part in parts if part.ledger is not None and not part.already_loaded]
    earlier = [present.ledgers.get(part.sha256) for part in new]
    # Of another day, or answered otherwise, it is another delivery. One sheet alone may be what makes the others whole.
    if all(one is not None and not one.is_said_anew(choices) for one in earlier):
        for part, one in zip(new, earlier, strict=True):
            _say_loaded(part, one.as_of if one is not None else None)
    lists = [part for part in parts if part.source == "cases"]
    for part in parts:
        if part.contacts is not None:  # they are in the data with the case lists that they complete, or not at all
            part.already_loaded = all(other.already_loaded for other in lists)


def _say_loaded(part: Part, as_of: dt.date | None) -> None:
    part.already_loaded = True
    told = Remark("already_loaded") if as_of is None else Remark("already_loaded_as_of", {"described_on": as_of.isoformat()})
    part.remarks = [*part.remarks, told]


def _check_key(parts: Sequence[Part], present: Present) -> None:
    """Children hashed with another key than before would all be new ones."""
    keys = dict(present.keys)
    for part in parts:
        if part.reports is not None and keys.get(part.reports.municipality, part.reports.fingerprint) != (
            part.reports.fingerprint
        ):
            part.faults.append(Fault(part.file, None, "", "key_changed"))


def _rows_of(parts: Sequence[Part], source: str) -> Rows | None:
    """All rows of the source that are not loaded already, whichever file they stand in."""
    numbered = [
        (number, part.table)
        for number, part in enumerate(parts)
        if part.source == source and part.table is not None and not part.already_loaded
    ]
    if not numbered:
        return None
    template = SOURCES[source].template
    return Rows(
        template,
        {column.key: [v for _, table in numbered for v in table.columns[column.key]] for column in template.columns},
        [(number, row) for number, table in numbered for row in table.numbers],
        {number: table.headings for number, table in numbered},
    )


def _join_surveys(delivery: Delivery, present: Present) -> None:
    """Invitations and answers may stand in files of their own; a form of the municipality's own may be no form."""
    rows = delivery.rows["surveys"]
    forms = joined(rows, present.instruments, delivery.context.before.invitations)
    delivery.context = replace(delivery.context, forms=forms)
    part = delivery.parts[rows.places[0][0]] if rows.places else delivery.parts[0]
    for problem in present.instrument_problems:
        said = {"file": shown(problem.file), "field": problem.field}
        part.faults.append(Fault(part.file, None, "", problem.code, said))


def _hold_against_the_rules(delivery: Delivery, rows: Rows) -> None:
    """What the rules find as faults of the file and row they came from; of a cell with an error no more is said."""
    wrong = {(f.file, f.row, f.column) for part in delivery.parts for f in part.faults if f.is_error and f.column}
    needed = {column.key for column in rows.template.columns if column.required}
    for rule, finding in broken(rows, delivery.context):
        number, row = rows.places[finding.index]
        part = delivery.parts[number]
        assert part.table is not None
        if finding.key in needed - part.table.headings.keys() and rows[finding.key][finding.index] is None:
            continue  # the whole column is missing, which has been said; a key that a profile made is there
        delivery.found[rows.template.source, rows["municipality"][finding.index] or "", rule.code] += finding.n
        heading = part.table.headings.get(finding.key, "")
        place = (part.file, row if finding.key else None, heading)
        if place not in wrong:
            part.faults.append(Fault(*place, rule.code, finding.values, rule.severity, finding.n))
        if rule.severity == "error" and heading:
            wrong.add(place)


def _hold_ledgers(delivery: Delivery) -> None:
    """The same for ledgers, whose rows stand for many; then every fault is given the rows that it stands in."""
    numbered = [(n, p.ledger) for n, p in enumerate(delivery.parts) if p.ledger is not None and not p.already_loaded]
    if numbered:
        rows, origins = rows_of(numbered)
        delivery.rows[ledger.TEMPLATE.source] = rows
        delivery.context = _with_sums(delivery, numbered)
        for rule, finding in broken(rows, delivery.context):
            staged, *value = origins[finding.index]
            if staged.municipality:  # of a ledger of several it cannot be said whose the rows are
                delivery.found[rows.template.source, staged.municipality, rule.code] += finding.n
            hold(staged, (value[0], value[1]), rule.code, rule.severity, finding)
    said = set[tuple[object, ...]]()
    for part in delivery.parts:
        if part.ledger is not None:
            faults, part.unlisted = list_faults(part.ledger, part.file)
            part.faults += [fault for fault in faults if not part.sheet or _said_of(part, fault) not in said]
            said |= {_said_of(part, fault) for fault in faults}


def _hold_against_what_is_held(delivery: Delivery, present: Present) -> None:
    """Months of the ledger and years of the budget that were delivered before; nothing where a file cannot be read."""
    ledgers, rows = numbered(delivery), delivery.rows.get("budget")
    unread = {number for number, part in enumerate(delivery.parts) if any(fault.is_error for fault in part.faults)}
    if any(one.staged.faulty for one in ledgers) or (
        rows is not None and unread & {part for part, _row in rows.places}
    ):
        return
    version = None if present.is_sample else present.version
    delivery.looked = look(ledgers, rows, version, delivery.context)
    names = [part.file for part in delivery.parts]
    others = say_others(delivery.rows, version, delivery.context) if version is not None else ()
    for said in (*say(delivery.looked, names, delivery.context.choices.again), *others):
        part = delivery.parts[said.part]
        if said.is_fault:
            part.faults.append(Fault(part.file, None, "", said.code, said.values))
        else:
            part.remarks.append(Remark(said.code, said.values))


def _said_of(part: Part, fault: Fault) -> tuple[object, ...]:
    """Of amounts side by side, what is wrong with the rest of a row is said at the first of them."""
    return part.sheet, fault.row, fault.column, fault.code, repr(fault.values)


def _with_sums(delivery: Delivery, numbered: Sequence[tuple[int, Staged]]) -> Context:
    """What the ledgers come to, where somebody asks; of one with a fault in it there is no sum."""
    centres = delivery.context.centres
    places = cost_centres.municipalities(centres)
    sound = [(number, staged) for number, staged in numbered if not staged.faulty]
    posted = [one for _number, staged in sound for one in (by_centre(staged, places) if places else ())]
    return replace(
        delivery.context,
        unassigned=cost_centres.unassigned(centres, posted),
        controls=tuple(control for number, staged in sound for control in controls(number, staged)),
        doubled=tuple(one for number, staged in sound for one in doubled(number, staged)),
    )


def numbered(delivery: Delivery) -> list[Numbered]:
    """The ledgers that are new, with their number in the command; amounts side by side are of one sheet."""
    sheets: dict[str, int] = {}
    return [
        Numbered(number, sheets.setdefault(part.sheet or f"{number}", number), part.ledger)
        for number, part in enumerate(delivery.parts)
        if part.ledger is not None and not part.already_loaded
    ]


def ledgers(delivery: Delivery) -> list[Staged]:
    return [part.ledger for part in delivery.parts if part.ledger is not None and not part.already_loaded]


def published_parts(delivery: Delivery) -> list[Part]:
    return [part for part in delivery.parts if part.source == PUBLISHED and not part.already_loaded]
