"""Every way units, officials, their postings and their rights can change."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from wutong.foundation.keeping import keep
from wutong.foundation.operations import Refused, changed, operation
from wutong.foundation.records import check, retire
from wutong.people.access import county_wide, keeps
from wutong.people.models import (
    County,
    CountyMap,
    Grant,
    Official,
    Posting,
    Role,
    Unit,
    UnitAlias,
)
from wutong.people.queries import UnfitMap, read_boundaries

MACHINE = "machine"

KEEPING = (
    "people.keep firms.keep chains.keep outreach.keep leads.keep projects.keep policies.keep "
    "aftercare.keep targets.keep commendations.keep"
)
# The roles a county begins with: name → abilities, and which of the three administrators it is.
DEFAULT_ROLES: dict[str, tuple[str, str]] = {
    "招商局统计员": (
        f"{KEEPING} firms.people_see firms.merge leads.decide projects.move projects.merge "
        "funds.record funds.verify compliance.review fairs.review packaging.review "
        "packaging.publish imports.apply imports.words "
        "reports.edit reports.finalise months.close rules.set county.see",
        "",
    ),
    "招商局负责人": (
        "firms.people_see firms.people_export firms.merge "
        "leads.decide projects.move projects.merge projects.waive fairs.review packaging.review "
        "packaging.publish outreach.approve funds.verify compliance.review reports.edit "
        "reports.finalise months.close county.see",
        "",
    ),
    "乡镇、部门填报员": (
        "leads.keep projects.keep funds.record outreach.keep aftercare.keep firms.keep "
        "firms.people_see",
        "",
    ),
    "县领导": ("county.see", ""),
    "系统管理员": ("accounts.keep county.see", "system"),
    "安全管理员": ("", "security"),
    "审计管理员": ("trail.read", "audit"),
}

counties = keep(County, "people.county", allowed=county_wide("people.keep"))
units = keep(Unit, "people.unit", allowed=keeps("people.keep"))
aliases = keep(UnitAlias, "people.alias", allowed=keeps("people.keep"))
postings = keep(Posting, "people.posting", allowed=keeps("people.keep"))


def machine_administrator() -> Official:
    """Return who acts when a command names nobody: the machine's own administrator."""
    official, made = Official.objects.get_or_create(
        username=MACHINE, defaults={"name": "本机管理员", "is_superuser": True}
    )
    if made:
        official.set_unusable_password()
        official.save()
    return official


def county_unit(*, actor: Any) -> Unit:
    """Return the root of the unit tree, made at the first asking."""
    root = Unit.objects.filter(kind=Unit.Kind.COUNTY).first()
    return root or units.record(name="本县", kind=Unit.Kind.COUNTY, actor=actor)


@operation("people.roles_ensured", allowed=county_wide("accounts.keep"))
def ensure_roles(*, actor: Any) -> list[Role]:
    """Make the roles a county begins with, where they are missing; others stay as they are."""
    made = []
    for name, (_, administrator) in DEFAULT_ROLES.items():
        shipped = shipped_abilities(name)
        given = {"abilities": shipped, "offered": shipped, "administrator": administrator}
        made.append(Role.objects.get_or_create(name=name, defaults=given)[0])
    return made


def shipped_abilities(role: str) -> list[str]:
    """Return what this version lets a role do; nothing where the county made it."""
    return DEFAULT_ROLES[role][0].split() if role in DEFAULT_ROLES else []


def grow_roles() -> list[Role]:
    """Offer the shipped roles what this version adds to them; return those that grew.

    Each ability is offered once: one that the county took away stays away, and roles that are
    missing or of the county's own making are left alone.
    """
    shipped = Role.objects.filter(name__in=DEFAULT_ROLES)
    behind = [role for role in shipped if set(shipped_abilities(role.name)) - set(role.offered)]
    return [grow_role(role, actor=machine_administrator()) for role in behind]


