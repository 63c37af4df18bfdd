"""What parents say, in sentences: shares as "8 of 10", always with how many answered and how sure it is."""

from __future__ import annotations

from math import isnan

from dashboard.disclosure.surveys import survey_view
from dashboard.findings.caveats import period_sentences
from dashboard.findings.left_out import left_out_words
from dashboard.findings.words import municipalities_words, state_words
from dashboard.language import _, formats, plural
from dashboard.measures import MEASURES
from dashboard.shapes import MISSING, POOLED, Answer, Card, Note, Number

MAIN = "coordinator"


def question_name(question: str) -> str:
    """The short name of a question, as it stands in a table."""
    return {
        "coordinator": _("Trust in the coordinator"),
        "municipality": _("Trust in the municipality"),
        "score": _("Score of six items (0-100)"),
    }[question]


def of_ten(share: float) -> str:
    """0.82 → `8 af 10`; never 10 of 10 where somebody disagrees, nor 0 of 10 where somebody agrees."""
    tenths = int(10 * share + 0.5)
    if tenths == 10 and share < 1:
        return _("more than 9 of 10")
    if tenths == 0 and share > 0:
        return _("fewer than 1 of 10")
    return _("{tenths} of 10", tenths=tenths)


def headline(answer: Answer) -> str:
    """The finding; where there is none, why."""
    now = answer.now.get(MAIN, MISSING)
    if not now.ok or now.value is None:
        return _no_number(now)
    sentence = _("{share} parents agree that they trust their coordinator", share=of_ten(now.value))
    other = answer.now.get("municipality", MISSING)
    if other.value is not None:
        sentence += _(", {share} that they trust the municipality", share=of_ten(other.value))
    return sentence[0].upper() + sentence[1:]


def _no_number(number: Number) -> str:
    if number.state == "suppressed":
        return _("Too few parents have answered to show what they say")
    if number.state == "not_estimable":
        return _("No parents have answered in the period")
    return _("No surveys have been delivered for the period")


def subtitle(answer: Answer) -> str:
    """What is measured, where, and when."""
    view, _notes = survey_view(answer.filters)
    return _(
        "Share who agree (4 or 5 of 5) with its 95% interval, {interval} · {place} · {period}",
        interval=_("by year") if view.interval == "year" else _("by quarter"),
        place=municipalities_words(answer),
        period=formats.period(view.period),
    )


def summary(answer: Answer) -> str:
    """The chart in words: each question, the response rate, the change, and the periods without a number."""
    sentences = [_question_sentence(answer, question) for question in ("coordinator", "municipality", "score")]
    sentences += [_response(answer) + ".", change(answer) + ".", *_gaps(answer), *period_sentences(answer)]
    return " ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)


def _question_sentence(answer: Answer, question: str) -> str:
    number = answer.now.get(question, MISSING)
    if number.value is None:
        return f"{question_name(question)}: {state_words(number.state)}."
    answers = _answers(number)
    if question == "score":
        value = formats.number(number.value)
        limits = f"{formats.number(number.lower or 0)}–{formats.number(number.upper or 0)}"
        return _(
            "Score: {value} of 100 (95% interval {limits}, {answers}).", value=value, limits=limits, answers=answers
        )
    return _(
        "{question}: {value} agree (95% interval {limits}, {answers}).",
        question=question_name(question),
        value=formats.percent(number.value),
        limits=f"{formats.number(100 * (number.lower or 0))}–{formats.percent(number.upper or 0)}",
        answers=answers,
    )


def _answers(number: Number) -> str:
    """`118 svar`, and what of the period is not among them."""
    answers = plural("{n} answer", "{n} answers", number.n or 0, n=formats.number(number.n or 0))
    return ", ".join(filter(None, (answers, left_out_words(number.left_out))))


def _response(answer: Answer) -> str:
    rate = answer.now.get("response_rate", MISSING)
    if rate.value is None:
        return _("response rate: {why}", why=state_words(rate.state))
    return _("response rate {share} of {n} invited", share=formats.percent(rate.value), n=formats.number(rate.n or 0))


