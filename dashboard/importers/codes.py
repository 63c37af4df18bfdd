"""What does this word mean: keys, names and the fixed vocabularies, as people and case systems write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from dashboard.database.municipalities import MUNICIPALITIES, by_name, danish_order
from dashboard.importers import accounts, cpr
from dashboard.importers.accounts import Account
from dashboard.importers.key_signs import is_key, is_name
from dashboard.importers.report import Bad
from dashboard.importers.spoilt import refuse_spoilt, refuse_sum
from dashboard.settings import settings

T = TypeVar("T")

LONGEST_KEY = 40
LONGEST_NAME = 60
LONGEST_EXPLANATION = 500

CLOSE_REASONS = {
    "completed": ("afsluttet", "færdig", "færdigbehandlet", "indsats afsluttet", "gennemført"),
    "no_contact": ("ingen kontakt", "uden kontakt", "afsluttet uden kontakt"),
    "moved": ("fraflyttet", "fraflytning", "flyttet", "overflyttet"),
    "turned_18": ("18 år", "fyldt 18", "fyldt 18 år", "overgang til voksen"),
    "died": ("død", "dødsfald", "afdød"),
    "other": ("andet", "anden årsag", "øvrige"),
}
TARGET_GROUPS = {
    "handicap": ("handicap", "børnehandicap", "børn med handicap", "børn og unge med handicap"),
    "familie": ("familie", "børn og familie", "udsatte", "udsatte børn", "udsatte børn og unge"),
}

# A cost centre may be of neither: what both share is in none of them, and is no mistake.
DIVIDED = {**TARGET_GROUPS, "": ("fælles", "begge", "ingen", "ikke fordelt")}

RESPONDENTS = {
    "mother": ("mor", "moder", "forælder (mor)"),
    "father": ("far", "fader", "forælder (far)"),
    "other": ("anden", "anden forælder", "forælder (anden)", "plejeforælder", "bonusforælder", "værge"),
    "child": ("barn", "barnet", "ung", "den unge"),
    "staff": ("medarbejder", "rådgiver", "sagsbehandler", "fagperson"),
    "": ("forælder", "forældre"),  # one of them, not said which
}
WAVES = {
    "T0": ("før", "start", "baseline", "førmåling"),
    "T1": ("undervejs", "midtvejs", "midtvejsmåling"),
    "T2": ("efter", "slut", "eftermåling"),
}
ROLES = {
    "primary": ("primær", "primær rådgiver", "hovedrådgiver", "ansvarlig", "sagsansvarlig"),
    "cover": ("dækning", "dækker", "afløser", "vikar", "medrådgiver", "sekundær"),
    "unknown": ("ukendt", "ikke oplyst"),
}
# The kinds of amount in a ledger's extract: 'actual' is booked, the others are the budget's.
AMOUNT_KINDS = {
    "actual": ("regnskab", "forbrug", "bogført", "realiseret", "faktisk", "faktisk forbrug"),
    "original": ("oprindeligt", "oprindeligt budget", "opr. budget", "vedtaget", "vedtaget budget", "budget"),
    "supplement": ("tillæg", "tillægsbevilling", "tillægsbevillinger", "omplacering", "omplaceringer"),
    "corrected": ("korrigeret", "korrigeret budget", "korr. budget"),
    "expected": ("forventet", "forventet regnskab", "prognose"),
}

# Which side an amount is booked on, as finance systems write it: D/K, S/H (Soll and Haben) or its sign.
SIGNS = {
    "debit": ("d", "debet", "debit", "dr", "s", "soll", "+", "plus"),
    "credit": ("k", "kredit", "c", "credit", "cr", "h", "haben", "-", "\u2212", "minus"),
}

_TWO_NAMES = re.compile(r"[A-ZÆØÅ][a-zæøåéü]+(?:[ ._-]+[A-ZÆØÅ][a-zæøåéü]+)+")
_STREET = re.compile(r"\w+(?:gade|vej|stræde|allé|alle|plads|vænge|vænget|parken|toften|torvet) \d+ ?[a-z]?", re.IGNORECASE)


@lru_cache(maxsize=10_000)  # the same team stands in thousands of rows
def slug(text: str) -> str:
    """The id of a team or programme out of its name: `Én familie – én indgang` is `en-familie-en-indgang`."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("å", "aa").replace("æ", "ae").replace("ø", "oe")
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", "-", bare).strip("-")


def folded(text: str) -> str:
    """Small letters and digits alone, æøå written out: how headings and vocabularies are compared."""
    return slug(text).replace("-", "")


def heading(text: Any) -> str:
    """As headings are compared: folded, but a share (`Forbrug %`) is never the amount (`Forbrug`)."""
    return folded(str(text)) + "%" * ("%" in str(text))


