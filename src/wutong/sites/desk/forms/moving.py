"""The forms by which a project moves: a step, a leaving, a waiver, credit, a list of majors."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from wutong.attract.projects.models import MajorTag
from wutong.people.models import Official, Unit

WIDE = {"data-wide": ""}
FULL = Decimal(100)  # %


class MoveForm(forms.Form):
    to = forms.CharField(widget=forms.HiddenInput)
    on = forms.DateField(label="发生日期", initial=timezone.localdate, widget=forms.DateInput)
    document = forms.CharField(
        label="依据文件", max_length=200, required=False, help_text="文号或材料名称"
    )
    note = forms.CharField(label="说明", max_length=200, required=False)


class LeavingForm(forms.Form):
    on = forms.DateField(label="退出日期", initial=timezone.localdate, widget=forms.DateInput)
    document = forms.CharField(label="决定文件", max_length=200, help_text="文号或会议纪要")
    reason = forms.CharField(
        label="退出原因", max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class WaiverForm(forms.Form):
    on = forms.DateField(label="批准日期", initial=timezone.localdate, widget=forms.DateInput)
    reason = forms.CharField(
        label="豁免理由",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明为什么可以不要，何时补上；豁免逐项计数、公开列出",
    )


class MergeForm(forms.Form):
    """Which of two projects is kept, and why they are one."""

    reason = forms.CharField(
        label="为何是同一项目", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, choices: Iterable[tuple[int, str]]) -> None:
        super().__init__(data, prefix="merge")
        kept = forms.TypedChoiceField(
            label="保留哪一个", choices=list(choices), coerce=int, widget=forms.RadioSelect
        )
        self.fields = {"kept": kept, **self.fields}


class DistinctionForm(forms.Form):
    reason = forms.CharField(
        label="为何不是同一项目", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )


class CreditForm(forms.Form):
    """Units and their percent, row by row; `total` says how far the rows are from 100."""

    ROWS = 6
    document = forms.CharField(
        label="商定依据", max_length=200, help_text="文件或会议纪要", widget=forms.TextInput(WIDE)
    )

    def __init__(self, data: Any, units: Any, standing: dict[Unit, Decimal]) -> None:
        super().__init__(data)
        given = list(standing.items())
        for number in range(max(self.ROWS, len(given) + 2)):
            unit, percent = given[number] if number < len(given) else (None, None)
            self.fields[f"unit_{number}"] = forms.ModelChoiceField(
                units, required=False, initial=unit, label=f"单位{number + 1}", empty_label="（无）"
            )
            self.fields[f"percent_{number}"] = forms.DecimalField(
                required=False,
                initial=percent.normalize() if percent else None,
                label=f"比例{number + 1}",
                max_digits=5,
                decimal_places=2,
                validators=[MinValueValidator(Decimal("0.01")), MaxValueValidator(FULL)],
                widget=forms.NumberInput(attrs={"data-unit": "%", "step": "any"}),
            )

    def rows(self) -> list[tuple[Any, Any]]:
        count = sum(name.startswith("unit_") for name in self.fields)
        return [(self[f"unit_{n}"], self[f"percent_{n}"]) for n in range(count)]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        shares: dict[Unit, Decimal] = {}
        for number, _ in enumerate(self.rows()):
            unit, percent = cleaned.get(f"unit_{number}"), cleaned.get(f"percent_{number}")
            if bool(unit) != bool(percent) and f"percent_{number}" not in self.errors:
                self.add_error(f"percent_{number}", "单位和比例要一起填")
            elif unit in shares:
                self.add_error(f"unit_{number}", "这个单位填了两次")
            elif unit and percent is not None:
                shares[unit] = percent
        cleaned["shares"] = shares
        return cleaned


def total_in_words(data: Any) -> tuple[bool, str]:
    """Return whether the percents typed so far make up 100, and what they come to, in words."""
    total = Decimal(0)
    for name in data:
        if name.startswith("percent_") and str(data[name]).strip():
            try:
                total += Decimal(str(data[name]))
            except ArithmeticError:
                return False, f"“{data[name]}”不是数字"
    said = f"合计 {total.normalize():f}%"
    if not total.is_finite():
        return False, "比例须为数字"
    if total == FULL:
        return True, said
    gap = abs(FULL - total).normalize()
    return False, f"{said}，{'还差' if total < FULL else '多出'} {gap:f}%"


class TagForm(forms.Form):
    level = forms.ChoiceField(
        label="层级", choices=MajorTag.Level.choices, initial="county", widget=forms.RadioSelect
    )
    on = forms.DateField(label="列入日期", initial=timezone.localdate, widget=forms.DateInput)
    document = forms.CharField(label="列入文件", max_length=200, widget=forms.TextInput(WIDE))

    def __init__(self, data: Any, *, has_team: bool) -> None:
        super().__init__(data)
        if has_team:
            return
        people = Official.objects.filter(is_active=True).exclude(name="").order_by("name")
        for name, label in (("leader", "专班负责人"), ("agent", "帮办代办员")):
            self.fields[name] = forms.ModelChoiceField(people, label=label, empty_label="（请选）")
        self.fields["members"] = forms.CharField(
            label="专班成员", max_length=200, required=False, widget=forms.TextInput(WIDE)
        )
        self.groups = [
            ("列入", ["level", "on", "document"]),
            ("专班", ["leader", "agent", "members"]),
        ]
