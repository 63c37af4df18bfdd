"""Placements outside the home: ANBAAR9, 10, 12, 13 and 14 (stock on 31 December, and begun in the year)."""

from __future__ import annotations

from dashboard.importers.statbank.catalogue import Break, Dimension, Table
from dashboard.importers.statbank.dimensions import AGE_HEADINGS, AGE_TO_17, BY_PLACER, SEX, UNKNOWN_AGE

COARSE_AGE = Dimension(
    "ALERAMS", {"0": "I alt", "9917": "0-17 år", "1822": "18-22 år"} | UNKNOWN_AGE, total="0", headings=AGE_HEADINGS
)
_PLACED = "ANBRINGELSE"
PLACE_OF_CARE = Dimension(
    _PLACED,
    {
        "0": "I alt",
        "1": "Netværksplejefamilie",
        "21": "Almindelig plejefamlie",
        "22": "Kommunal plejefamilie",
        "26": "Plejefamilie efter §76 a (unge med funktionsnedsættelse)",
        "23": "Almen plejefamilie",
        "24": "Forstærket plejefamilie",
        "25": "Specialiseret plejefamlie",
        "9": "Døgninstitution, almindelig afdeling",
        "7": "Delvis lukket døgninstitution eller delvis lukket afdeling på åben døgninstitution",
        "8": "Døgninstitution, sikret afdeling",
        "27": "Opholdssted for børn og unge",
        "11": "Kost- og eller efterskole",
        "6": "Eget værelse, kollegium, kollegielignende opholdssted",
        "99": "Uoplyst",
    },
    total="0",
    headings=("ANBRINGELSESSTED",),
)
_CAUSES = {
    "UDSLAG1": "Misbrug hos barn/ung",
    "UDSLAG2": "Kriminalitet hos barn/ung",
    "UDSLAG3": "Skole- og uddannelsesproblemer hos barn/ung f.eks. fravær",
    "UDSLAG4": "Anden bekymrende adfærd hos barn/ung f.eks. udadreagerende adfærd",
    "UDSLAG5": "Betydelig eller varigt nedsat fysisk eller psykisk funktionsevne hos barn/ung",
    "UDSLAG6": "Sundhedsforhold hos barn/ung",
    "UDSLAG7": "Overgreb mod barn/ung begået af andre end barnets/den unges forældre "
    "(seksuelt, fysisk vold eller psykisk vold)",
    "UDSLAG8": "Anden form for omsorgssvigt over for barn/ung",
    "UDSLAG9": "Misbrug hos forældre",
    "UDSLAG10": "Kriminalitet hos forældre",
    "UDSLAG11": "Anden bekymrende adfærd hos forældre",
    "UDSLAG12": "Betydelig eller varigt nedsat fysisk eller psykisk funktionsevne hos forældre",
    "UDSLAG13": "Højt konfliktniveau eller vold i hjemmet mellem voksne",
    "UDSLAG14": "Utilstrækkelig omsorg fra forældre",
    "UDSLAG15": "Fogedsag, hjemløshed eller udsættelse fra bolig",
    "UDSLAG17": "Sundhedsforhold hos en eller begge forældre",
    "UDSLAG18": "Overgreb mod barn/ung, begået af forældrene (seksuelt, fysisk vold eller psykisk vold)",
    "UDSLAG16": "Andet",
    "999": "Uoplyst",
}

TABLES = (
    Table("ANBAAR9", "Anbragte børn og unge pr. 31. december efter alder", (COARSE_AGE,), place_variable=BY_PLACER),
    Table(
        "ANBAAR10",
        "Udslagsgivende årsager til iværksatte anbringelser",
        (
            Dimension("ANBRINGAARSAG", _CAUSES, kind="overlapping", headings=("ÅRSAG TIL ANBRINGELSE", "ANBRINGÅRSAG")),
            Dimension("ALDER1", AGE_TO_17, total="IALT", headings=AGE_HEADINGS),
            SEX,
        ),
        geography="landsdele",
        place_variable="LANDDEL",
        cautions=("causes_overlap",),
    ),
    Table(
        "ANBAAR12",
        "Anbragte børn og unge pr. 31. december efter anbringelsessted",
        (PLACE_OF_CARE,),
        place_variable=BY_PLACER,
        breaks=(Break(_PLACED, 2024, ("21", "22"), ("23", "24", "25")),),
    ),
    Table(
        "ANBAAR13",
        "Anbragte børn og unge pr. 31. december efter foranstaltning",
        (
            Dimension(
                "FORAN",
                {
                    "0": "I alt",
                    "101": "Afgørelse med samtykke",
                    "102": "Afgørelse uden samtykke",
                    "200": "Øvrige",
                    "99": "Uoplyst",
                },
                total="0",
                headings=("FORANSTALTNING",),
            ),
        ),
        place_variable=BY_PLACER,
    ),
    Table("ANBAAR14", "Iværksatte anbringelser efter alder", (COARSE_AGE,), place_variable=BY_PLACER),
)
