"""The dossier as a document, on the page of GB/T 9704-2012: headings and numbered lines."""

from __future__ import annotations

from wutong.foundation.documents.composition import Composition, compose
from wutong.foundation.ui.wording import moment, spoken
from wutong.sites.desk.queries.dossier.whole import Dossier

NUMERALS = "一二三四五六七八九十"
LONGEST_PAST = 60  # lines of the trail in the document; the page has all


def numeral(number: int) -> str:
    """Return a Chinese numeral up to 99: 12 is 十二."""
    tens, ones = divmod(number, 10)
    head = ("" if tens == 1 else NUMERALS[tens - 1]) + "十" if tens else ""
    return head + (NUMERALS[ones - 1] if ones else "")


def document_of(dossier: Dossier, official: str) -> Composition:
    """Return the dossier in words, as it was known on its day."""
    sections = [("基本情况", [basics(dossier)]), ("进展与资金", standing(dossier))]
    sections += [
        (part.title, [f"{n}.{line}" for n, line in enumerate(part.lines(), 1)])
        for part in dossier.parts
        if part.rows
    ]
    if dossier.blank:
        sections.append(("尚无记录", [f"{'、'.join(dossier.blank)}。"]))
    sections.append(("办理经过", past(dossier)))
    lines = []
    for number, (title, said) in enumerate(sections, 1):
        lines += [f"{numeral(number)}、{title}", *said]
    on = dossier.frame.on
    known = "现有记录" if dossier.frame.known_at is None else "当日掌握的记录"
    return compose(
        f"{dossier.project.name}\n项目档案",
        "\n".join(lines),
        footer=f"截至{on:%Y-%m-%d}，按{known}；{official}自梧桐系统导出。",
        dated=f"{on.year}年{on.month}月{on.day}日",
    )


def basics(dossier: Dossier) -> str:
    short = [f"{fact.label}{fact.text}" for fact in dossier.facts if not fact.wide]
    long = [f"{fact.label}：{one_line(fact.text)}" for fact in dossier.facts if fact.wide]
    return "。".join(["；".join(short), *long]).rstrip("。") + "。"


def standing(dossier: Dossier) -> list[str]:
    money, wait = dossier.money, dossier.wait
    said = [f"目前处于{dossier.stage}阶段" if dossier.project.since else "尚未登记节点"]
    if dossier.project.since:
        said.append(f"自{dossier.project.since:%Y-%m-%d}起已{wait.days}天")
    lines = ["，".join(said) + "。"]
    if wait.why:
        lines.append(f"调度提示：{'；'.join(wait.why)}。")
    funds = f"已核验到位资金{spoken(money.verified)}"
    if money.planned:
        funds += f"，占总投资{spoken(money.planned)}的{money.share_in_words}"
    if money.waiting_count:
        funds += f"；另有{money.waiting_count}笔{spoken(money.waiting)}待核验"
    lines.append(f"{funds}。")
    if wait.next_step:
        lines.append(f"下一步：{wait.next_step}。")
    if wait.who:
        lines.append(f"责任：{'；'.join(wait.who)}。")
    if money.months:
        monthly = [f"{m.period}{spoken(m.amount)}" for m in money.months]
        lines.append(f"分月到位：{'，'.join(monthly)}。")
    return lines


def past(dossier: Dossier) -> list[str]:
    shown = dossier.past.told[:LONGEST_PAST]
    lines = [
        f"{n}.{moment(each.at)} {each.who}{each.what}"
        + (f"（{one_line(each.note)}）" if each.note else "")
        for n, each in enumerate(shown, 1)
    ]
    if len(dossier.past.told) > LONGEST_PAST:
        lines.append(f"以上为最近{LONGEST_PAST}条，全部{len(dossier.past.told)}条见系统。")
    return lines or ["没有办理记录。"]


def one_line(text: str) -> str:
    return " ".join(text.split())
