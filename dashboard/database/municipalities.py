"""Which 98 municipalities are there, where do they lie, and which one does a name in a file mean?

Codes, names, regions and municipality groups are those of Danmarks Statistik (groups: "Kommunegrupper"; borders and
codes are unchanged since 2007). Christiansø (0411) keeps no municipal accounts and is not among them.
Facts are joined on the code, never on the name: `by_name` is for reading files that carry names alone.
"""

from __future__ import annotations

from typing import NamedTuple


class Municipality(NamedTuple):
    """One municipality; the code is text of four digits."""

    code: str
    name: str
    region: str
    group_name: str


_CAPITAL, _CITY, _TOWN, _COMMUTER, _RURAL = (
    "Hovedstadskommuner",
    "Storbykommuner",
    "Provinsbykommuner",
    "Oplandskommuner",
    "Landkommuner",
)

_LIST: dict[tuple[str, str], str] = {
    ("Region Hovedstaden", _CAPITAL): (
        "0101 København, 0147 Frederiksberg, 0151 Ballerup, 0153 Brøndby, 0155 Dragør, 0157 Gentofte, 0159 Gladsaxe, "
        "0161 Glostrup, 0163 Herlev, 0165 Albertslund, 0167 Hvidovre, 0169 Høje-Taastrup, 0173 Lyngby-Taarbæk, "
        "0175 Rødovre, 0183 Ishøj, 0185 Tårnby, 0187 Vallensbæk, 0190 Furesø, 0201 Allerød, 0223 Hørsholm, "
        "0230 Rudersdal, 0240 Egedal"
    ),
    ("Region Hovedstaden", _TOWN): "0217 Helsingør, 0219 Hillerød",
    ("Region Hovedstaden", _COMMUTER): "0210 Fredensborg, 0250 Frederikssund, 0260 Halsnæs, 0270 Gribskov",
    ("Region Hovedstaden", _RURAL): "0400 Bornholm",
    ("Region Sjælland", _CAPITAL): "0253 Greve, 0269 Solrød",
    ("Region Sjælland", _TOWN): "0259 Køge, 0265 Roskilde, 0330 Slagelse, 0370 Næstved",
    ("Region Sjælland", _COMMUTER): "0316 Holbæk, 0320 Faxe, 0329 Ringsted, 0336 Stevns, 0340 Sorø, 0350 Lejre",
    ("Region Sjælland", _RURAL): "0306 Odsherred, 0326 Kalundborg, 0360 Lolland, 0376 Guldborgsund, 0390 Vordingborg",
    ("Region Syddanmark", _CITY): "0461 Odense",
    ("Region Syddanmark", _TOWN): "0561 Esbjerg, 0607 Fredericia, 0621 Kolding, 0630 Vejle",
    ("Region Syddanmark", _COMMUTER): (
        "0410 Middelfart, 0420 Assens, 0430 Faaborg-Midtfyn, 0440 Kerteminde, 0450 Nyborg, 0480 Nordfyns, 0575 Vejen"
    ),
    ("Region Syddanmark", _RURAL): (
        "0479 Svendborg, 0482 Langeland, 0492 Ærø, 0510 Haderslev, 0530 Billund, 0540 Sønderborg, 0550 Tønder, "
        "0563 Fanø, 0573 Varde, 0580 Aabenraa"
    ),
    ("Region Midtjylland", _CITY): "0751 Aarhus",
    ("Region Midtjylland", _TOWN): (
        "0615 Horsens, 0657 Herning, 0661 Holstebro, 0730 Randers, 0740 Silkeborg, 0791 Viborg"
    ),
    ("Region Midtjylland", _COMMUTER): (
        "0706 Syddjurs, 0710 Favrskov, 0727 Odder, 0746 Skanderborg, 0756 Ikast-Brande, 0766 Hedensted"
    ),
    ("Region Midtjylland", _RURAL): (
        "0665 Lemvig, 0671 Struer, 0707 Norddjurs, 0741 Samsø, 0760 Ringkøbing-Skjern, 0779 Skive"
    ),
    ("Region Nordjylland", _CITY): "0851 Aalborg",
    ("Region Nordjylland", _COMMUTER): "0840 Rebild",
    ("Region Nordjylland", _RURAL): (
        "0773 Morsø, 0787 Thisted, 0810 Brønderslev, 0813 Frederikshavn, 0820 Vesthimmerlands, 0825 Læsø, "
        "0846 Mariagerfjord, 0849 Jammerbugt, 0860 Hjørring"
    ),
}


def _read() -> dict[str, Municipality]:
    found = [
        Municipality(entry[:4], entry[5:], region, group)
        for (region, group), entries in _LIST.items()
        for entry in entries.split(", ")
    ]
    return {m.code: m for m in sorted(found)}


MUNICIPALITIES: dict[str, Municipality] = _read()

# Names met in the wild (domain.md 4.5): older spellings, the spellings of maps, and genitives before "Kommune".
ALIASES: dict[str, str] = {
    "Københavns": "0101",
    "Copenhagen": "0101",
    "Høje Taastrup": "0169",
    "Høje Tåstrup": "0169",
    "Høje-Tåstrup": "0169",
    "Lyngby Taarbæk": "0173",
    "Lyngby-Tårbæk": "0173",
    "Lyngby": "0173",
    "Taarnby": "0185",
    "Bornholms": "0400",
    "Bornholms Region": "0400",
    "Faaborg Midtfyn": "0430",
    "Fåborg-Midtfyn": "0430",
    "Nordfyn": "0480",
    "Aabenrå": "0580",
    "Åbenrå": "0580",
    "Samsøs": "0741",
    "Århus": "0751",
    "Ikast Brande": "0756",
    "Ringkøbing Skjern": "0760",
    "Mors": "0773",
    "Morsøs": "0773",
    "Brønderslev-Dronninglund": "0810",
    "Vesthimmerland": "0820",
    "Ålborg": "0851",
}

_BY_NAME = {name.casefold(): code for name, code in ALIASES.items()} | {
    m.name.casefold(): m.code for m in MUNICIPALITIES.values()
}
_SUFFIXES = (" regionskommune", " kommune")


def by_name(name: str) -> str | None:
    """The four-digit code that a name means, with or without "Kommune"; None where nobody knows it."""
    text = " ".join(name.split()).casefold()
    for suffix in _SUFFIXES:
        text = text.removesuffix(suffix)
    return _BY_NAME.get(text)


def danish_order(name: str) -> str:
    """What to sort names by: æ, ø and å stand after z."""
    return name.lower().translate(str.maketrans("æøå", "{|}"))
