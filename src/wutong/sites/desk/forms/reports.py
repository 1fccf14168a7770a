"""The text of a report's template, and the reason of a correction."""

from __future__ import annotations

from typing import Any

from django import forms

from wutong.steer.bulletins.operations import LONGEST


class TemplateForm(forms.Form):
    title = forms.CharField(label="标题", max_length=200)
    text = forms.CharField(
        label="正文",
        max_length=LONGEST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 28, "spellcheck": "false", "data-editor": ""}),
    )
    known_at = forms.CharField(required=False, widget=forms.HiddenInput)
    period = forms.CharField(required=False, widget=forms.HiddenInput)
    cutoff = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """Browsers send lines with CR LF; the report's lines end with LF."""
        return str(self.cleaned_data["text"]).replace("\r\n", "\n").replace("\r", "\n").strip()


class FinalisationForm(forms.Form):
    """Asks for the reason where the period has been finalised before."""

    reason = forms.CharField(
        label="更正原因",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写明哪些数因何更正，将与新一版一并保存",
    )

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_correction:
            del self.fields["reason"]
