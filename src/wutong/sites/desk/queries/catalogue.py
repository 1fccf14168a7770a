"""The catalogue of figures: grouped by the part of the county's work whose rows they count."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from wutong.metrics.engine import Figure, Said
from wutong.metrics.registry import catalogue
from wutong.metrics.sheets import metric_of
from wutong.sites.desk.queries.figures import Question
from wutong.sites.desk.queries.readings import Told, tell

# By where the rows are defined, longest first; the order is that of the page.
GROUPS = (
    ("wutong.attract.agreements", "项目"),
    ("wutong.attract.funds", "资金"),
    ("wutong.attract.outreach", "活动"),
    ("wutong.attract.projects.queries.fairs", "活动"),
    ("wutong.attract.leads", "线索与成效"),
    ("wutong.attract.projects", "储备宣传"),
    ("wutong.attract.", "产业链与企业"),
    ("wutong.steer.targets", "目标"),
    ("wutong.serve.aftercare", "企业服务"),
    ("wutong.serve.policies", "表彰政策"),
    ("wutong.steer.rankings", "表彰政策"),
    ("", "报告用语"),
)


FIRST = {
    "projects_registered", "contracted_amount", "projects_commenced", "commencement_rate",
}  # fmt: skip


@dataclass(frozen=True)
class Entry:
    figure: Figure
    told: Told
    url: str


@dataclass(frozen=True)
class Group:
    label: str
    entries: list[Entry]


def group_of(figure: Figure) -> str:
    metric = figure if isinstance(figure, Said) else metric_of(figure)
    source = getattr(metric, "says" if isinstance(metric, Said) else "rows", None)
    module = getattr(source, "__module__", "")
    return next(label for prefix, label in GROUPS if module.startswith(prefix))


def matches(figure: Figure, text: str) -> bool:
    wanted = text.casefold()
    return wanted in f"{figure.label}{figure.code}{figure.definition}{figure.source}".casefold()


def groups(question: Question, official: Any, text: str = "") -> list[Group]:
    """Return the figures that contain the text, with their values, group by group."""
    found: dict[str, list[Entry]] = {label: [] for _, label in GROUPS}
    for figure in catalogue.values():
        if matches(figure, text):
            entry = Entry(figure, tell(figure, question.ask, official), question.url(figure.code))
            found[group_of(figure)].append(entry)
    for entries in found.values():
        entries.sort(key=lambda entry: entry.figure.code not in FIRST)
    return [Group(label, entries) for label, entries in found.items() if entries]
