"""Parents' answers counted by municipality, month, team, programme and target group; runs in DuckDB alone.

Only the parents' own form and parents' answers to it: staff and children are asked other things.

An invitation counts in the month it was sent, an answer in the month it was given; what was answered after the
as-of date is not yet known to this version. No row holds who answered, and pages see quarters only
(disclosure/surveys.py).
"""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.measures import SURVEY_INSTRUMENT, SURVEY_ITEMS, SURVEY_ITEMS_NEEDED, SURVEY_RESPONDENTS

# A person's score is the mean of the answered items × 25 − 25; times 60 it is whole for 4, 5 and 6 items (// is
# DuckDB's whole division).
_BUILD = sa.text(
    """
    insert into trust_month
    with person as (
        select i.municipality_code, i.invitation_id, i.team_id, i.programme_id, i.target_group, i.invited_on,
            case when i.answered_on <= coalesce(v.as_of, i.answered_on) then i.answered_on end as answered_on
        from survey_invitation i cross join version_info v
        where i.instrument = :instrument and list_contains(:respondents, i.respondent)
    ), said as (
        select municipality_code, invitation_id,
            max(value) filter (where item = 1) as coordinator,
            max(value) filter (where item = 2) as municipality,
            case when count(value) >= :needed then 1500 * sum(value) // count(value) - 1500 end as score60
        from survey_answer where item <= :items group by all
    ), event as (
        select municipality_code, team_id, programme_id, target_group, 12 * year(invited_on) + month(invited_on) - 1
            as month, true as invited, answered_on is not null as answered, null as coordinator,
            null as municipality, null as score60
        from person
        union all
        select p.municipality_code, p.team_id, p.programme_id, p.target_group, 12 * year(p.answered_on)
            + month(p.answered_on) - 1, false, true, s.coordinator, s.municipality, s.score60
        from person p left join said s
            on s.municipality_code = p.municipality_code and s.invitation_id = p.invitation_id
        where p.answered_on is not null
    )
    select municipality_code, month, team_id, programme_id, target_group,
        count(*) filter (where invited), count(*) filter (where invited and answered),
        count(*) filter (where not invited),
        count(coordinator), count(*) filter (where coordinator >= 4),
        count(municipality), count(*) filter (where municipality >= 4),
        count(score60), coalesce(sum(score60), 0), coalesce(sum(score60 * score60), 0)
    from event group by all order by all
    """
)


def build(connection: sa.Connection) -> None:
    """Fill trust_month from survey_invitation and survey_answer."""
    connection.execute(
        _BUILD,
        {
            "needed": SURVEY_ITEMS_NEEDED,
            "items": SURVEY_ITEMS,
            "instrument": SURVEY_INSTRUMENT,
            "respondents": list(SURVEY_RESPONDENTS),
        },
    )
