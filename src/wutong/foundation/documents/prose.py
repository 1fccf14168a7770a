"""Text with figures by name (数据位): `签约额{{ contracted_amount | wan }}万元`, edited on screen.

Jinja2 reads it; what it read is allowed only if it prints a figure through one of our filters
or asks about one in an `if`. No attribute, call, loop or assignment passes, so that a template
can neither read anything but figures nor run anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wutong.foundation.documents.composition import Run
from wutong.foundation.money import in_wan, in_yi, plain, rounded

ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Filter,
    nodes.If, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.Test, nodes.Neg,
)  # fmt: skip
BARRED = (
    ((nodes.Getattr, nodes.Getitem), "用点号或方括号取数据的内部"),
    ((nodes.Call, nodes.CallBlock, nodes.Macro), "调用函数"),
    ((nodes.Import, nodes.FromImport, nodes.Include, nodes.Extends), "引入别的文件"),
    ((nodes.For, nodes.Assign, nodes.AssignBlock), "循环或赋值"),
    ((nodes.BinExpr, nodes.Concat, nodes.CondExpr), "写算式或拼接"),
)
UNITS = {"wan": "万元", "yi": "亿元"}
OPEN, MIDDLE, CLOSE = "\ue000", "\ue001", "\ue002"
PRIVATE = re.compile("[\ue000-\uf8ff]")
PRINTED = re.compile(f"{OPEN}(\\d+){MIDDLE}(.*?){CLOSE}", re.DOTALL)


class BadTemplate(Exception):
    """A template that cannot be used; the message says in which line, and what to do."""


@dataclass(frozen=True, slots=True)
class Blank:
    """A figure without a value: prints `says`, and is neither more nor less than anything."""

    says: str

    def __lt__(self, other: object) -> bool:
        return False

    __gt__ = __le__ = __ge__ = __lt__


@dataclass(frozen=True, slots=True)
class Several:
    """Names to print: the first `limit` of them, unless the template asks for another number."""

    names: tuple[str, ...]
    limit: int


Value = Decimal | str | Blank | Several


@dataclass(frozen=True, slots=True)
class Place:
    """Where a figure is printed: `figure`, in which `unit` ("" as it is), the nth time.

    `places` decimals of a number are printed; `limit` names of a list, 0 as the figure says.
    """

    figure: str
    unit: str
    nth: int
    places: int = 2
    limit: int = 0


MOST_PLACES = 6


def shown(value: Value, places: int = 2) -> str:
    match value:
        case Decimal():
            return plain(_to_places(value, places))
        case Blank():
            return value.says
        case Several():
            return "、".join(value.names[: value.limit])
        case _:
            return str(value)


def _to_places(value: Decimal, places: int) -> Decimal:
    return rounded(value, min(max(places, 0), MOST_PLACES))


def _rounding(convert: Callable[[Decimal], Decimal]) -> Callable[..., Any]:
    """Return the filter that converts a number and rounds it; what is no number passes."""

    def filtered(value: Any, places: int = 2) -> Any:
        return _to_places(convert(value), places) if isinstance(value, Decimal) else value

    return filtered


def _names(value: Any, limit: int = 3) -> Any:
    return Several(value.names, limit) if isinstance(value, Several) else value


# Filters give numbers, so that `{% if contracted_amount | yi > 1 %}` compares.
FILTERS: dict[str, Callable[..., Any]] = {
    "wan": _rounding(in_wan),
    "yi": _rounding(in_yi),
    "abs": lambda value: abs(value) if isinstance(value, Decimal) else value,
    "places": _rounding(lambda value: value),
    "names": _names,
}
NO_NUMBER = frozenset({"abs"})  # filters that take none


def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(autoescape=False, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = dict(FILTERS)
    environment.filters["_place"] = lambda value, n, places: (
        f"{OPEN}{n}{MIDDLE}{_clean(shown(value, places))}{CLOSE}"
    )
    environment.tests = {"blank": lambda value: isinstance(value, Blank)}
    return environment


def _clean(text: str) -> str:
    return PRIVATE.sub("", text)


class Prose:
    """A template that has been read and found harmless."""

    def __init__(self, text: str) -> None:
        self.environment = _environment()
        self._places: dict[Place, int] = {}
        try:
            tree = self.environment.parse(_clean(text))
            _check(tree)
            self._number(tree.body, {})
            self.lines = _lines_of_names(tree)
            code = self.environment.compile(tree)
            self._template = self.environment.template_class.from_code(self.environment, code, {})
        except TemplateSyntaxError as error:
            raise BadTemplate(
                f"第{error.lineno}行写法有误，请核对：双大括号成对，里面只写一个代号；"
                "if 与 endif 成对"
            ) from error
        except (RecursionError, SyntaxError, ValueError, ArithmeticError) as error:
            raise BadTemplate("判断的层数太多，或数字太长，请拆开或改短") from error
        self.places = list(self._places)
        self.names = sorted(self.lines)

    def _number(self, body: list[nodes.Node], seen: dict[str, int]) -> None:
        """Wrap each printed figure with its place; branches of one `if` share their places."""
        for node in body:
            if isinstance(node, nodes.Output):
                node.nodes = [self._placed(n, seen) for n in node.nodes]
            elif isinstance(node, nodes.If):
                branches = [node.body, *(e.body for e in node.elif_), node.else_]
                counts = []
                for branch in branches:
                    own = dict(seen)
                    self._number(branch, own)
                    counts.append(own)
                for own in counts:
                    seen.update({n: max(k, seen.get(n, 0)) for n, k in own.items()})

    def _placed(self, node: nodes.Expr, seen: dict[str, int]) -> nodes.Expr:
        if isinstance(node, nodes.TemplateData):
            return node
        name, filters = _printed(node)
        seen[name] = seen.get(name, 0) + 1
        units = [UNITS[f] for f, _ in filters if f in UNITS]
        places = [2 if n is None else n for f, n in filters if f in UNITS or f == "places"]
        limits = [3 if n is None else n for f, n in filters if f == "names"]
        place = Place(
            name,
            units[0] if units else "",
            seen[name],
            min(max(places[-1] if places else 2, 0), MOST_PLACES),
            limits[-1] if limits else 0,
        )
        number = self._places.setdefault(place, len(self._places))
        told = [nodes.Const(n, lineno=node.lineno) for n in (number, place.places)]
        return nodes.Filter(node, "_place", told, [], None, None, lineno=node.lineno)

    def require(self, known: Iterable[str]) -> None:
        """Refuse names that are no figures, saying in which line."""
        unknown = sorted(set(self.names) - set(known), key=lambda name: self.lines[name])
        if unknown:
            line = self.lines[unknown[0]]
            raise BadTemplate(f"第{line}行：没有名为“{unknown[0]}”的数据，请从指标表中选用")

    def runs(self, values: Mapping[str, Value]) -> list[tuple[int | None, str]]:
        """Return the text in pieces: those that print a figure come with their place's number."""
        self.require(values)
        try:
            text = self._template.render(dict(values))
        except (TypeError, ValueError, ArithmeticError, NameError, RecursionError) as error:
            raise BadTemplate("有一处判断把文字或名单当作数字来比较，请改用数字类的数据") from error
        pieces: list[tuple[int | None, str]] = []
        at = 0
        for found in PRINTED.finditer(text):
            if found.start() > at:
                pieces.append((None, text[at : found.start()]))
            pieces.append((int(found[1]), found[2]))
            at = found.end()
        pieces.append((None, text[at:]))
        return [piece for piece in pieces if piece[1]]


