"""A county to look around in: its ledgers imported, and an official for each role."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Q

from wutong.foundation.imports.operations import apply_batch, stage_batch
from wutong.people.models import Official, Posting, Role, Unit
from wutong.people.operations import (
    change_password,
    county_unit,
    ensure_roles,
    grant_role,
    load_map,
    machine_administrator,
    record_official,
    set_password,
)

LEDGERS = settings.SOURCE_DIR / "demo" / "ledgers"
MAP = settings.SOURCE_DIR / "demo" / "townships.geojson"  # drawn for the demo: no real county
PASSWORD = "Wutong-2023"
LogIn = tuple[str, str, str]  # role, user name, password
# role, user name, name (empty: a leader of the roster), of which unit
OFFICIALS = (
    ("招商局统计员", "liu", "刘敏", "bureau"),
    ("招商局负责人", "zhou", "周建国", "bureau"),
    ("县领导", "leader", "", ""),
    ("乡镇、部门填报员", "ma", "马小军", "township"),
    ("系统管理员", "sys", "孙磊", "bureau"),
    ("审计管理员", "audit", "郑洁", "bureau"),
)


def load_demo() -> list[LogIn]:
    """Import the demo ledgers and map, and make the officials; return who may sign in."""
    machine = machine_administrator()
    files = [(path.name, path) for path in sorted(LEDGERS.glob("*.xls*"))]
    batch = stage_batch(name="示范县台账", files=files, actor=machine)
    apply_batch(batch, actor=machine)
    load_map(
        name="临峪县乡镇、园区示意图",
        source="示范数据，县与界线均为虚构",
        content=MAP.read_bytes(),
        actor=machine,
    )
    ensure_roles(actor=machine)
    for role, username, name, where in OFFICIALS:
        make_official(role, username, name, where, actor=machine)
    return log_ins()


def log_ins() -> list[LogIn]:
    """Return the demo's officials who can sign in with the demo's password."""
    known = Official.objects.exclude(password__startswith="!").in_bulk(field_name="username")
    wanted = [(role, leader_name(name) or username) for role, username, name, _ in OFFICIALS]
    return [
        (role, username, PASSWORD)
        for role, username in wanted
        if username in known and known[username].check_password(PASSWORD)
    ]


def make_official(role: str, username: str, name: str, where: str, *, actor: Any) -> None:
    county = county_unit(actor=actor)
    official = leader() if not name else None
    unit = unit_called(where) or county
    if official is None:
        official = record_official(username=username, name=name or "县领导", unit=unit, actor=actor)
    set_password(official, password=PASSWORD, actor=actor)
    change_password(official, password=PASSWORD, actor=official)  # the demo asks for no change
    scope = unit if where == "township" else county
    grant_role(official, role=Role.objects.get(name=role), unit=scope, actor=actor)


def unit_called(where: str) -> Unit | None:
    """Return the investment bureau, or the township that leads most projects."""
    if where == "township":
        led = Unit.objects.filter(kind=Unit.Kind.TOWNSHIP)
        return max(led, key=lambda unit: unit.projects.count(), default=None)
    bureau = Q(name__contains="招商") | Q(name__contains="投资促进")
    return Unit.objects.filter(bureau).first() if where == "bureau" else None


def leader() -> Official | None:
    """Return the first of the county's leaders whom the roster names."""
    posting = Posting.objects.select_related("official").order_by("order", "pk").first()
    return posting.official if posting else None


def leader_name(name: str) -> str:
    first = leader() if not name else None
    return first.username if first else ""
