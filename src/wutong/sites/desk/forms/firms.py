"""The forms by which two entries of a firm are made one, or told apart."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms


class FirmMergeForm(forms.Form):
    """Which of two firms is kept, and why they are one."""

    reason = forms.CharField(
        label="为何是同一企业", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any, choices: Iterable[tuple[int, str]]) -> None:
        super().__init__(data, prefix="merge")
        kept = forms.TypedChoiceField(
            label="保留哪一个", choices=list(choices), coerce=int, widget=forms.RadioSelect
        )
        self.fields = {"kept": kept, **self.fields}


class FirmDistinctionForm(forms.Form):
    reason = forms.CharField(
        label="为何不是同一企业", max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix="apart")
