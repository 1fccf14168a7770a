"""Vouchers (进账凭证): a project's own slips, none used for more than it says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.attract.funds.models import Verification, Voucher
from wutong.attract.funds.operations import (
    Entry,
    attach_voucher,
    detach_voucher,
    fill_return,
    verify_receipt,
)
from wutong.attract.projects.models import Evidence, Project
from wutong.foundation.audit.models import Trail
from wutong.foundation.operations import Refused
from wutong.foundation.periods import Period

ON = date(2023, 3, 20)


def a_slip(
    world: World, project: Project, amount: int | None = 5_000_000, **facts: Any
) -> Evidence:
    given = {"kind": "bank_slip", "number": "HD0001", "issued_on": date(2023, 3, 2), **facts}
    return Evidence.objects.create(
        project=project,
        amount=None if amount is None else Decimal(amount),
        recorded_by=world.recorder,
        **given,
    )


def test_a_slip_proves_a_receipt_and_gives_it_its_number(world: World) -> None:
    project = world.a_signed_project()
    receipt = world.a_receipt(project, verified=False, voucher="")

    made = attach_voucher(receipt, evidence=a_slip(world, project), actor=world.recorder)
    verify_receipt(receipt, on=ON, actor=world.verifier)

    assert receipt.voucher == "HD0001"
    assert Voucher.objects.get() == made
    actions = set(Trail.objects.values_list("action", flat=True))
    assert "funds.voucher_attached" in actions
    with pytest.raises(Refused, match="已核验，凭证不能撤下"):
        detach_voucher(made, reason="误附", actor=world.recorder)


def test_one_slip_does_not_prove_more_than_it_says(world: World) -> None:
    project = world.a_signed_project()
    slip = a_slip(world, project)
    first, second = (world.a_receipt(project, verified=False, voucher=f"{n}") for n in range(2))
    made = attach_voucher(first, evidence=slip, actor=world.recorder)

    with pytest.raises(Refused, match="这份凭证只有500万元，还可用200万元"):
        attach_voucher(second, evidence=slip, actor=world.recorder)
    with pytest.raises(Refused, match="已附在该笔资金上"):
        attach_voucher(first, evidence=slip, actor=world.recorder)
    detach_voucher(made, reason="附错", actor=world.recorder)
    attach_voucher(second, evidence=slip, actor=world.recorder)
    assert Voucher.objects.get().receipt == second


def test_what_is_no_slip_of_the_project_proves_nothing(world: World) -> None:
    project, other = world.a_signed_project(), world.a_signed_project("别的项目")
    receipt = world.a_receipt(project, verified=False)

    with pytest.raises(Refused, match="属于别的项目"):
        attach_voucher(receipt, evidence=a_slip(world, other), actor=world.recorder)
    photo = a_slip(world, project, kind="site_photo")
    with pytest.raises(Refused, match="不是付款凭证"):
        attach_voucher(receipt, evidence=photo, actor=world.recorder)
    with pytest.raises(PermissionDenied):
        attach_voucher(receipt, evidence=a_slip(world, project), actor=world.stranger)


def test_the_page_of_the_month_attaches_it(world: World) -> None:
    project = world.a_signed_project()
    slip = a_slip(world, project)
    line = Entry(project=project, placed_on=date(2023, 3, 9), fixed=Decimal(9), evidence=slip)

    fill_return(
        world.qingshi, month=Period.written("2023-03"), entries=[line], actor=world.recorder
    )

    voucher = Voucher.objects.get()
    assert (voucher.evidence, voucher.receipt.voucher) == (slip, "HD0001")
    assert not Verification.objects.exists()
