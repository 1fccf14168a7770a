"""The forms of stages and gates; a condition is typed as rows of fact, comparison and value."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms

from wutong.attract.projects.gates import FIELDS, checks, facts, field_label
from wutong.attract.projects.models import Gate, Stage, kind_names, stage_names
from wutong.attract.projects.queries.conditions import COMPARED, choices_of
from wutong.foundation.money import WAN, in_wan, plain, to_yuan

WIDE = {"data-wide": ""}
LIST = "one_of"
PAPER = ("needs_unused", "needs_later")  # what a gate may ask of evidence


class StageForm(forms.Form):
    """A stage from a day on; with `code` fixed, its next name."""

    code = forms.SlugField(
        label="代码", max_length=20, help_text="英文小写和下划线，如 land_granted；此后不变"
    )
    name = forms.CharField(label="阶段", max_length=20)
    order = forms.IntegerField(
        label="次序", min_value=1, max_value=32_000, help_text="小的在前；插在两个阶段之间取中间数"
    )
    limit_days = forms.IntegerField(
        label="停留上限",
        min_value=1,
        max_value=3_650,
        required=False,
        widget=forms.NumberInput({"data-unit": "天"}),
        help_text="超过即列入滞留清单，空为不限",
    )
    since = forms.DateField(label="施行日期", widget=forms.DateInput)
    source = forms.CharField(
        label="依据", max_length=200, help_text="文件与条款", widget=forms.TextInput(WIDE)
    )


class GateForm(forms.Form):
    """One requirement: what is asked of which stage, in which words, when it applies."""

    ROWS = 3
    stage = forms.ChoiceField(label="转入阶段")
    asked = forms.ChoiceField(label="要求什么", help_text="项目信息、佐证材料或系统核查")
    words = forms.CharField(
        label="要求",
        max_length=200,
        widget=forms.TextInput(WIDE),
        help_text="写给办理人看：缺什么、怎么补",
    )
    since = forms.DateField(label="施行日期", widget=forms.DateInput)
    source = forms.CharField(label="依据", max_length=200, help_text="文件与条款")
    is_waivable = forms.BooleanField(label="可以豁免", required=False, initial=True)
    needs_unused = forms.BooleanField(
        label="须为新材料", required=False, help_text="只对佐证材料：以前的转入用过的不算"
    )
    needs_later = forms.BooleanField(
        label="不早于上一阶段", required=False, help_text="只对佐证材料：日期早于上一阶段的不算"
    )

    def __init__(self, data: Any, gate: Gate | None = None, stage: str = "") -> None:
        super().__init__(data, initial=begun(gate, stage))
        self.fields["stage"].choices = steps()  # type: ignore[attr-defined]
        self.fields["asked"].choices = subjects()  # type: ignore[attr-defined]
        self.gate = gate
        if gate is not None:
            self.fields["stage"].disabled = self.fields["asked"].disabled = True
        standing = list(gate.condition) if gate is not None else []
        self.is_flat = all("any" not in part for part in standing)
        for number in range(self.ROWS if self.is_flat else 0):
            self.add_row(number, standing[number] if number < len(standing) else {})

    def add_row(self, number: int, part: dict[str, Any]) -> None:
        how = next((word for word in COMPARED if word in part), "")
        self.fields[f"fact_{number}"] = forms.ChoiceField(
            label=f"条件{number + 1}",
            required=False,
            initial=part.get("fact", ""),
            choices=[("", "（无条件）"), *[(f.name, f.label) for f in facts.values()]],
        )
        self.fields[f"how_{number}"] = forms.ChoiceField(
            label="比较", required=False, initial=how, choices=list(COMPARED.items())
        )
        self.fields[f"value_{number}"] = forms.CharField(
            label="取值",
            required=False,
            max_length=200,
            initial=typed(part["fact"], part[how]) if how else "",
        )

    def condition_rows(self) -> list[tuple[Any, Any, Any]]:
        rows = range(self.ROWS if self.is_flat else 0)
        return [(self[f"fact_{n}"], self[f"how_{n}"], self[f"value_{n}"]) for n in rows]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        condition: list[dict[str, Any]] = []
        if not self.is_flat and self.gate is not None:
            condition = self.gate.condition
        for number, _ in enumerate(self.condition_rows()):
            name = cleaned.get(f"fact_{number}")
            if not name:
                continue
            how = cleaned.get(f"how_{number}") or "is"
            try:
                value = read(name, how, str(cleaned.get(f"value_{number}") or "").strip())
            except forms.ValidationError as error:
                self.add_error(f"value_{number}", error)
                continue
            condition.append({"fact": name, how: value})
        cleaned["condition"] = condition
        is_paper = str(cleaned.get("asked", "")).startswith(f"{Gate.Kind.EVIDENCE} ")
        for name in PAPER if not is_paper else ():
            if cleaned.get(name):
                self.add_error(name, "只对佐证材料可用")
        return cleaned

    def facts(self) -> dict[str, Any]:
        """Return the gate's own facts; the day and the source are the operation's."""
        kind, _, subject = self.cleaned_data["asked"].partition(" ")
        names = ("stage", "words", "is_waivable", *PAPER, "condition", "since", "source")
        return {"kind": kind, "subject": subject, **{n: self.cleaned_data[n] for n in names}}


def begun(gate: Gate | None, stage: str) -> dict[str, Any]:
    if gate is None:
        return {"stage": stage, "is_waivable": True}
    names = ("stage", "words", "is_waivable", *PAPER, "source")
    own = {name: getattr(gate, name) for name in names}
    return {**own, "asked": f"{gate.kind} {gate.subject}"}


def steps() -> list[tuple[str, str]]:
    exits = set(Stage.objects.filter(kind=Stage.Kind.EXIT).values_list("code", flat=True))
    return [(code, name) for code, name in stage_names().items() if code not in exits]


def subjects() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return what a gate can ask for, by kind."""
    return [
        ("项目信息", [(f"field {name}", field_label(name)) for name in FIELDS]),
        ("佐证材料", [(f"evidence {code}", name) for code, name in kind_names().items()]),
        ("系统核查", [(f"check {check.code}", check.label) for check in checks.values()]),
    ]