def _gaps(answer: Answer) -> list[str]:
    line = _line(answer)
    gaps = []
    for state in ("suppressed", "not_estimable", "missing"):
        periods = [formats.period(key) for key, found in line if found == state]
        if periods:
            gaps.append(_("Not shown: {periods}: {why}.", periods=", ".join(periods), why=_why(state)))
    return gaps


def _why(state: str) -> str:
    if state == "suppressed":
        return _("too few answers, or counted together with another quarter, so that nobody can be found")
    return _("nobody answered") if state == "not_estimable" else _("no data")


def _line(answer: Answer) -> list[tuple[str, str]]:
    """Period and state of the main question: the municipality's, or that of all together."""
    chosen = answer.filters.municipalities[0] if answer.filters.one_municipality else POOLED
    columns = (answer.table[name] for name in ("municipality_code", "question", "period", "state"))
    return [
        (key, state) for code, question, key, state in zip(*columns, strict=True) if (code, question) == (chosen, MAIN)
    ]


def change(answer: Answer, question: str = MAIN) -> str:
    """Against the same quarters a year earlier: a change is one only where its 95 % interval leaves out no change."""
    if not answer.before:
        return _("cannot be compared: no data for the year before")
    found = answer.parts["change"]
    columns = (found[name] for name in ("question", "difference", "sure"))
    rows = {name: (difference, sure) for name, difference, sure in zip(*columns, strict=True)}
    if question not in rows:
        return _("cannot be compared: too few answers")
    difference, sure = rows[question]
    if not sure:
        return _("no clear change from the year before")
    # Read from the two numbers shown, so that nobody finds 82 − 71 to be 12.
    now, before = (_shown(numbers[question], question) for numbers in (answer.now, answer.before))
    message = _("higher than the year before: {now} against {before}")
    if difference < 0:
        message = _("lower than the year before: {now} against {before}")
    return message.format(now=now, before=before)


def _shown(number: Number, question: str) -> str:
    value = number.value or 0.0
    return formats.number(value) if question == "score" else formats.percent(value)


def card(answer: Answer) -> Card:
    """The overview's card: trust in the coordinator; the municipality has its own line on the page."""
    now = answer.now.get(MAIN, MISSING)
    shown = now.value is not None
    trend = tuple(None if isnan(value) else value for value in answer.parts["trend"][MAIN])
    return Card(
        name=_(MEASURES["trust"].name),
        value=of_ten(now.value) if now.value is not None else state_words(now.state),
        unit=_("agree that they trust their coordinator") if shown else "",
        n=" · ".join(filter(None, (_answers(now) if shown else left_out_words(now.left_out), _response(answer)))),
        change=change(answer),
        trend=trend,
        trend_text=_trend_text(answer),
    )


def _trend_text(answer: Answer) -> str:
    points = [
        f"{formats.period(key)} {formats.percent(value) if not isnan(value) else _('not shown')}"
        for key, value in answer.parts["trend"].rows("period", MAIN)
    ]
    return _("{question} by quarter: {points}", question=question_name(MAIN), points=", ".join(points))


def note_sentence(note: Note) -> str:
    """The words of the notes that only surveys have (analysis.trust, disclosure.surveys); '' for any other."""
    values = note.values
    if note.code == "survey_quarters":
        first, last = (formats.period(values[end]) for end in ("first", "last"))
        return _("Answers are shown by whole quarters only: here {first} – {last}.", first=first, last=last)
    if note.code == "survey_one_category":
        used = {"team": _("team"), "programme": _("programme"), "target_group": _("target group")}[values["used"]]
        return _("Answers are divided by one choice at a time: only {used} counts here.", used=used)
    if note.code == "survey_left_out":
        return plural(
            "The answers of {n} parent are left out of the number for the period: too few answered in the quarter, or all "
            "the same, and they cannot be counted together with others of the year (yet).",
            "The answers of {n} parents are left out of the number for the period: too few answered in the quarter, or all "
            "the same, and they cannot be counted together with others of the year (yet).",
            values["answers"],
        )
    if note.code == "surveys_missing":
        months = values["months"]
        return plural(
            "{n} month of surveys has not been delivered.", "{n} months of surveys have not been delivered.", months
        )
    return ""
