"""A proposal as a TOML file with Danish comments, for a person to read through, correct and keep."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from dashboard.importers.profiles.propose import Proposal
from dashboard.importers.profiles.reader import AMOUNTS_SAY

MOST_ASKED = 4  # headings that recognise the sheet: enough to be its own, few enough to survive a new column


def toml_text(proposal: Proposal, system: str, title: str) -> str:
    """The file. It can be read as it stands where every required column was found."""
    return "\n".join(_lines(proposal, system, title)) + "\n"


def _lines(proposal: Proposal, system: str, title: str) -> Iterator[str]:
    yield "# Forslag fra trinvis profile new. Læs det igennem, ret det, og prøv det med trinvis check."
    yield f"system = {_quoted(system)}"
    yield f"title = {_quoted(title)}"
    yield f"source = {_quoted(proposal.template.source)}"
    yield "tested = false # sæt true, når en rigtig eksport er læst, og tallene er holdt op mod systemet"
    yield from _dates(proposal.forms)
    if proposal.empty:
        yield f"empty = {_list(proposal.empty)} # står der, hvor systemet intet har"
    yield ""
    yield "# Arket er denne eksport, når alle disse overskrifter står i det."
    yield "[recognise]"
    yield f"headings = {_list(_asked(proposal))}"
    yield ""
    yield "# Skabelonens kolonne = overskriften i eksporten."
    yield "[columns]"
    yield from _columns(proposal)
    yield from _amounts(proposal)
    yield from _values(proposal)
    yield from _only(proposal)
    if proposal.unused:
        yield ""
        yield "# Ikke brugt: " + ", ".join(proposal.unused)


def _dates(forms: Sequence[str]) -> Iterator[str]:
    if len(forms) > 1:
        yield "# Datoerne kan læses på flere måder. Behold den rigtige: %d er dag, %m måned, %Y år."
    if forms:
        yield f"dates = {_list(forms)}"


def _asked(proposal: Proposal) -> list[str]:
    """Headings of required columns first, then such that are no template's, then the rest."""
    needed = [proposal.columns[c.key] for c in proposal.template.columns if c.required and c.key in proposal.columns]
    needed += proposal.amounts
    own = [heading for heading in proposal.columns.values() if heading not in needed]
    foreign = [heading for heading in proposal.unused if len(heading) < 40]
    return [*needed, *own, *foreign][:MOST_ASKED]


def _columns(proposal: Proposal) -> Iterator[str]:
    lacking = {group[0].key: " / ".join(column.heading for column in group) for group in proposal.lacking}
    for column in proposal.template.columns:
        if column.key in proposal.columns:
            yield f"{column.key} = {_quoted(proposal.columns[column.key])} # {column.heading}"
        elif column.key in lacking:
            yield f'# MANGLER: {column.key} = "" # {lacking[column.key]}: skriv overskriften, og fjern # og MANGLER:'
        elif not (proposal.amounts and column.key in AMOUNTS_SAY):
            yield f'# {column.key} = "" # {column.heading}'


def _amounts(proposal: Proposal) -> Iterator[str]:
    if proposal.amounts:
        yield ""
        yield "# Beløb side om side: overskriften = regnskab, oprindeligt, tillæg, korrigeret eller forventet."
        yield "# Budgettet træder i stedet for hele årets: har udtrækket kun nogle måneder, så fjern dets linje."
        yield "[amounts]"
        yield from (f"{_quoted(heading)} = {_quoted(kind)}" for heading, kind in proposal.amounts.items())


def _values(proposal: Proposal) -> Iterator[str]:
    for key, words in proposal.words.items():
        yield ""
        yield f'# Ord, som {proposal.template.column(key).heading} ikke kender. Skriv skabelonens ord, eller "" for ingenting.'
        yield f"[values.{key}]"
        yield from (f'# {_quoted(word)} = ""' for word in words)


def _only(proposal: Proposal) -> Iterator[str]:
    if proposal.activities:
        heading, words = proposal.activities
        yield ""
        yield "# Hvilke aktiviteter er en samtale, hvor familien svarede? Fjern dem, der ikke er."
        yield "[only]"
        yield f"{_quoted(heading)} = {_list(words)}"


def _quoted(text: str) -> str:
    """A TOML basic string, which is written as JSON writes one."""
    return json.dumps(text, ensure_ascii=False)


def _list(words: Sequence[str]) -> str:
    return "[" + ", ".join(map(_quoted, words)) + "]"
