"""Every rule is a module of its own, listed, and speaks of columns that there are."""

import pkgutil

import pytest

from dashboard.importers import rules
from dashboard.importers.rules import RULES
from dashboard.importers.sources import SOURCES


def test_every_module_is_a_listed_rule_of_the_same_name() -> None:
    assert {module.name for module in pkgutil.iter_modules(rules.__path__)} == set(RULES)


@pytest.mark.parametrize("code", RULES)
def test_a_rule_reads_columns_of_its_sources(code: str) -> None:
    assert RULES[code].fields
    for source, keys in RULES[code].fields.items():
        assert set(keys) <= {column.key for column in SOURCES[source].template.columns}
