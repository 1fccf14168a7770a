"""No page, file or search tells an official of a row that is not theirs to see.

Every address of the desk is walked as an official of one township, in a county whose ledgers
have been imported and whose quarter's report has been finalised.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.utils import timezone

from tests.desk.walking import PERIOD, Secrets, addresses, said
from tests.stories.test_two_counties import Imported
from tests.world import TOWNSHIP
from wutong.attract.firms.operations import firms
from wutong.attract.leads.operations import (
    decide_first_contact,
    inquiries,
    judge_lead,
    offer_lead,
    referrals,
    turn_into_lead,
)
from wutong.attract.outreach.operations import costs
from wutong.attract.projects.models import Project
from wutong.foundation.periods import Period
from wutong.metrics.asking import Ask
from wutong.metrics.engine import Metric, Said
from wutong.metrics.registry import catalogue
from wutong.people.models import Role, Unit
from wutong.people.operations import grant_role, machine_administrator, record_official
from wutong.sites.desk.queries.pages import pages
from wutong.steer.bulletins.models import Template
from wutong.steer.bulletins.operations import finalise_report

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def imported(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        Imported("临峪县")
        actor = machine_administrator()
        ask = Ask.of(Period.written(PERIOD))
        finalise_report(Template.objects.get(), ask=ask, actor=actor)
        lead_elsewhere()
        yield
        transaction.set_rollback(True)


def lead_elsewhere() -> None:
    """Let the township with the most projects have an inquiry, a lead of it, and an offer."""
    actor, now = machine_administrator(), timezone.now()
    townships = Unit.objects.filter(kind=Unit.Kind.TOWNSHIP, projects__isnull=False)
    unit, other = sorted(townships.distinct(), key=lambda one: (-one.projects.count(), one.pk))[:2]
    name = "绍兴秘而不宣新材料有限公司"
    introduced = referrals.record(
        introducer=firms.record(name="秘密介绍人商会", kind="association", actor=actor),
        introduced_name=name, introduced_on=now.date(), unit=unit, actor=actor,
    )  # fmt: skip
    costs.record(unit=unit, spent_on=now.date(), amount=100, purpose="秘密考察差旅费", actor=actor)
    asked = inquiries.record(way="phone", firm_name=name, text="秘密", unit=unit, actor=actor)
    turned = turn_into_lead(asked, title="秘而不宣的石墨烯基地", referral=introduced, actor=actor)
    judge_lead(turned.lead, verdict="fit", on=now.date(), reason="秘密研判理由", actor=actor)
    offer_lead(turned.lead, to_unit=other, reason="秘密流转原因", percent=30, actor=actor)
    decide_first_contact(
        turned.lead, unit=other, outcome="kept", reason="秘密裁定理由", on=now.date(), actor=actor
    )


@pytest.fixture(scope="module")
def secrets(imported: None, django_db_blocker: Any) -> Secrets:
    """Return what an official of the township with the fewest projects may not see."""
    with django_db_blocker.unblock():
        actor = machine_administrator()
        townships = Unit.objects.filter(kind=Unit.Kind.TOWNSHIP, projects__isnull=False)
        unit = min(townships.distinct(), key=lambda one: (one.projects.count(), one.pk))
        official = record_official(username="passer-by", name="过路人", unit=unit, actor=actor)
        role = Role.objects.create(name="过路人", abilities=TOWNSHIP)
        grant_role(official, role=role, unit=unit, actor=actor)
        return Secrets(official)


@pytest.fixture
def stranger(secrets: Secrets, db: None) -> Iterator[Client]:
    logging.disable(logging.WARNING)  # most of what is asked is refused, and logged as such
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(secrets.official, backend="django.contrib.auth.backends.ModelBackend")
    yield client
    logging.disable(logging.NOTSET)


def leaks(client: Client, secrets: Secrets, walked: Iterable[str]) -> dict[str, set[str]]:
    found = {address: secrets.told_in(said(client, address)) for address in walked}
    return {address: told for address, told in found.items() if told}


def test_a_stranger_finds_no_row_of_another_unit_anywhere(
    secrets: Secrets, stranger: Client
) -> None:
    assert leaks(stranger, secrets, addresses(secrets)) == {}


def test_the_walk_goes_everywhere(secrets: Secrets, db: None) -> None:
    walked = {address.partition("?")[0] for address in addresses(secrets)}

    assert {f"/figures/{code}/" for code in catalogue} <= walked
    assert {f"/figures/{code}/rows.xlsx" for code in catalogue} <= walked
    assert {f"/{slug}/" for slug in pages} | {f"/{slug}/export/" for slug in pages} <= walked
    assert {f"/names/{slug}/" for slug in pages} | {"/search/", "/trail/"} <= walked
    assert {f"/reports/quarterly/{PERIOD}/report.{form}" for form in ("docx", "xlsx")} <= walked
    hidden = {kind: keys for kind, keys in secrets.keys.items() if keys}
    for page in pages.values():
        if page.model in hidden:
            assert any(address.startswith(f"/{page.slug}/") for address in walked)
            key = min(hidden[page.model])
            assert f"/{page.slug}/{key}/" in walked
    assert len(secrets.names) > 500


def test_the_stranger_does_see_their_own(secrets: Secrets, stranger: Client) -> None:
    own = Project.objects.visible_to(secrets.official).first()

    assert own is not None
    assert own.name in said(stranger, "/projects/?q=" + own.name[:4])


def a_secret(secrets: Secrets) -> Project:
    return Project.objects.filter(pk__in=secrets.keys[Project]).order_by("pk").first()  # type: ignore[return-value]


def of(code: str, walked: Iterator[str]) -> list[str]:
    return [address for address in walked if f"/{code}/" in address]


def test_a_figure_that_says_a_name_would_be_found(
    secrets: Secrets, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = a_secret(secrets).name
    leaky = Said(
        code="leaky", label="走漏的指标", definition="某个项目的名称", source="无",
        says=lambda ask: name,
    )  # fmt: skip
    monkeypatch.setitem(catalogue, "leaky", leaky)

    found = leaks(stranger, secrets, of("leaky", addresses(secrets)))

    assert {address.partition("?")[0] for address in found} == {
        "/figures/leaky/",
        "/figures/leaky/rows.xlsx",
    }


def test_a_figure_whose_rows_know_no_scope_would_be_found(
    secrets: Secrets, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Careless(type(Project.history.all())):  # type: ignore[misc]
        def visible_to(self, official: Any) -> Any:
            return self

    registered = catalogue["projects_registered"]
    assert isinstance(registered, Metric)

    def rows(ask: Ask) -> Any:
        found = registered.rows(ask)
        found.__class__ = Careless
        return found

    monkeypatch.setitem(catalogue, "leaky", replace(registered, code="leaky", rows=rows))

    assert leaks(stranger, secrets, of("leaky", addresses(secrets)))


def test_a_list_that_knows_no_scope_would_be_found(
    secrets: Secrets, stranger: Client, settings: Any
) -> None:
    def listing(request: Any) -> HttpResponse:
        rows = Project.objects.all()
        return HttpResponse("".join(f'<a href="/projects/{row.pk}/">看</a>' for row in rows))

    urls = ModuleType("leaky_urls")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("leaky/", listing),
        path("", include("wutong.sites.desk.urls")),
    ]
    settings.ROOT_URLCONF = urls

    found = leaks(stranger, secrets, of("leaky", addresses(secrets)))

    assert f"/projects/{a_secret(secrets).pk}/" in found["/leaky/"]


def test_a_parameter_that_nobody_explained_stops_the_walk(
    secrets: Secrets, db: None, settings: Any
) -> None:
    urls = ModuleType("unexplained_urls")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        path("dossiers/<int:key>/", lambda request, key: HttpResponse()),
    ]
    settings.ROOT_URLCONF = urls

    with pytest.raises(AssertionError, match="which record is the key of dossiers/"):
        list(addresses(secrets))
