"""Dash's elements as the plain dicts they are sent as, for what callbacks put on the page by the hundred.

A Dash component checks its properties against a list as it is made, and is taken apart again to be sent: 0.06 ms each,
20 ms for an overview; a dict is 1 µs. What the layout holds from the start stays a component: Dash looks for ids there.
"""

from __future__ import annotations

from typing import Any


class Element(dict[str, Any]):
    """One element; its class' name is the component's, properties are named as Dash names them."""

    library = "dash_html_components"

    def __init__(self, children: Any = None, **properties: Any) -> None:
        if children is not None:
            properties["children"] = children
        super().__init__(type=type(self).__name__, namespace=self.library, props=properties)


class A(Element): ...


class Article(Element): ...


class Dd(Element): ...


class Details(Element): ...


class Div(Element): ...


class Dl(Element): ...


class Dt(Element): ...


class H1(Element): ...


class H2(Element): ...


class H3(Element): ...


class Img(Element): ...


class Li(Element): ...


class P(Element): ...


class Section(Element): ...


class Span(Element): ...


class Summary(Element): ...


class Ul(Element): ...


class Graph(Element):
    library = "dash_core_components"


class Link(Element):
    library = "dash_core_components"
