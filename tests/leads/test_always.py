"""Whatever is done to leads in whatever order: one owner each, an unbroken chain, sound clocks."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.leads.leading import FULL, at, days_ago
from tests.world import World
from wutong.attract.leads.models import (
    FirstContactDecision,
    Inquiry,
    Lead,
    LossReason,
    Transfer,
)
from wutong.attract.leads.operations import (
    accept_transfer,
    decide_first_contact,
    decline_transfer,
    follow_lead,
    inquiries,
    judge_lead,
    lose_lead,
    offer_lead,
    reopen_lead,
    take_back_lead,
    turn_into_lead,
)
from wutong.attract.leads.queries import clocks_for, escalations, proposed_shares
from wutong.attract.leads.queries.clocks import WORDS
from wutong.attract.projects.models import Project
from wutong.attract.projects.operations import projects, start_project
from wutong.foundation.operations import Refused

pytestmark = pytest.mark.django_db
DOINGS = (
    "ask", "turn", "judge_fit", "judge_unfit", "follow", "respond", "offer", "accept", "decline",
    "take_back", "expire", "lose", "reopen", "start", "withdraw_project", "move", "allow",
)  # fmt: skip
steps = st.lists(
    st.tuples(st.sampled_from(DOINGS), st.integers(0, 5), st.integers(0, 2), st.integers(0, 9)),
    max_size=30,
)


class Play:
    """Does one thing after another, as whoever; what is refused changes nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.units = [world.qingshi, world.baiyang]
        self.people = [world.recorder, world.stranger, world.head]
        self.firms = [world.a_firm(f"投资{name}控股公司") for name in ("海螺", "金隅", "东岳")]

    def do(self, what: str, which: int, who: int, number: int) -> None:
        try:
            with transaction.atomic():
                getattr(self, what)(which, self.people[who], number)
        except (Refused, PermissionDenied):
            pass

    def lead(self, which: int) -> Lead:
        rows = list(Lead.objects.order_by("pk"))
        if not rows:
            raise Refused("没有线索")
        return rows[which % len(rows)]

    def transfer(self, which: int) -> Transfer:
        found = Transfer.objects.filter(lead=self.lead(which)).first()
        if found is None:
            raise Refused("没有流转")
        return found

    def ask(self, which: int, actor: Any, number: int) -> None:
        firm = self.firms[which % 3]
        inquiries.record(
            received_at=at(days_ago(number)) - timedelta(hours=12), way="phone", text="咨询",
            firm_name=firm.name, firm=firm, unit=self.units[number % 2], actor=actor,
        )  # fmt: skip

    def turn(self, which: int, actor: Any, number: int) -> None:
        rows = list(Inquiry.objects.order_by("pk"))
        if rows:
            turn_into_lead(rows[number % len(rows)], title=f"线索{number}", actor=actor, **FULL)

    def judge_fit(self, which: int, actor: Any, number: int) -> None:
        judge_lead(self.lead(which), verdict="fit", on=days_ago(number), actor=actor)

    def judge_unfit(self, which: int, actor: Any, number: int) -> None:
        lead = self.lead(which)
        judge_lead(lead, verdict="unfit", on=days_ago(number), reason="不合", actor=actor)

    def follow(self, which: int, actor: Any, number: int) -> None:
        lead = self.lead(which)
        follow_lead(lead, kind="follow_up", words="跟进", done_on=days_ago(number), actor=actor)

    def respond(self, which: int, actor: Any, number: int) -> None:
        lead = self.lead(which)
        follow_lead(lead, kind="respond", words="回电", done_on=days_ago(number), actor=actor)

    def offer(self, which: int, actor: Any, number: int) -> None:
        offer_lead(
            self.lead(which), to_unit=self.units[number % 2], reason="用地",
            percent=Decimal(number * 10), actor=actor,
        )  # fmt: skip

    def accept(self, which: int, actor: Any, number: int) -> None:
        accept_transfer(self.transfer(which), actor=actor)

    def decline(self, which: int, actor: Any, number: int) -> None:
        decline_transfer(self.transfer(which), reason="不收", actor=actor)

    def take_back(self, which: int, actor: Any, number: int) -> None:
        take_back_lead(self.transfer(which), reason="收回", actor=actor)

    def expire(self, which: int, actor: Any, number: int) -> None:
        open_ones = Transfer.objects.filter(lead=self.lead(which), answered_on=None)
        open_ones.update(due_on=days_ago(1))

    def lose(self, which: int, actor: Any, number: int) -> None:
        reason = LossReason.objects.order_by("pk")[number % 5]
        lose_lead(self.lead(which), loss_reason=reason, on=days_ago(number), actor=actor)

    def reopen(self, which: int, actor: Any, number: int) -> None:
        reopen_lead(self.lead(which), reason="再谈", actor=actor)

    def start(self, which: int, actor: Any, number: int) -> None:
        start_project(self.lead(which), name=f"项目{number}", on=days_ago(0), actor=actor)

    def withdraw_project(self, which: int, actor: Any, number: int) -> None:
        found = Project.objects.order_by("pk").first()
        if found:
            projects.withdraw(found, reason="录错", actor=actor)

    def move(self, which: int, actor: Any, number: int) -> None:
        self.decide(which, actor, number, "moved")

    def allow(self, which: int, actor: Any, number: int) -> None:
        self.decide(which, actor, number, "both")

    def decide(self, which: int, actor: Any, number: int, outcome: str) -> None:
        decide_first_contact(
            self.lead(which), unit=self.units[number % 2], outcome=outcome, reason="裁定",
            on=days_ago(0), actor=actor,
        )  # fmt: skip


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=steps)
def test_custody_never_breaks_whatever_is_done(world: World, done: list[Any]) -> None:
    point = transaction.savepoint()
    play = Play(world)
    for step in [("ask", 0, 2, 2), ("turn", 0, 2, 0), *done]:
        play.do(*step)
        sound(world)
    transaction.savepoint_rollback(point)


