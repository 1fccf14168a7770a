"""Records with two times: nothing is overwritten, and any day's knowledge can be read again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tests.world import World
from wutong.attract.firms.models import Firm
from wutong.attract.firms.operations import firms
from wutong.attract.projects.operations import projects
from wutong.foundation.operations import Refused


def test_an_amended_record_keeps_what_it_said_before(world: World) -> None:
    firm = world.a_firm("某某科技有限公司", city="兰州市")
    then = timezone.now()

    firms.amend(firm, city="西安市", actor=world.clerk)

    assert Firm.history.known(then).get(name=firm.name).city == "兰州市"
    assert Firm.history.known(None).get(name=firm.name).city == "西安市"
    assert {f.identity for f in Firm.history.known(then)} == {firm.pk}


def test_a_withdrawn_record_stood_before(world: World) -> None:
    firm = world.a_firm("某某科技有限公司")
    then = timezone.now()

    firms.withdraw(firm, reason="重复登记", actor=world.clerk)

    assert not Firm.objects.filter(pk=firm.pk).exists()
    assert Firm.history.known(then).filter(pk=firm.pk).exists()


def test_nothing_was_known_before_it_was_recorded(world: World) -> None:
    firm = world.a_firm("某某科技有限公司")
    assert not Firm.history.known(firm.known_at - timedelta(seconds=1)).filter(pk=firm.pk).exists()


def test_the_second_of_two_who_edit_the_same_record_is_told(world: World) -> None:
    firm = world.a_firm("某某科技有限公司")
    also = Firm.objects.get(pk=firm.pk)
    firms.amend(firm, city="兰州市", actor=world.clerk)

    with pytest.raises(Refused, match="已被他人修改"):
        firms.amend(also, city="西安市", actor=world.verifier)


def test_a_wrong_credit_code_is_refused_in_words(world: World) -> None:
    with pytest.raises(Refused, match=r"统一社会信用代码：.*校验位"):
        firms.record(name="某某", credit_code="91620000000000000X", actor=world.clerk)


def test_an_old_incomplete_record_can_be_repaired_field_by_field(world: World) -> None:
    firm = world.a_firm("某某科技有限公司")
    Firm.objects.filter(pk=firm.pk).update(credit_code="bad")
    firm.refresh_from_db()

    firms.amend(firm, city="兰州市", actor=world.clerk)

    assert Firm.objects.get(pk=firm.pk).city == "兰州市"


def test_nobody_moves_a_record_out_of_their_own_scope(world: World) -> None:
    project = world.a_project()

    with pytest.raises(PermissionDenied):
        projects.amend(project, lead_unit=world.baiyang, actor=world.recorder)

    project.refresh_from_db()
    assert project.lead_unit == world.qingshi


def test_a_stranger_sees_and_changes_nothing(world: World) -> None:
    project = world.a_project()

    assert not type(project).objects.visible_to(world.stranger).exists()
    with pytest.raises(PermissionDenied):
        projects.amend(project, site="某地", actor=world.stranger)
