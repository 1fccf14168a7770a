"""Figures (指标): the catalogue, and each figure opened into its parts and rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from tempfile import TemporaryFile
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wutong.foundation.documents.sheets import to_xlsx
from wutong.foundation.ui.lists import page_of
from wutong.metrics.engine import Figure
from wutong.metrics.registry import catalogue
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.figures import QuestionForm
from wutong.sites.desk.queries.catalogue import groups
from wutong.sites.desk.queries.figure_rows import behind, drawn, sheet_for
from wutong.sites.desk.queries.figures import (
    DIMENSIONS,
    BadQuestion,
    Question,
    part_names,
    read_question,
)
from wutong.sites.desk.queries.readings import (
    breakdowns,
    dimensions_of,
    hides,
    lacking,
    made_of,
    months,
    tell,
)

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
View = Callable[..., HttpResponse | FileResponse]


def explains(view: View) -> View:
    """Answer a query string that cannot be read with 400 and what to write instead."""

    @wraps(view)
    def explained(
        request: OfficialRequest, *args: Any, **kwargs: Any
    ) -> HttpResponse | FileResponse:
        try:
            return view(request, *args, **kwargs)
        except BadQuestion as error:
            context = {"title": "这个链接有一处写错了", "why": str(error), "again": request.path}
            return render(request, "desk/figures/bad.html", context, status=400)

    return explained


def canonical(request: OfficialRequest, question: Question) -> HttpResponse | None:
    """Send the form's year and part on to the address that says `period`."""
    if "year" not in request.GET:
        return None
    kept = {name: request.GET[name] for name in ("q",) if request.GET.get(name)}
    return redirect(request.path + question.query(**kept))


@explains
def listing(request: OfficialRequest) -> HttpResponse:
    question = read_question(request.GET, {})
    if sent := canonical(request, question):
        return sent
    text = request.GET.get("q", "").strip()
    context = {
        "title": "指标",
        "question": question,
        "form": QuestionForm(question),
        "search": text,
        "groups": groups(question, request.user, text),
    }
    return render(request, "desk/figures/list.html", context)


def figure_called(code: str) -> Figure:
    if code not in catalogue:
        raise Http404(code)
    return catalogue[code]


@explains
def detail(request: OfficialRequest, code: str) -> HttpResponse:
    figure = figure_called(code)
    question = read_question(request.GET, dimensions_of(figure), request.user)
    if sent := canonical(request, question):
        return sent
    context = {
        "title": figure.label,
        "figure": figure,
        "question": question,
        "form": QuestionForm(question),
        "told": tell(figure, question.ask, request.user),
        "narrowed": narrowed(figure, question),
        "link": request.build_absolute_uri(question.exact().url(code)),
        "excel": reverse("figure-rows", args=[code]) + question.query(),
        "back": reverse("figures") + question.whole().query(),
    }
    try:
        context |= opened(request, figure, question)
    except LookupError as missing:
        context["lacking"] = lacking(missing)
    return render(request, "desk/figures/detail.html", context)


def opened(request: OfficialRequest, figure: Figure, question: Question) -> dict[str, Any]:
    """Return what a figure opens into: its parts, its breakdowns, its rows."""
    official, found = request.user, behind(figure, question.ask, request.user)
    told = not hides(figure, question.ask, official)
    by_month = months(figure, question, official) if told else []
    context: dict[str, Any] = {
        "parts": made_of(figure, question, official),
        "breakdowns": breakdowns(figure, question, official) if told else [],
        "months": by_month if any(part.value for part in by_month) else [],
        "month_labels": [part.label for part in by_month],
        "month_series": [
            {"name": figure.label, "values": [chartable(p, figure) for p in by_month]}
        ],
        "month_unit": "万元" if figure.unit == "元" else figure.unit,
        "rows": None,
    }
    if found is not None:
        page = page_of(request, found.rows)
        rows = drawn(figure, page, official)
        context |= {"rows": rows, "columns": found.columns, "page": page, "hidden": found.hidden}
    return context


def chartable(part: Any, figure: Figure) -> float:
    return float(part.value / 10_000 if figure.unit == "元" else part.value)


def narrowed(figure: Figure, question: Question) -> list[dict[str, str]]:
    """Return by what the figure is narrowed, each with the way back."""
    return [
        {
            "label": DIMENSIONS[name],
            "text": part_names(name, [part]).get(part, str(part)),
            "url": question.url(figure.code, **{name: None}),
        }
        for name, part in question.where.items()
    ]


@explains
def rows_file(request: OfficialRequest, code: str) -> HttpResponse | FileResponse:
    """Send the figure's definition, value and visible rows, as asked, as .xlsx."""
    figure = figure_called(code)
    question = read_question(request.GET, dimensions_of(figure), request.user)
    stream = TemporaryFile()  # noqa: SIM115 (closed by the response)
    try:
        to_xlsx([sheet_for(figure, question, request.user)], stream)
    except LookupError as missing:
        raise BadQuestion(lacking(missing)) from missing
    stream.seek(0)
    name = f"{figure.label}_{question.period.code}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=name, content_type=XLSX)
