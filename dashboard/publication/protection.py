"""From exact counts to protected figures, one measure after another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import sqlalchemy as sa

from dashboard.measures import MeasureId
from dashboard.periods import month_key
from dashboard.publication import surveys
from dashboard.publication.cells import SYSTEMS, Settled
from dashboard.publication.lattice import NATION, Cell, Figures, quarterly, sums_of, values_of
from dashboard.publication.nation import in_nation, nation_of, standing_together, withheld
from dashboard.publication.places import Job, Place, protect_places
from dashboard.publication.public import knows_all, of_the_nation, position_cells, spending_cells
from dashboard.publication.staff import too_few, withheld_cells, without
from dashboard.queries.publication import delivered, participations, persons, staff, survey_groups

Progress = Callable[[str, float], None]


@dataclass
class Protection:
    """Everything protected so far. cells: frames with the columns of a publication."""

    cells: list[pd.DataFrame] = field(default_factory=list)
    private: dict[MeasureId, dict[Cell, tuple[int, bool]]] = field(default_factory=dict)
    nation: dict[str, tuple[str, ...]] = field(default_factory=dict)
    coarsened: list[str] = field(default_factory=list)
    audited: bool = True

    def add(self, measure: MeasureId, place: Place) -> None:
        """The cells of one place (or of the nation), shown and hidden."""
        linked, hidden = place.linked, place.protected.hidden
        found = pd.DataFrame(list(linked.keys), columns=list(Cell._fields))
        found["value"] = np.where(hidden, np.nan, linked.values)
        self.cells.append(found.assign(measure=measure, state=np.where(hidden, "suppressed", "ok")))
        exact = zip(linked.keys, linked.values.astype(int).tolist(), hidden.tolist(), strict=True)
        self.private.setdefault(measure, {}).update({cell: (value, hide) for cell, value, hide in exact})  # type: ignore[misc]
        self.audited = self.audited and place.protected.audited
        if place.coarsened:
            self.coarsened.append(f"{measure} {linked.keys[0].place}")  # type: ignore[attr-defined]


def protect_all(
    connection: sa.Connection,
    quarters: Sequence[int],
    *,
    threshold: int,
    settled: Mapping[MeasureId, Settled],
    progress: Progress,
) -> Protection:
    """Every figure of these quarters. settled: what earlier publications have settled."""
    found = Protection()
    _add_public(found, "spending", spending_cells(connection, quarters), quarters)
    joined = _joined(participations(connection))
    for at, measure in enumerate(SYSTEMS):
        counts = quarterly(persons(connection, measure), delivered(connection, measure), quarters)
        if measure == "trust":
            counts = surveys.with_groups(counts, survey_groups(connection))
        withheld: set[Cell] = set()
        if measure == "caseload":
            few = too_few(staff(connection), set(zip(counts["municipality_code"], counts["quarter"], strict=True)))
            withheld = withheld_cells(counts, few, SYSTEMS[measure][0], joined)
            found.cells.append(surveys.beside(withheld, {}).assign(measure=measure))
            counts = without(counts, few)

        def tell(share: float, at: int = at, name: str = measure) -> None:
            progress(name, (at + share) / len(SYSTEMS))

        places = {str(code): rows for code, rows in counts.groupby("municipality_code")}
        kept = {cell: of for cell, of in settled.get(measure, {}).items() if cell not in withheld}
        _Work(measure, places, joined, kept, threshold, len(quarters)).run(found, tell)
        if measure == "caseload":
            _add_public(found, measure, position_cells(counts), quarters)
    return found


def _joined(taking_part: pd.DataFrame) -> dict[str, dict[str, int]]:
    """Municipality → programme → the quarter in which it took it up."""
    found: dict[str, dict[str, int]] = {}
    columns = (taking_part[name].tolist() for name in ("municipality_code", "programme_id", "joined_on"))
    for code, programme, day in zip(*columns, strict=True):
        month = month_key(day)
        found.setdefault(code, {})[programme] = month - month % 3
    return found


def _add_public(found: Protection, measure: MeasureId, cells: pd.DataFrame, quarters: Sequence[int]) -> None:
    quarterly_cells = cells[cells["period"].str.contains("K")]
    if measure == "spending":
        quarterly_cells = quarterly_cells[quarterly_cells["place"].isin(knows_all(cells))]
    together = {str(place): of for place, of in quarterly_cells.groupby("place")["period"]}
    nation = found.nation.setdefault(measure, standing_together(together, len(quarters)))
    for part in (cells, of_the_nation(cells, nation)):
        found.cells.append(part.assign(measure=measure, state="ok"))


@dataclass(frozen=True)
class _Work:
    """The figures of one measure. places: municipality → its rows as lattice.quarterly gives them."""

    measure: MeasureId
    places: Mapping[str, pd.DataFrame]
    joined: Mapping[str, Mapping[str, int]]
    settled: Settled
    threshold: int
    quarters: int

    def run(self, found: Protection, progress: Callable[[float], None]) -> None:
        """Each system of figures: the municipalities, then the nation on top."""
        there = {code: [*rows["quarter"]] for code, rows in self.places.items()}
        nation = found.nation.setdefault(self.measure, standing_together(there, self.quarters))
        pooled = surveys.pooled(self.places, nation) if self.of_groups else frozenset()
        systems = SYSTEMS[self.measure]
        hidden: frozenset[Cell] = frozenset()
        for at, figures in enumerate(systems):

            def tell(share: float, at: int = at) -> None:
                progress((at + share) / len(systems))

            jobs = [self._job(code, rows, figures, hidden, pooled) for code, rows in self.places.items()]
            done = dict(zip(self.places, protect_places(jobs, tell), strict=True))
            together = {code: done[code] for code in nation}
            if len(nation) > 1:
                kept = self._kept(NATION, figures)
                exact = {cell: value for cell, (value, _hide) in kept.items()}
                hide = hidden | {cell for cell, (_value, hide) in kept.items() if hide}
                total_of = surveys.total_of if self.of_groups else in_nation
                for places in withheld(together, self.settled):
                    nation_place = nation_of(places, figures, hide, exact, self.threshold, total_of)
                    if nation_place.protected.audited:
                        break
                done |= {**places, NATION: nation_place}
            for place in done.values():
                found.add(self.measure, place)
            if self.of_groups:
                found.cells.append(self._in_no_group(done, figures, nation, pooled).assign(measure=self.measure))
            whole = {cell for place in done.values() for cell in place.hidden if cell.figure == figures.whole}
            hidden = _of_next(whole, systems[at + 1 :])

    def _in_no_group(
        self, done: Mapping[str, Place], figures: Figures, nation: Iterable[str], pooled: frozenset[surveys.Pool]
    ) -> pd.DataFrame:
        """What the tables have rows for though nothing of it is shown, and how many answers the years leave out."""
        hidden: set[Cell] = set()
        left: dict[Cell, int] = {}
        for code, rows in self.places.items():
            there = set(done[code].linked.keys)
            lattice = values_of(code, rows, figures, self.joined.get(code, {}), {})
            hidden |= lattice.keys() - there
            left |= surveys.left_out(rows, [cell for cell in lattice if cell.figure == figures.whole and cell in there])
        if NATION in done:
            together: set[Cell] = set(done[NATION].linked.keys)  # type: ignore[arg-type]
            of = {cell for cell in hidden if cell.place in nation}
            hidden |= {in_nation(cell) for cell in of} - together
            left |= surveys.left_out_together(together, [*of, *left], nation, pooled)
        return surveys.beside(hidden, left if figures is SYSTEMS[self.measure][0] else {})

    @property
    def of_groups(self) -> bool:
        """Whether its figures are sums of groups of answers."""
        return self.measure == "trust"

    def _job(
        self, code: str, rows: pd.DataFrame, figures: Figures, hidden: frozenset[Cell], pooled: frozenset[surveys.Pool]
    ) -> Job:
        kept = self._kept(code, figures)
        exact = {cell: value for cell, (value, _hide) in kept.items()}
        hide = {cell for cell, (_value, hide) in kept.items() if hide}
        if self.of_groups:
            values = surveys.values_of(code, rows, figures, exact, pooled)
            hide |= (hidden & set(values)) | surveys.pooled_cells(values)
            sums, unpublished = surveys.sums_of(values, figures), surveys.unpublished(values)
            return Job(values, sums, figures, frozenset(hide), frozenset(kept), self.threshold, unpublished, True)
        values = values_of(code, rows, figures, self.joined.get(code, {}), exact)
        hide |= hidden & set(values)
        return Job(values, sums_of(values, figures), figures, frozenset(hide), frozenset(kept), self.threshold)

    def _kept(self, place: str, figures: Figures) -> Settled:
        return {cell: of for cell, of in self.settled.items() if cell.place == place and cell.figure in figures.names}


def _of_next(hidden: Iterable[Cell], systems: Sequence[Figures]) -> frozenset[Cell]:
    """What a following system has to hide: its figures of the cells whose numbers are hidden here."""
    names = systems[0].names if systems else ()
    return frozenset(cell._replace(figure=name) for cell in hidden for name in names)
