"""What was spent on which class and function, by municipality and month: the ledger, translated once at import.

Runs in DuckDB only. The grouping's own row of account_class decides before the row for all groupings; a posting
that no row in force fits is 'unknown' and is listed by its function, never guessed. A month that the ledger has not
been delivered for has no rows, whatever single postings have come in early: no query can mistake it for a month.
"""

from __future__ import annotations

import sqlalchemy as sa

# Two rows in force for one account would count its money twice.
_OVERLAPS = sa.text("""
    select a.account_function || ' ' || a.grouping
    from account_class a
    join account_class b using (account_function, grouping, dranst)
    where a.rowid < b.rowid
      and a.from_month <= coalesce(b.to_month, a.from_month)
      and b.from_month <= coalesce(a.to_month, b.from_month)
    limit 1
""")

_TWO_GROUPS = sa.text("""
    select a.municipality_code || ' ' || a.cost_centre
    from cost_centre_group a
    join cost_centre_group b using (municipality_code, cost_centre)
    where a.rowid < b.rowid
      and a.from_month <= coalesce(b.to_month, a.from_month)
      and b.from_month <= coalesce(a.to_month, b.from_month)
    limit 1
""")

# Postings are added up by account first: the translation then meets thousands of rows instead of millions.
_FILL = sa.text("""
    insert into spending_month
    with posted as (
        select l.municipality_code, l.month, l.account_function, l.dranst, l.grouping,
               coalesce(g.target_group, '') as target_group, sum(l.amount_ore) as amount_ore
        from ledger l
        left join cost_centre_group g
          on g.municipality_code = l.municipality_code and g.cost_centre = l.cost_centre
         and g.from_month <= l.month and (g.to_month is null or l.month <= g.to_month)
        group by all
    ), delivered as (
        select municipality_code, month from coverage where source = 'ledger'
    )
    select p.municipality_code, p.month, coalesce(own.spending_class, every.spending_class, 'unknown') as class_found,
           p.account_function, p.target_group, sum(p.amount_ore)::bigint
    from posted p
    semi join delivered using (municipality_code, month)
    left join account_class own
      on own.account_function = p.account_function and own.dranst = p.dranst and own.grouping = p.grouping
     and own.from_month <= p.month and (own.to_month is null or p.month <= own.to_month)
    left join account_class every
      on every.account_function = p.account_function and every.dranst = p.dranst and every.grouping = ''
     and every.from_month <= p.month and (every.to_month is null or p.month <= every.to_month)
    group by p.municipality_code, p.month, class_found, p.account_function, p.target_group
    order by p.municipality_code, p.month
""")


def build(connection: sa.Connection) -> None:
    """Fill spending_month from ledger and account_class. Raises ValueError where two translations overlap."""
    overlap = connection.execute(_OVERLAPS).scalar()
    if overlap is not None:
        raise ValueError(f"two classes are in force at once for account {overlap}")
    twice = connection.execute(_TWO_GROUPS).scalar()
    if twice is not None:
        raise ValueError(f"two target groups are in force at once for cost centre {twice}")
    connection.execute(_FILL)
