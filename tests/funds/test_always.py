"""What holds of funds whatever is done, in whatever order: sums agree, the published stays so."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.world import World
from wutong.attract.funds.models import Exclusion, Receipt, Rejection, Verification
from wutong.attract.funds.operations import (
    answer_rejection,
    correct_receipt,
    exclude_receipt,
    receipts,
    recheck_receipt,
    record_receipt,
    reject_receipt,
    verify_receipt,
    withdraw_exclusion,
    withdraw_verification,
)
from wutong.attract.funds.queries import bridge, month_as
from wutong.attract.projects.operations import projects
from wutong.foundation.audit.seals import digests_file, verify
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Rule
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric

HALF_YEAR = Period.year_to(2023, 6)
LAST_TO_CLOSE = 5
FIGURES = {"outside": "funds_in_place", "all": "funds_in_place_all"}
PARTS = ("fixed", "working", "undivided")
Step = tuple[str, int, int, Decimal]
STEPS = (
    "record", "record", "record", "verify", "verify", "verify", "reject", "answer", "exclude",
    "include", "withdraw", "unverify", "correct", "amend", "share", "move", "recheck", "close",
)  # fmt: skip
steps = st.lists(
    st.tuples(
        st.sampled_from(STEPS),
        st.integers(0, 11),
        st.integers(1, 5),
        st.decimals(Decimal("-90.01"), Decimal("999999.99"), places=2, allow_nan=False),
    ),
    min_size=8,
    max_size=28,
)


class County:
    """Does what a step says, as the official whose it is; what is refused changes nothing."""

    def __init__(self, world: World) -> None:
        self.world = world
        names = ("甲项目", "乙项目", "丙项目")
        units = (world.qingshi, world.baiyang, world.qingshi)
        self.projects = [
            world.a_signed_project(name, unit=unit, total_investment=Decimal(3_000_000))
            for name, unit in zip(names, units, strict=True)
        ]
        self.closed = 0
        self.published: dict[tuple[int, str], tuple[Any, dict[int, Decimal]]] = {}

    def nth(self, rows: Any, at: int) -> Any:
        found = list(rows.order_by("pk"))
        if not found:
            raise Refused("nothing there")
        return found[at % len(found)]

    def do(self, step: Step) -> None:
        verb, at, month, amount = step
        doing: Callable[[int, int, Decimal], Any] = getattr(self, verb)
        try:
            with transaction.atomic():
                doing(at, month, amount)
        except (Refused, PermissionDenied):
            pass

    def record(self, at: int, month: int, amount: Decimal) -> None:
        fixed = amount if at % 3 == 0 and amount > 0 else None
        record_receipt(
            self.projects[at % 3],
            amount=amount,
            fixed_amount=fixed,
            kind=("mixed", "working", "fixed")[at % 3],
            placed_on=date(2023, month, 1 + at),
            voucher=f"回单{at}",
            actor=self.world.clerk,
        )

    def verify(self, at: int, month: int, amount: Decimal) -> None:
        receipt = self.nth(Receipt.objects, at)
        verify_receipt(receipt, on=date(2023, 6, 1), actor=self.world.verifier)

    def reject(self, at: int, month: int, amount: Decimal) -> None:
        receipt = self.nth(Receipt.objects, at)
        reject_receipt(receipt, reason="核对", on=date(2023, 6, 1), actor=self.world.verifier)

    def answer(self, at: int, month: int, amount: Decimal) -> None:
        rejection = self.nth(Rejection.objects, at)
        answer_rejection(rejection, note="无误", on=date(2023, 6, 1), actor=self.world.clerk)

    def exclude(self, at: int, month: int, amount: Decimal) -> None:
        rule = Rule.objects.get(code="exclusion_land")
        receipt = self.nth(Receipt.objects, at)
        exclude_receipt(receipt, rule=rule, on=date(2023, 6, 1), actor=self.world.verifier)

    def include(self, at: int, month: int, amount: Decimal) -> None:
        exclusion = self.nth(Exclusion.objects, at)
        withdraw_exclusion(exclusion, reason="误剔", actor=self.world.verifier)

    def withdraw(self, at: int, month: int, amount: Decimal) -> None:
        receipts.withdraw(self.nth(Receipt.objects, at), reason="误填", actor=self.world.clerk)

    def unverify(self, at: int, month: int, amount: Decimal) -> None:
        verification = self.nth(Verification.objects, at)
        withdraw_verification(verification, reason="存疑", actor=self.world.verifier)

    def correct(self, at: int, month: int, amount: Decimal) -> None:
        receipt = self.nth(Receipt.objects, at)
        correct_receipt(
            receipt, to=amount, on=date(2023, month, 9), reason="更正", actor=self.world.clerk
        )

    def amend(self, at: int, month: int, amount: Decimal) -> None:
        receipt = self.nth(Receipt.objects, at)
        receipts.amend(receipt, amount=amount, fixed_amount=None, actor=self.world.clerk)

    def share(self, at: int, month: int, amount: Decimal) -> None:
        share = (abs(amount) % 100).quantize(Decimal("0.01"))
        projects.amend(self.projects[at % 3], outside_share=share, actor=self.world.clerk)

    def move(self, at: int, month: int, amount: Decimal) -> None:
        unit = (self.world.qingshi, self.world.baiyang)[month % 2]
        projects.amend(self.projects[at % 3], lead_unit=unit, actor=self.world.clerk)

    def recheck(self, at: int, month: int, amount: Decimal) -> None:
        receipt = self.nth(Receipt.objects, at)
        recheck_receipt(receipt, reason="增资", on=date(2023, 6, 1), actor=self.world.verifier)

    def close(self, at: int, month: int, amount: Decimal) -> None:
        if self.closed == LAST_TO_CLOSE:
            return
        period = Period.month(2023, self.closed + 1)
        made = close_month(period, on=date(2023, 7, 1), actor=self.world.clerk)
        self.closed += 1
        for figure in FIGURES:
            reading = month_as(period, figure, None)
            self.published[self.closed, figure] = (made.closed_at, reading)


def counted(receipt: Receipt) -> Decimal:
    """Return what of a receipt counts, worked out by hand."""
    share = receipt.project.outside_share
    if share is None:
        return receipt.amount
    return (receipt.amount * share / 100).quantize(Decimal("0.01"), ROUND_HALF_UP)


def by_hand() -> dict[str, Decimal]:
    excluded = set(Exclusion.objects.values_list("receipt", flat=True))
    verified = set(Verification.objects.values_list("receipt", flat=True))
    rows = [
        receipt
        for receipt in Receipt.objects.select_related("project")
        if receipt.pk in verified - excluded and receipt.counted_on in HALF_YEAR
    ]
    outside = sum((counted(receipt) for receipt in rows), Decimal(0))
    return {"outside": outside, "all": sum((r.amount for r in rows), Decimal(0))}


def check_sums() -> None:
    wanted = by_hand()
    for figure, code in FIGURES.items():
        ask, found = Ask.of(HALF_YEAR), metric(code)
        value = found.value(ask)
        assert value == wanted[figure]
        assert sum(found.by_month(ask).values(), Decimal(0)) == value
        assert sum(found.by("project", ask).values(), Decimal(0)) == value
        assert sum(found.by("unit", ask).values(), Decimal(0)) == value
    parts = [metric(f"funds_in_place_{part}").value(Ask.of(HALF_YEAR)) for part in PARTS]
    assert sum(parts) == metric("funds_in_place").value(Ask.of(HALF_YEAR))


def check_published(county: County) -> None:
    for (number, figure), (moment, reading) in county.published.items():
        month = Period.month(2023, number)
        assert month_as(month, figure, moment) == reading
        for known_at in (moment, None):
            told = bridge(month, figure=figure, known_at=known_at)
            assert all(line.adds_up for line in [*told.projects, *told.units, told.county])
            so_far = Ask(Period.year_to(2023, number), month.last, known_at)
            assert told.county.closing == metric(FIGURES[figure]).value(so_far)


@given(done=steps)
@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_sums_agree_the_published_stays_and_the_trail_is_sound(
    world: World, done: list[Step]
) -> None:
    digests_file().unlink(missing_ok=True)  # of the example before, which is rolled back
    with transaction.atomic():
        county = County(world)
        for step in done:
            county.do(step)
        check_sums()
        check_published(county)
        verdict = verify()
        assert (verdict.sound, verdict.first_break) == (True, "")
        transaction.set_rollback(True)
