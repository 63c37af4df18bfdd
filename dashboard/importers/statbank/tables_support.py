"""Support: what it costs (BU28), who gets it (BU43, ISBU01, ISBU02), and the disability measures (HANDBU01-04)."""

from __future__ import annotations

from dashboard.importers.statbank.catalogue import Break, Dimension, Table
from dashboard.importers.statbank.dimensions import AGE_TO_17, SEX

_DISABILITY_TOTALS = {
    "100": "Handicapindsatser i alt",
    "110": "Børn og unge der modtager handicapindsatser i alt",
}
_DISABILITY_KINDS = {
    "1": "Særlige dagtilbud til børn (SEL § 32 / BL § 82.1)",
    "2": "Hjemmetræning af børn (SEL § 32a / BL § 82.3)",
    "3": "Særlige klubtilbud til større børn og unge (SEL § 36 / BL § 82.2)",
    "4": "Personlig og praktisk hjælp (SEL §44/83 / BL § 90.1)",
    "5": "Afløsning eller aflastning af forældre eller andre nære pårørende (SEL 44/84.1 / BL § 90.2)",
    "6": "Vedligeholdelsestræning, herunder hjælp til at vedligeholde fysiske eller psykiske færdigheder "
    "(SEL §44/86.2 / BL § 90.3)",
    "7": "Ledsageordning til børn og unge mellem 12 og 18 år, som ikke kan færdes alene (SEL § 45 / BL § 89.1)",
    "8": "Andre tilbud efter barnets lov eller dagtilbudsloven (BL § 82.4) (2024-)",
}
_MEASURES = ("INDSATS",)


def _support(total: str, text: str) -> Dimension:
    """55 nested codes under three laws; the total's code says whether measures (3) or children (2) are counted."""
    codes = {
        total: text,
        "5": "TIDLIGT FOREBYGGENDE INDSATSER EFTER LOV OM SOCIAL SERVICE / BARNETS LOV",
        "6": "INDSATSER OG STØTTE EFTER LOV OM SOCIAL SERVICE / BARNETS LOV",
        "7": "INDSATSER EFTER LOV OM BEKÆMPELSE AF UNGDOMSKRIMINALITET",
    }
    return Dimension("INDSATSER", codes, total=total, listed=False, kind="nested", headings=_MEASURES)


def _disability(*kinds: dict[str, str]) -> Dimension:
    """100 counts measures, 110 the children who get them: two totals, so none is assumed."""
    codes = {code: text for kind in (_DISABILITY_TOTALS, *kinds) for code, text in kind.items()}
    return Dimension("INDSATSER", codes, kind="overlapping", headings=_MEASURES)


_DISABILITY_AGE = Dimension("ALDER", AGE_TO_17, total="IALT", headings=("AGE",))

TABLES = (
    Table(
        "BU28",
        "Samlede offentlige netto-driftsudgifter til udsatte børn og unge",
        (
            Dimension(
                "FORAN",
                {
                    "0": "I alt",
                    "410": "Særlige dagtilbud og særlige klubber",
                    "420": "Plejefamilier og opholdssteder (-2015)",
                    "421": "Opholdssteder for børn og unge (2016-)",
                    "422": "Plejefamilier (2016-)",
                    "430": "Forbyggende foranstaltninger",
                    "440": "Døgninstitutioner",
                    "450": "Sikrede døgninstitutioner",
                    "460": "Afgørelser om bekæmpelse af ungdomskriminalitet (2020-)",
                },
                total="0",
                headings=("FORANSTALTNING",),
            ),
        ),
        geography="country",
        place_variable="",
        unit="mio. kr.",
        breaks=(Break("FORAN", 2016, ("420",), ("421", "422")),),
    ),
    Table(
        "BU43",
        "Børn og unge der modtager støtte pr. 31. december (andel af 0-22-årige)",
        (
            Dimension(
                "FORANSTALT",
                {
                    "IALT": "Udsatte børn og unge i alt",
                    "FORB": "Børn og unge med støttende indsatser",
                    "ANBR": "Anbragte børn og unge",
                },
                total="IALT",
                kind="overlapping",
                headings=("FORANSTALTNING",),
            ),
            Dimension(
                "ALDER",
                {"TOT22": "I alt, 0-22 år", "9917": "0-17 år", "1822": "18-22 år"},
                total="TOT22",
                headings=("AGE",),
            ),
        ),
        unit="pct. af 0-22-årige",
        decimals=2,
        summable=False,
        cautions=("shares_not_added",),
    ),
    Table(
        "ISBU01",
        "Aktive indsatser og støtte til børn og unge i året",
        (_support("3", "INDSATSER OG STØTTE I ALT"),),
        place_variable="KOMMUNEDK",
        cautions=("measures_nested",),
    ),
    Table(
        "ISBU02",
        "Børn og unge der modtager indsatser og støtte",
        (_support("2", "BØRN OG UNGE DER MODTAGER FOREBYGGENDE FORANSTALTNINGER OG INDSATSER I ALT"),),
        place_variable="KOMMUNEDK",
        summable=False,  # children counted over a year: the same child may have been in two municipalities
        cautions=("measures_nested", "children_not_added"),
    ),
    Table(
        "HANDBU01",
        "Handicapindsatser til børn og unge mellem 0-17 år efter køn",
        (_disability(), SEX),
        place_variable="KOMMUNEDK",
        summable=False,  # from the publication of 2026 a child counts once in each municipality (domain.md 0.8)
        cautions=("children_not_added",),
    ),
    Table(
        "HANDBU02",
        "Handicapindsatser til børn og unge mellem 0-17 år efter alder",
        (_disability(), _DISABILITY_AGE),
        place_variable="KOMMUNEDK",
        summable=False,
        cautions=("children_not_added",),
    ),
    Table(
        "HANDBU03",
        "Handicapindsatser til børn og unge mellem 0-17 år efter landsdel og indsats",
        (_disability(_DISABILITY_KINDS),),
        geography="landsdele",
        place_variable="LANDSDEL",
        summable=False,
        cautions=("children_not_added",),
    ),
    Table(
        "HANDBU04",
        "Handicapindsatser til børn og unge mellem 0-17 år efter indsats, alder og køn",
        (_disability(_DISABILITY_KINDS), _DISABILITY_AGE, SEX),
        geography="country",
        place_variable="",
        summable=False,
        cautions=("children_not_added",),
    ),
)
