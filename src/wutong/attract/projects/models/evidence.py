"""What proves a step of a project's life (佐证材料): papers, slips and site photos, by kind.

The kinds are rows: what a county asks of each can be changed on screen.
"""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet

from wutong.attract.projects.models.life import Project
from wutong.foundation.files.models import File
from wutong.foundation.money import MoneyField
from wutong.foundation.named_codes import NamedCodeField
from wutong.foundation.records import Current
from wutong.people.models import EVERYONE, CountyRecord, CountyRecords, Official

FRESH = 5  # seconds that another process may still show a kind's former name
NAMES = "evidence_kinds"
# What a kind may ask for: field of the evidence → the flag of its kind that asks.
PARTICULARS = {
    "number": "needs_number",
    "amount": "needs_amount",
    "issued_on": "needs_issued_on",
    "payer": "needs_payer",
    "issuer": "needs_issuer",
    "place": "needs_place",
    "shot_at": "needs_shot_at",
    "started_on": "needs_started_on",
    "verifier": "needs_verifier",
    "verifier_unit": "needs_verifier",
    "verifier_post": "needs_verifier",
    "verifier_phone": "needs_verifier",
}


class EvidenceKind(CountyRecord):
    """A kind of evidence, and which particulars it needs; `code` stays when the name changes."""

    scope = EVERYONE
    code = models.SlugField("代码", max_length=30, help_text="英文小写，登记后不要改")
    name = models.CharField("类别名称", max_length=40)
    order = models.PositiveSmallIntegerField("次序", default=100)
    is_voucher = models.BooleanField(
        "付款凭证", default=False, help_text="编号、金额、日期都相同即视为同一张"
    )
    needs_number = models.BooleanField("须填编号", default=False)
    needs_amount = models.BooleanField("须填金额", default=False)
    needs_issued_on = models.BooleanField("须填日期", default=False)
    needs_payer = models.BooleanField("须填付款方", default=False)
    needs_issuer = models.BooleanField("须填出具单位", default=False)
    needs_place = models.BooleanField("须填拍摄地点", default=False)
    needs_shot_at = models.BooleanField("须填拍摄时间", default=False)
    needs_started_on = models.BooleanField("须填项目开工时间", default=False)
    needs_verifier = models.BooleanField("须填核验人", default=False)
    hint = models.CharField("填报提示", max_length=200, blank=True)

    class Meta(CountyRecord.Meta):
        verbose_name = "佐证类别"
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(version_of=None, retired_at=None),
                name="evidence_kind_coded_once",
                violation_error_message="已有使用这个代码的佐证类别",
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *given: Any, **named: Any) -> None:
        super().save(*given, **named)
        cache.delete(NAMES)

    @property
    def needed(self) -> list[str]:
        """Return the fields of an evidence that this kind asks for, in order."""
        return [name for name, flag in PARTICULARS.items() if getattr(self, flag)]


def kind_names() -> dict[str, str]:
    """Return the name of every kind by code, in order; of withdrawn ones too, for what is old."""
    return cache.get_or_set(NAMES, _load_names, FRESH) or {}


def _load_names() -> dict[str, str]:
    known = EvidenceKind.history.filter(version_of__isnull=True)
    gone = known.exclude(retired_at=None).values_list("code", "name")
    return {**dict(EvidenceKind.objects.values_list("code", "name")), **dict(gone)}


class EvidenceKindField(NamedCodeField):
    """The code of a kind of evidence, shown by the name that the county gives it now."""

    names = staticmethod(kind_names)


class Evidences(CountyRecords["Evidence"]):
    def with_repeats(self) -> QuerySet[Evidence]:
        """Add to each whether another evidence has the same file or is the same voucher."""
        return self.annotate(
            same_file=Exists(same_files(OuterRef("pk"))), same_voucher=Exists(same_vouchers())
        )


def same_files(key: Any) -> QuerySet[File]:
    """Return the files of one evidence whose content another evidence has, too."""
    own = File.objects.filter(kind=ContentType.objects.get_for_model(Evidence))
    elsewhere = own.filter(digest=OuterRef("digest")).exclude(key=OuterRef("key"))
    return own.filter(Exists(elsewhere), key=key)


def same_vouchers() -> QuerySet[Evidence]:
    """Return the others with an outer row's number, amount and day, both being vouchers."""
    slips = EvidenceKind.objects.filter(is_voucher=True).values("code")
    same = Evidence.objects.filter(
        kind__in=slips,
        number=OuterRef("number"),
        amount=OuterRef("amount"),
        issued_on=OuterRef("issued_on"),
    )
    outer = EvidenceKind.objects.filter(is_voucher=True, code=OuterRef(OuterRef("kind")))
    return same.exclude(number="").exclude(pk=OuterRef("pk")).filter(Exists(outer))


class Evidence(CountyRecord):
    """A paper, slip or set of site photos that proves something of a project (佐证材料)."""

    scope = "project__lead_unit"
    project = models.ForeignKey(
        Project, models.PROTECT, related_name="evidence", verbose_name="项目"
    )
    kind = EvidenceKindField("佐证类别", max_length=30)
    number = models.CharField(
        "编号", max_length=100, blank=True, help_text="文号、证号、合同编号或回单流水号"
    )
    amount = MoneyField("金额", null=True, blank=True)
    issued_on = models.DateField("出具日期", null=True, blank=True)
    payer = models.CharField("付款方", max_length=100, blank=True)
    issuer = models.CharField("出具单位", max_length=100, blank=True)
    place = models.CharField("拍摄地点", max_length=100, blank=True)
    shot_at = models.DateTimeField("拍摄时间", null=True, blank=True)
    started_on = models.DateField("项目开工时间", null=True, blank=True)
    verifier = models.CharField("核验人", max_length=40, blank=True)
    verifier_unit = models.CharField("核验人单位", max_length=100, blank=True)
    verifier_post = models.CharField("核验人职务", max_length=60, blank=True)
    verifier_phone = models.CharField("核验人电话", max_length=40, blank=True)
    repeat_reason = models.CharField("重复使用说明", max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        Official, models.PROTECT, related_name="+", verbose_name="登记人"
    )
    certified_by = models.ForeignKey(
        Official, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="认定人"
    )
    certified_on = models.DateField("认定日期", null=True, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)

    objects = Current.from_queryset(Evidences)()  # type: ignore[misc, assignment]
    history = Evidences.as_manager()  # type: ignore[misc]

    class Meta(CountyRecord.Meta):
        verbose_name = "佐证材料"
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["project", "kind"], name="evidence_of_project"),
            models.Index(fields=["number", "issued_on"], name="evidence_by_number"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="evidence_amount_positive",
                violation_error_message="金额须大于0",
            )
        ]

    def __str__(self) -> str:
        name = kind_names().get(self.kind, self.kind)
        return f"{name} {self.number}".strip()