def sound(world: World) -> None:
    """Check what must always hold."""
    today = timezone.localdate()
    leads = list(Lead.objects.all())
    owners: dict[Any, set[int]] = {}
    for lead in leads:
        made = list(Project.objects.filter(lead=lead))
        assert len(made) <= 1
        assert not made or lead.state == "project"
        assert lead.state == "project" or all(p.retired_at for p in made)
        assert lead.first_met_by_id is not None
        assert Transfer.objects.filter(lead=lead, answered_on=None).count() <= 1
        for taken in Transfer.objects.filter(lead=lead, answer="accepted"):
            assert taken.from_unit_id != taken.to_unit_id
        shares = proposed_shares(lead)
        assert not shares or sum(shares.values()) == 100
        assert (lead.closed_on is None) == (lead.state not in ("project", "lost"))
        assert (lead.loss_reason_id is not None) == (lead.state == "lost")
        if lead.is_open:
            owners.setdefault(lead.firm_id, set()).add(lead.unit_id)
    moved = Transfer.objects.filter(answer="accepted").exists()
    if not moved and not FirstContactDecision.objects.exists():
        assert all(len(units) == 1 for units in owners.values())  # one unit to an investor
    for inquiry in Inquiry.objects.all():
        assert (inquiry.lead_id is not None) == (inquiry.state == "lead")
        if inquiry.lead:
            assert inquiry.lead.received_at == inquiry.received_at
    for clocks in clocks_for(leads, today).values():
        assert {"respond", "judge", "feed_back"} <= {clock.rule.step for clock in clocks}
        for clock in clocks:
            assert clock.state in WORDS
            assert clock.over >= 0
            assert (clock.over > 0) == (clock.state in ("overdue", "late")) or (
                clock.state == "stopped"
            )
    assert all(each.days >= 0 for each in escalations(Lead.objects.all(), today))
