"""The card of a published proposal (项目卡): what it says, and its file, drawn once."""

from __future__ import annotations

from typing import Any, Literal
from zlib import crc32

from django.conf import settings
from django.core.cache import cache

from wutong.attract.projects.models import Proposal
from wutong.attract.projects.queries.packaging import in_percent, in_years, returns_of
from wutong.foundation.documents.card import Card, to_card
from wutong.foundation.documents.pdf import NoFont, npm_fonts
from wutong.foundation.files import store
from wutong.foundation.files.models import File
from wutong.foundation.money import plain, spoken
from wutong.foundation.operations import Refused
from wutong.foundation.ui.wording import day
from wutong.people.models import County

Form = Literal["pdf", "png"]
CAUTION = "收益为测算值，以双方洽谈和可行性研究为准。"
REMEMBERED = 3600  # seconds


def picture_of(proposal: Proposal) -> File | None:
    return File.objects.of(proposal).last()


def card_of(proposal: Any, url: str) -> Card:
    """Return what a proposal's card says; `url` is where its QR code leads."""
    reserve, county = proposal.reserve, County.objects.first()
    chain = proposal.target_chain or reserve.chain
    place = str(county) if county else ""
    kicker = f"{place}招商项目" + (f" · {chain}" if chain else "")
    answer = returns_of(proposal)
    figures = [("总投资", spoken(reserve.total_investment))]
    if answer is not None:
        figures += [
            ("净现值", spoken(answer.npv)),
            ("内部收益率", in_percent(answer.irr.percent)),
            ("静态回收期", in_years(answer.payback.years)),
        ]
    facts = [
        ("选址", proposal.site),
        ("用地面积", f"{plain(proposal.land_area)} 亩" if proposal.land_area else ""),
        ("用地条件", proposal.land),
        ("合作方式", proposal.get_mode_display() if proposal.mode else ""),
        ("用能条件", proposal.energy),
        ("用水条件", proposal.water),
    ]
    sections = [
        ("项目简介", proposal.summary),
        ("市场分析", proposal.market),
        ("可行性", proposal.feasibility),
        ("诚邀合作", proposal.partner),
    ]
    contact = (("联系人", proposal.contact), ("电话", proposal.phone))
    unit = str(reserve.lead_unit) if reserve.lead_unit else place
    published = (
        f"{day(proposal.published_on)} 发布" if proposal.published_on else "未发布，仅供内部审看"
    )
    return Card(
        title=reserve.name,
        kicker=kicker,
        figures=figures,
        facts=[(label, shortly(text)) for label, text in facts if text],
        sections=[(title, text) for title, text in sections if text],
        contact="　".join(f"{label}：{text}" for label, text in contact if text),
        footer=f"{unit}　第{proposal.number}版　{published}\n{CAUTION}",
        url=url,
        url_says="扫码看最新一版",
    )


def shortly(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:59]}…"


def card_file(proposal: Any, url: str, form: Form) -> bytes:
    """Return the card as `pdf` or `png`; a version that stands is drawn once an hour."""
    picture = picture_of(proposal)
    drawn = picture.digest if picture else ""
    state = f"{proposal.pk}-{proposal.known_at.timestamp()}-{proposal.reserve.known_at.timestamp()}"
    key = f"card-{state}-{drawn[:16]}-{form}-{crc32(url.encode())}"
    found: bytes | None = cache.get(key)
    if found is None:
        found = draw(card_of(proposal, url), picture, form)
        cache.set(key, found, REMEMBERED)
    return found


def draw(card: Card, picture: File | None, form: Form) -> bytes:
    shown = None
    if picture is not None:
        with store.opened(store.picture_name(picture.digest, "large")) as stream:
            shown = stream.read()
    try:
        return to_card(card, form, picture=shown, font_dirs=npm_fonts(settings.NODE_MODULES))
    except NoFont as error:
        raise Refused(str(error)) from error
