"""What people decide is kept with who and when, read back by origin, and migrated whole or not at all."""

import datetime as dt
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from dashboard.database.operational import operational_engine
from dashboard.database.operational_tables import migrate
from dashboard.queries.targets import decided
from dashboard.records.targets import Invalid, forget_sample, set_price_index, set_target

DAY = dt.date(2025, 2, 1)


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return operational_engine(tmp_path)


def test_the_newest_target_counts(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        for value in (30, 25):
            set_target(connection, "caseload", "0657", value, decided_by="Udvalget", decided_on=DAY)
        found = decided(connection, "real")
    assert found.values("caseload") == {"0657": 25}
    assert found.common("caseload", ("0657",)).decided_by == "Udvalget"  # type: ignore[union-attr]
    assert found.common("caseload", ("0657", "0730")) is None


def test_sample_and_real_decisions_never_mix(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        set_target(connection, "first_contact", "0657", 14, decided_by="Eksempel", decided_on=DAY, origin="sample")
        set_price_index(connection, {2025: Decimal("103.25")}, source="Eksempel", origin="sample")
        assert decided(connection, "real").targets == {}
        assert decided(connection, "sample").price_index == {2025: Decimal("103.25")}
        forget_sample(connection)
        assert decided(connection, "sample").price_index == {}


@pytest.mark.parametrize(("kind", "value", "who"), [("speed", 5, "x"), ("caseload", 0, "x"), ("caseload", 5, " ")])
def test_a_target_nobody_answers_for_is_refused(engine: sa.Engine, kind: str, value: float, who: str) -> None:
    with engine.begin() as connection, pytest.raises(Invalid):
        set_target(connection, kind, "0657", value, decided_by=who, decided_on=DAY)


def test_migrating_again_changes_nothing(engine: sa.Engine) -> None:
    with engine.begin() as connection:
        set_target(connection, "caseload", "0657", 30, decided_by="Udvalget", decided_on=DAY)
    migrate(engine)
    with engine.connect() as connection:
        assert decided(connection, "real").values("caseload") == {"0657": 30}


def test_what_is_typed_holds_no_cpr_number(engine: sa.Engine) -> None:
    with engine.begin() as connection, pytest.raises(Invalid, match="CPR"):
        set_target(connection, "caseload", "0657", 30, decided_by="Udvalget, 010190-1234", decided_on=DAY)
    with engine.connect() as connection:
        assert connection.execute(sa.text("select count(*) from target")).scalar_one() == 0
