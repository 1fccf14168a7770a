"""When the steps of a lead are due, by rows: working days, areas, what is done, what is overdue."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.leads.leading import FULL, a_lead, at, days_ago, judge
from tests.world import World
from wutong.attract.leads.models import Lead, LeadClock
from wutong.attract.leads.operations import clocks, follow_lead, lose_lead
from wutong.attract.leads.queries import clocks_for, clocks_of
from wutong.foundation.workdays import after_calendar_days, after_working_days, works

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 9, 25)  # the first day of 中秋; 国庆 runs from 1 to 7 October


def by_step(lead: Lead, on: date) -> dict[str, str]:
    return {clock.rule.step: clock.state for clock in clocks_of(lead, on)}


def test_working_days_know_holidays_and_worked_weekends() -> None:
    assert after_working_days(date(2026, 9, 30), 1).on == date(2026, 10, 8)
    assert works(date(2026, 10, 10)) == (True, False)  # a Saturday worked for 国庆
    assert not works(date(2026, 10, 1))[0]
    assert after_calendar_days(date(2026, 9, 30), 7).on == date(2026, 10, 7)


def test_an_unannounced_year_is_guessed_and_says_so() -> None:
    due = after_working_days(date(2040, 1, 6), 1)  # a Friday
    assert (due.on, due.guessed) == (date(2040, 1, 9), True)
    assert not after_working_days(date(2026, 3, 2), 3).guessed


@given(day=st.dates(date(2004, 1, 1), date(2099, 1, 1)), days=st.integers(0, 40))
def test_working_days_only_go_forward(day: date, days: int) -> None:
    due = after_working_days(day, days).on
    assert (due - day).days >= days
    assert days == 0 or works(due)[0]


def test_the_default_rows_are_those_of_jiangmen(world: World) -> None:
    rows = LeadClock.objects.values_list("step", "days")
    assert dict(rows) == {
        "respond": 1,
        "judge": 3,
        "judge_with_experts": 7,
        "feed_back": 7,
        "follow_up": 14,
    }
    assert all("江府办函〔2024〕37号" in row.source for row in LeadClock.objects.all())


def test_clocks_run_from_receipt_and_run_out(world: World) -> None:
    lead = a_lead(world, received_at=at(date(2026, 9, 24)))  # Thursday; Friday is a holiday

    due = {clock.rule.step: clock.due for clock in clocks_of(lead, date(2026, 9, 24))}
    assert due == {
        "respond": date(2026, 9, 28),
        "judge": date(2026, 9, 30),
        "feed_back": date(2026, 10, 1),
    }
    assert set(by_step(lead, date(2026, 9, 28)).values()) == {"running"}
    later = {c.rule.step: (c.state, c.over) for c in clocks_of(lead, date(2026, 10, 8))}
    assert later == {
        "respond": ("overdue", 10),
        "judge": ("overdue", 8),
        "feed_back": ("overdue", 7),
    }


def test_experts_give_a_week_to_judge(world: World) -> None:
    lead = a_lead(world, received_at=at(date(2026, 9, 1)), needs_experts=True)
    found = {clock.rule.step: clock.due for clock in clocks_of(lead, date(2026, 9, 1))}
    assert found["judge_with_experts"] == date(2026, 9, 8)
    assert "judge" not in found


def test_what_is_done_stops_its_clock_and_follow_ups_start_over(world: World) -> None:
    lead = a_lead(world, received_at=at(days_ago(40)), **FULL)
    follow_lead(
        lead, kind="respond", words="已电话联系", done_on=days_ago(40), actor=world.recorder
    )
    judge(world, lead, on=days_ago(20))
    today = days_ago(0)

    assert by_step(lead, today) == {
        "respond": "done",
        "judge": "late",
        "feed_back": "overdue",
        "follow_up": "overdue",  # twenty days since the judgement
    }
    follow_lead(lead, kind="follow_up", words="赴厂考察", done_on=days_ago(3), actor=world.recorder)
    lead.refresh_from_db()
    assert lead.state == "following"
    again = {clock.rule.step: clock for clock in clocks_of(lead, today)}["follow_up"]
    assert (again.state, (again.due - today).days) == ("running", 11)


def test_a_closed_lead_has_no_running_clock(world: World) -> None:
    lead = a_lead(world)
    reason = lead._meta.get_field("loss_reason").related_model.objects.first()
    lose_lead(lead, loss_reason=reason, on=days_ago(9), actor=world.recorder)
    lead.refresh_from_db()
    states = set(by_step(lead, days_ago(0)).values())
    assert states == {"stopped"}
    assert max(clock.over for clock in clocks_of(lead, days_ago(0))) <= 1


def test_the_nearest_area_and_the_day_of_receipt_choose_the_row(world: World) -> None:
    common = {"counted": "calendar", "source": "县办发〔2026〕1号", "actor": world.clerk}
    clocks.record(step="respond", days=5, area="甘肃省", since=date(2026, 1, 1), **common)
    clocks.record(step="respond", days=2, area="临水县", since=date(2026, 6, 1), **common)
    clocks.record(step="respond", days=9, area="广东省", since=date(2026, 1, 1), **common)

    def due(received: date) -> int:
        lead = a_lead(world, title=f"线索{received}", received_at=at(received))
        clock = next(c for c in clocks_of(lead, received) if c.rule.step == "respond")
        return (clock.due - received).days

    assert due(date(2025, 12, 1)) == 1
    assert due(date(2026, 3, 2)) == 5
    assert due(date(2026, 6, 2)) == 2


def test_clocks_of_many_leads_cost_no_more_queries(
    world: World, django_assert_max_num_queries: object
) -> None:
    leads = [a_lead(world, title=f"线索{n}") for n in range(12)]
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        clocks_for(leads, days_ago(0))
