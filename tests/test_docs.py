"""docs/measures.md says what the catalogue says. `python -m tests.test_docs` writes it anew."""

from __future__ import annotations

from dashboard.language import _, formats, set_language
from dashboard.layouts.about import CAUTIONS
from dashboard.layouts.deliveries import SOURCES
from dashboard.measures import MEASURES, Measure
from dashboard.settings import PROJECT

FILE = PROJECT / "docs" / "measures.md"


def measures_page() -> str:
    """The catalogue in Danish, one heading per measure."""
    set_language("da")
    head = "# Nøgletallene\n\nSkrevet af kataloget (dashboard/measures.py); ret det dér.\n"
    return head + "".join(_section(measure) for measure in MEASURES.values())


def _section(measure: Measure) -> str:
    filters = ", ".join(f"`{name}`" for name in sorted(measure.honours))
    sources = "; ".join(_(SOURCES[source][0]) for source in measure.sources)
    cautions = "\n".join(f"- {_(text)}" for text in CAUTIONS[measure.id])
    return f"""
## {_(measure.name)}

{_(measure.question)}

| | |
|---|---|
| id | `{measure.id}`, side `/{measure.path}` |
| det tælles | {_(measure.numerator)} |
| over | {_(measure.denominator)} |
| data | {sources} |
| filtre | {filters} |
| henvisning | {_(measure.reference)} |
| senest gennemgået | {formats.date(measure.reviewed_on)} |

{cautions}
"""


def test_the_page_of_measures_says_what_the_catalogue_says() -> None:
    assert FILE.read_text(encoding="utf-8") == measures_page(), "run: python -m tests.test_docs"


if __name__ == "__main__":
    FILE.write_text(measures_page(), encoding="utf-8")
