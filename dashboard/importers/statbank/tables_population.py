"""Notifications (UND1, UND2) and the population (FOLK1A)."""

from __future__ import annotations

from dashboard.importers.statbank.catalogue import Break, Dimension, Table
from dashboard.importers.statbank.dimensions import AGE_HEADINGS, BY_PLACER, SEX, UNKNOWN_AGE

_NOTIFIED = {
    "00": "I alt", **{str(age): f"{age} år" for age in range(19)}, "U0": "Ufødt", **UNKNOWN_AGE,
}  # fmt: skip
_NOTIFIED_AGE = Dimension("ALDER1", _NOTIFIED, total="00", headings=AGE_HEADINGS)
_NOTIFIED_SEX = Dimension("KØN", {**SEX.codes, "U": "Uoplyst køn, ufødt"}, total="0", headings=("SEX", "KON"))

_NOTIFIERS = {
    "0": "I alt",
    "1": "Mellemkommunal underretning eller anden kommunal forvaltning",
    "2": "Skole eller andet uddannelsessted",
    "3": "Dagpleje, daginstitution, fritidshjem, ungdomsklub eller SFO",
    "4": "Sundhedsvæsenet",
    "5": "Sundhedsplejerske eller tandlæge",
    "6": "Politi eller domstol",
    "7": "Familie, barn selv eller bekendtskabskreds (-2023)",
    "8": "Anonym",
    "9": "Anbringelsessted",
    "10": "Foreninger, frivillige organisationer, krise-, misbrugs- og asylcentre",
    "12": "Barnet eller den unge selv (2024-)",
    "13": "Familie eller bekendtskabskreds (2024-)",
    "11": "Andre",
    "99": "Uoplyst",
}
_ADULT_AGES = {"IALT": "Alder i alt", **{str(age): f"{age} år" for age in range(126)}}


TABLES = (
    Table(
        "UND1",
        "Underretninger vedr. børn",
        (
            Dimension("UNDERRETERE", _NOTIFIERS, total="0", headings=("UNDERRETTERE", "UNDERRETTER")),
            _NOTIFIED_AGE,
            _NOTIFIED_SEX,
        ),
        place_variable=BY_PLACER,
        breaks=(Break("UNDERRETERE", 2024, ("7",), ("12", "13")),),
    ),
    Table(
        "UND2",
        "Børn der er modtaget underretninger om",
        (
            Dimension(
                "UNDERRET",
                {
                    "0": "I alt",
                    "1": "1 underretning",
                    **{str(n): f"{n} underretninger" for n in range(2, 6)},
                    "6": "6 underretninger eller flere",
                },
                total="0",
                headings=("UNDERRETNINGER",),
            ),
            _NOTIFIED_AGE,
            _NOTIFIED_SEX,
        ),
        place_variable=BY_PLACER,
        summable=False,
        cautions=("children_not_added",),
    ),
    Table(
        "FOLK1A",
        "Befolkningen den 1. i kvartalet",
        (
            Dimension(
                "KØN",
                {"TOT": "I alt", "1": "Mænd", "2": "Kvinder"},
                total="TOT",
                headings=("SEX", "KON"),
                wanted=("TOT",),
            ),
            Dimension(
                "ALDER",
                _ADULT_AGES,
                total="IALT",
                headings=("AGE",),
                wanted=tuple(str(age) for age in range(23)),  # what spending per 0-22-year-old needs
            ),
            Dimension(
                "CIVILSTAND",
                {"TOT": "I alt", "U": "Ugift", "G": "Gift/separeret", "E": "Enke/enkemand", "F": "Fraskilt"},
                total="TOT",
                headings=("MARITAL STATUS",),
                wanted=("TOT",),
            ),
        ),
        period="quarter",
        periods_wanted="K1",  # 1 January
    ),
)
