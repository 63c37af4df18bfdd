"""What the deliveries of a world tell, one day after the other, in plain Python from the rows of the files alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from tests.deliveries.worlds import DAY, Command
from tests.histories import History

UNKNOWN = "?"
Row = dict[str, Any]


def day_of(text: str) -> dt.date | None:
    return dt.datetime.strptime(text, "%d-%m-%Y").date() if text else None


class Told:
    """What counts of the commands for one municipality: of each kind and day the last one's word."""

    def __init__(self, commands: list[Command], code: str) -> None:
        self.code = code
        self.lists, self.histories, self.hours = (self._last(commands, kind) for kind in ("cases", "assignments", "coordinators"))
        self.rows: dict[str, dict[dt.date, Row]] = {}
        for day, rows in self.lists.items():
            for case, team, who, _group, received, closed, since, _cover, _code in rows:
                self.rows.setdefault(case, {})[day] = {
                    "team": team, "who": who, "received": day_of(received), "closed": day_of(closed), "since": day_of(since),
                }  # fmt: skip

    def _last(self, commands: list[Command], kind: str) -> dict[dt.date, list[tuple[str, ...]]]:
        found: dict[dt.date, list[tuple[str, ...]]] = {}
        for command in commands:
            mine = [row for row in command.rows if row[-1] == self.code]
            if command.kind == kind and mine:
                found[command.as_of] = mine
        return dict(sorted(found.items()))

    # ---- Which days are known, and when a case is open ----

    def horizon(self) -> tuple[dt.date, dt.date] | None:
        if not self.lists:
            return None
        first, last = min(self.lists), max(self.lists)
        told = [day_of(row[3]) for rows in self.histories.values() for row in rows if row[2] != "dækning"]
        closings = [rows[max(rows)]["closed"] for rows in self.rows.values() if rows[max(rows)]["closed"]]
        if told and closings:
            first = min(first, max(min(d for d in told if d), min(closings).replace(day=1)))
        return first, last

    def life(self, case: str) -> tuple[dt.date, dt.date | None]:
        """From when to when it was open: the newest list's word, or until a list no longer had it."""
        newest = self.rows[case][max(self.rows[case])]
        later = [day for day in self.lists if day > max(self.rows[case])]
        return newest["received"], newest["closed"] or min(later, default=None)

    # ---- Who had it ----

    def holder(self, case: str, day: dt.date) -> str:
        """The coordinator, '' nobody, UNKNOWN nobody has told."""
        for low, high, rows in self.windows():
            if low <= day and (high is None or day < high):
                mine = [row for row in rows if row[0] == case and row[2] != "dækning"]
                if mine or self._never_named(case):
                    return next((row[1] for row in mine if _covers(row, day)), "")
        return self._listed_holder(case, day)

    def _never_named(self, case: str) -> bool:
        named = any(row["who"] for row in self.rows[case].values())
        return not named and not any(r[0] == case and r[2] != "dækning" for rows in self.histories.values() for r in rows)

    def windows(self) -> Iterator[tuple[dt.date, dt.date | None, list[tuple[str, ...]]]]:
        """The days that each delivered history speaks for."""
        first: dt.date | None = None
        for day, rows in reversed(self.histories.items()):
            low = min(start for row in rows if (start := day_of(row[3])))
            until = day + DAY if day in self.lists else min((d for d in self.lists if d > day), default=None)
            high = min((end for end in (until, first) if end is not None), default=None)
            if any(row[2] != "dækning" for row in rows):
                yield low, high, rows
            first = low if first is None else min(first, low)

    def _listed_holder(self, case: str, day: dt.date) -> str:
        rows = self.rows[case]
        before = max((d for d in rows if d <= day), default=None)
        after = min((d for d in rows if d > day), default=None)
        found = UNKNOWN
        if before is not None and not any(before < d <= day for d in self.lists):
            found = rows[before]["who"]
        if after is not None and rows[after]["who"] and (before is None or day > before):
            since = self._since(case, after)
            if since is not None and since <= day:
                return str(rows[after]["who"])
        return found

    def _since(self, case: str, day: dt.date) -> dt.date | None:
        """Since when the coordinator of that list says to have it: the newest of the lists in a row that name them."""
        rows, since = self.rows[case], None
        for other in (d for d in self.lists if d >= day):
            if other not in rows or rows[other]["who"] != rows[day]["who"]:
                break
            since = rows[other]["since"] or since
        return since

    def team(self, case: str, day: dt.date) -> str:
        days = sorted(self.rows[case])
        return str(self.rows[case][max((d for d in days if d <= day), default=days[0])]["team"].lower())

    # ---- Hours ----

    def hours_on(self, who: str, day: dt.date) -> int | None:
        for row in self._rows_of(who):
            if _covers(row, day, "Fra") and row["low"] <= day and (row["high"] is None or day < row["high"]):
                return row["milli"]
        return None

    def team_of(self, who: str, day: dt.date) -> str:
        turns = sorted((row["Fra"], row["team"]) for row in self._rows_of(who))
        begun = [team for start, team in turns if start <= day]
        return begun[-1] if begun else turns[0][1]

    def people(self) -> set[str]:
        return {row[0] for rows in self.hours.values() for row in rows}

    def _rows_of(self, who: str) -> list[Row]:
        """The rows that count of somebody, with the days that their list speaks for."""
        found: list[Row] = []
        high: dt.date | None = None
        for day, rows in reversed(self.hours.items()):
            mine = [(row[1].lower(), row[2], day_of(row[3]), day_of(row[4])) for row in rows if row[0] == who]
            low = min((start for *_, start, _end in mine if start), default=day)
            for team, hours, start, end in mine:
                if start and (high is None or start < high):
                    milli = round(1000 * float(hours.replace(",", ".")) / 37) if hours else None
                    found.append({"team": team, "milli": milli, "Fra": start, "Til": end, "low": low, "high": high})
            high = low if high is None else min(high, low)
        return [row for row in found if row["milli"] is not None or row["team"]]


