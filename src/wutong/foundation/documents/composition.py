"""The neutral document: what a report says, before any file format has a say.

Levels follow GB/T 9704-2012: 1 is “一、”, 2 is “（一）”, 3 is “1.”, 4 is “（1）”; 0 is body text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

Style = Literal["body", "heading", "missing"]

NUMERAL = "[一二三四五六七八九十百零〇]+"
FIRST = re.compile(rf"{NUMERAL}、[^。]*")
SECOND = re.compile(rf"[（(]{NUMERAL}[）)][^。]*。?")
THIRD = re.compile(r"\d{1,2}[.．](?!\d)")  # “1.” opens an item, “1.5亿元” does not
FOURTH = re.compile(r"[（(]\d{1,2}[）)]")
MISSING = re.compile(r"【待填[^【】]*】")
LONGEST_HEADING = 40  # characters: a longer “一、…” line is a paragraph that counts its points

# What XML 1.0 forbids no document can hold; Word refuses the whole file for one such character.
FORBIDDEN = re.compile("[^\\t\\n\\r\\x20-\\ud7ff\\ue000-\\ufffd\\U00010000-\\U0010ffff]")


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; `mark` is the id of the figure slot it prints, if any."""

    text: str
    mark: str = ""
    style: Style = "body"


@dataclass(frozen=True)
class Block:
    """One paragraph, and its level."""

    level: int
    runs: list[Run]

    @property
    def text(self) -> str:
        """The paragraph as plain text."""
        return "".join(run.text for run in self.runs)

    @property
    def is_heading(self) -> bool:
        """Whether the whole paragraph is a heading, rather than one that opens with it."""
        return self.level in (1, 2) and all(run.style != "body" for run in self.runs)


@dataclass(frozen=True)
class Composition:
    """A document ready to print. A newline in `title` is a line break the author chose."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    footer: str = ""
    signed_by: str = ""
    dated: str = ""

    @property
    def missing(self) -> list[str]:
        """The passages nobody has filled in yet, in reading order."""
        runs = (run for block in self.blocks for run in block.runs)
        return [run.text for run in runs if run.style == "missing"]


def printable(text: str) -> str:
    """Return `text` without the characters that no document can hold."""
    return FORBIDDEN.sub("", text)


def compose(
    title: str,
    text: str | Iterable[Run],
    *,
    footer: str = "",
    signed_by: str = "",
    dated: str = "",
) -> Composition:
    """Read a report's plain text, or its runs with their figure slots, into a document.

    Each line is a paragraph; blank lines and the white space around lines are dropped,
    since indents and spacing are the page's business.
    """
    runs = [Run(text)] if isinstance(text, str) else list(text)
    blocks = [_block(line) for line in _lines(runs)]
    lines = [line.strip() for line in printable(title).splitlines()]
    return Composition(
        title="\n".join(line for line in lines if line),
        blocks=blocks,
        footer=" ".join(printable(footer).split()),
        signed_by=" ".join(printable(signed_by).split()),
        dated=" ".join(printable(dated).split()),
    )


def level_of(line: str) -> int:
    """Return the level that a paragraph's opening announces."""
    if FIRST.fullmatch(line) and len(line) <= LONGEST_HEADING:
        return 1
    for level, opening in ((2, SECOND), (3, THIRD), (4, FOURTH)):
        if opening.match(line):
            return level
    return 0


def _lines(runs: list[Run]) -> Iterator[list[Run]]:
    """Cut the runs at line ends, wherever in a run these fall."""
    line: list[Run] = []
    for run in runs:
        # `splitlines` alone cannot tell "ends here" from "goes on in the next run".
        pieces = (printable(run.text) + "|").splitlines()
        pieces[-1] = pieces[-1][:-1]
        for number, piece in enumerate(pieces):
            if number:
                yield from _stripped(line)
                line = []
            line.append(replace(run, text=piece))
    yield from _stripped(line)


def _stripped(line: list[Run]) -> Iterator[list[Run]]:
    """Yield the line without the white space around it; yield nothing for a blank one."""
    text = "".join(run.text for run in line)
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    if start < end:
        yield _cut(line, start, end)


def _cut(line: list[Run], start: int, end: int) -> list[Run]:
    """Return the runs between two character offsets."""
    kept, at = [], 0
    for run in line:
        part = run.text[max(start - at, 0) : max(end - at, 0)]
        at += len(run.text)
        if part:
            kept.append(replace(run, text=part))
    return kept


def _block(line: list[Run]) -> Block:
    text = "".join(run.text for run in line)
    level = level_of(text)
    if level == 1:
        headed = len(text)
    elif level == 2 and (heading := SECOND.match(text)):
        headed = heading.end()  # a run-in heading: its sentence, then the paragraph goes on
    else:
        headed = 0
    head = [
        run if run.style == "missing" else replace(run, style="heading")
        for run in _cut(line, 0, headed)
    ]
    return Block(
        level, [part for run in head + _cut(line, headed, len(text)) for part in _gaps(run)]
    )


def _gaps(run: Run) -> Iterator[Run]:
    """Set the passages still to be filled in apart, so that nobody overlooks them."""
    at = 0
    for gap in MISSING.finditer(run.text):
        if gap.start() > at:
            yield replace(run, text=run.text[at : gap.start()])
        yield replace(run, text=gap.group(), style="missing")
        at = gap.end()
    if at < len(run.text):
        yield replace(run, text=run.text[at:])
