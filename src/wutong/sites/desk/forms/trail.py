"""The filters above the trail: who, what, which record, from which day to which."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from wutong.foundation.audit.models import Trail
from wutong.people.models import Official
from wutong.sites.desk.queries.history import in_words

ALL = ("", "全部")


class TrailFilter(forms.Form):
    who = forms.ChoiceField(label="谁", required=False)
    action = forms.ChoiceField(label="动作", required=False)
    kind = forms.ChoiceField(label="记录", required=False)
    since = forms.DateField(label="从", required=False, widget=forms.DateInput)
    until = forms.DateField(label="到", required=False, widget=forms.DateInput)
    key = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        wrote = Official.objects.filter(pk__in=Trail.objects.values("actor"))
        actions = Trail.objects.order_by("action").values_list("action", flat=True).distinct()
        kinds = ContentType.objects.filter(pk__in=Trail.objects.exclude(kind=None).values("kind"))
        choices: dict[str, list[tuple[str, str]]] = {
            "who": [(str(o.pk), str(o)) for o in wrote],
            "action": [(a, in_words(a)) for a in actions],
            "kind": [(str(k.pk), str(k.name)) for k in kinds],
        }
        for name, found in choices.items():
            self.fields[name].choices = [ALL, *found]  # type: ignore[attr-defined]

    def narrow(self, rows: QuerySet[Trail]) -> QuerySet[Trail]:
        self.is_valid()
        given: dict[str, Any] = self.cleaned_data
        for name, path in {
            "who": "actor",
            "action": "action",
            "kind": "kind",
            "key": "key",
        }.items():
            if given.get(name):
                rows = rows.filter(**{path: given[name]})
        if given.get("since"):
            rows = rows.filter(at__gte=moment_of(given["since"], time.min))
        if given.get("until"):
            rows = rows.filter(at__lte=moment_of(given["until"], time.max))
        return rows


def moment_of(day: Any, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))