def _covers(row: Any, day: dt.date, start: Any = 3) -> bool:
    first, last = (row[start], row["Til"]) if start == "Fra" else (day_of(row[3]), day_of(row[4]))
    return bool(first <= day and (last is None or day <= last))


def history(commands: list[Command], codes: list[str]) -> History:
    """The tables of a version in which every day is a span of its own: what tests.oracle_caseload counts."""
    found: History = {name: [] for name in (
        "case_horizon", "case_file", "case_assignment", "case_team", "coordinator", "coordinator_fte", "coordinator_team",
    )}  # fmt: skip
    for code in codes:
        told = Told(commands, code)
        if (known := told.horizon()) is None:
            continue
        here = {"municipality_code": code}
        found["case_horizon"].append(here | {"known_from": known[0], "as_of": known[1]})
        every = [known[0] + n * DAY for n in range((known[1] - known[0]).days + 1)]
        for case in told.rows:
            opened, ended = told.life(case)
            newest = told.rows[case][max(told.rows[case])]
            key = here | {"case_id": case}
            found["case_file"].append(key | {
                "child_id": f"sag:{case}", "family_id": f"barn:sag:{case}", "programme_id": "", "target_group": "handicap",
                "team_id": newest["team"].lower(), "received_on": opened, "closed_on": ended, "unlisted_on": None,
            })  # fmt: skip
            for day in every:
                one_day = {"valid_from": day, "valid_to": day + DAY}
                found["case_team"].append(key | one_day | {"team_id": told.team(case, day)})
                if opened <= day and (ended is None or day < ended) and (who := told.holder(case, day)):
                    role = "unknown" if who == UNKNOWN else "primary"
                    found["case_assignment"].append(key | one_day | {"coordinator_id": who, "role": role})
        for who in told.people():
            key = here | {"coordinator_id": who}
            found["coordinator"].append(key | {"team_id": "", "newly_hired_until": None})
            for day in every:
                one_day = {"valid_from": day, "valid_to": day + DAY}
                found["coordinator_team"].append(key | one_day | {"team_id": told.team_of(who, day)})
                if (milli := told.hours_on(who, day)) is not None:
                    found["coordinator_fte"].append(key | one_day | {"fte_milli": milli})
    return found
