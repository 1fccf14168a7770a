"""From last month to this (过桥): every yuan between two published figures has its column."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from tests.world import World
from wutong.attract.funds.operations import correct_receipt, exclude_receipt, verify_receipt
from wutong.attract.funds.queries import bridge, published
from wutong.attract.projects.operations import projects
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.models import Close, Rule
from wutong.metrics.operations import close_month
from wutong.metrics.registry import metric

WAN = Decimal(10_000)
MARCH, APRIL = Period.written("2023-03"), Period.written("2023-04")


def close(world: World, month: int) -> Close:
    return close_month(Period.month(2023, month), on=date(2023, month + 1, 5), actor=world.clerk)


def steps(line: Any) -> dict[str, int]:
    names = ("opening", "new", "late", "corrected", "withdrawn", "restated", "closing")
    return {name: int(getattr(line, name) / WAN) for name in names if getattr(line, name)}


def test_new_late_corrected_and_excluded_stand_apart_and_add_up(world: World) -> None:
    project = world.a_signed_project()
    counted = world.a_receipt(project, 300 * WAN)
    forgotten = world.a_receipt(project, 20 * WAN, verified=False, voucher="2")
    close(world, 3)
    verify_receipt(forgotten, on=date(2023, 4, 8), actor=world.verifier)
    late = world.a_receipt(project, 50 * WAN, placed_on=date(2023, 3, 5), voucher="3")
    correction = correct_receipt(
        counted, to=280 * WAN, on=date(2023, 4, 9), reason="多报", actor=world.recorder
    )
    verify_receipt(correction, on=date(2023, 4, 9), actor=world.verifier)
    world.a_receipt(project, 100 * WAN, placed_on=date(2023, 4, 2), voucher="4")
    land = world.a_receipt(project, 70 * WAN, placed_on=date(2023, 4, 3), voucher="5")
    rule = Rule.objects.get(code="exclusion_land")
    exclude_receipt(land, rule=rule, on=date(2023, 4, 9), actor=world.verifier)

    told = bridge(APRIL)

    assert late.counted_on == date(2023, 4, 1)
    assert steps(told.county) == {
        "opening": 300,
        "new": 170,
        "late": 70,
        "corrected": -20,
        "withdrawn": -70,
        "closing": 450,
    }
    assert told.county.adds_up
    assert told.opened_at == Close.objects.get().closed_at
    assert told.county.closing == metric("funds_in_place").value(Ask.of(Period.year_to(2023, 4)))


def test_what_changed_in_published_months_has_a_column_of_its_own(world: World) -> None:
    gone = world.a_signed_project("转为县内投资", unit=world.baiyang)
    come = world.a_signed_project("补认省外", origin="province")
    for project in (gone, come):
        world.a_receipt(project, 100 * WAN, actor=world.clerk)
    made = close(world, 3)
    projects.amend(gone, origin="county", actor=world.clerk)
    projects.amend(come, origin="outside", actor=world.clerk)

    told = bridge(APRIL)

    assert {line.name: steps(line) for line in told.projects} == {
        "转为县内投资": {"opening": 100, "withdrawn": -100},
        "补认省外": {"restated": 100, "closing": 100},
    }
    assert [(p.then, p.now) for p in published(made)] == [
        (100 * WAN, 100 * WAN),
        (200 * WAN, 100 * WAN),  # what is the county's own counts in neither
    ]
    differing = {d.project: (d.then, d.now) for d in published(made)[0].differences}
    assert differing == {
        "转为县内投资": (100 * WAN, 0),
        "补认省外": (0, 100 * WAN),
    }


def test_it_is_told_as_known_at_any_moment(world: World) -> None:
    project = world.a_signed_project()
    world.a_receipt(project, 300 * WAN)
    moment = close(world, 3).closed_at
    world.a_receipt(project, 50 * WAN, placed_on=date(2023, 3, 5), voucher="3")

    assert steps(bridge(MARCH, known_at=moment).county) == {"new": 300, "closing": 300}
    assert steps(bridge(APRIL, known_at=moment).county) == {"opening": 300, "closing": 300}
    assert steps(bridge(APRIL).county) == {"opening": 300, "late": 50, "closing": 350}


def test_a_reader_sees_their_own_part_of_it(world: World) -> None:
    world.a_receipt(world.a_signed_project("甲"), 300 * WAN)
    theirs = world.a_signed_project("乙", unit=world.baiyang)
    world.a_receipt(theirs, 200 * WAN, actor=world.stranger)

    told = bridge(MARCH, official=world.stranger)

    assert [line.name for line in told.projects] == ["乙"]
    assert [u.name for u in bridge(MARCH).units] == [
        "临水县青石镇人民政府",
        "临水县白杨乡人民政府",
    ]
    assert [line.name for line in bridge(MARCH, unit=world.qingshi.pk).projects] == ["甲"]


def test_it_counts_the_share_of_the_rule(world: World) -> None:
    world.a_receipt(world.a_signed_project(outside_share=Decimal(40)), 300 * WAN)
    assert steps(bridge(MARCH).county) == {"new": 120, "closing": 120}
    assert steps(bridge(MARCH, figure="all").county) == {"new": 300, "closing": 300}
