"""Exports as the case systems write them, every line made up: the documented columns, semicolons, a byte order mark."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from tests.importers.files import csv_file

# Randers Kommune's lists of the tables and its own reading of Sensum's files name these columns.
SENSUM_SAG = [
    "SagId", "SagNavn", "SagType", "SagModel", "BorgerId", "AfdelingNavn", "PrimærAnsvarligMedarbejderId",
    "ForventetParagraf", "Status", "HandleKommune", "BetalingsKommune", "HenvendelsesDato", "SlutDato",
    "AfslutningsÅrsag",
]  # fmt: skip
SENSUM_CASES = [
    ["S1", "Sag 1", "Handicap", "Børn", "B1", "Team Nord", "M7", "§ 32", "Igangværende", "Herning", "Herning",
     "2025-01-06 00:00:00", "", ""],
    ["S2", "Sag 2", "Handicap", "Børn", "B2", "Team Nord", "M7", "§ 32", "Afsluttet", "Herning", "Ikast-Brande",
     "2025-01-07 00:00:00", "2025-03-01 00:00:00", "Fraflyttet kommunen"],
    ["S3", "Sag 3", "Handicap", "Børn", "B3", "Team Syd", "M8", "§ 86", "Igangværende", "Herning", "Herning",
     "2025-02-03 00:00:00", "1900-01-01 00:00:00", "Missing Value"],
    ["S4", "Sag 4", "Handicap", "Børn", "B4", "Team Syd", "M8", "§ 86", "Afsluttet", "Herning", "Herning",
     "2025-02-10 00:00:00", "2025-03-20 00:00:00", "Ønskes ikke længere"],
]  # fmt: skip
SENSUM_AKTIVITET = ["SagAktivitetId", "SagId", "SagModel", "FaseNavn", "AktivitetNavn", "AktivitetSvar", "UdførtDato",
                    "Deadline"]  # fmt: skip
SENSUM_ACTIVITIES = [
    ["A1", "S1", "Børn", "Opstart", "Brev sendt", "", "2025-01-07 09:00:00", ""],
    ["A2", "S1", "Børn", "Opstart", "Første samtale holdt", "Ja", "2025-01-16 10:30:00", ""],
    ["A3", "S1", "Børn", "Opfølgning", "Første samtale holdt", "Ja", "2025-02-20 10:30:00", ""],
    ["A4", "S2", "Børn", "Opstart", "Første møde", "Ja", "2025-01-27 13:00:00", ""],
    ["A5", "S3", "Børn", "Opstart", "Første samtale holdt", "", "", "2025-03-01"],  # only planned
    ["A6", "S9", "Børn", "Opstart", "Første samtale holdt", "Ja", "2025-01-10 10:00:00", ""],  # another's case
]
OS2BOS = [
    "id", "history_id", "history_date", "case_sbsys_id", "target_group", "case_worker", "team", "efforts",
    "effort_step", "scaling_step", "paying_municipality", "acting_municipality", "residence_municipality",
]  # fmt: skip
_BALLERUP = ["Ballerup", "Ballerup", "Ballerup"]
OS2BOS_CASES = [
    ["1", "h1", "2025-01-08T09:12:00+00:00", "27.24.00-G01-1-25", "Handicapafdelingen", "orlfro", "S-DIG", "",
     "Trin 2: Forebyggelse", "3", *_BALLERUP],
    ["1", "h2", "2025-02-01T09:12:00+00:00", "27.24.00-G01-1-25", "Handicapafdelingen", "jentes", "S-DIG", "",
     "Trin 3: Hjemmebaserede indsatser", "4", *_BALLERUP],
    ["1", "h3", "2025-02-09T09:12:00+00:00", "27.24.00-G01-1-25", "Handicapafdelingen", "jentes", "S-DIG", "",
     "Trin 3: Hjemmebaserede indsatser", "5", *_BALLERUP],
    ["2", "h4", "2025-01-20T09:12:00+00:00", "27.24.00-G01-2-25", "Familieafdelingen", "orlfro", "S-DIG", "",
     "Trin 2: Forebyggelse", "", "Herlev", "Ballerup", "Herlev"],
]  # fmt: skip
DUBU_SAG = ["Sagsnummer", "Sagstype", "Status", "Afdeling", "Afgørelsesparagraf", "Startdato", "Slutdato"]
DUBU_CASES = [
    ["D-1", "Børnesag", "Aktiv", "Handicap", "BL § 32", "06-01-2025", ""],
    ["D-2", "Børnesag", "Lukket", "Handicap", "BL § 32", "07-01-2025", "01-03-2025"],
]
SENSUM_INDSATS = ["IndsatsId", "SagId", "Indsats", "IndsatsStatus", "IndsatsStartDato", "IndsatsSlutDato",
                  "OprettetDato", "OpholdsKommune", "Akut", "AfslutningsÅrsag"]  # fmt: skip
SENSUM_SERVICES = [
    ["I1", "S1", "SEL § 84 Aflastning", "Bevilget", "2025-01-20 00:00:00", "", "2025-01-10", "Herning", "Nej", ""],
    ["I2", "S2", "Herning-forløb", "Afsluttet", "2025-01-27 00:00:00", "2025-02-28 00:00:00", "", "Herning", "", ""],
    ["I3", "S3", "SEL § 84 Aflastning", "Ansøgt", "", "", "2025-03-10", "Herning", "Nej", ""],
]
DUBU = ["Sagsnummer", "Sagstype", "Type", "Ydelsestype", "Tilbud", "Status", "Afdeling", "Afgørelsesparagraf",
        "Foranstaltningsparagraf", "Leverandør", "Enheds angivelse", "Beregningsfrekvens", "Startdato", "Slutdato",
        "Ydelsesbeløb", "Antal"]  # fmt: skip
DUBU_SERVICES = [
    ["D-1", "Børnesag", "Ydelse", "Aflastning", "Huset", "Aktiv", "Handicap", "", "SEL § 84", "Huset", "Døgn", "Måned",
     "06-01-2025", "", "12.500,00", "1"],
    ["D-1", "Børnesag", "Ydelse", "Merudgift", "", "Aktiv", "Handicap", "", "BL § 86", "", "Kr.", "Måned",
     "01-02-2025", "31-12-2025", "1.100,00", "1"],
    ["D-2", "Børnesag", "Ydelse", "Aflastning", "Huset", "Kladde", "Handicap", "", "SEL § 84", "", "", "",
     "06-01-2025", "", "", "1"],
]  # fmt: skip
DUBU_OLDER = ["Status", "Ydelsesvariant", "Ydelsestype", "Tilbudstype", "Lovhjemmel", "Funktion", "Leverandør", "Tvang",
              "Frekvens", "Sag rækkeID", "Sag status", "Sagstype", "Afdeling", "Ydelse startdato", "Ydelse slutdato",
              "Antal", "Takst", "Pris pr dag", "Pris pr måned", "Beregnet total"]  # fmt: skip
DUBU_OLDER_SERVICES = [
    ["Aktiv", "", "Aflastning", "", "SEL § 84", "5.28.21", "Huset", "Nej", "Måned", "R17", "Aktiv", "Børnesag", "Handicap",
     "20250106", "", "1", "12500,00", "410,96", "12500,00", "148630,00"],
]  # fmt: skip
SOFUS = ["Indsats ID", "Indsatstype", "Barn/ung ID", "Henvisningsdato", "Dato for match", "Iværksættelsesdato",
         "Stopdato", "Sidst gældende antal ugentlige timer", "Årsag til ophør"]  # fmt: skip
SOFUS_SERVICES = [
    ["F1", "SEL § 84", "B1", "2025-01-06", "2025-01-15", "2025-01-20", "2025-03-14", "5", "Mål nået"],
    ["F2", "SEL § 84", "B2", "2025-03-06", "", "", "", "", ""],
]
OS2BOS_PAYMENTS = ["id", "amount", "date", "account_string", "activity__details__activity_id", "activity_start_date",
                   "activity_end_date", "activity_status", "section", "sbsys_id", "target_group", "acting_municipality"]  # fmt: skip
OS2BOS_GRANTS = [
    [str(month), "5800.00", f"2025-{month:02}-01", "12345-528211003-015202", "015202", "2025-01-01", "2025-12-31",
     "GRANTED", "SEL-52-3.7", "27.24.03-G01-1-25", "Handicapafdelingen", "Ballerup"]
    for month in (1, 2, 3)
]  # fmt: skip


# Made-up reports of finance systems: accounts and budget side by side, in one of them a line of sums between the others.
FINANCE = ["Stednr", "Art", "Kontering", "Bogf. dato", "Linje", "Forbrug (kr.)", "Korr. budget", "Opr. budget"]
FINANCE_ROWS = [
    ["4010", "4000100", "01005-528211003-060601-109---", "310125", "Post", "1.234,50", "", ""],
    ["4010", "4000200", "01005-528221004-060601-109---", "280225", "Post", "99,00", "", ""],
    ["", "", "", "", "Delsum", "1.333,50", "", ""],
    ["4020", "4000100", "01005-528211003-060601-109---", "310325", "Post", "-0,50", "21.000,00", "20.000,00"],
]  # fmt: skip
FINANCE_PROFILE = """
system = "Prismet"
title = "Prismet rapport"
source = "ledger"
dates = ["%d%m%y"]

