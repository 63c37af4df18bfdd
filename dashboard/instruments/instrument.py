"""What a form is. A file that is no such form is refused with the name of the field that is wrong."""

from __future__ import annotations

from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from dashboard.language import current_language

Respondent = Literal["mother", "father", "other", "child", "staff"]
RESPONDENTS: tuple[Respondent, ...] = get_args(Respondent)
WAVES = ("T0", "T1", "T2")  # before, during and after, as the evaluations measured (domain.md 1.1)
# The result domains of Rambøll's evaluation (2021), and what staff are asked of beside them.
Dimension = Literal["coherence", "involvement", "flexibility", "trust", "entry", "everyday", "method"]
MOST_ITEMS = 40

_Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Text(_Strict):
    """One text in both languages."""

    da: _Said
    en: _Said

    @property
    def here(self) -> str:
        """In the reader's language."""
        return self.da if current_language() == "da" else self.en


class Item(Text):
    """A question, or a sentence to agree with."""

    dimension: Dimension


class Scale(_Strict):
    """Whole numbers from low to high. labels: from low to high; words: what else people write for a number."""

    low: Annotated[int, Field(ge=0)]
    high: Annotated[int, Field(le=99)]
    labels: list[Text] = []
    words: dict[str, int] = {}

    @model_validator(mode="after")
    def _holds(self) -> Self:
        numbers = range(self.low, self.high + 1)
        if len(numbers) < 2 or len(self.labels) not in (0, len(numbers)) or set(self.words.values()) - set(numbers):
            raise PydanticCustomError("scale", "scale")
        return self


class Instrument(_Strict):
    """A form.

    items: the questions in order, or only how many there are where the texts belong to others. reversed: the questions
    where agreement is no good news. scored: those that the score is made of (all, where none are named), of which
    `needed` must be answered. formula: mean is 0-100 from the lowest answer to the highest; sum is the sum of the
    answers, 0 being the lowest, times `factor`.
    """

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")]
    version: Annotated[int, Field(ge=1)]
    title: Text
    respondents: Annotated[list[Respondent], Field(min_length=1)]
    age_from: Annotated[int, Field(ge=0, le=120)] | None = None
    scale: Scale
    items: Annotated[list[Item], Field(min_length=1, max_length=MOST_ITEMS)] | Annotated[int, Field(ge=1, le=MOST_ITEMS)]
    reversed: list[int] = []
    scored: list[int] = []
    needed: int
    formula: Literal["mean", "sum"] = "mean"
    factor: Annotated[int, Field(ge=1)] = 1
    licence: Text

    @property
    def questions(self) -> tuple[Item, ...]:
        """The questions' texts; none where they belong to others."""
        return () if isinstance(self.items, int) else tuple(self.items)

    @property
    def count(self) -> int:
        return self.items if isinstance(self.items, int) else len(self.items)

    @property
    def counted(self) -> tuple[int, ...]:
        """The numbers of the questions that the score is made of."""
        return tuple(self.scored) or tuple(range(1, self.count + 1))

    @model_validator(mode="after")
    def _agrees_with_itself(self) -> Self:
        there = range(1, self.count + 1)
        for field, numbers in (("reversed", self.reversed), ("scored", self.scored)):
            if set(numbers) - set(there) or len(set(numbers)) < len(numbers):
                raise PydanticCustomError(field, field)
        if not 1 <= self.needed <= len(self.counted):
            raise PydanticCustomError("needed", "needed")
        return self
