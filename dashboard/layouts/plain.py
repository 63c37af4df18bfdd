"""Dash's elements as the plain dicts they are sent as, for what callbacks put on the page by the hundred.

A Dash component checks its properties against a list as it is made, and is taken apart again to be sent: 0.06 ms each,
20 ms for an overview; a dict is 1 µs. What the layout holds from the start stays a component: Dash looks for ids there.
"""

from __future__ import annotations

from typing import Any

import dash_bootstrap_components as dbc
from dash import dcc, html

LIBRARIES = {"dash_html_components": html, "dash_core_components": dcc, "dash_bootstrap_components": dbc}


class Element(dict[str, Any]):
    """One element; its class' name is the component's, properties are named as Dash names them."""

    library = "dash_html_components"

    def __init__(self, children: Any = None, **properties: Any) -> None:
        if children is not None:
            properties["children"] = children
        super().__init__(type=type(self).__name__, namespace=self.library, props=properties)


def as_component(part: Any) -> Any:
    """The same as Dash's own components, for its check of every callback against the ids and properties there are."""
    if isinstance(part, list):
        return [as_component(one) for one in part]
    if not isinstance(part, Element):
        return part
    properties = {name: as_component(value) if name == "children" else value for name, value in part["props"].items()}
    return getattr(LIBRARIES[part.library], part["type"])(**properties)


class A(Element): ...


class Article(Element): ...


class Button(Element): ...


class Dd(Element): ...


class Details(Element): ...


class Div(Element): ...


class Dl(Element): ...


class Dt(Element): ...


class H1(Element): ...


class H2(Element): ...


class H3(Element): ...


class Img(Element): ...


class Label(Element): ...


class Li(Element): ...


class P(Element): ...


class Section(Element): ...


class Span(Element): ...


class Strong(Element): ...


class Summary(Element): ...


class Ul(Element): ...


class Fieldset(Element): ...


class Legend(Element): ...


class Graph(Element):
    library = "dash_core_components"


class Input(Element):
    library = "dash_core_components"


class Link(Element):
    library = "dash_core_components"


class Checklist(Element):
    library = "dash_bootstrap_components"


class Select(Element):
    library = "dash_bootstrap_components"


class Textarea(Element):
    library = "dash_bootstrap_components"