[recognise]
headings = ["Kontering", "Bogf. dato", "Forbrug (kr.)"]

[columns]
month = "Bogf. dato"
account = "Kontering"
cost_centre = "Stednr"

[amounts]
"Forbrug (kr.)" = "regnskab"
"Korr. budget" = "korrigeret"
"Opr. budget" = "oprindeligt"

[constants]
municipality = "Herning"

[leave_out]
Linje = ["Delsum", "Total"]
"""


OPUS = ["Omkostningssted", "Artskonto", "Kontostreng", "Periode", "Beløb", "Budget"]
OPUS_ROWS = [["4010", "4000100", "01005-528211003-060601-109---", "202501", "1.234,50", "20.000,00"],
             ["4020", "4000100", "01005-528221004-060601-109---", "202502", "99,00", ""]]  # fmt: skip


def export(path: Path, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Path:
    """`;`, UTF-8 with a byte order mark, as KMD Insight takes it."""
    return csv_file(path, headings, rows, "utf-8-sig", ";")


def sensum(folder: Path) -> list[Path]:
    """Cases and activities of one Monday."""
    return [
        export(folder / "Sager_20250331.csv", SENSUM_SAG, SENSUM_CASES),
        export(folder / "SagsAktiviteter_20250331.csv", SENSUM_AKTIVITET, SENSUM_ACTIVITIES),
    ]


TECHNICAL = ["Metadata", "Dato1", "Dato2", "Dato3", "Tekst1", "Tekst2", "Tekst3", "Tekst4", "Tekst5", "Numerisk1"]
META = [["1", "Dato1", "HenvendelsesDato"], ["2", "Dato2", "SlutDato"], ["3", "Tekst1", "SagId"],
        ["4", "Tekst2", "HandleKommune"], ["5", "Tekst3", "AfdelingNavn"], ["6", "Tekst4", ""]]  # fmt: skip


def technical(folder: Path) -> tuple[Path, Path]:
    """KMD Insight's pair: rows under technical names, and the names of their own."""
    rows = export(
        folder / "CD_Sager.csv", TECHNICAL, [["1", "2025-01-06", "", "", "S1", "Herning", "Nord", "", "", ""]]
    )
    return rows, export(folder / "Meta_Sager.csv", ["Kolonnenummer", "TekniskNavn", "EgetNavn"], META)