def typed(name: str, value: Any) -> str:
    """Return a value as it is typed: words for a choice, 万元 for money, 是 or 否."""
    if isinstance(value, list):
        return "、".join(typed(name, each) for each in value)
    kind = facts[name].kind if name in facts else "text"
    if kind == "flag":
        return "是" if value else "否"
    if kind == "money":
        return plain(in_wan(Decimal(str(value))))
    return str(dict(choices_of(name)).get(value, value)) if kind == "choice" else str(value)


def read(name: str, how: str, text: str) -> Any:
    """Return a typed value as a condition keeps it; refuse what the fact cannot be."""
    if not text:
        raise forms.ValidationError("请填取值")
    if how == LIST:
        return [read(name, "is", each.strip()) for each in text.split("、") if each.strip()]
    kind = facts[name].kind
    if kind == "flag":
        if text not in ("是", "否"):
            raise forms.ValidationError("请填“是”或“否”")
        return text == "是"
    if kind == "money":
        try:
            return int(to_yuan(Decimal(text.replace(",", "")) * WAN))
        except (InvalidOperation, forms.ValidationError):
            raise forms.ValidationError("请填金额，单位万元") from None
    if how not in ("is", LIST):
        raise forms.ValidationError("这一项只能用“为”或“为其中之一”")
    if kind == "choice":
        codes = {words: code for code, words in choices_of(name)}
        if text not in codes:
            raise forms.ValidationError(f"没有“{text}”，可填：{'、'.join(codes)}")
        return codes[text]
    return text


class EndingForm(forms.Form):
    on = forms.DateField(label="最后一天", widget=forms.DateInput)
    reason = forms.CharField(label="废止依据", max_length=200, widget=forms.TextInput(WIDE))
