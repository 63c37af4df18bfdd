"""Spending, worked out slowly from one posting at a time: the twin that the queries and the analysis must equal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from dashboard.filters import Filters
from dashboard.periods import Period
from tests.histories import History
from tests.oracle_caveats import caveat

ALL_CLASSES = (
    "preventive",
    "placement",
    "compensating",
    "day_offer",
    "secured",
    "refund",
    "authority",
    "other",
    "unknown",
)
THREE = ALL_CLASSES[:3]
Row = dict[str, Any]


class SpendingOracle:
    """All that an answer about spending says, for one history under one set of filters."""

    def __init__(self, history: History, filters: Filters, price_index: Mapping[int, Decimal]) -> None:
        self.history, self.filters, self.index = history, filters, price_index
        self.together = filters.municipalities[0] if len(filters.municipalities) == 1 else "*"
        self.delivered = {(r["municipality_code"], r["month"]) for r in history["coverage"] if r["source"] == "ledger"}
        self.persons = {(r["municipality_code"], r["year"]): r["persons"] for r in history["population"]}
        self.postings = [
            r
            for r in history["ledger"]
            if r["municipality_code"] in filters.municipalities
            and (r["municipality_code"], r["month"]) in self.delivered
        ]
        if filters.target_group:
            self.delivered = {one for one in self.delivered if self.divided(*one)}
            self.rest = sum(p["amount_ore"] for p in self.postings if self.is_rest(p))
            self.postings = [p for p in self.postings if self.group_of(p) == filters.target_group]
        self.classes = [
            c
            for c in ALL_CLASSES
            if c in THREE or any(self.class_of(p) == c for p in self.postings if p["month"] in filters.period.months)
        ]

    def divided(self, code: str, month: int) -> list[Row]:
        """The rows of the municipality's mapping of cost centres that are in force in the month."""
        return [
            row
            for row in self.history["cost_centre_group"]
            if row["municipality_code"] == code
            and row["from_month"] <= month <= (10**9 if row["to_month"] is None else row["to_month"])
        ]

    def group_of(self, posting: Row) -> str:
        rows = self.divided(posting["municipality_code"], posting["month"])
        return next((str(r["target_group"]) for r in rows if r["cost_centre"] == posting["cost_centre"]), "")

    def is_rest(self, posting: Row) -> bool:
        """Of the range, in a month that is divided, and in no target group."""
        month = posting["month"]
        return (
            month in self.filters.period.months
            and (posting["municipality_code"], month) in self.delivered
            and self.group_of(posting) == ""
        )

    def versions(self) -> tuple[str, ...]:
        months = self.filters.period.months
        rows = [row for code in self.filters.municipalities for month in months for row in self.divided(code, month)]
        return tuple(sorted({row["mapping_version"] for row in rows}))

    def in_force(self, function: str, grouping: str, dranst: int, month: int) -> str | None:
        for row in self.history["account_class"]:
            same = (row["account_function"], row["grouping"], row["dranst"]) == (function, grouping, dranst)
            last = 10**9 if row["to_month"] is None else row["to_month"]
            if same and row["from_month"] <= month <= last:
                return str(row["spending_class"])
        return None

    def class_of(self, posting: Row) -> str:
        function, dranst, month = posting["account_function"], posting["dranst"], posting["month"]
        own = self.in_force(function, posting["grouping"], dranst, month)
        return own or self.in_force(function, "", dranst, month) or "unknown"

    def places(self, code: str) -> tuple[str, ...]:
        return self.filters.municipalities if code == "*" else (code,)

    def price(self, posting: Row) -> Fraction:
        if self.filters.prices == "current":
            return Fraction(posting["amount_ore"])
        base = self.index[max(self.index)]
        return Fraction(posting["amount_ore"]) * Fraction(base) / Fraction(self.index[posting["month"] // 12])

    def cell(self, code: str, period: Period, classes: Iterable[str], function: str | None = None) -> Row:
        months = [(m, month) for m in self.places(code) for month in period.months if (m, month) in self.delivered]
        years = sorted({month // 12 for month in period.months})
        found: Row = {"numerator": None, "denominator": None, "value": None, "n": len(months), "state": "ok"}
        if self.filters.unit == "child":
            # Always per year: each delivered month weighs a twelfth of its municipality's persons of that year.
            people = [self.persons.get((m, month // 12), 0) for m, month in months]
            if people and all(people):
                found["denominator"] = sum(people) / 12
        needed = {month // 12 for month in self.filters.period.months} | set(years)
        if not months or (self.filters.unit == "child" and found["denominator"] is None):
            return found | {"state": "missing"}
        if self.filters.prices == "fixed" and not needed <= set(self.index):
            return found | {"state": "not_estimable"}
        ore = round(sum(self.price(p) for p in self.postings if self.within(p, code, period, classes, function)))
        value = ore / found["denominator"] if self.filters.unit == "child" else ore
        return found | {"numerator": ore, "value": value}

    def within(self, posting: Row, code: str, period: Period, classes: Iterable[str], function: str | None) -> bool:
        return (
            posting["municipality_code"] in self.places(code)
            and period.first <= posting["month"] <= period.last
            and self.class_of(posting) in classes
            and function in (None, posting["account_function"])
        )

    def table(self) -> dict[tuple[str, str, str], Row]:
        filters, several = self.filters, len(self.filters.municipalities)
        lines = [*(filters.municipalities if several <= 4 else ()), *(("*",) if several > 1 else ())]
        rows: dict[tuple[str, str, str], Row] = {}
        for one in self.classes:
            for code in lines:
                for period in filters.period.split(filters.interval):
                    rows[code, period.key, one] = self.row(code, period, one, calendar=True)
            for code in filters.municipalities if several > 4 else ():
                rows[code, filters.period.key, one] = self.row(code, filters.period, one, calendar=False)
        return rows

    def row(self, code: str, period: Period, spending_class: str, *, calendar: bool) -> Row:
        divided = [{"source": "ledger", "municipality_code": m, "month": month} for m, month in self.delivered]
        history = self.history | {"coverage": divided}
        found = (*caveat(history, ("ledger",), self.filters, code, period, calendar=calendar), False)
        return self.cell(code, period, (spending_class,)) | {"caveat": found, "complete": not any(found)}

    def numbers(self, period: Period) -> dict[str, Row]:
        named = {one: self.cell(self.together, period, (one,)) for one in self.classes}
        return named | {"total_three": self.cell(self.together, period, THREE)}

    def now(self) -> dict[str, Row]:
        return self.numbers(self.filters.period)

    def before(self) -> dict[str, Row]:
        earlier = Period(self.filters.period.first - 12, self.filters.period.last - 12)
        every = [(m, month) for m in self.filters.municipalities for month in earlier.months]
        if not all(one in self.delivered for one in every):
            return {}
        if self.filters.prices == "fixed" and not {month // 12 for month in earlier.months} <= set(self.index):
            return {}
        return self.numbers(earlier)

    def functions(self) -> dict[tuple[str, str], Row]:
        """By class and function, over the whole range."""
        period = self.filters.period
        keys = {(self.class_of(p), p["account_function"]) for p in self.postings if p["month"] in period.months}
        return {(c, f): self.cell(self.together, period, (c,), f) for c, f in keys}

    def unknown(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for posting in self.postings:
            if posting["month"] in self.filters.period.months and self.class_of(posting) == "unknown":
                name = posting["account_function"]
                found[name] = found.get(name, 0) + posting["amount_ore"]
        return found

    def trend(self) -> dict[str, list[Any]]:
        months = [Period(month, month) for month in self.filters.period.months]
        return {m.key: [self.cell(self.together, m, (one,))["value"] for one in THREE] for m in months}

    def budget(self) -> dict[tuple[str, str], Row]:
        if self.filters.target_group:
            return {}
        several = len(self.filters.municipalities)
        codes = [*(self.filters.municipalities if several <= 4 else ()), *(("*",) if several > 1 else ())]
        groups = [(one, (one,)) for one in ALL_CLASSES] + [("total_three", THREE)]
        rows = {}
        for code in codes:
            for name, classes in groups:
                lines = [
                    line for m in self.places(code) for line in self.newest(m) if self.budget_class(line) in classes
                ]
                if lines:
                    rows[code, name] = self.budget_row(code, classes, lines)
        return rows

    def newest(self, municipality: str) -> list[Row]:
        year = self.filters.period.last // 12
        lines = [r for r in self.history["budget_line"] if (r["municipality_code"], r["year"]) == (municipality, year)]
        days = [line["as_of"] for line in lines]
        return [line for line in lines if line["as_of"] == max(days)]

    def budget_class(self, line: Row) -> str:
        december = self.filters.period.last // 12 * 12 + 11
        for dranst in (1, 2):
            for grouping in (line["grouping"], ""):
                found = self.in_force(line["account_function"], grouping, dranst, december)
                if found:
                    return found
        return "unknown"

    def budget_row(self, code: str, classes: Iterable[str], lines: list[Row]) -> Row:
        corrected = sum(line["original_ore"] + line["supplement_ore"] for line in lines)
        expected = [line["expected_ore"] for line in lines]
        as_of: dt.date = min(line["as_of"] for line in lines)
        deviation = None if None in expected else sum(expected) - corrected
        row = {"corrected": corrected, "deviation": deviation, "as_of": as_of, "actual": None}
        first, last = self.filters.period.last // 12 * 12, self.filters.period.last
        told = all(self.newest(m) for m in self.places(code))
        seen = any((m, month) in self.delivered for m in self.places(code) for month in range(first, last + 1))
        if told and seen:
            spent = [p for p in self.postings if self.within(p, code, Period(first, last), classes, None)]
            row["actual"] = sum(p["amount_ore"] for p in spent)
        return row
