"""Synonyms and remembered headers: how the importer was taught to read this county's ledgers."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_POST

from wutong.foundation.imports.kinds import kinds, word_lists
from wutong.foundation.imports.models import LedgerSheet, RememberedMapping
from wutong.foundation.imports.operations import forget_mapping, set_synonym
from wutong.foundation.operations import Refused
from wutong.foundation.ui.lists import page_of
from wutong.people.access import OfficialRequest
from wutong.sites.desk.forms.imports import WordForm, header_of
from wutong.sites.desk.queries.imports.batches import kind_label
from wutong.sites.desk.queries.imports.words import (
    HEADER,
    header_kinds,
    meanings_of,
    topic_choices,
    topic_of,
)


def _may_look(request: OfficialRequest) -> None:
    if not (request.user.holds("imports.words") or request.user.holds("imports.apply")):
        raise PermissionDenied("imports.words")


def words(request: OfficialRequest) -> HttpResponse:
    _may_look(request)
    topic, kind = _chosen(request.GET if request.method == "GET" else request.POST)
    meanings = meanings_of(topic, kind)
    choices = [(meaning.code, meaning.label) for meaning in meanings]
    form = WordForm(choices, request.POST or None, initial={"topic": topic})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        synonym = set_synonym(
            topic=topic, meaning=given["meaning"], word=given["word"], actor=request.user
        )
        messages.info(request, f"已添加“{synonym.word.lstrip('=')}”；重新核对批次后生效")
        return redirect(_place(topic, kind))
    context = {
        "title": "同义词",
        "topic": topic,
        "kind": kind,
        "label": f"表头：{kind_label(kind)}" if topic == HEADER else topic_of(topic).label,
        "does": "下面各栏目在台账表头里有哪些写法。" if topic == HEADER else topic_of(topic).does,
        "meanings": meanings,
        "form": form,
        "may_change": request.user.holds("imports.words"),
        "topics": topic_choices(),
        "header_kinds": header_kinds(),
        "is_header": topic == HEADER,
    }
    return render(request, "desk/imports/words.html", context, status=422 if form.errors else 200)


def _chosen(asked: Any) -> tuple[str, str]:
    """Return the list asked for, and for headers the kind of ledger."""
    topic, kind = asked.get("topic", HEADER), asked.get("kind", "projects")
    if topic != HEADER and topic not in word_lists:
        topic = HEADER
    return topic, kind if kind in kinds else "projects"


def _place(topic: str, kind: str) -> str:
    asked = {"topic": topic} | ({"kind": kind} if topic == HEADER else {})
    return f"{reverse('import-words')}?{urlencode(asked)}"


@require_POST
def word(request: OfficialRequest) -> HttpResponse:
    """Switch a word of a list off, or on again: `off:projects.amount:签约金额`."""
    topic, kind = _chosen(request.POST)
    wish, _, about = request.POST.get("switch", "").partition(":")
    meaning, _, text = about.partition(":")
    known = {each.code: {word.text for word in each.words} for each in meanings_of(topic, kind)}
    if wish not in ("on", "off") or text not in known.get(meaning, ()):
        raise Refused("词表里没有这个写法，请刷新")
    set_synonym(topic=topic, meaning=meaning, word=text, is_off=wish == "off", actor=request.user)
    return redirect(_place(topic, kind))


@require_GET
def mappings(request: OfficialRequest) -> HttpResponse:
    _may_look(request)
    found = RememberedMapping.objects.select_related("remembered_by").order_by("-remembered_at")
    page = page_of(request, found)
    sheets = LedgerSheet.objects.filter(signature__in=[each.signature for each in page])
    latest = {sheet.signature: sheet for sheet in sheets.select_related("ledger").order_by("pk")}
    context = {
        "title": "记住的表头",
        "page": page,
        "lines": [_mapping_line(each, latest.get(each.signature)) for each in page],
        "may_change": request.user.holds("imports.words"),
    }
    return render(request, "desk/imports/mappings.html", context)


def _mapping_line(mapping: RememberedMapping, sheet: LedgerSheet | None) -> dict[str, Any]:
    kind = kinds.get(mapping.kind)
    headers = {c["index"]: header_of(c) for c in sheet.columns} if sheet else {}
    uses = [
        (headers.get(use["col"], f"第{use['col'] + 1}列"), kind.field(use["field"]).label)
        for use in mapping.mapping
        if kind and kind.has(use["field"])
    ]
    return {"mapping": mapping, "kind": kind_label(mapping.kind), "uses": uses, "sheet": sheet}


@require_POST
def mapping(request: OfficialRequest, key: int) -> HttpResponse:
    """Forget how a header was read."""
    forget_mapping(get_object_or_404(RememberedMapping, pk=key), actor=request.user)
    messages.info(request, "已忘记这个表头，下次按表头词语重新判断")
    return redirect("import-mappings")
