"""A delivery's records as reports of services: checked one by one, and without any person's number.

Kept of a record: the service, its code and days, and the child as a keyed hash. A service's own number is hashed too
where it could be a CPR number or a name. Sex, birthday, guardian and caseworker are checked and let go.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, NamedTuple

from dashboard.database.service_types import by_dst
from dashboard.importers import codes, cpr, values
from dashboard.importers.dst.schema import CANCELLED, ENVELOPE, Element, Form, day
from dashboard.importers.dst.stream import Fields, Target, records
from dashboard.importers.pseudonyms import Key
from dashboard.importers.report import Bad, Fault, Refused, Remark, shown
from dashboard.periods import parse_month


class Service(NamedTuple):
    """A row of the table service_report, after municipality and system."""

    service_id: str
    origin_service_id: str
    cancelled: bool
    child_id: str
    origin_child_id: str
    source_code: str
    valid_from: dt.date
    valid_to: dt.date | None
    delivered: str


@dataclass
class Reports:
    """All that is kept of one delivery."""

    municipality: str = ""
    system: str = ""
    month: int = 0  # the period, as a month key
    fingerprint: str = ""  # of the key
    rows: list[Service] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)  # row is the record's number, column its element
    remarks: list[Remark] = field(default_factory=list)
    rows_in: int = 0


def read(file: BinaryIO, name: str, key: Key) -> Reports:
    """Raises Refused where the file as a whole is no delivery that can be taken in."""
    target = Target()
    found = Reports(fingerprint=key.fingerprint)
    reader: _Reader | None = None
    for number, fields in enumerate(records(file, target), start=1):
        if reader is None:
            reader = _begin(target, found, name, key)
        found.rows_in = number
        reader.take(number, fields)
    if reader is None:
        _begin(target, found, name, key)
        raise Refused("xml_no_records")
    reader.finish()
    return found


def _begin(target: Target, found: Reports, name: str, key: Key) -> _Reader:
    """The envelope comes before the records; without it nobody knows whose they are."""
    assert target.form is not None
    for element, holds in ENVELOPE.items():
        if not holds(target.envelope.get(element, "")):
            raise Refused("xml_envelope", element=element)
    if target.envelope["FormID"].upper().startswith("T"):
        raise Refused("xml_test_delivery", form=shown(target.envelope["FormID"]))
    period = target.envelope["Period"]
    try:
        found.municipality = codes.municipality(target.envelope["EntityID"])
    except Bad as bad:
        raise Refused("xml_envelope", element="EntityID") from bad
    found.system, found.month = target.form.system, parse_month(f"{period[:4]}-{period[5:]}")
    return _Reader(target.form, found, name, key, f"{period} {target.sent}")


@dataclass
class _Reader:
    form: Form
    found: Reports
    file: str
    key: Key
    when: str
    unknown: Counter[str] = field(default_factory=Counter)
    first_unknown: dict[str, int] = field(default_factory=dict)
    without_person: int = 0
    hashed_numbers: int = 0
    passed_over: set[str] = field(default_factory=set)

    def take(self, number: int, fields: Fields) -> None:
        faults = list(self._faults(fields))
        self.found.faults += [Fault(self.file, number, element, code, said) for element, code, said in faults]
        if not faults:
            self.found.rows.append(self._service(number, dict(fields)))

    def _faults(self, fields: Fields) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Element, code and values of each thing wrong in a record, in the order of the file."""
        declared = {element.name: element for element in self.form.elements}
        places = {name: place for place, name in enumerate(declared)}
        seen: set[str] = set()
        latest = -1
        for name, text in fields:
            if name not in declared:
                yield from self._undeclared(name)
                continue
            if name in seen:
                yield name, "xml_repeated", {}
            elif places[name] < latest:
                yield name, "xml_order", {}
            elif not declared[name].holds(text):
                yield name, declared[name].fault, _said(declared[name], text)
            seen.add(name)
            latest = max(latest, places[name])
        yield from ((e.name, "xml_missing", {}) for e in self.form.elements if e.required and e.name not in seen)
        if len(seen.intersection(self.form.persons)) != 1:
            yield self.form.persons[0], "xml_person", {"names": ", ".join(self.form.persons)}
        yield from self._wrong_days(dict(fields))

    def _undeclared(self, name: str) -> Iterator[tuple[str, str, dict[str, str]]]:
        text = shown(name.rpartition("}")[2])
        if self.form.closed:
            yield text, "xml_unknown_element", {}
        else:
            self.passed_over.add(text)

    def _wrong_days(self, texts: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str]]]:
        """Days that are written as days, but that no service can have."""
        days: dict[str, dt.date] = {}
        for name in (self.form.start, self.form.end):
            text = day(texts.get(name, ""))
            if text is not None:
                try:
                    days[name] = values.date(text)
                except Bad:
                    yield name, "xml_date", {"value": shown(text)}
        if len(days) == 2 and days[self.form.end] < days[self.form.start]:
            yield self.form.end, "xml_ends_before_start", {}

    def _service(self, number: int, texts: dict[str, str]) -> Service:
        """Of a record without a fault."""
        form = self.form
        start, end = (day(texts.get(name, "")) for name in (form.start, form.end))
        assert start is not None
        code = texts[form.code]
        if not by_dst(code, form.stream):
            self.unknown[code] += 1
            self.first_unknown.setdefault(code, number)
        return Service(
            service_id=self._own_number(texts[form.service]),
            origin_service_id=self._own_number(texts.get(form.origin_service, "")),
            cancelled=texts.get(form.report_type, "").casefold() == CANCELLED,
            child_id=self._child(next(texts[name] for name in form.persons if name in texts)),
            origin_child_id=self._person(texts.get(form.origin_person, "")),
            source_code=code,
            valid_from=dt.date.fromisoformat(start),
            valid_to=dt.date.fromisoformat(end) + dt.timedelta(days=1) if end else None,
            delivered=f"{self.when} {number:09d}",
        )

    def _child(self, text: str) -> str:
        found = self._person(text)
        self.without_person += not found
        return found

    def _person(self, text: str) -> str:
        """The keyed hash; '' for nobody and for the ten zeros of a person without a number."""
        bare = re.sub(r"[\s-]", "", text)
        if re.fullmatch(r"0{10}|", bare):
            return ""
        return self.key.pseudonym("person", self.found.municipality, bare.upper())

    def _own_number(self, text: str) -> str:
        if not text:
            return ""
        try:
            if not cpr.found_in(text):
                return codes.key(text)
        except Bad:
            pass
        self.hashed_numbers += 1
        return self.key.pseudonym("service", self.found.municipality, text)

    def finish(self) -> None:
        """What has to be said of the delivery as a whole."""
        for code, n in self.unknown.items():
            said = {"value": code, "count": str(n)}
            place = (self.file, self.first_unknown[code], self.form.code)
            self.found.faults.append(Fault(*place, "unknown_service", said, "warning", n))
        for count, code in (
            (sum(row.cancelled for row in self.found.rows), "xml_cancelled"),
            (self.without_person, "xml_without_person"),
            (self.hashed_numbers, "xml_numbers_hashed"),
        ):
            if count:
                self.found.remarks.append(Remark(code, {"count": str(count)}))
        if self.passed_over:
            self.found.remarks.append(Remark("ignored_columns", {"columns": ", ".join(sorted(self.passed_over))}))


def _said(element: Element, text: str) -> dict[str, str]:
    if element.longest:
        return {"longest": str(element.longest)}
    return {} if element.private else {"value": shown(text)}
