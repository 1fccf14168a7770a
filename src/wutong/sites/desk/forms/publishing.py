"""The form of a publication: by which channel, with which cards and projects, with what proof."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from wutong.attract.projects.models import Project, Proposal, Publication, PublicationChannel
from wutong.foundation.files.receiving import Received, receive
from wutong.foundation.operations import Refused
from wutong.people.models import Unit
from wutong.sites.desk.forms.fields import NamedField
from wutong.sites.desk.forms.imports import FilesField, ManyFiles
from wutong.sites.desk.forms.packaging import DateOn

ROWS = 4  # projects that are not cards, by name
SHOTS = {"data-drop": "", "accept": "image/*,.pdf"}


class ProofForm(forms.Form):
    """Screenshots, taken in once the rest of the form is right."""

    shots = FilesField(
        label="截图",
        required=False,
        widget=ManyFiles(attrs=SHOTS),
        help_text="推送后的截图，JPEG、PNG、WebP、HEIC 或 PDF",
    )

    def taken(self) -> list[Received]:
        """Return the screenshots as received. Raises Refused."""
        sent: Any = self.files
        return [receive(each, each.name) for each in sent.getlist("shots")]


class NeededProofForm(ProofForm):
    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.files.getlist("shots"):
            self.add_error("shots", "请选择截图")
        return said


class PublishingForm(ProofForm):
    channel = forms.ModelChoiceField(
        PublicationChannel.objects.none(), label="发布渠道", empty_label="（请选择）"
    )
    group = forms.CharField(
        label="群名或媒体",
        max_length=60,
        required=False,
        help_text="微信群、媒体和其他渠道须填，例如：浙江甘肃商会群",
    )
    kind = forms.ChoiceField(
        label="类型", choices=Publication.Kind.choices, initial=Publication.Kind.PUSH
    )
    title = forms.CharField(label="标题", max_length=200)
    on = DateOn(label="发布日期")
    unit = forms.ModelChoiceField(Unit.objects.none(), label="发布单位")
    proposals = forms.ModelMultipleChoiceField(
        Proposal.objects.none(),
        label="项目卡",
        required=False,
        help_text="只列已发布的包装方案；可选多张",
    )
    url = forms.URLField(
        label="链接", max_length=300, required=False, assume_scheme="https",
        widget=forms.URLInput(attrs={"data-wide": ""}),
    )  # fmt: skip
    copies_printed = forms.IntegerField(label="印数（册）", min_value=1, required=False)
    copies_handed_out = forms.IntegerField(label="已发放（册）", min_value=0, required=False)

    def __init__(self, official: Any, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        today = timezone.localdate()
        fields: dict[str, Any] = self.fields
        fields["channel"].queryset = PublicationChannel.objects.in_force(today)
        units = Unit.objects.all()
        if not official.sees_county:
            units = units.filter(pk__in=official.granted.get("projects.keep", ()))
        fields["unit"].queryset = units
        fields["unit"].initial = official.unit_id
        cards = Proposal.objects.visible_to(official).filter(state=Proposal.State.PUBLISHED)
        fields["proposals"].queryset = cards.select_related("reserve").order_by("reserve__name")
        for row in range(ROWS):
            fields[f"project-{row}"] = NamedField(
                Project.objects.visible_to(official),
                "projects",
                label=f"项目 {row + 1}",
                required=False,
            )
        self.groups = [
            ("信息", ["kind", "title", "on", "unit"]),
            ("渠道", ["channel", "group"]),
            ("推送了什么", ["proposals", *(f"project-{row}" for row in range(ROWS))]),
            ("证明", ["url", "shots"]),
            ("投资指南、项目册", ["copies_printed", "copies_handed_out"]),
        ]

    def facts(self) -> dict[str, Any]:
        """Return what is published, as the operation takes it."""
        said = self.cleaned_data
        names = ("channel", "group", "kind", "title", "on", "url")
        copies = ("copies_printed", "copies_handed_out")
        projects = [said[f"project-{row}"] for row in range(ROWS)]
        return {
            **{name: said[name] for name in (*names, *copies)},
            "proposals": said["proposals"],
            "projects": [project for project in projects if project],
        }


def received(form: ProofForm) -> list[Received] | None:
    """Return the screenshots; None where one is refused, which is then an error of the form."""
    try:
        return form.taken()
    except Refused as refusal:
        form.add_error("shots", str(refusal))
        return None