def _meanings(vocabulary: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {folded(word): meaning for meaning, words in vocabulary.items() for word in (meaning, *words)}


_CLOSE_REASONS, _TARGET_GROUPS = _meanings(CLOSE_REASONS), _meanings(TARGET_GROUPS)
_DIVIDED = {word: group for word, group in _meanings(DIVIDED).items() if word}
_RESPONDENTS, _WAVES = _meanings(RESPONDENTS), _meanings(WAVES)
_AMOUNT_KINDS, _ROLES = _meanings(AMOUNT_KINDS), _meanings(ROLES)


def key(value: Any) -> str:
    """A case number, a child's key, a coordinator's code: one word, or with digits. Never a name or a sentence."""
    refuse_spoilt(value)
    _refuse_cpr(value)
    text = str(value)
    names = len(text.split()) > 1 and not any(sign.isdigit() for sign in text)
    if len(text) > LONGEST_KEY or len(text.split()) > 3 or names or _names_a_person(text):
        raise Bad("not_a_key")
    _no_formula(text)
    if not is_key(text):
        raise Bad("signs_in_key")
    if (pattern := settings().key_pattern) and not re.fullmatch(pattern, text):
        raise Bad("not_our_key")
    return text


def _refuse_cpr(value: Any) -> None:
    if cpr.found_in_key(value):
        raise Bad("cpr")


def _no_formula(text: str) -> str:
    """What begins like a formula would be one in the spreadsheet of whoever opens our files."""
    if text.startswith(("=", "+", "-", "@")):
        raise Bad("formula")
    return text


def _names_a_person(text: str) -> bool:
    """A mail address, two names in a row, a street with its number."""
    return "@" in text or bool(_TWO_NAMES.fullmatch(text) or _STREET.fullmatch(text))


def name(value: Any) -> str:
    """A team, a project or a cost centre."""
    refuse_spoilt(value)
    _refuse_cpr(value)
    refuse_sum(value)
    return label(value)


def label(value: Any) -> str:
    """What an edition of a mapping or a form is called: it may be a day."""
    text = " ".join(str(value).split())
    if len(text) > LONGEST_NAME:
        raise Bad("too_long")
    _no_formula(text)
    if not is_name(text):
        raise Bad("signs_in_name")
    return text


def explanation(value: Any) -> str:
    """The one sentence that people write: why a budget line deviates."""
    return _no_formula(" ".join(str(value).split()))


def close_reason(value: Any) -> str:
    try:
        return _CLOSE_REASONS[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_close_reason") from error


def target_group(value: Any) -> str:
    try:
        return _TARGET_GROUPS[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_target_group") from error


def divided(value: Any) -> str:
    """The target group of a cost centre; '' where it is said to be shared."""
    try:
        return _DIVIDED[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_division") from error


def respondent(value: Any) -> str:
    """Who answers: mother, father, other, child, staff; '' for a parent, not said which."""
    try:
        return _RESPONDENTS[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_respondent") from error


def wave(value: Any) -> str:
    """T0, T1 or T2: before, during and after."""
    try:
        return _WAVES[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_wave") from error


def role(value: Any) -> str:
    """Whether a coordinator has a case (primary) or covers for who has it; unknown where a history says that."""
    try:
        return _ROLES[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_role") from error


def question(value: Any) -> str:
    """A question's number or text; which form it is of decides which."""
    return " ".join(str(value).split())


def amount_kind(value: Any) -> str:
    try:
        return _AMOUNT_KINDS[folded(str(value))]
    except KeyError as error:
        raise Bad("unknown_amount_kind") from error


def sign(value: Any) -> str:
    """debit or credit."""
    text = str(value).strip().casefold().rstrip(".")
    for meaning, words in SIGNS.items():
        if text in words:
            return meaning
    raise Bad("unknown_sign")


def account(value: Any) -> Account:
    return _of_account(accounts.parse_account, value)


def function(value: Any) -> str:
    return _of_account(accounts.parse_function, value)


def grouping(value: Any) -> str:
    return _of_account(accounts.parse_grouping, value)


def dranst(value: Any) -> int:
    return _of_account(accounts.parse_dranst, value)


def _of_account(parse: Callable[[str], T], value: Any) -> T:
    """A part of an account, told apart from a sum and from what a spreadsheet made of it."""
    refuse_spoilt(value)
    refuse_sum(value)
    try:
        return parse(str(value))
    except ValueError as error:
        raise Bad("impossible_account") from error


def municipality(value: Any) -> str:
    """`657`, `0657`, `Herning`, `Herning Kommune`, `657 Herning` as `0657`."""
    text = str(value)
    number = re.fullmatch(r"([0-9]{3,4})(?:[\s:,–-]+(\D.*))?", text)
    code = number[1].zfill(4) if number else by_name(text)
    if code not in MUNICIPALITIES or (number and number[2] and by_name(number[2]) not in (None, code)):
        raise Bad("unknown_municipality")
    return code


def place_names() -> dict[str, str]:
    """Code → name of the 98 municipalities, by name as Danes sort."""
    names = ((code, place.name) for code, place in MUNICIPALITIES.items())
    return dict(sorted(names, key=lambda pair: danish_order(pair[1])))
