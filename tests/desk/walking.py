"""Walking every address of the desk, and reading whatever comes back for what must not be there.

The addresses are those of the URL configuration, filled from the registries of records, figures
and reports: what is registered later is walked as well. A new kind of parameter stops the walk
until `filled` is told what it means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product
from typing import Any

from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.bulletins.quarter import words
from wutong.attract.firms.models import Firm, FirmMerger
from wutong.attract.funds.models import Receipt
from wutong.attract.outreach.models import Interaction, TripPlan
from wutong.attract.projects.models import (
    Gate,
    Interest,
    MajorTag,
    Merger,
    Project,
    Proposal,
    Stage,
    Waiver,
)
from wutong.foundation.files.models import File
from wutong.foundation.imports.models import Batch, LedgerSheet, RememberedMapping, Row
from wutong.metrics.engine import Figure
from wutong.metrics.models import Rule
from wutong.metrics.registry import catalogue
from wutong.people.models import EVERYONE, CountyRecord, Grant, Official, Unit
from wutong.sites.desk.queries.pages import pages
from wutong.sites.desk.queries.readings import dimensions_of
from wutong.sites.desk.views.acts import ACTS
from wutong.sites.desk.views.report_files import FORMATS
from wutong.steer.bulletins.models import Reading, Report, Template

PERIOD = "2023Q1"
WHOSE: dict[str, type[models.Model]] = {
    "reports/versions/": Report,
    "reports/templates/": Template,
    "imports/rows/": Row,
    "imports/sheets/": LedgerSheet,
    "imports/mappings/": RememberedMapping,
    "imports/": Batch,
    "officials/": Official,
    "rules/": Rule,
    "files/": File,
    "pipeline/moves/": Project,
    "interests/": Interest,
    "proposals/": Proposal,
    "funds/returns/": Unit,
    "funds/verification/": Receipt,
    "gates/": Gate,
    "stages/": Stage,
    "waivers/": Waiver,
    "mergers/": Merger,
    "firm-mergers/": FirmMerger,
    "major-tags/": MajorTag,
    "field/steps/": Interaction,
    "field/packs/": TripPlan,
}
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
LINK = re.compile(r'/(\w[\w-]*)/(\d+)/(?:["#?]|\w)')
SHORTEST = 5  # characters of a name that is unlikely to be part of something else
FILES = {"spreadsheetml": "xlsx", "wordprocessingml": "docx", "pdf": "pdf", "json": "json"}


class Secrets:
    """What an official may not see: the rows out of their scope, and what these are called."""

    def __init__(self, official: Official) -> None:
        self.official = official
        self.keys: dict[type[Any], set[int]] = {}
        names: set[str] = set()
        seen: list[str] = []
        for kind in kinds():
            visible = kind.objects.visible_to(official)
            seen += [text for row in visible for text in texts(row)]
            if kind.scope != EVERYONE:
                hidden = kind.objects.exclude(pk__in=visible.order_by().values("pk"))
                self.keys[kind] = set(hidden.values_list("pk", flat=True))
                names |= {name for row in hidden for name in called(row)}
        known = "\n".join(seen)
        self.names = {name for name in names if len(name) >= SHORTEST and name not in known}
        self.beginnings: dict[str, list[str]] = {}
        for name in self.names:
            self.beginnings.setdefault(name[:SHORTEST], []).append(name)

    def sample(self, kind: type[Any]) -> list[Any]:
        """Return a row of the kind out of scope, or some where the kind is everybody's."""
        if self.keys.get(kind):
            return [min(self.keys[kind])]
        keys = sorted(kind._base_manager.values_list("pk", flat=True))
        return keys[:: max(len(keys) // 3, 1)][:4]

    def told_in(self, text: str) -> set[str]:
        """Return the names, and the links, of rows out of scope that stand in a text."""
        found = set()
        for at in range(len(text) - SHORTEST + 1):
            for name in self.beginnings.get(text[at : at + SHORTEST], ()):
                if text.startswith(name, at):
                    found.add(name)
        for slug, key in LINK.findall(text):
            if slug in pages and int(key) in self.keys.get(pages[slug].model, ()):
                found.add(f"/{slug}/{key}/")
        return found


def kinds() -> Iterator[type[Any]]:
    return (model for model in apps.get_models() if issubclass(model, CountyRecord))


def texts(row: Any) -> list[str]:
    fields = [f for f in row.fact_fields() if isinstance(f, models.CharField | models.TextField)]
    return [str(row), *(str(getattr(row, f.attname) or "") for f in fields)]


def called(row: Any) -> list[str]:
    names = ("name", "title", "measure", "project_name")
    return [str(row), *(str(getattr(row, name, "") or "") for name in names)]


def addresses(secrets: Secrets, urlconf: str | None = None) -> Iterator[str]:
    """Return every address, each with the parameters that could tell of rows out of scope."""
    for route, pattern in patterns(get_resolver(urlconf).url_patterns):
        names = PARAMETER.findall(route)
        told = pattern.default_args.get("page")
        values = [filled(name, route, told, secrets) for name in names]
        for chosen in product(*values):
            given = iter(chosen)
            address = "/" + PARAMETER.sub(lambda _, given=given: str(next(given)), route)  # type: ignore[misc]
            yield from asked(address, dict(zip(names, chosen, strict=True)), told, secrets)


def patterns(listed: Iterable[Any], before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for each in listed:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from patterns(each.url_patterns, route)
        else:
            yield route, each


def filled(name: str, route: str, page: Any, secrets: Secrets) -> Iterable[Any]:
    """Return what a parameter of a route can stand for."""
    if name == "key":
        prefix = next((p for p in sorted(WHOSE, key=len, reverse=True) if route.startswith(p)), "")
        told = pages.get(route.split("/", 1)[0])
        kind = page.model if page else WHOSE.get(prefix) or (told and told.model)
        assert kind is not None, f"which record is the key of {route}? teach tests/desk/walking.py"
        return secrets.sample(kind)
    if name == "month":
        return ["2023-03"] if "<month:" in route else [3]
    if name == "code" and route.startswith("cards/"):
        return Proposal.objects.exclude(card_code="").values_list("card_code", flat=True)
    if name == "form" and "card" in route:
        return ["pdf", "png"]
    if name == "slug":
        return [act.slug for act in ACTS.get(page.model, ())] if page else list(pages)
    known: dict[str, Iterable[Any]] = {
        "code": [t.code for t in Template.objects.all()] if "reports" in route else catalogue,
        "period": [PERIOD],
        "form": FORMATS,
        "slot": Reading.objects.order_by("pk").values_list("slot", flat=True),
        "grant": secrets.sample(Grant),
        "year": [2023],
        "file": secrets.sample(File),
        "gate": secrets.sample(Gate),
        "digest": ["0" * 16],
        "client_key": ["00000000-0000-4000-8000-000000000000"],
        "first": secrets.sample(Firm if "firm-" in route else Project),
        "second": secrets.sample(Firm if "firm-" in route else Project),
    }
    assert name in known, f"what is <{name}> of {route}? teach tests/desk/walking.py"
    return known[name]


def asked(address: str, given: dict[str, Any], page: Any, secrets: Secrets) -> Iterator[str]:
    """Return an address with each question that could bring out rows of others."""
    figure = catalogue.get(given.get("code", ""))
    if figure is not None:
        yield f"{address}?period={PERIOD}"
        yield from (f"{address}?period={PERIOD}&{part}" for part in parts(figure, secrets))
        return
    yield address
    if "key" in given or "period" in given:
        return
    kind = page.model if page else getattr(pages.get(given.get("slug", "")), "model", None)
    everywhere = secrets.keys if address == "/search/" else [Project]
    for each in [kind] if kind else everywhere:
        for row in each.objects.filter(pk__in=secrets.sample(each)):
            yield f"{address}?q={called(row)[-1][:4] or str(row)[:4]}"


def parts(figure: Figure, secrets: Secrets) -> Iterator[str]:
    """Return by which records of others a figure could be narrowed."""
    for name in dimensions_of(figure):
        kind = next((k for k in secrets.keys if k._meta.model_name == name), None)
        if kind is not None:
            yield from (f"{name}={key}" for key in secrets.sample(kind))


def said(client: Client, address: str) -> str:
    """Return what an address answers, as text, whatever the form it comes in."""
    reply: Any = client.get(address)
    assert reply.status_code < 500, address
    content = b"".join(reply.streaming_content) if reply.streaming else reply.content
    kind = reply.headers.get("Content-Type", "")
    form = next((form for word, form in FILES.items() if word in kind), "text")
    return f"{reply.headers.get('Location', '')}\n{words(form, content)}"
