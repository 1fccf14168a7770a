"""What the trail says of a record, in an official's words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q

from wutong.foundation.audit.models import Trail
from wutong.foundation.keeping import kept
from wutong.foundation.money import MoneyField
from wutong.foundation.ui import wording

LATEST = 40
WORDS = {
    "funds.verified": "核验到位资金",
    "funds.verified_from_ledger": "台账核入到位资金",
    "funds.verification_withdrawn": "撤回核验",
    "funds.excluded": "剔除到位资金",
    "aftercare.ticket_closed": "办结诉求",
    "compliance.review_concluded": "作出审查结论",
    "metrics.closed": "关账",
    "metrics.rule_set": "设定口径规则",
    "people.official_recorded": "登记干部",
    "people.official_amended": "修改干部",
    "people.password_set": "设置初始密码",
    "people.password_changed": "修改密码",
    "people.role_granted": "授予岗位",
    "people.role_revoked": "收回岗位",
    "people.roles_ensured": "建立默认岗位",
    "bulletins.finalised": "报告定稿",
    "bulletins.template_restored": "恢复自带模板",
    "imports.staged": "上传台账",
    "imports.judged": "核对台账",
    "imports.applied": "导入台账",
    "imports.sheet_mapped": "指定列的含义",
    "imports.row_corrected": "更正台账行",
    "imports.row_decided": "处理疑似重复",
    "imports.row_dismissed": "不采用台账行",
    "imports.undone": "撤销导入",
    "imports.synonym_set": "设定同义词",
}
ENDINGS = {"_recorded": "登记", "_amended": "修改", "_withdrawn": "撤回"}


@dataclass(frozen=True)
class Told:
    at: datetime
    who: str
    what: str
    note: str = ""
    url: str = ""
    tone: str = ""


@cache
def kept_actions() -> dict[str, str]:
    """Return the three ordinary actions of every kept kind: `projects.project_recorded`."""
    return {
        str(getattr(operation, "action", "")): f"{verb}{kind._meta.verbose_name}"
        for kind, keeping in kept.items()
        for operation, verb in ((keeping.amend, "修改"), (keeping.withdraw, "撤回"))
    }


def in_words(action: str) -> str:
    """Return a trail action as an official would say it: `登记项目`."""
    if action in WORDS:
        return WORDS[action]
    if action in kept_actions():
        return kept_actions()[action]
    for ending, verb in ENDINGS.items():
        if action.endswith(ending):
            other = kept_actions().get(action.removesuffix(ending) + "_amended", "")
            return f"{verb}{other.removeprefix('修改')}" if other else verb
    return action


def history_of(record: models.Model, tells: tuple[str, ...] = ()) -> list[Told]:
    """Return what was done to a record, and to what it `tells` of, newest first."""
    kind = ContentType.objects.get_for_model(record)
    about = Q(kind=kind, key=record.pk)
    for name in tells:
        relation: Any = record._meta.get_field(name)
        other = relation.related_model
        keys = other.history.filter(**{relation.field.name: record}, version_of=None)
        linked = ContentType.objects.get_for_model(other)
        about |= Q(kind=linked, key__in=keys.values("pk"))
    trail = Trail.objects.filter(about).select_related("actor")
    return told(trail.order_by("-pk")[:LATEST], type(record))


def told(trail: Iterable[Trail], model: type[models.Model]) -> list[Told]:
    rows = list(trail)
    names = linked_names(model, [row.changes for row in rows])
    return [
        Told(
            row.at,
            str(row.actor),
            in_words(row.action),
            "；".join(filter(None, [row.note, changes_in_words(model, row, names)])),
        )
        for row in rows
    ]


def changes_in_words(model: type[models.Model], row: Trail, names: dict[str, Any]) -> str:
    """Return which fields changed; what a record began with is on its page already."""
    if row.action.endswith(("_recorded", ".verified", ".verified_from_ledger", ".excluded")):
        return ""
    fields = {f.attname: f for f in model._meta.concrete_fields}
    said = []
    for name, (before, after) in row.changes.items():
        field = fields.get(name)
        if name == "retired_at":
            continue
        label = str(field.verbose_name) if field is not None else name
        said.append(f"{label}：{value(field, before, names)} → {value(field, after, names)}")
    return "；".join(said)


def value(field: Any, written: Any, names: dict[str, Any]) -> str:
    if written in (None, ""):
        return "空"
    if isinstance(written, bool):
        return "是" if written else "否"
    if isinstance(field, MoneyField):
        try:
            return f"{wording.wan(Decimal(str(written)))}万元"
        except InvalidOperation:
            return str(written)
    if isinstance(field, models.ForeignKey):
        return str(names.get(field.attname, {}).get(written, f"#{written}"))
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(written, written))
    return str(written)


def linked_names(model: type[models.Model], changes: list[Any]) -> dict[str, dict[int, str]]:
    """Return the names behind the keys in these changes, one query for each link."""
    wanted: dict[str, set[int]] = {}
    for change in changes:
        for name, pair in change.items():
            wanted.setdefault(name, set()).update(k for k in pair if isinstance(k, int))
    found: dict[str, dict[int, str]] = {}
    for field in model._meta.concrete_fields:
        keys = wanted.get(field.attname)
        if isinstance(field, models.ForeignKey) and keys:
            rows = field.related_model._base_manager.filter(pk__in=keys)
            found[field.attname] = {row.pk: str(row) for row in rows}
    return found
