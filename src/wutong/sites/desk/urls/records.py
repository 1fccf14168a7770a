"""Addresses of every kind of record: nouns; what is done with one is a noun below it."""

from __future__ import annotations

from django.urls import URLPattern, path

from wutong.sites.desk.queries.pages import Page, pages
from wutong.sites.desk.views import acts, records


def paths_of(page: Page) -> list[URLPattern]:
    slug, told = page.slug, {"page": page}
    one = f"{slug}/<int:key>"
    return [
        path(f"{slug}/", records.listing, told, name=slug),
        path(f"{slug}/new/", records.create, told, name=f"{slug}-new"),
        path(f"{slug}/export/", records.export, told, name=f"{slug}-export"),
        path(f"{one}/", records.detail, told, name=f"{slug}-detail"),
        path(f"{one}/edit/", records.edit, told, name=f"{slug}-edit"),
        path(f"{one}/withdrawal/", records.withdrawal, told, name=f"{slug}-withdrawal"),
        path(f"{one}/<slug:slug>/", acts.act, told, name=f"{slug}-act"),
    ]


urlpatterns = [pattern for page in pages.values() for pattern in paths_of(page)]
