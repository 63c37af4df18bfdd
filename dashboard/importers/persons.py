"""Does this heading name a person? Names, addresses, telephone numbers and mail do not belong in any delivery.

It is judged by its words: `Barnets navn` and `Adresse` are a person's, `Teamnavn` and `Tilbudsnavn` are not.
"""

from __future__ import annotations

import re

from dashboard.importers.codes import folded

_WHO = (
    "", "barn", "barnet", "barnets", "borger", "borgerens", "borgers", "klient", "klientens", "elev", "elevens", "unge",
    "denunges", "familie", "familiens", "foraelder", "foraeldres", "foraeldre", "mor", "mors", "moderens", "far", "fars",
    "faderens", "vaerge", "vaergens", "person", "personens", "personers", "sagsbehandler", "sagsbehandlerens",
    "raadgiver", "raadgiverens", "kontaktperson", "kontaktpersons", "soeskende", "paaroerende", "paaroerendes", "part",
    "partens", "parts",
)  # fmt: skip
_WHAT = (
    "navn", "navne", "fornavn", "fornavne", "efternavn", "mellemnavn", "fuldenavn", "fuldtnavn", "navnogadresse",
    "adresse", "bopaelsadresse", "gadenavn", "vejnavn", "gadeogvej", "mail", "email", "mailadresse", "emailadresse",
    "telefon", "telefonnr", "telefonnummer", "tlf", "tlfnr", "mobil", "mobilnr", "mobilnummer",
)  # fmt: skip
_PERSONAL = frozenset(who + what for who in _WHO for what in _WHAT)


def personal_heading(heading: str) -> bool:
    """`Navn`, `Barnets fornavn`, `Mors tlf.nr.`, `E-mail`."""
    return folded(re.sub(r"\(.*?\)", "", heading)) in _PERSONAL
