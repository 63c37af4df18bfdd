"""One person's answers to one form as a number."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from dashboard.instruments.instrument import Instrument


def turned(instrument: Instrument, item: int, value: int) -> int:
    """The answer so that high is good: 1 of 5 on a reversed question is 5."""
    return instrument.scale.low + instrument.scale.high - value if item in instrument.reversed else value


def score(instrument: Instrument, answers: Mapping[int, int | None]) -> Fraction | None:
    """The score of the answers by question number; None where too few of the counted questions are answered.

    mean: (mean of the answered − low) ÷ (high − low) × 100, which for 1-5 is mean × 25 − 25 (domain.md 2.4).
    """
    given = [(item, answers.get(item)) for item in instrument.counted]
    values = [turned(instrument, item, value) for item, value in given if value is not None]
    if len(values) < instrument.needed:
        return None
    low, high = instrument.scale.low, instrument.scale.high
    if instrument.formula == "sum":
        return Fraction(instrument.factor * sum(value - low for value in values))
    return (Fraction(sum(values), len(values)) - low) * 100 / (high - low)
