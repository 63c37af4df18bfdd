"""The caseload in sentences: cases and children side by side, who is over the ceiling, and what nobody carries."""

from __future__ import annotations

import math
from collections.abc import Mapping

from dashboard.findings.caveats import period_sentences
from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats, plural
from dashboard.measures import MEASURES
from dashboard.shapes import MISSING, POOLED, Answer, Card, Note, Number

LINES = 4
COMPARABLE = 0.05  # with a greater share of the cases unknown, a number of cases is too low to be held against another


def _counted_alone(answer: Answer) -> bool:
    """Full-time positions are not split on programmes and target groups: then the cases stand alone."""
    return bool(answer.filters.programme or answer.filters.target_group)


def _main(answer: Answer) -> Number:
    return answer.now.get("cases" if _counted_alone(answer) else "cases_per_fte", MISSING)


def _one(number: Number) -> str:
    return state_words(number.state) if number.value is None else formats.number(number.value, 1)


def headline(answer: Answer) -> str:
    """The finding; where there is none, why."""
    main = _main(answer)
    if main.value is None:
        return _no_number(main)
    if _counted_alone(answer):
        children = _one(answer.now.get("children", MISSING))
        return _("On average {cases} cases with {children} children", cases=_one(main), children=children)
    children = _one(answer.now.get("children_per_fte", MISSING))
    return _("A full-time coordinator has {cases} cases and {children} children", cases=_one(main), children=children)


def _no_number(number: Number) -> str:
    if number.state == "suppressed":
        return state_words(number.state)
    if number.state == "not_estimable":
        return _("No coordinator has had hours on cases in the period")
    return _("The cases or the coordinators' hours have not been delivered for the period")


def subtitle(answer: Answer) -> str:
    """What is measured, where, and when."""
    place, period = municipalities_words(answer), formats.period(answer.filters.period)
    if _counted_alone(answer):
        return _("Open cases with a coordinator, mean over the days · {place} · {period}", place=place, period=period)
    return _(
        "Open cases per full-time position on cases, mean over the days · {place} · {period}",
        place=place,
        period=period,
    )


def summary(answer: Answer) -> str:
    """The chart in words: the finding, what stands behind it, the ceiling, the change, each line, and the gaps."""
    main = _main(answer)
    if main.value is None:
        return f"{headline(answer)}."
    parts = [headline(answer), _behind(answer), *_over(answer), _unassigned(answer), *_unknown(answer), change(answer)]
    sentences = [f"{part[0].upper()}{part[1:]}." for part in (*parts, *_lines(answer), *_gaps(answer))]
    return " ".join([*sentences, *period_sentences(answer)])


def _behind(answer: Answer) -> str:
    """`192 sager, 180 børn og 160 familier på 8,0 fuldtidsstillinger`."""
    cases, children, families = (_whole(answer.now[name]) for name in ("cases", "children", "families"))
    if _counted_alone(answer):
        return _(
            "{cases} cases, {children} children and {families} families",
            cases=cases,
            children=children,
            families=families,
        )
    return _(
        "{cases} cases, {children} children and {families} families on {fte} full-time positions",
        cases=cases,
        children=children,
        families=families,
        fte=_one(answer.now["fte"]),
    )


def _whole(number: Number) -> str:
    return formats.number(number.value or 0)


def _over(answer: Answer) -> list[str]:
    """`3 af 8 rådgivere over lokalt loft`; nothing where nobody can be judged."""
    over = answer.now.get("over_ceiling", MISSING)
    if over.numerator is None or over.denominator is None:
        return []
    message = _("{over} of {judged} coordinators over the local ceiling")
    if any(note.code == "caseload_norm" for note in answer.notes):
        message = _("{over} of {judged} coordinators over the local ceiling or the guide number")
        if answer.filters.one_municipality:
            message = _("{over} of {judged} coordinators over the guide number")
    return [message.format(over=formats.number(over.numerator), judged=formats.number(over.denominator))]


def _unassigned(answer: Answer) -> str:
    found = answer.now.get("unassigned", MISSING)
    if not found.value:
        return _("no cases without a coordinator")
    return _("{n} cases without a coordinator on average", n=formats.number(found.value, 1))


def _unknown(answer: Answer) -> list[str]:
    """`4,0 sager i gennemsnit med ukendt rådgiver`: of whom nobody has told who had them."""
    found = answer.now.get("unknown", MISSING)
    return [_("{n} cases with an unknown coordinator on average", n=formats.number(found.value, 1))] if found.value else []


def _lines(answer: Answer) -> list[str]:
    """Each line of the chart from its first to its last number, in the chart's order: never a ranking."""
    chosen = answer.filters.municipalities
    codes = chosen if len(chosen) <= LINES else (POOLED,)
    # In plain lists: to pick the rows of each line from the frame took 4 ms.
    columns = ("municipality_code", "period", "numerator" if _counted_alone(answer) else "value")
    rows = answer.table.rows(*columns)
    found = []
    for code in codes:
        shown = [(period, value) for place, period, value in rows if place == code and not math.isnan(value)]
        if len(shown) > 1:
            found.append(_first_to_last(answer, code, shown[0], shown[-1]))
    return found


