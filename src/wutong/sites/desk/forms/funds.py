"""The lines of a monthly return, and what the bureau does with a receipt on its page."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils import timezone

from wutong.attract.funds.models import Receipt, Voucher
from wutong.attract.funds.operations import Entry
from wutong.attract.projects.models import Evidence, EvidenceKind, Project
from wutong.foundation.periods import Period
from wutong.metrics.defaults import EXCLUDING
from wutong.metrics.models import Rule
from wutong.sites.desk.forms.fields import WanField, dressed

CENT = Decimal("0.01")


def amount_field(label: str) -> WanField:
    widget = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "min": "0"})
    return WanField(label=label, required=False, widget=widget, min_value=0)


class LineForm(forms.Form):
    """One receipt as typed; a line left empty is no receipt."""

    fixed = amount_field("固定资产（万元）")
    working = amount_field("流动资金（万元）")
    placed_on = forms.DateField(label="到位日期", required=False, widget=forms.DateInput)
    voucher = forms.CharField(label="凭证号", required=False, max_length=100)
    evidence = forms.ModelChoiceField(
        Evidence.objects.none(), label="凭证材料", required=False, empty_label="（不附）"
    )
    currency = forms.ChoiceField(label="币种", choices=Receipt.Currency.choices, required=False)
    known_at = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Any, *, project: Project, month: Period, receipt: Any, papers: list[Evidence]
    ) -> None:
        self.project, self.month, self.receipt = project, month, receipt
        prefix = f"r{receipt.pk}" if receipt is not None else f"p{project.pk}"
        super().__init__(data, prefix=prefix, initial=begun(receipt), auto_id="id_%s")
        self.fields["evidence"].queryset = Evidence.objects.filter(  # type: ignore[attr-defined]
            pk__in=[paper.pk for paper in papers]
        )
        self.fields["evidence"].choices = [("", "（不附）"), *labelled(papers)]  # type: ignore[attr-defined]
        if not papers:
            del self.fields["evidence"]
        day = self.fields["placed_on"].widget.attrs
        day["min"], day["max"] = month.first.isoformat(), month.last.isoformat()
        dressed(self)
        for field in self.fields.values():
            field.widget.attrs.pop("data-search", None)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.errors or not self.is_filled(given):
            return given
        if not (given.get("fixed") or given.get("working")):
            self.add_error("fixed", "请填固定资产或流动资金的金额")
        day = given.get("placed_on")
        if day is None:
            self.add_error("placed_on", "请填到位日期")
        elif day not in self.month:
            self.add_error("placed_on", f"到位日期须在{self.month}内")
        return given

    def is_filled(self, given: dict[str, Any]) -> bool:
        names = ("fixed", "working", "placed_on", "voucher", "evidence")
        return self.receipt is not None or any(given.get(name) for name in names)

    def entry(self) -> Entry | None:
        """Return what was typed; None for an empty line, or one sent back as it came."""
        given = self.cleaned_data
        if not self.is_filled(given) or (self.receipt is not None and not self.differs(given)):
            return None
        moment = given.get("known_at")
        return Entry(
            project=self.project,
            placed_on=given["placed_on"],
            fixed=given.get("fixed") or Decimal(0),
            working=given.get("working") or Decimal(0),
            currency=given.get("currency") or Receipt.Currency.CNY,
            voucher=given.get("voucher") or "",
            evidence=given.get("evidence"),
            receipt=self.receipt,
            known_at=datetime.fromisoformat(moment) if moment else None,
        )

    def differs(self, given: dict[str, Any]) -> bool:
        before = begun(self.receipt)
        money = any((given.get(n) or 0) != (before[n] or 0) for n in ("fixed", "working"))
        plain = any(given.get(n) != before[n] for n in ("placed_on", "voucher", "currency"))
        return money or plain or bool(given.get("evidence"))

    def clean_known_at(self) -> str:
        text: str = self.cleaned_data["known_at"]
        try:
            return datetime.fromisoformat(text).isoformat() if text else ""
        except ValueError:
            raise forms.ValidationError("页面已过期，请刷新后再填") from None


def begun(receipt: Any) -> dict[str, Any]:
    """Return what a line shows of a receipt, in its own currency."""
    if receipt is None:
        return {"currency": Receipt.Currency.CNY}
    total, fixed = receipt.amount, receipt.fixed_amount
    if fixed is None:
        fixed = total if receipt.kind == Receipt.Kind.FIXED else Decimal(0)
    if receipt.foreign_amount is not None and total:
        fixed = (fixed * receipt.foreign_amount / total).quantize(CENT)
        total = receipt.foreign_amount
    return {
        "fixed": fixed or None,
        "working": total - fixed or None,
        "placed_on": receipt.placed_on,
        "voucher": receipt.voucher,
        "currency": receipt.currency,
        "known_at": receipt.known_at.isoformat(),
    }


def labelled(papers: list[Evidence]) -> list[tuple[int, str]]:
    return [
        (paper.pk, f"{paper}（{paper.issued_on:%m-%d}）" if paper.issued_on else str(paper))
        for paper in papers
    ]


def papers_of(projects: list[Project]) -> dict[int, list[Evidence]]:
    """Return each project's payment papers, those not attached to any receipt yet first."""
    slips = EvidenceKind.objects.filter(is_voucher=True).values("code")
    rows = Evidence.objects.filter(project__in=projects, kind__in=slips)
    used = set(Voucher.objects.filter(evidence__in=rows).values_list("evidence", flat=True))
    found: dict[int, list[Evidence]] = {}
    for paper in sorted(rows, key=lambda paper: (paper.pk in used, -paper.pk)):
        found.setdefault(paper.project_id, []).append(paper)
    return found


