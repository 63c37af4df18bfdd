"""The filter bar: native controls, one button *Vis*, one history entry. What a page cannot use says why."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from dashboard.filters import INTERVAL_WORDS, PRICES_WORDS, UNIT_WORDS, Choices, Filters, Notice
from dashboard.language import Language, _, current_language, formats
from dashboard.layouts import plain as html
from dashboard.layouts.aria import aria, data
from dashboard.periods import Period, month_text

NO_CHOICE = "alle"  # a select cannot show the empty text as chosen
INTERVAL_NAMES = {"maaned": "Month", "kvartal": "Quarter", "aar": "Year"}
UNIT_NAMES = {"kr": "DKK in all", "barn": "DKK per 0-22-year-old per year"}
PRICES_NAMES = {"loebende": "Current prices", "faste": "Fixed prices"}
TARGET_GROUP_NAMES = {"handicap": "Children with disabilities", "familie": "Families with other needs"}

# Why a control is off, in the words of people.md: (filter, page) → reason. Whatever is not here works.
ACCOUNTS = "The accounts cannot be divided by {name}"


def filter_bar(filters: Filters, choices: Choices, honours: frozenset[str], path: str) -> html.Div:
    """The bar with `filters` set. honours: what the page's measures can answer for; the rest is disabled."""
    return html.Div(
        [
            _municipalities(filters, choices),
            _select("filter-from", _("From"), _months(choices, 0), month_text(filters.period.first)),
            _select("filter-to", _("To"), _months(choices, choices.month_step - 1), month_text(filters.period.last)),
            *_divisions(filters, choices, honours),
            *_spending_options(filters, honours),
            html.Div(
                [
                    html.Button(_("Show"), id="filter-apply", type="button", className="btn btn-primary"),
                    html.Link(_("Reset"), href=path, className="btn btn-outline-secondary", id="filter-reset"),
                ],
                className="filter-buttons",
            ),
        ],
        className="filters",
    )


def _offered(control: html.Div, offered: bool) -> html.Div:
    """A control that this viewer has nothing to choose in is not shown; its id stays for the callback."""
    return control if offered else html.Div(control, hidden=True)


def _divisions(filters: Filters, choices: Choices, honours: frozenset[str]) -> list[html.Div]:
    """How a measure's numbers are divided; a page that shows none only keeps the choices."""
    controls = [
        _select("filter-interval", _("Interval"), _intervals(choices), _word(INTERVAL_WORDS, filters.interval)),
        _offered(_team(filters, choices, honours), choices.by_team),
        _offered(_programme(filters, choices, honours), bool(choices.programmes)),
        _offered(_target_group(filters, choices, honours), bool(choices.target_groups)),
    ]
    return controls if "interval" in honours else [html.Div(controls, hidden=True)]


def target_group_name(code: str) -> str:
    return _(TARGET_GROUP_NAMES[code]) if code in TARGET_GROUP_NAMES else code


def notices_text(notices: tuple[Notice, ...], choices: Choices) -> list[html.P]:
    """What stood in the address and could not be used, each in one sentence; and that there are no numbers then."""
    return [html.P(sentence) for sentence in notice_sentences(notices, choices)]


def notice_sentences(notices: tuple[Notice, ...], choices: Choices) -> list[str]:
    """The same as texts."""
    sentences = [_sentence(notice, choices) for notice in notices]
    if any(notice.refuses for notice in notices):
        sentences.append(_("Therefore no numbers are shown. Correct the address, or choose above and press Show."))
    return sentences


def _sentence(notice: Notice, choices: Choices) -> str:
    word, value = notice.word, notice.value
    if notice.reason == "too_long":
        return _("The address is too long to be read.")
    reasons = {
        "unknown": _("is not known"),
        "outside": _(
            "lies outside the data, which go from {first} to {last}",
            first=formats.month(choices.period.first),
            last=formats.month(choices.period.last),
        ),
        "order": _("was after 'to'; the two have changed places"),
        "needs_one_municipality": _("needs exactly one municipality"),
        "no_such_word": _("is no choice that there is"),
        "twice": _("stands beside another value of the same word"),
        "not_divided": _("does not hold: these numbers are not divided so"),
        "not_published": _("is not how the published figures are divided"),
        "quarters": _("does not hold: answers are shown by whole quarters only"),
    }
    reason = _("is not in the data that you can see") if _names_something(notice) else reasons[notice.reason]
    return _("In the address, {word} = “{value}” {reason}.", word=word, value=value, reason=reason)


def _names_something(notice: Notice) -> bool:
    """A municipality, a team, a project or a target group that is not there, or not for this reader."""
    return notice.reason == "unknown" and notice.word in ("kommune", "team", "projekt", "maalgruppe")


def _field(control_id: str, label: str, control: Any, hint: str = "") -> html.Div:
    parts: list[Any] = [html.Label(label, htmlFor=control_id), control]
    if hint:
        parts.append(html.Span(hint, className="hint", id=f"{control_id}-hint"))
    return html.Div(parts, className="field")


def _select(control_id: str, label: str, options: list[dict[str, str]], value: str, hint: str = "") -> html.Div:
    return _field(
        control_id, label, html.Select(id=control_id, options=options, value=value, disabled=bool(hint)), hint
    )


def _choice(control_id: str, label: str, names: Mapping[str, str], value: str, hint: str) -> html.Div:
    options = [
        {"value": NO_CHOICE, "label": _("All")},
        *({"value": code, "label": name} for code, name in names.items()),
    ]
    return _select(control_id, label, options, value or NO_CHOICE, hint)