def _first_to_last(answer: Answer, code: str, first: tuple[str, float], last: tuple[str, float]) -> str:
    return _(
        "{place}: {before} cases in {first} and {after} in {last}",
        place=answer.municipality_names.get(code, code) if code != POOLED else municipalities_words(answer),
        before=formats.number(first[1], 1),
        first=formats.period(first[0]),
        after=formats.number(last[1], 1),
        last=formats.period(last[0]),
    )


def _gaps(answer: Answer) -> list[str]:
    code = answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED
    rows = answer.table.rows("municipality_code", "period", "state")
    names = [formats.period(period) for place, period, state in rows if place == code and state == "missing"]
    return [_("{periods}: {why}", periods=", ".join(names), why=_("no data"))] if names else []


def change(answer: Answer) -> str:
    """Against the same range a year earlier. Every case is counted, so the difference has no sampling error."""
    if not answer.before:
        return _("cannot be compared: no data for the year before")
    if any(_unknown_share(numbers) > COMPARABLE for numbers in (answer.now, answer.before)):
        return _("cannot be compared: it is not known who had all the cases")
    name = "cases" if _counted_alone(answer) else "cases_per_fte"
    now, before = answer.now.get(name, MISSING), answer.before.get(name, MISSING)
    if now.value is None or before.value is None:
        return _("cannot be compared: no hours on cases")
    # Read from the two numbers shown, so that nobody finds 23,1 to be more than 23,1.
    if _one(now) == _one(before):
        return _("the same number of cases as the year before: {now}", now=_one(now))
    message = _("more cases than the year before: {now} against {before}")
    if now.value < before.value:
        message = _("fewer cases than the year before: {now} against {before}")
    return message.format(now=_one(now), before=_one(before))


def _unknown_share(numbers: Mapping[str, Number]) -> float:
    cases, unknown = (numbers.get(name, MISSING).value or 0 for name in ("cases", "unknown"))
    return unknown / (cases + unknown) if unknown else 0


def card(answer: Answer) -> Card:
    """The overview's card: cases, and the children beside them; how many are over the ceiling is never hidden."""
    main = _main(answer)
    shown = main.value is not None
    children = answer.now.get("children" if _counted_alone(answer) else "children_per_fte", MISSING)
    trend, trend_text = _trend(answer)
    return Card(
        name=_(MEASURES["caseload"].name),
        value=_one(main),
        unit=_("cases · {children} children", children=_one(children)) if shown else "",
        n=" · ".join(
            [
                *([_behind(answer)] if shown else []),
                *_over(answer),
                *([_unassigned(answer), *_unknown(answer)] if shown else []),
            ]
        ),
        change=change(answer),
        trend=trend,
        trend_text=trend_text,
    )


def _trend(answer: Answer) -> tuple[tuple[float | None, ...], str]:
    rows = answer.parts["trend"]
    values = tuple(None if math.isnan(value) else value for value in rows["value"])
    points = [
        f"{formats.period(key)} {state_words(state) if value is None else formats.number(value, 1)}"
        for key, value, state in zip(rows["period"], values, rows["state"], strict=True)
    ]
    return values, _("cases by month: {points}", points=", ".join(points))


def note_sentence(note: Note) -> str:
    """The words of the notes that only the caseload has (analysis.caseload); '' for any other."""
    values = note.values
    if note.code == "caseload_months_missing":
        return plural(
            "{n} month lacks the cases or the coordinators' hours.",
            "{n} months lack the cases or the coordinators' hours.",
            values["missing"],
            n=formats.number(values["missing"]),
        )
    if note.code == "caseload_not_per_fte":
        return _("Full-time positions are not split on programmes and target groups: the number of cases is shown.")
    if note.code in ("caseload_known_from", "caseload_known_to"):
        return _reach_sentence(note)
    if note.code == "caseload_unknown":
        n = formats.number(values["cases"], 1)
        return _("{n} cases on average are left out: no delivery has told who had them.", n=n)
    if note.code == "caseload_unknown_fte":
        n = formats.number(values["cases"], 1)
        return _("{n} cases on average are left out: nobody has said how many hours their coordinator has.", n=n)
    if note.code == "caseload_unknown_fte_counted":
        n = formats.number(values["cases"], 1)
        return _(
            "{n} of the cases on average have a coordinator whose hours nobody has said; they are counted here.", n=n
        )
    if note.code == "caseload_norm":
        low, high = (formats.number(values[end]) for end in ("low", "high"))
        return _(
            "Where no local ceiling is set, the guide number in force then stands in: {low}-{high} children ({source}).",
            low=low,
            high=high,
            source=values["source"],
        )
    if note.code == "caseload_new_not_judged":
        return plural(
            "{n} newly hired coordinator has no ceiling and is not held against one.",
            "{n} newly hired coordinators have no ceiling and are not held against one.",
            values["n"],
            n=formats.number(values["n"]),
        )
    return ""


def _reach_sentence(note: Note) -> str:
    """From which day, and until which, it is known who has which case."""
    day, alone = formats.date(note.values["day"]), note.values["of"] == 1
    if note.code == "caseload_known_from":
        if alone:
            return _("Who has which case is known from {day} on: days before it are no part of the numbers.", day=day)
        return _("Who has which case is known of all the chosen municipalities from {day} on.", day=day)
    if alone:
        return _("The newest case list is of {day}: days after it are no part of the numbers.", day=day)
    return _("The oldest of the chosen municipalities' newest case lists is of {day}: its days end there.", day=day)
