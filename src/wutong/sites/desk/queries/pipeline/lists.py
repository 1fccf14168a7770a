"""What the pipeline's lists share: search, sum, and in words which number they lie behind."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, Sum

from wutong.attract.firms.models import Firm
from wutong.attract.projects.models import Project, stage_names
from wutong.foundation.periods import Period
from wutong.foundation.search.names import is_pinyin, matching
from wutong.people.models import Unit
from wutong.sites.desk.queries.pipeline.frame import Frame
from wutong.sites.desk.queries.pipeline.narrowing import BASES

RELATED = ("investor", "lead_unit", "chain", "sponsor")


def searched(rows: Any, text: str) -> Any:
    """Narrow to what contains the text, or sounds like it, in name, code or investor."""
    text = text.strip()
    if not text:
        return rows
    wanted = Q(name__icontains=text) | Q(code__icontains=text) | Q(investor__name__icontains=text)
    if is_pinyin(text):
        wanted |= Q(pk__in=matching(Project, "name", text))
        wanted |= Q(investor__in=matching(Firm, "name", text))
    return rows.filter(wanted)


def total_of(rows: Any) -> Any:
    return rows.order_by().aggregate(total=Sum("total_investment"))["total"]


def narrowing_in_words(asked: dict[str, Any], frame: Frame) -> str:
    """Return which number the list lies behind, where a number led here."""
    said = []
    if asked.get("cohort"):
        basis = BASES.get(asked.get("by") or "signed", "签约")
        said.append(f"{Period.written(asked['cohort'])}{basis}的项目")
    if asked.get("reached"):
        said.append(f"已{stage_names().get(asked['reached'], asked['reached'])}")
    if asked.get("place"):
        unit = Unit.objects.filter(pk=asked["place"]).first()
        said.append(f"在{unit or asked['place']}")
    said.append(f"截至 {frame.on:%Y-%m-%d}")
    return "，".join(said)
