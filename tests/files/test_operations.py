"""Files of records: who may add and take away, what the trail says."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from tests.world import World
from wutong.foundation.audit.models import Trail
from wutong.foundation.files.models import File
from wutong.foundation.files.operations import store_file, withdraw_file
from wutong.foundation.operations import Refused


def test_a_file_is_stored_for_its_record(world: World) -> None:
    evidence = world.an_evidence(world.a_project())

    file = store_file(evidence, received=world.a_paper("附页"), actor=world.recorder)

    assert (file.owner, file.name, file.stored_by) == (evidence, "附页.pdf", world.recorder)
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.subject, trail.actor) == ("files.stored", file, world.recorder)
    assert trail.changes["digest"] == [None, file.digest]


def test_the_wrong_person_stores_and_withdraws_nothing(world: World) -> None:
    evidence = world.an_evidence(world.a_project())
    file = File.objects.of(evidence).get()

    with pytest.raises(PermissionDenied):
        store_file(evidence, received=world.a_paper("附页"), actor=world.stranger)
    with pytest.raises(PermissionDenied):
        withdraw_file(file, reason="多余", actor=world.stranger)
    assert File.objects.of(evidence).count() == 1


def test_what_has_no_files_is_given_none(world: World) -> None:
    with pytest.raises(PermissionDenied):
        store_file(world.a_firm(), received=world.a_paper(), actor=world.machine)


def test_the_same_file_twice_in_one_record_is_refused(world: World) -> None:
    evidence = world.an_evidence(world.a_project(), words="回单")

    with pytest.raises(Refused, match=r"文件“回单\.pdf”在这份材料里已有"):
        store_file(evidence, received=world.a_paper("回单"), actor=world.recorder)


def test_a_withdrawal_needs_a_reason_and_keeps_the_row(world: World) -> None:
    file = File.objects.of(world.an_evidence(world.a_project())).get()

    with pytest.raises(Refused, match="请写明撤回的原因"):
        withdraw_file(file, reason=" ", actor=world.recorder)
    withdraw_file(file, reason="传错了", actor=world.recorder)

    assert not File.objects.filter(pk=file.pk).exists()
    assert File.history.filter(pk=file.pk).exists()
    trail = Trail.objects.latest("pk")
    assert (trail.action, trail.note) == ("files.withdrawn", "传错了")


def test_files_are_seen_by_those_who_see_their_record(world: World) -> None:
    file = File.objects.of(world.an_evidence(world.a_project())).get()

    seen = [
        File.objects.visible_to(official).filter(pk=file.pk).exists()
        for official in (world.recorder, world.clerk, world.stranger)
    ]

    assert seen == [True, True, False]
