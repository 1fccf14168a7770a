"""The question above a figure or a report: year and part of it, cut-off, as known on which day."""

from __future__ import annotations

from typing import Any

from django import forms

from wutong.foundation.periods import QUARTERS
from wutong.sites.desk.queries.figures import Question, written, years

PARTS = [
    ("", "全年"),
    *[(f"Q{n}", f"{QUARTERS[n - 1]}季度") for n in range(1, 5)],
    *[(f"-{n:02d}", f"{n}月") for n in range(1, 13)],
]


class QuestionForm(forms.Form):
    """Shows the question being answered; what is chosen is read from the query string."""

    year = forms.TypedChoiceField(label="年份", coerce=int)
    part = forms.ChoiceField(label="时段", required=False, choices=PARTS)
    cutoff = forms.DateField(label="截止日", required=False, widget=forms.DateInput)
    known_on = forms.DateField(label="掌握日", required=False, widget=forms.DateInput)

    def __init__(self, question: Question, *, with_period: bool = True) -> None:
        code = question.period.code
        initial = {
            "year": question.period.first.year,
            "part": code[4:],
            "cutoff": question.cutoff,
            "known_on": question.known_on[:10],
        }
        super().__init__(initial=initial, auto_id="ask-%s")
        year = question.period.first.year
        known = sorted({year, *years()}, reverse=True)
        self.fields["year"].choices = [(n, f"{n}年") for n in known]  # type: ignore[attr-defined]
        if ".." in code:  # January to some month: not a choice of its own, but shown
            said = str(question.period).removeprefix(f"{year}年")
            self.fields["part"].choices = [(code[4:], said), *PARTS]  # type: ignore[attr-defined]
        if not with_period:
            del self.fields["year"], self.fields["part"]
        self._narrow(question)

    def _narrow(self, question: Question) -> None:
        for name, value in question.where.items():
            hidden: dict[str, Any] = {"widget": forms.HiddenInput, "required": False}
            self.fields[name] = forms.CharField(initial=written(value), **hidden)
