"""Components (组件): template tags that say which props they take, each with its template."""

from collections.abc import Callable
from inspect import getfullargspec
from typing import Any, TypeVar

from django.template.base import Node, Parser, Token
from django.template.exceptions import TemplateSyntaxError
from django.template.library import Library

Build = TypeVar("Build", bound=Callable[..., dict[str, Any]])


class Components(Library):
    def component(self, build: Build) -> Build:
        """Register `build(context, …)` as the tag of its name, drawn by `ui/<name>.html`."""
        name = build.__name__
        spec = getfullargspec(build)
        props = ", ".join([*spec.args[1:], *(f"{prop}=" for prop in spec.kwonlyargs)])
        self.inclusion_tag(f"ui/{name}.html", takes_context=True)(build)
        compile_tag = self.tags[name]

        def say_what_it_takes(parser: Parser, token: Token) -> Node:
            try:
                node: Node = compile_tag(parser, token)
            except TemplateSyntaxError as error:
                raise TemplateSyntaxError(f"{error}; '{name}' takes: {props}") from error
            return node

        self.tags[name] = say_what_it_takes
        return build
