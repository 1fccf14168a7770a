"""The document as HTML: on a page of the site, where figures lead to their rows, or as a file."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from wutong.foundation.documents.composition import Block, Composition, Run

Link = Callable[[str], str]
HEADINGS = {1: "h2", 2: "h3"}  # the title is h1

STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { margin: 2rem auto; max-width: 156mm; padding: 0 1rem; color: #000; background: #fff; }
.document { font: 16pt/1.81 FangSong_GB2312, 仿宋_GB2312, FangSong, 仿宋, STFangsong, serif; }
.document h1 { font: bold 22pt/1.4 FZXiaoBiaoSong-B05S, 方正小标宋简体, "Noto Serif CJK SC", SimSun,
  serif; text-align: center; text-wrap: balance; margin: 0 0 1.5rem; }
.document h2 { font: inherit; font-family: SimHei, 黑体, STHeiti, "Noto Sans CJK SC", sans-serif; }
.document h3, .document .run-in { font: inherit; font-family: KaiTi_GB2312, 楷体_GB2312, KaiTi,
  楷体, STKaiti, serif; font-weight: normal; }
.document h2, .document h3, .document p { margin: 0; text-indent: 2em; text-align: justify; }
.document .signed, .document .dated { text-align: right; text-indent: 0; padding-right: 2em; }
.document .signed, .document .dated:first-child { margin-top: 1.81em; }
.document footer { margin-top: 2rem; padding-top: .4rem; border-top: 1px solid; font-size: 14pt; }
.document .missing { background: #fff2a8; color: inherit; }
"""


def to_html(composition: Composition, link: Link | None = None) -> str:
    """Return the document as an `<article>`, all text escaped.

    `link` gives the address behind a figure slot; without it, figures are marked but lead
    nowhere.
    """
    parts = ['<article class="document">']
    if composition.title:
        lines = (escape(line) for line in composition.title.split("\n"))
        parts.append(f"<h1>{'<br>'.join(lines)}</h1>")
    parts += [_block(block, link) for block in composition.blocks]
    for name in ("signed", "dated"):
        text = composition.signed_by if name == "signed" else composition.dated
        if text:
            parts.append(f'<p class="{name}">{escape(text)}</p>')
    if composition.footer:
        parts.append(f"<footer>{escape(composition.footer)}</footer>")
    return "\n".join([*parts, "</article>"])


def to_html_page(composition: Composition) -> str:
    """Return the document as a whole HTML file that needs no other."""
    title = escape(composition.title.replace("\n", ""))
    return (
        f'<!doctype html>\n<html lang="zh-CN">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{to_html(composition)}\n</body>\n</html>\n"
    )


def _block(block: Block, link: Link | None) -> str:
    if block.is_heading:
        tag = HEADINGS[block.level]
        return f"<{tag}>{''.join(_run(run, link) for run in block.runs)}</{tag}>"
    head = [run for run in block.runs if run.style == "heading"]
    inside = "".join(_run(run, link) for run in block.runs)
    if head:
        # Up to its last heading run, so that a passage still missing stands in the heading.
        end = max(at for at, run in enumerate(block.runs) if run.style == "heading") + 1
        first, rest = block.runs[:end], block.runs[end:]
        inside = f'<strong class="run-in">{"".join(_run(run, link) for run in first)}</strong>'
        inside += "".join(_run(run, link) for run in rest)
    return f'<p class="level-{block.level}">{inside}</p>'


def _run(run: Run, link: Link | None) -> str:
    shown = escape(run.text)
    if run.style == "missing":
        shown = f'<mark class="missing">{shown}</mark>'
    if not run.mark:
        return shown
    slot = f'class="figure" data-slot="{escape(run.mark)}"'
    if link is None:
        return f"<span {slot}>{shown}</span>"
    return f'<a {slot} href="{escape(link(run.mark))}">{shown}</a>'
