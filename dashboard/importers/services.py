"""Services granted (`indsatser`): one row per grant of help to a child, exported from the case system.

The paragraph or code is translated by the dated catalogue (service_types). What it does not know is kept as it was
delivered, without a code, and listed.
"""

from __future__ import annotations

import datetime as dt

import pandas as pd

from dashboard.database.paragraphs import by_paragraph
from dashboard.database.service_types import BY_CODE, by_dst
from dashboard.database.tables import service
from dashboard.importers import codes, values
from dashboard.importers.context import Context
from dashboard.importers.template import Column, Rows, Template

TEMPLATE = Template(
    name="indsatser",
    source="services",
    title="Services granted",
    who="the superuser of the case system",
    columns=(
        Column("service", "Indsatsnr.", codes.key, "The case system's own number of the grant", required=True,
               aliases=("Indsatsnummer", "Indsats-id", "Bevillingsnr.", "Bevillingsnummer", "Foranstaltningsnr.")),
        Column("case", "Sagsnr.", codes.key, "The case it belongs to, as in the case list",
               aliases=("Sagsnummer", "Sagsnumre"), instead=("Sag", "Sager", "Sags-id", "Sagsid")),
        Column("child", "Barn", codes.key, "The same key for the child as in the case list, never a CPR number",
               aliases=("Barn-nøgle", "Barnnøgle", "Barnets nøgle", "Barn id", "Barnets id", "Barn nr."),
               hints=("Børn", "Barnekode", "Barnet", "Child")),
        Column("paragraph", "Paragraf", codes.name,
               "The paragraph, for example SEL § 52, stk. 3, nr. 5 or BL § 82, stk. 3",
               aliases=("Bevillingsparagraf", "Foranstaltningsparagraf", "Lovhjemmel")),
        Column("code", "Kode", codes.key, "Danmarks Statistik's three digits, where there is no paragraph",
               aliases=("Indsatskode", "DST-kode", "Foranstaltningskode")),
        Column("start", "Fra", values.date, "The first day with the help", required=True,
               aliases=("Fra dato", "Fra og med", "Gyldig fra", "Startdato", "Indsats startdato", "Iværksat"),
               hints=("Start", "Begyndt", "Iværksættelsesdato", "From")),
        Column("end", "Til", values.date, "The last day with the help; empty while it lasts",
               aliases=("Til dato", "Til og med", "Til og med dato", "Gyldig til", "Slutdato", "Indsats slutdato", "Ophørt"),
               hints=("Slut", "Ophør", "Ophørsdato", "Afsluttet", "Lukket", "t.o.m.", "To", "Until")),
        Column("system", "System", codes.name, "The case system's name, where services come from several",
               aliases=("Fagsystem",), weighs=False),
        Column("municipality", "Kommune", codes.municipality, "Name or number; only where a file holds several",
               aliases=("Handlekommune", "Kommunekode")),
    ),
    either=(("paragraph", "code"),),
)  # fmt: skip


def translated(paragraph: str | None, code: str | None, start: dt.date | None) -> str:
    """The catalogue's code of a row; '' where its paragraph and its code mean nothing, or two different services."""
    meanings = {by_paragraph(paragraph, start) if paragraph else "", _of_code(code, start) if code else ""} - {""}
    return meanings.pop() if len(meanings) == 1 else ""


def _delivered(paragraph: str | None, code: str | None, start: dt.date | None) -> str:
    """What the translation was made from; both where they contradict each other, so that it is seen."""
    if paragraph and code and not translated(paragraph, code, start):
        return f"{paragraph} ≠ {code}"
    return paragraph or code or ""


def _of_code(code: str, start: dt.date | None) -> str:
    """A paragraph in the code's column is understood as one."""
    if code in BY_CODE:
        return code
    return by_dst(code.zfill(3) if code.isascii() and code.isdecimal() else code) or by_paragraph(code, start)


def facts(rows: Rows, context: Context) -> dict[str, pd.DataFrame]:
    """The rows of service. `Til` is the last day, valid_to the day after."""
    found = [
        (municipality, system or "", service, case or "", child or "", translated(paragraph, code, start),
         _delivered(paragraph, code, start), start, end and end + dt.timedelta(days=1))
        for municipality, system, service, case, child, paragraph, code, start, end in rows.together(
            "municipality", "system", "service", "case", "child", "paragraph", "code", "start", "end"
        )
    ]  # fmt: skip
    return {"service": pd.DataFrame(found, columns=[column.name for column in service.columns])}
