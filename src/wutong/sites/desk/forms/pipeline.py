"""The filters of the pipeline pages; what is no choice narrows nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from wutong.attract.chains.models import Chain
from wutong.attract.projects.models import MajorTag
from wutong.foundation.periods import Period
from wutong.people.models import Unit
from wutong.sites.desk.queries.pipeline.frame import LIGHTS, TONES, Frame, frame_on
from wutong.sites.desk.queries.pipeline.narrowing import BASES, UNSIGNED, UNSTAGED, signing_years
from wutong.sites.desk.queries.pipeline.standing import STEPS

ALL = ("", "全部")
OWNERS = ("unit", "chain", "level")
HIDDEN = ("by", "cohort", "reached", "place")
Choices = list[tuple[str, str]]


class PipelineFilter(forms.Form):
    """Unit, chain, level, year, stage, light, and the day that is looked at."""

    def __init__(self, data: QueryDict, official: Any, names: tuple[str, ...]) -> None:
        super().__init__(data, auto_id="filter-%s")
        self.frame = frame_on(asked_day(data), official)
        for name in names:
            self.fields[name] = self.control(name)
        self.is_valid()

    @property
    def asked(self) -> dict[str, Any]:
        """Return what was chosen, by field; a wrong value is left out."""
        return {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}

    def control(self, name: str) -> forms.Field:
        if name == "on":
            return forms.DateField(label="截至", required=False, widget=forms.DateInput)
        if name == "cohort":
            return PeriodField(required=False, widget=forms.HiddenInput)
        if name == "place":
            return forms.IntegerField(required=False, widget=forms.HiddenInput)
        if name in HIDDEN:
            choices = [(key, key) for key in (BASES if name == "by" else STEPS)]
            return forms.ChoiceField(
                choices=[ALL, *choices], required=False, widget=forms.HiddenInput
            )
        label, choices = choices_of(name, self.frame)
        return forms.ChoiceField(label=label, choices=[ALL, *choices], required=False)

    def in_words(self) -> str:
        """Return what is chosen, for the head of an export."""
        said = []
        for name, value in self.asked.items():
            field = self.fields[name]
            if not field.widget.is_hidden:
                words = dict(getattr(field, "choices", []))
                said.append(f"{field.label}：{words.get(value, value)}")
        return "；".join(said)


class PeriodField(forms.CharField):
    """A period as addresses write it: 2023Q1."""

    def clean(self, value: Any) -> str:
        text = super().clean(value) or ""
        try:
            return Period.written(text).code if text else ""
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error


def asked_day(data: QueryDict) -> date:
    try:
        return date.fromisoformat(data.get("on", ""))
    except ValueError:
        return timezone.localdate()


def choices_of(name: str, frame: Frame) -> tuple[str, Choices]:
    if name == "unit":
        units = Unit.objects.order_by("order", "pk")
        if not frame.official.sees_county:
            units = units.filter(pk__in=frame.official.unit_scope)
        return "责任单位", [(str(unit.pk), unit.short_name or unit.name) for unit in units]
    if name == "chain":
        return "产业链", [(str(c.pk), str(c)) for c in Chain.objects.visible_to(frame.official)]
    if name == "level":
        return "层级", list(MajorTag.Level.choices)
    if name == "stage":
        return "阶段", [*[(s.code, s.name) for s in frame.stages], (UNSTAGED, "未登记节点")]
    if name == "light":
        return "灯", [(TONES[light], words) for light, words in LIGHTS.items()]
    years = [(str(year), f"{year}年") for year in signing_years(frame)]
    return "签约年度", [*years, (UNSIGNED, "未签约")]


class CohortForm(PipelineFilter):
    """By what projects are put together, and by which stretch of time."""

    def __init__(self, data: QueryDict, official: Any) -> None:
        super().__init__(data, official, (*OWNERS, "on"))
        asked = {"by": data.get("by"), "step": data.get("step")}
        self.basis = asked["by"] if asked["by"] in BASES else "signed"
        self.is_quarterly = asked["step"] == "quarter"
        by = [(key, f"按{label}时间") for key, label in BASES.items()]
        self.fields = {
            "by": forms.ChoiceField(label="分组", choices=by, required=False),
            "step": forms.ChoiceField(
                label="每组", choices=[("year", "一年"), ("quarter", "一季度")], required=False
            ),
            **self.fields,
        }


class WindowForm(PipelineFilter):
    """Which stretch of time is drawn: the months around today, or one year."""

    def __init__(self, data: QueryDict, official: Any, years: list[int]) -> None:
        super().__init__(data, official, OWNERS)
        spans = [("", "前后各12个月"), *[(str(year), f"{year}年") for year in years]]
        field = forms.ChoiceField(label="时段", choices=spans, required=False)
        self.fields = {"span": field, **self.fields}
        self.span = data.get("span", "") if data.get("span") in dict(spans) else ""


class MapForm(forms.Form):
    """A file of the county's townships and parks, as GeoJSON."""

    name = forms.CharField(label="名称", max_length=100, initial="乡镇、园区界线")
    source = forms.CharField(
        label="来源", max_length=200, help_text="例如：县自然资源局2023年乡镇界线"
    )
    file = forms.FileField(
        label="GeoJSON 文件",
        help_text=".json 或 .geojson，UTF-8，不超过 4 MB；每个图形要有名称（name）",
        widget=forms.ClearableFileInput(attrs={"accept": ".json,.geojson", "data-drop": ""}),
    )