def _check(tree: nodes.Template) -> None:
    for node in _walk(tree):
        if not isinstance(node, ALLOWED):
            what = next((said for kinds, said in BARRED if isinstance(node, kinds)), "用这种写法")
            raise BadTemplate(f"第{node.lineno}行：模板只能引用数据、使用 if 判断，不能{what}")
        if isinstance(node, nodes.Filter):
            _check_filter(node)
        if isinstance(node, nodes.Test) and node.name != "blank":
            raise BadTemplate(f"第{node.lineno}行：判断只能用 is blank 和比较大小")


def _check_filter(node: nodes.Filter) -> None:
    if node.name not in FILTERS:
        known = "、".join(FILTERS)
        raise BadTemplate(f"第{node.lineno}行：没有“{node.name}”这种换算，可用 {known}")
    most = 0 if node.name in NO_NUMBER else 1
    whole = all(isinstance(a, nodes.Const) and type(a.value) is int for a in node.args)
    if len(node.args) > most or not whole or node.node is None:
        raise BadTemplate(f"第{node.lineno}行：{node.name} 的括号里最多写一个整数")


def _printed(node: nodes.Expr) -> tuple[str, list[tuple[str, int | None]]]:
    """Return the figure that is printed, and its filters with their numbers, in order."""
    filters: list[tuple[str, int | None]] = []
    inside: nodes.Node | None = node
    while isinstance(inside, nodes.Filter):
        given = inside.args[0].value if inside.args else None  # type: ignore[attr-defined]
        filters.insert(0, (inside.name, given))
        inside = inside.node
    if not isinstance(inside, nodes.Name):
        raise BadTemplate(f"第{node.lineno}行：一处只能印一个数据，算式和文字请写在括号外")
    return inside.name, filters


def _lines_of_names(tree: nodes.Template) -> dict[str, int]:
    """Return the line in which each figure is first named."""
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        lines[node.name] = min(node.lineno, lines.get(node.name, node.lineno))
    return lines


def _walk(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _walk(child)


STOPS = "。；;\n"


def without(
    pieces: list[tuple[int | None, str]], withheld: set[int]
) -> list[tuple[int | None, str]]:
    """Leave out each clause (up to ；or 。) that prints a withheld place."""
    if not withheld:
        return pieces
    letters = [(number, char) for number, text in pieces for char in text]
    clauses: list[list[tuple[int | None, str]]] = [[]]
    for letter in letters:
        clauses[-1].append(letter)
        if letter[0] is None and letter[1] in STOPS:
            clauses.append([])
    kept: list[tuple[int | None, str]] = []
    for clause in clauses:
        if not any(number in withheld for number, _ in clause):
            kept += clause
        elif clause and clause[-1][1] in "。\n" and kept and kept[-1][1] in "；;":
            kept[-1] = (None, clause[-1][1])  # the sentence before now ends here
    return _joined(kept)


def _joined(letters: list[tuple[int | None, str]]) -> list[tuple[int | None, str]]:
    joined: list[tuple[int | None, str]] = []
    for number, char in letters:
        if joined and joined[-1][0] == number:
            joined[-1] = (number, joined[-1][1] + char)
        else:
            joined.append((number, char))
    return joined


def as_runs(pieces: list[tuple[int | None, str]], marks: list[str]) -> list[Run]:
    """Return pieces as runs of a document, each figure marked with its slot's id."""
    return [Run(text, mark=marks[n] if n is not None else "") for n, text in pieces]
