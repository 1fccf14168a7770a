"""Gates in an official's words: what is asked for, and when a gate applies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from wutong.attract.projects.gates import FIELDS, checks, facts, field_label
from wutong.attract.projects.models import Gate, Project, kind_names
from wutong.foundation.money import spoken

COMPARED = {
    "is": "为",
    "one_of": "为其中之一：",
    "at_least": "不少于",
    "at_most": "不超过",
    "more_than": "超过",
    "less_than": "少于",
}
ALWAYS = "一律适用"


def subject_label(gate: Gate) -> str:
    """Return what a gate looks at: 投资企业, 合同, 未重复签约."""
    if gate.kind == Gate.Kind.FIELD:
        return field_label(gate.subject) if gate.subject in FIELDS else gate.subject
    if gate.kind == Gate.Kind.EVIDENCE:
        return kind_names().get(gate.subject, gate.subject)
    found = checks.get(gate.subject)
    return found.label if found else gate.subject


def paper_in_words(gate: Gate) -> str:
    """Return what evidence a gate takes, where not any: 须为新材料、不早于上一阶段."""
    labels = {field.name: str(field.verbose_name) for field in Gate.fact_fields()}
    asked = (name for name in ("needs_unused", "needs_later") if getattr(gate, name))
    return "、".join(labels[name] for name in asked)


def condition_in_words(condition: Iterable[Mapping[str, Any]]) -> str:
    """Return when a gate applies: 总投资不少于 1 亿元，且协议有优惠条款."""
    return "，且".join(_part(part) for part in condition) or ALWAYS


def _part(part: Mapping[str, Any]) -> str:
    if "any" in part:
        return "（" + "，或".join(_part(each) for each in part["any"]) + "）"
    fact, how = facts.get(str(part.get("fact"))), next((h for h in COMPARED if h in part), "")
    if fact is None or not how:
        return str(dict(part))
    if fact.kind == "flag":
        return fact.label if part[how] else f"没有“{fact.label}”"
    return f"{fact.label}{COMPARED[how]}{value_in_words(fact.name, part[how])}"


def value_in_words(name: str, value: Any) -> str:
    if isinstance(value, list):
        return "、".join(value_in_words(name, each) for each in value)
    kind = facts[name].kind
    if kind == "money":
        try:
            return spoken(Decimal(str(value)))
        except InvalidOperation:
            return str(value)
    if kind == "choice":
        return str(dict(choices_of(name)).get(value, value))
    return str(value)


def choices_of(name: str) -> list[tuple[str, str]]:
    """Return the values that a project's field may take, with their words."""
    field: Any = Project._meta.get_field(name)
    return [(str(value), str(words)) for value, words in field.flatchoices if value != ""]