def _undivided(label: str, name: str, honours: frozenset[str]) -> str:
    """Why a page cannot be divided by a filter, '' where it can."""
    return "" if name in honours else _(ACCOUNTS, name=label.lower())


def _team(filters: Filters, choices: Choices, honours: frozenset[str]) -> html.Div:
    teams = choices.teams.get(filters.municipalities[0], {}) if filters.one_municipality else {}
    hint = "" if filters.one_municipality else _("Choose one municipality to choose a team")
    hint = _undivided(_("Team"), "team", honours) or hint
    return _choice("filter-team", _("Team"), teams, filters.team, hint)


def _programme(filters: Filters, choices: Choices, honours: frozenset[str]) -> html.Div:
    hint = _undivided(_("Project"), "programme", honours)
    return _choice("filter-programme", _("Project"), choices.programmes, filters.programme, hint)


def _target_group(filters: Filters, choices: Choices, honours: frozenset[str]) -> html.Div:
    names = {code: target_group_name(code) for code in choices.target_groups}
    hint = _undivided(_("Target group"), "target_group", honours)
    return _choice("filter-target-group", _("Target group"), names, filters.target_group, hint)


def _spending_options(filters: Filters, honours: frozenset[str]) -> list[html.Div]:
    """Unit and prices stand in the bar only where money is shown alone; elsewhere they stay as they are."""
    shown = {"unit", "prices"} <= honours and "team" not in honours
    controls = [
        _select("filter-unit", _("Unit"), _words(UNIT_NAMES), _word(UNIT_WORDS, filters.unit)),
        _select("filter-prices", _("Prices"), _words(PRICES_NAMES), _word(PRICES_WORDS, filters.prices)),
    ]
    return controls if shown else [html.Div(controls, hidden=True)]


def _words(names: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"value": word, "label": _(name)} for word, name in names.items()]


def _word(words: Mapping[str, str], value: str) -> str:
    return next(word for word, meaning in words.items() if meaning == value)


def _intervals(choices: Choices) -> list[dict[str, str]]:
    return _words({word: name for word, name in INTERVAL_NAMES.items() if INTERVAL_WORDS[word] in choices.intervals})


def _months(choices: Choices, first: int) -> list[dict[str, str]]:
    """The months that a period can begin or end with: every one, or those of whole quarters."""
    options = _month_options(choices.period, current_language())
    return list(options[len(options) - 1 - first :: -choices.month_step][::-1])


@lru_cache(maxsize=8)
def _month_options(period: Period, language: Language) -> tuple[dict[str, str], ...]:
    # Twice 120 months in words took half of the frame's time.
    return tuple({"value": month_text(m), "label": formats.month(m)} for m in reversed(period.months))


def _municipalities(filters: Filters, choices: Choices) -> html.Div:
    if len(choices.municipalities) == 1:
        return _only_municipality(choices)
    return html.Div(
        [
            html.Span(_("Municipalities"), id="filter-municipality-label", className="label"),
            html.Details(
                [
                    html.Summary(
                        chosen_municipalities(filters, choices),
                        id="filter-municipality-summary",
                        **aria(describedby="filter-municipality-label"),
                    ),
                    html.Div(
                        [_search(), _groups(choices), _municipality_list(filters, choices)],
                        className="municipality-panel",
                    ),
                ],
                id="filter-municipality-details",
            ),
        ],
        className="field municipality-field",
    )


def _only_municipality(choices: Choices) -> html.Div:
    # The hidden parts keep every id that the callbacks name.
    hidden = html.Checklist(
        id="filter-municipality", options=list(choices.municipalities), value=list(choices.municipalities)
    )
    name = next(iter(choices.municipalities.values()))
    return html.Div(
        [
            html.Span(_("Municipality"), className="label"),
            html.Strong(name),
            html.Div([hidden, _groups(choices)], hidden=True),
        ],
        className="field",
    )


def chosen_municipalities(filters: Filters, choices: Choices) -> str:
    """`Herning`, `3 kommuner valgt` or `Alle 98 kommuner`."""
    n = len(filters.municipalities)
    if n == len(choices.municipalities) and n > 1:
        return _("All {n} municipalities", n=n)
    if n <= 3:
        return ", ".join(choices.municipalities[code] for code in filters.municipalities)
    return _("{n} municipalities chosen", n=n)


def _search() -> html.Div:
    return html.Div(
        [
            html.Label(_("Search municipality"), htmlFor="filter-municipality-search"),
            html.Input(id="filter-municipality-search", type="search", className="form-control", autoComplete="off"),
        ],
        className="municipality-search",
    )


def _groups(choices: Choices) -> html.Div:
    # assets/20-municipalities.js ticks the boxes of data-codes: no callback, no id per group.
    sets = [(_("All"), tuple(choices.municipalities)), (_("None"), ()), *choices.groups.items()]
    return html.Div(
        [
            html.Button(label, type="button", className="btn btn-light btn-sm", **data(codes=",".join(codes)))
            for label, codes in sets
        ],
        className="municipality-groups",
        role="group",
        **aria(label=_("Choose many at once")),
    )


def _municipality_list(filters: Filters, choices: Choices) -> html.Fieldset:
    return html.Fieldset(
        [
            html.Legend(_("Municipalities"), className="visually-hidden"),
            html.Checklist(
                id="filter-municipality",
                options=[{"value": code, "label": name} for code, name in choices.municipalities.items()],
                value=list(filters.municipalities),
            ),
        ]
    )
