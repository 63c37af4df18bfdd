"""What a reader of spending must know beside the numbers: the words of the notes from analysis.spending."""

from __future__ import annotations

from dashboard.findings.spending import class_name
from dashboard.language import _, formats, plural
from dashboard.shapes import Note


def note_sentence(note: Note) -> str:
    """The words of the notes that only spending has (analysis.spending); '' for any other."""
    words = {
        "no_price_index": _no_price_index,
        "fixed_prices": _fixed_prices,
        "ledger_missing": _ledger_missing,
        "no_population": _no_population,
        "unknown_accounts": _unknown_accounts,
        "no_budget": _no_budget,
        "negative_net": _negative_net,
        "never_posted": _never_posted,
        "divided": _divided,
    }.get(note.code)
    return words(note) if words else ""


def _years(note: Note) -> str:
    return ", ".join(str(year) for year in note.values["years"])


def _no_price_index(note: Note) -> str:
    return _("Fixed prices need a price index for {years}.", years=_years(note))


def _fixed_prices(note: Note) -> str:
    return _("Fixed prices are at the {year} price and wage level.", year=note.values["year"])


def _ledger_missing(note: Note) -> str:
    return plural(
        "The accounts of {n} month have not been delivered; only delivered months are counted.",
        "The accounts of {n} months have not been delivered; only delivered months are counted.",
        note.values["months"],
    )


def _no_population(note: Note) -> str:
    return _("The number of 0-22-year-olds is missing for {years}.", years=_years(note))


def _unknown_accounts(note: Note) -> str:
    accounts = note.values["accounts"]
    return _("In no class, and listed apart: {accounts}.", accounts=", ".join(accounts))


def _no_budget(note: Note) -> str:
    n = len(note.values["municipalities"])
    missing = plural(
        "The budget for {year} is missing for {n} of the chosen municipalities.",
        "The budget for {year} is missing for {n} of the chosen municipalities.",
        n,
        year=note.values["year"],
    )
    earlier = note.values.get("earlier")
    if earlier is None:
        return missing
    return missing + " " + _("To see the one for {year}, choose a period that ends in {year}.", year=earlier)


def _never_posted(note: Note) -> str:
    names = ", ".join(class_name(one) for one in note.values["classes"])
    if note.values["alone"]:
        return _("Nothing was ever posted on: {names}. That is not 0 kr., and the three are not added up.", names=names)
    n = len(note.values["municipalities"])
    return plural(
        "{n} municipality never posted on: {names}. It is left out of the chosen together.",
        "{n} municipalities never posted on some of: {names}. They are left out of the chosen together.",
        n,
        n=formats.number(n),
        names=names,
    )


def _negative_net(note: Note) -> str:
    names = ", ".join(class_name(one) for one in note.values["classes"])
    return _("Net income (below zero) in: {names}.", names=names)


def _divided(note: Note) -> str:
    return _(
        "Divided by the municipality's own mapping of cost centres, version {version}. {amount} is on cost centres that "
        "are shared or have no target group, and is in none of them. Budget and published figures cannot be divided.",
        version=", ".join(note.values["versions"]),
        amount=formats.millions(note.values["rest"]),
    )
