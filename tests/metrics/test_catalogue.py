"""What must hold of every figure, now and later."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction

from tests.stories.test_two_counties import Imported
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric
from wutong.metrics.registry import catalogue
from wutong.metrics.sheets import rows_seen
from wutong.people.models import Official, Unit

pytestmark = pytest.mark.django_db
QUARTER = Ask.of(Period.written("2023Q1"))
METRICS = [f for f in catalogue.values() if isinstance(f, Metric)]
BROKEN_DOWN = [(m, d) for m in METRICS if not m.distinct for d in m.dimensions]
FLOWS = [m for m in METRICS if m.dated and not m.distinct]


@pytest.fixture(scope="module")
def county(django_db_setup: None, django_db_blocker: Any) -> Iterator[Imported]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield Imported("临峪县")
        transaction.set_rollback(True)


@pytest.mark.parametrize("figure", catalogue.values(), ids=lambda f: f.code)
def test_every_figure_says_what_it_counts_and_on_what_authority(figure: Any) -> None:
    assert len(figure.definition) >= 5
    assert figure.source
    assert figure.unit


@pytest.mark.parametrize(("metric", "dimension"), BROKEN_DOWN, ids=lambda p: getattr(p, "code", p))
def test_a_breakdown_adds_up_to_the_value(
    county: Imported, db: None, metric: Metric, dimension: str
) -> None:
    assert sum(metric.by(dimension, QUARTER).values(), Decimal(0)) == metric.value(QUARTER)


@pytest.mark.parametrize("metric", FLOWS, ids=lambda m: m.code)
def test_the_months_of_a_flow_add_up(county: Imported, db: None, metric: Metric) -> None:
    assert sum(metric.by_month(QUARTER).values(), Decimal(0)) == metric.value(QUARTER)


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.code)
def test_what_a_stranger_may_see_is_part_of_what_counts(
    county: Imported, db: None, metric: Metric
) -> None:
    stranger = Official.objects.create(username="stranger", unit=Unit.objects.last())
    seen, facts = rows_seen(metric, QUARTER, stranger), metric.facts(QUARTER)

    assert set(seen.values_list("pk", flat=True)) <= set(facts.values_list("pk", flat=True))
    if metric.rows(QUARTER).model.scope != "everyone":
        assert seen.count() < facts.count() or not facts.exists()


@pytest.mark.parametrize("metric", METRICS, ids=lambda m: m.code)
def test_nothing_was_known_before_the_county_began(
    county: Imported, db: None, metric: Metric
) -> None:
    from_before = Ask.of(QUARTER.period, known_on=QUARTER.cutoff)
    assert metric.value(from_before) == 0


def test_a_later_cut_off_changes_what_has_happened(county: Imported, db: None) -> None:
    early = Ask.of(QUARTER.period, cutoff=Period.written("2023-01").last)
    funds = catalogue["funds_in_place"]
    assert isinstance(funds, Metric)
    assert funds.value(early) == funds.by_month(QUARTER)["2023-01"]