class HandInForm(forms.Form):
    is_nil = forms.BooleanField(label="确认本月没有到位资金（零报）", required=False)
    answer = forms.CharField(
        label="补正说明",
        required=False,
        max_length=200,
        help_text="退回的资金确认无误、没有改动的，写明理由",
    )


class JudgementForm(forms.Form):
    """What is done with a waiting receipt, and why; which of it is needed depends on what."""

    known_at = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label="原因", required=False, max_length=200)
    rule = forms.ModelChoiceField(Rule.objects.none(), label="剔除规则", required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.fields["rule"].queryset = excluding_rules()  # type: ignore[attr-defined]


def excluding_rules(day: Any = None) -> Any:
    """Return the rules a receipt may be left out by; with `day`, those in force on it."""
    rules = Rule.objects.filter(code__startswith=EXCLUDING).order_by("code", "-since")
    return rules if day is None else rules.in_force(day)


class ExcludingForm(forms.Form):
    rule = forms.ModelChoiceField(
        Rule.objects.none(),
        label="剔除规则",
        empty_label="（请选择）",
        help_text="规则在“口径规则”页维护，代号以 exclusion_ 开头；须在资金计入之日施行",
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["rule"].queryset = excluding_rules(timezone.localdate())  # type: ignore[attr-defined]


class SeenDayForm(forms.Form):
    """A day, and which state of the record was seen."""

    on = forms.DateField(label="日期", initial=timezone.localdate, widget=forms.DateInput)
    known_at = forms.CharField(widget=forms.HiddenInput, required=False)


class ReceiptCorrectionForm(forms.Form):
    to = WanField(label="更正后的金额")
    fixed_to = WanField(
        label="其中：固定资产", required=False, help_text="原记录分了固定资产和流动资金的，一并更正"
    )
    reason = forms.CharField(label="更正原因", max_length=200)


class AnswerForm(forms.Form):
    answer = forms.CharField(label="补正说明", max_length=200)


class VoucherForm(forms.Form):
    number = forms.CharField(
        label="材料编号",
        max_length=100,
        help_text="项目“佐证材料”中银行进账单、验资报告或发票的编号",
    )