@operation("people.role_grown", allowed=county_wide("accounts.keep"))
def grow_role(role: Role, *, actor: Any) -> Role:
    held = Role.objects.select_for_update().get(pk=role.pk)
    new = [each for each in shipped_abilities(held.name) if each not in held.offered]
    before = list(held.abilities)
    held.abilities = [*before, *(each for each in new if each not in before)]
    held.offered = [*held.offered, *new]
    held.save(update_fields=["abilities", "offered"])
    changed(held, {"abilities": [" ".join(before), " ".join(held.abilities)]})
    return held


@operation("people.official_recorded", allowed=county_wide("people.keep"))
def record_official(
    *, username: str, name: str, actor: Any, unit: Unit | None = None, rank: str = "official"
) -> Official:
    """Record an official; they sign in once an administrator has given them a password."""
    if Official.objects.filter(username=username).exists():
        raise Refused(f"登录名“{username}”已有人使用")
    official = Official(username=username, name=name, unit=unit, rank=rank)
    official.set_unusable_password()
    official.save()
    changed(official, {"username": [None, username], "name": [None, name], "rank": [None, rank]})
    return official


@operation("people.official_amended", allowed=county_wide("people.keep"))
def amend_official(official: Official, *, actor: Any, **facts: Any) -> Official:
    """Change name, unit, rank, or whether they may still sign in (`is_active`)."""
    allowed = {"name", "unit", "rank", "is_active", "email"}
    if not set(facts) <= allowed:
        raise ValueError(f"not to be changed here: {set(facts) - allowed}")
    before = {key: str(getattr(official, key)) for key in facts}
    for key, value in facts.items():
        setattr(official, key, value)
    official.save(update_fields=list(facts))
    changed(official, {k: [before[k], str(v)] for k, v in facts.items() if before[k] != str(v)})
    return official


@operation("people.password_set", allowed=county_wide("accounts.keep"))
def set_password(official: Official, *, password: str, actor: Any) -> Official:
    """Give an official a first password, which they must change when they sign in."""
    _check_password(official, password)
    official.set_password(password)
    official.must_change_password = True
    official.save(update_fields=["password", "must_change_password"])
    return official


@operation("people.password_changed", allowed=lambda actor, official: actor == official)
def change_password(official: Official, *, password: str, actor: Any) -> Official:
    _check_password(official, password)
    official.set_password(password)
    official.must_change_password = False
    official.save(update_fields=["password", "must_change_password"])
    return official


def _check_password(official: Official, password: str) -> None:
    try:
        validate_password(password, official)
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error


@operation("people.role_granted", allowed=county_wide("accounts.keep"))
def grant_role(official: Official, *, role: Role, unit: Unit, actor: Any) -> Grant:
    """Let an official act in a role for a unit and all units below it."""
    grant = Grant(official=official, role=role, unit=unit, administrator=role.administrator or None)
    try:
        grant.full_clean()
    except ValidationError as error:
        raise Refused("；".join(error.messages)) from error
    grant.save()
    return grant


@operation("people.role_revoked", allowed=county_wide("accounts.keep"))
def revoke_role(grant: Grant, *, actor: Any) -> Official:
    official = grant.official
    changed(official, {"role": [f"{grant.role} {grant.unit}", None]})
    grant.delete()
    return official


@operation("people.map_loaded", allowed=county_wide("people.keep"))
def load_map(*, name: str, source: str, content: bytes, actor: Any) -> CountyMap:
    """Take a GeoJSON file of townships and parks for the county's map; the former one retires.

    The trail keeps the file's digest, not its thousands of points.
    """
    try:
        boundaries = read_boundaries(content)
    except UnfitMap as unfit:
        raise Refused(str(unfit)) from unfit
    rows: Any = CountyMap.objects.select_for_update()
    for former in rows.defer("boundaries"):
        retire(former)
    loaded = CountyMap(
        name=name,
        source=source,
        boundaries=boundaries,
        digest=sha256(content).hexdigest(),
        shapes=len(boundaries["features"]),
    )
    check(loaded)
    loaded.save(force_insert=True)
    told = {
        field: [None, getattr(loaded, field)] for field in ("name", "source", "digest", "shapes")
    }
    changed(loaded, told)
    return loaded
