"""The forms of packaging: a proposal and its return sheet, marks, a rubric, pushes, investors."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from wutong.attract.outreach.models import Reception, Talk
from wutong.attract.projects.models import (
    Appraisal,
    Criterion,
    Interest,
    Project,
    Proposal,
    PublicationChannel,
    PublishedProject,
    ReserveProject,
)
from wutong.attract.projects.models.packaging import YEARS
from wutong.attract.projects.operations.appraising import CriterionDraft, Given
from wutong.attract.projects.queries.packaging import CONTENT
from wutong.attract.projects.queries.returns import Flow
from wutong.sites.desk.forms.fields import NamedField, WanField

FIRST_YEARS = 6
PARTS = (("investment", "投资"), ("revenue", "收入"), ("cost", "成本"))
ROWS = 8  # criteria that a rubric's form has room for


class DateOn(forms.DateField):
    def __init__(self, **given: Any) -> None:
        super().__init__(initial=timezone.localdate, widget=forms.DateInput, **given)


class ProposalForm(forms.ModelForm):  # type: ignore[type-arg]
    """What a version says; it is read from and never saved by the form."""

    targets = forms.CharField(
        label="目标企业",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一家，写全称；已登记的企业会自动对上，以后能看到它们的来访和洽谈",
    )
    known_at = forms.CharField(widget=forms.HiddenInput, required=False)
    groups = [
        ("项目", ["summary"]),
        ("五个方面", ["groundwork", "feasibility", "return_case", "operability", "targeting"]),
        ("落地条件", ["site", "land_area", "land", "energy", "water", "environment", "market"]),
        ("合作", ["targets", "target_chain", "mode", "partner"]),
        ("联系", ["contact", "phone"]),
    ]

    class Meta:
        model = Proposal
        fields = [name for name in CONTENT if name != "discount_rate"]

    def __init__(self, data: Any, proposal: Proposal) -> None:
        targets = "\n".join(t.name for t in proposal.target_firms.all())
        known = {"targets": targets, "known_at": proposal.known_at.isoformat()}
        super().__init__(data, instance=Proposal(**proposal.facts()), initial=known)
        self.fields["site"].widget.attrs["data-wide"] = ""
        for name in ("summary", "groundwork", "feasibility", "market"):
            self.fields[name].widget.attrs["rows"] = "5"

    def validate_constraints(self) -> None:
        """The record's own constraints are the operation's to check."""

    def facts(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def target_names(self) -> list[str]:
        return str(self.cleaned_data["targets"]).splitlines()


class SheetForm(forms.Form):
    """The return sheet: a row for each year, from 0 on; blank is nothing."""

    discount_rate = forms.DecimalField(
        label="折现率",
        min_value=0,
        max_value=100,
        max_digits=5,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"data-unit": "%", "step": "any"}),
        help_text="与行业基准收益率相当，通常 6% 至 12%",
    )
    years = forms.IntegerField(min_value=1, max_value=YEARS + 1, widget=forms.HiddenInput)

    def __init__(self, data: Any, proposal: Proposal, count: int = 0) -> None:
        standing = list(proposal.years.all())
        count = count or years_sent(data) or len(standing) or FIRST_YEARS
        self.count = max(1, min(count, YEARS + 1))
        if data is not None:
            data = data.copy()
            data["years"] = str(self.count)
        super().__init__(
            data, initial={"discount_rate": proposal.discount_rate, "years": self.count}
        )
        for year in range(self.count):
            row = standing[year] if year < len(standing) else None
            for name, label in PARTS:
                amount = getattr(row, name) if row is not None else None
                self.fields[f"{name}-{year}"] = WanField(
                    label=f"第{year}年{label}",
                    required=False,
                    min_value=0,
                    initial=amount or None,
                    widget=forms.NumberInput(
                        attrs={
                            "step": "any",
                            "class": "form-control",
                            "aria-label": f"第{year}年{label}",
                        }
                    ),
                )

    def rows(self) -> list[tuple[int, list[Any]]]:
        return [(y, [self[f"{name}-{y}"] for name, _ in PARTS]) for y in range(self.count)]

    def flows(self) -> list[Flow]:
        """Return the years as typed, those that are blank at the end left out."""
        given = [
            Flow(y, *[self.cleaned_data.get(f"{name}-{y}") or Decimal(0) for name, _ in PARTS])
            for y in range(self.count)
        ]
        while given and not (given[-1].investment or given[-1].revenue or given[-1].cost):
            given.pop()
        return given


def years_sent(data: Any) -> int:
    sent = str(data.get("years", "")) if data is not None else ""
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 4 else 0


class PictureForm(forms.Form):
    picture = forms.FileField(
        label="项目图片",
        widget=forms.FileInput(attrs={"data-drop": "", "accept": "image/*"}),
        help_text="效果图或现场照片，JPEG、PNG、WebP 或手机 HEIC；印在项目卡上",
    )


class AppraisalForm(forms.Form):
    """A reviewer's marks: a score and a comment for each criterion."""

    def __init__(
        self, data: Any, criteria: Iterable[Criterion], standing: Appraisal | None
    ) -> None:
        super().__init__(data)
        self.criteria = list(criteria)
        given = {m.criterion_id: m for m in standing.marks.all()} if standing else {}
        for c in self.criteria:
            mark = given.get(c.pk)
            self.fields[f"score-{c.pk}"] = forms.DecimalField(
                label=f"{c.name}（权重 {c.weight}%）",
                min_value=0,
                max_value=100,
                max_digits=4,
                decimal_places=1,
                initial=mark.score if mark else None,
                widget=forms.NumberInput(attrs={"data-unit": "分", "step": "0.5"}),
                help_text=c.guidance,
            )
            self.fields[f"comment-{c.pk}"] = forms.CharField(
                label=f"{c.name}评语",
                required=False,
                max_length=300,
                initial=mark.comment if mark else "",
                widget=forms.Textarea(attrs={"rows": 2}),
                help_text="低于 60 分须写明差在哪里",
            )
        self.fields["comment"] = forms.CharField(
            label="总体意见",
            required=False,
            initial=standing.comment if standing else "",
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.groups = [(c.name, [f"score-{c.pk}", f"comment-{c.pk}"]) for c in self.criteria]
        self.groups.append(("总体", ["comment"]))

    def marks(self) -> dict[int, Given]:
        said = self.cleaned_data
        return {c.pk: Given(said[f"score-{c.pk}"], said[f"comment-{c.pk}"]) for c in self.criteria}


class RubricForm(forms.Form):
    name = forms.CharField(label="名称", max_length=100)
    since = forms.DateField(label="施行日期", widget=forms.DateInput)
    threshold = forms.DecimalField(
        label="发布线",
        min_value=0,
        max_value=100,
        max_digits=4,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"data-unit": "分", "step": "0.5"}),
        help_text="达到或超过才能发布、推送",
    )
    reviewers_needed = forms.IntegerField(label="评审人数", min_value=1, max_value=15)
    source = forms.CharField(
        label="依据",
        max_length=200,
        help_text="文件与条款",
        widget=forms.TextInput({"data-wide": ""}),
    )

    def __init__(self, data: Any, criteria: Iterable[Criterion], **initial: Any) -> None:
        super().__init__(data, initial=initial)
        begun = list(criteria)
        for row in range(ROWS):
            c = begun[row] if row < len(begun) else None
            self.fields[f"name-{row}"] = forms.CharField(
                label=f"指标 {row + 1}", max_length=40, required=False, initial=c.name if c else ""
            )
            self.fields[f"weight-{row}"] = forms.IntegerField(
                label="权重",
                min_value=1,
                max_value=100,
                required=False,
                initial=c.weight if c else None,
                widget=forms.NumberInput(attrs={"data-unit": "%"}),
            )
            self.fields[f"guidance-{row}"] = forms.CharField(
                label="评分说明",
                required=False,
                initial=c.guidance if c else "",
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.groups = [("标准", ["name", "since", "threshold", "reviewers_needed", "source"])]
        self.groups += [
            (f"指标 {r + 1}", [f"name-{r}", f"weight-{r}", f"guidance-{r}"]) for r in range(ROWS)
        ]

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        for row in range(ROWS):
            if bool(said.get(f"name-{row}")) != bool(said.get(f"weight-{row}")):
                self.add_error(f"weight-{row}", "指标的名称和权重须一起填")
        return said

    def facts(self) -> dict[str, Any]:
        said = self.cleaned_data
        criteria = [
            CriterionDraft(said[f"name-{r}"], said[f"weight-{r}"], said[f"guidance-{r}"])
            for r in range(ROWS)
            if said[f"name-{r}"]
        ]
        names = ("name", "since", "threshold", "reviewers_needed", "source")
        return {**{name: said[name] for name in names}, "criteria": criteria}


def push_channels() -> list[tuple[str, str]]:
    found = PublicationChannel.objects.in_force(timezone.localdate())
    names = found.exclude(kind=PublicationChannel.Kind.GUIDE).values_list("name", flat=True)
    return [(name, name) for name in names]


class PushForm(forms.Form):
    channel = forms.ChoiceField(label="渠道", choices=push_channels, widget=forms.RadioSelect)
    group = forms.CharField(
        label="群名或平台", max_length=60, required=False, help_text="例如：浙江甘肃商会群"
    )
    on = DateOn(label="推送日期")


class RevisionForm(forms.Form):
    note = forms.CharField(
        label="修订了什么",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="没有变化的，写明核对了哪些内容：用地、要素价格、投资估算、目标企业",
    )


class InterestForm(forms.Form):
    firm_name = forms.CharField(label="客商", max_length=120)
    source = forms.ChoiceField(
        label="由来", choices=Interest.Source.choices, widget=forms.RadioSelect
    )
    on = DateOn(label="接洽日期")
    intended_amount = WanField(label="意向投资额", required=False)

    def __init__(self, data: Any, reserve: ReserveProject, official: Any) -> None:
        super().__init__(data)
        pushed = PublishedProject.objects.filter(proposal__reserve=reserve)
        self.fields["push"] = PushChoice(
            pushed.select_related("publication"),
            label="看到的推送",
            required=False,
            empty_label="（未填）",
        )
        self.fields["reception"] = NamedField(
            Reception.objects.visible_to(official), "receptions", label="客商来访", required=False
        )
        self.fields["talk"] = NamedField(
            Talk.objects.visible_to(official), "talks", label="洽谈项目", required=False
        )


class PushChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, push: Any) -> str:
        return f"{push.publication.published_on} {push.publication.channel}"


class EndingForm(forms.Form):
    result = forms.ChoiceField(
        label="结果",
        choices=[c for c in Interest.Result.choices if c[0] != Interest.Result.OPEN],
        widget=forms.RadioSelect,
    )
    on = DateOn(label="日期")
    why = forms.ChoiceField(
        label="主要原因",
        choices=[("", "（请选择）"), *[c for c in Interest.Why.choices if c[0]]],
    )
    reason = forms.CharField(
        label="原因说明", max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any, official: Any) -> None:
        super().__init__(data)
        self.fields["project"] = NamedField(
            Project.objects.visible_to(official),
            "projects",
            label="落成项目",
            required=False,
            help_text="签约的须填，先在“项目”登记",
        )
