"""`trinvis konti`: which class and which step of the ladder each account holds in the data, by which edition."""

from __future__ import annotations

import sqlalchemy as sa

from dashboard.cli.common import cli, current_version, out
from dashboard.database.accounts import FUNCTION_NAMES, LADDER_STEPS
from dashboard.database.tables import account_class
from dashboard.language import _, formats


@cli.command("konti")
def accounts() -> None:
    """Vis, hvilken udgiftsgruppe og hvilket trin på indsatstrappen hver konto hører til, og fra hvornår."""
    version = current_version()
    out.print(_("Version {version} of what each account function holds", version=version.mapping_version), markup=False)
    with version.reading(()) as connection:  # the translation is of no municipality
        rows = connection.execute(sa.select(account_class).order_by(*account_class.c)).all()
    for row in rows:
        out.print(_line(row), markup=False, soft_wrap=True)


def _line(row: sa.Row[tuple[object, ...]]) -> str:
    from dashboard.findings.spending import class_name

    account = " ".join(part for part in (row.account_function, row.grouping, f"dranst {row.dranst}") if part)
    name = FUNCTION_NAMES.get(row.account_function, "")
    until = formats.month(row.to_month) if row.to_month is not None else ""
    months = f"{formats.month(row.from_month)} – {until}".strip()
    return " · ".join((account, name, class_name(row.spending_class), _step(row.ladder_step), months))


def _step(step: int | None) -> str:
    """`trin 5 Anbringelse i forskellige typer af plejefamilier`."""
    return _("not placed on the ladder") if step is None else _("step {n} {name}", n=step, name=LADDER_STEPS[step])
