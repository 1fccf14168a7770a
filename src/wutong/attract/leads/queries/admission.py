"""Whether a lead may be taken up (线索入库条件), judged by the rules with the numbers shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from policyrules.reading import read_condition
from policyrules.verdicts import Verdict
from wutong.attract.leads.models import AdmissionRule, Circumstance, Lead, Sector
from wutong.attract.leads.queries.rules import areas, in_force
from wutong.foundation.money import spoken

Kind = AdmissionRule.Kind
TONES = {Verdict.MET: "green", Verdict.UNMET: "red", Verdict.UNKNOWN: "yellow"}


@dataclass(frozen=True)
class Finding:
    """What one rule finds: its words with the number it saw, and the verdict."""

    rule: AdmissionRule
    words: str
    verdict: Verdict

    @property
    def tone(self) -> str:
        return TONES[self.verdict]


@dataclass(frozen=True)
class Admission:
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        return Verdict.all(finding.verdict for finding in self.findings)

    @property
    def tone(self) -> str:
        return TONES[self.verdict]

    @property
    def met(self) -> list[Finding]:
        return [f for f in self.findings if f.verdict is Verdict.MET]

    @property
    def wanting(self) -> list[Finding]:
        return [f for f in self.findings if f.verdict is not Verdict.MET]


def admission_of(lead: Lead, on: date) -> Admission:
    """Judge a lead by the rules in force on a day, here."""
    return judged(lead, in_force(AdmissionRule.objects.all(), on, areas()))


def judged(lead: Lead, rules: Iterable[AdmissionRule]) -> Admission:
    facts = facts_of(lead)
    found = []
    for rule in rules:
        verdict = read_condition(str(rule), condition_of(rule)).judge(facts).verdict
        if rule.sector and facts["sector"] not in (None, rule.sector):
            continue  # another sector's rule says nothing here
        found.append(Finding(rule, words_of(rule, lead), verdict))
    return Admission(tuple(found))


def facts_of(lead: Lead) -> dict[str, Any]:
    """Return what conditions may rest on; what is blank is unknown."""
    names = AdmissionRule.Subject.values
    facts = {name: getattr(lead, name) or None for name in [*names, "sector"]}
    return facts | {f"has_{name}": facts[name] is not None or None for name in names}


def condition_of(rule: AdmissionRule) -> dict[str, Any]:
    """Return a rule as a clause's condition: of its sector alone, where it names one."""
    wanted: dict[str, Any]
    if rule.kind == Kind.AT_LEAST:
        wanted = {"fact": rule.subject, "at_least": rule.amount}
    elif rule.kind == Kind.EXCLUDED:
        others = [c for c in Circumstance.values if c and c != rule.circumstance]
        wanted = {"fact": "circumstance", "one_of": others}
    else:
        wanted = {"fact": f"has_{rule.subject}", "is": True}
    if not rule.sector:
        return wanted
    elsewhere = [s for s in Sector.values if s and s != rule.sector]
    return {"any": [{"fact": "sector", "one_of": elsewhere}, wanted]}


def words_of(rule: AdmissionRule, lead: Lead) -> str:
    label = rule.get_subject_display()
    given = getattr(lead, rule.subject)
    whose = f"{rule.get_sector_display()}，" if rule.sector else ""
    if rule.kind == Kind.AT_LEAST:
        told = spoken(given) if isinstance(given, Decimal) else "未填"
        return f"{whose}{label}{told}，须不低于{spoken(rule.amount or Decimal(0))}"
    if rule.kind == Kind.EXCLUDED:
        told = lead.get_circumstance_display() if given else "未核对"
        return f"不收{rule.get_circumstance_display()}：{told}"
    return f"{whose}{label}：{'已填' if given not in (None, '') else '未填'}"
