"""An upgrade gives the shipped roles what it adds, once, and leaves what the county changed."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.apps import apps

from tests.desk.conftest import SignIn
from tests.desk.conftest import signed_in as signed_in
from tests.world import World
from wutong.config.migrating import bring_up_to_date
from wutong.foundation.audit.models import Trail
from wutong.people.models import Role
from wutong.people.operations import DEFAULT_ROLES, ensure_roles, grant_role, shipped_abilities

CLERK, HEAD = "招商局统计员", "招商局负责人"
TOWNSHIP = "乡镇、部门填报员"
upgrade = import_module("wutong.people.migrations.0004_role_offers")


@pytest.fixture
def old_roles(world: World) -> dict[str, Role]:
    """The roles as an installation of 0.1.0 has them, its column just added."""
    for role in ensure_roles(actor=world.machine):
        role.abilities, role.offered = upgrade.GIVEN[role.name].split(), []
        role.save()
    upgrade.remember(apps, None)
    return {role.name: role for role in Role.objects.filter(name__in=DEFAULT_ROLES)}


def abilities(name: str) -> set[str]:
    return set(Role.objects.get(name=name).abilities)


def test_an_old_installation_gets_what_was_added(
    world: World, old_roles: dict[str, Role], signed_in: SignIn
) -> None:
    official = world.an_official("wang", world.bureau, ["outreach.keep"], world.county)
    grant_role(official, role=old_roles[CLERK], unit=world.county, actor=world.machine)
    project = world.a_signed_project()
    client = signed_in(official)
    assert client.get(f"/projects/{project.pk}/leaving/").status_code == 403

    bring_up_to_date()

    for name in DEFAULT_ROLES:
        assert abilities(name) == set(shipped_abilities(name))
    assert client.get(f"/projects/{project.pk}/leaving/").status_code == 200
    grown = Trail.objects.filter(action="people.role_grown")
    assert {row.subject.name for row in grown} == {CLERK, HEAD, TOWNSHIP}
    before, after = grown.get(key=old_roles[HEAD].pk).changes["abilities"]
    assert "projects.waive" not in before.split()
    assert "projects.waive" in after.split()


def test_what_the_county_took_away_stays_away(old_roles: dict[str, Role]) -> None:
    clerk = old_roles[CLERK]
    clerk.abilities.remove("rules.set")  # of the first version, before the upgrade
    clerk.save()
    bring_up_to_date()
    assert abilities(CLERK) == set(shipped_abilities(CLERK)) - {"rules.set"}

    clerk.refresh_from_db()
    clerk.abilities.remove("projects.merge")  # of what the upgrade gave
    clerk.save()
    for _ in range(2):
        bring_up_to_date()
    assert abilities(CLERK) == set(shipped_abilities(CLERK)) - {"rules.set", "projects.merge"}


def test_a_later_version_offers_only_what_it_adds(
    old_roles: dict[str, Role], monkeypatch: pytest.MonkeyPatch
) -> None:
    bring_up_to_date()
    head = Role.objects.get(name=HEAD)
    head.abilities = ["county.see", "trail.read"]  # fewer, and one that the county gave
    head.save()
    shipped, administrator = DEFAULT_ROLES[HEAD]
    monkeypatch.setitem(DEFAULT_ROLES, HEAD, (f"{shipped} orders.give trail.read", administrator))

    bring_up_to_date()

    assert Role.objects.get(name=HEAD).abilities == ["county.see", "trail.read", "orders.give"]


def test_other_roles_and_missing_ones_are_left_alone(
    world: World, old_roles: dict[str, Role]
) -> None:
    Role.objects.filter(name="安全管理员").delete()
    own = Role.objects.get(grants__official=world.recorder)
    before = list(own.abilities)
    bring_up_to_date()
    assert not Role.objects.filter(name="安全管理员").exists()
    assert Role.objects.get(pk=own.pk).abilities == before


def test_a_new_installation_has_nothing_to_be_offered(world: World) -> None:
    ensure_roles(actor=world.machine)
    for role in Role.objects.filter(name__in=DEFAULT_ROLES):
        assert set(role.offered) == set(role.abilities) == set(shipped_abilities(role.name))
    bring_up_to_date()
    assert not Trail.objects.filter(action="people.role_grown").exists()
