"""A month of a station team on a phone, with the network cut in the middle."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.browser.field.conftest import Phone, a_station, summaries
from tests.world import World
from wutong.attract.outreach.models import Interaction
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.registry import metric

pytestmark = pytest.mark.django_db(transaction=True, serialized_rollback=True)
MONTH = Period.containing(timezone.localdate().replace(day=1) - timedelta(days=1))


def test_a_month_of_a_station_team(phone: Phone, world: World) -> None:
    """Two visits every working day; from the second week on there is no signal for seven days."""
    station = a_station(world, MONTH.first, MONTH.last)
    phone.signs_in(world.recorder)
    days = [MONTH.first + timedelta(days=n) for n in range((MONTH.last - MONTH.first).days + 1)]
    working = [day for day in days if day.weekday() < 5]
    names = [f"深圳第{n}号精工有限公司" for n in range(len(working) * 2 * 3 // 4)]
    met = []
    for n, day in enumerate(working):
        if n == 6:
            phone.context.set_offline(True)
        if n == 9:
            phone.anew()
        if n == 13:
            phone.context.set_offline(False)
            phone.open("outbox/")
            phone.sends_all()
        for visit in (2 * n, 2 * n + 1):
            met.append(names[visit % len(names)])
            phone.notes(met[-1], f"第{visit}次", met_on=day.isoformat())
    phone.sends_all()

    assert Interaction.objects.filter(station=station).count() == len(met) == 2 * len(working)
    assert sorted(Interaction.objects.values_list("firm__name", flat=True)) == sorted(met)
    assert len(set(summaries())) == len(met)
    figure = metric("station_firms").value(Ask.of(MONTH))
    assert figure == len(set(met))
