"""The kinds of records the desk shows; importing this package declares them all."""

from wutong.sites.desk.queries.pages import (  # noqa: F401
    calling,
    counting,
    evidence,
    fairs,
    firms,
    inviting,
    leading,
    outings,
    owing,
    people,
    projects,
    promises,
    reserving,
    serving,
    shelf,
    steering,
    targeting,
)
from wutong.sites.desk.queries.pages.shape import Col, Page, Pick, Section, page_of, pages

__all__ = ["Col", "Page", "Pick", "Section", "page_of", "pages"]
