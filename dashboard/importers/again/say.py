"""What was found of months and years that are delivered again, as faults and remarks of the files that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from dashboard.database.municipalities import MUNICIPALITIES
from dashboard.importers.again.command import Alike
from dashboard.importers.again.judge import LISTED, Difference, Fate, Verdict
from dashboard.importers.again.kinds import Name
from dashboard.importers.again.look import Looked
from dashboard.importers.again.wording import FAULTS, REMARKS, encoded
from dashboard.importers.choices import Again


class Said(NamedTuple):
    """One sentence of a part of the command; code: of again.wording."""

    part: int
    code: str
    values: dict[str, str]

    @property
    def is_fault(self) -> bool:
        return self.code in FAULTS


def say(looked: Looked, files: Sequence[str], again: Again) -> Iterator[Said]:
    """files: the name of each part."""
    for name, verdicts in looked.verdicts.items():
        found: dict[tuple[str, str, str], list[list[Any]]] = {}
        for verdict in verdicts:
            span, day = verdict.difference.span, verdict.difference.day.isoformat()
            for code, change in _of(verdict, again):
                found.setdefault((span.municipality, code, day), []).append([span.period, *change])
        for (code_of_place, code, day), changes in found.items():
            part = _first(looked, name, code_of_place, (change[0] for change in changes))
            day_said = {"described_on": day} if "{described_on}" in (FAULTS | REMARKS)[code] else {}
            yield Said(part, code, {"place": _place(code_of_place), **day_said, "changes": encoded(sorted(changes))})
    yield from _together(looked.alike, files)


def _of(verdict: Verdict, again: Again) -> Iterator[tuple[str, list[Any]]]:
    difference = verdict.difference
    sums = [difference.held, verdict.after]
    if verdict.question == "would_disappear":
        yield verdict.question, [*sums, *_lines(difference, "lost")]
    elif verdict.question == "same_day_other":
        yield verdict.question, [*sums, *_lines(difference, "tied")]
    elif verdict.question == "older_has_more":
        yield verdict.question, [None, None, *_lines(difference, "added", "changed", "tied")]
    elif verdict.question == "comes_to_nothing":
        yield verdict.question, [*sums, [], 0]
    elif not verdict.take:
        yield "older_left", [None, None, [], 0]
    elif again == "suppler":
        yield "added_to", [*sums, [], 0]
    elif verdict.changes:
        yield "delivered_again", [*sums, [], 0]
        if difference.of("lost").n:
            yield "now_gone", [None, None, *_lines(difference, "lost")]


def _lines(difference: Difference, *fates: Fate) -> list[Any]:
    """The largest cells of these fates by name, with what is held, what is delivered or both; and how many more."""
    found: list[tuple[int, list[Any]]] = []
    for fate in fates:
        held, new = fate != "added", fate != "lost"
        found += [
            (-abs(line.held or line.new), [line.label, line.held if held else None, line.new if new else None])
            for line in difference.of(fate).lines
        ]
    shown = [line for _size, line in sorted(found, key=lambda one: one[0])[:LISTED]]
    return [shown, difference.of(*fates).n - len(shown)]


def _together(alike: Iterable[Alike], files: Sequence[str]) -> Iterator[Said]:
    """What several files of the command hold of the same account."""
    found: dict[tuple[str, tuple[int, int], bool], list[list[Any]]] = {}
    for one in alike:
        line = [] if one.line is None else [list(one.line)]
        changes = found.setdefault((one.span.municipality, one.parts, bool(line)), [])
        there = next((change for change in changes if change[0] == one.span.period), None)
        if there is None:
            changes.append([one.span.period, None, None, line, 0])
        else:
            there[3] += line
    for (place, parts, disagree), changes in found.items():
        names = ", ".join(dict.fromkeys(files[part] for part in parts))
        values = {"place": _place(place), "files": names, "changes": encoded(sorted(changes))}
        yield Said(parts[1], "files_disagree" if disagree else "counted_once", values)


def _first(looked: Looked, name: Name, municipality: str, periods: Iterable[int]) -> int:
    wanted = set(periods)
    return min(p for s, p in looked.parts[name].items() if s.municipality == municipality and s.period in wanted)


def _place(code: str) -> str:
    return MUNICIPALITIES[code].name if code in MUNICIPALITIES else code
