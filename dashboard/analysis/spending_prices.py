"""What is an amount of one year at the price level of another?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate
from math import lcm

from dashboard.filters import Prices


class PriceLevel:
    """Takes each month's øre to the level of the last year with an index, or leaves them as they are.

    Each year's factor is a whole number of parts of one common denominator: sums are whole numbers, exact however
    they are added up, and are rounded to øre once at the end. A year without an index weighs nothing; who asks for
    one is told in Amounts.years_without_index.
    """

    def __init__(self, prices: Prices, index: Mapping[int, Decimal], months: range) -> None:
        """index: year → index, of any base; months: every month that will be asked for."""
        self.index = index
        self.base_year = max(index, default=None) if prices == "fixed" else None
        years = range(months.start // 12, (months.stop - 1) // 12 + 1)
        factors = {year: self._factor(year) if prices == "fixed" else Fraction(1) for year in years}
        self._parts = lcm(*(factor.denominator for factor in factors.values()))
        self._weights = {year: int(factor * self._parts) for year, factor in factors.items()}

    def _factor(self, year: int) -> Fraction:
        if self.base_year is None or year not in self.index:
            return Fraction(0)
        return Fraction(self.index[self.base_year]) / Fraction(self.index[year])

    def running(self, series: Iterable[int], months: range) -> list[int]:
        """Sums of parts from the first month on, one more than there are months; series: øre of every month."""
        if self.base_year is not None:
            series = (self.weighted(month // 12, ore) for month, ore in zip(months, series, strict=True))
        return list(accumulate(series, initial=0))

    def weighted(self, year: int, ore: int) -> int:
        """Parts of øre of one year."""
        return ore * self._weights[year]

    def ore(self, parts: int) -> int:
        """Parts as whole øre, half to the even."""
        return parts if self._parts == 1 else round(Fraction(parts, self._parts))
