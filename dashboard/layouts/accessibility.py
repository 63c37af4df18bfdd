"""The accessibility statement's content; the formal one is made per installation in the state's tool."""

from __future__ import annotations

from dash import html

from dashboard.language import _
from dashboard.layouts.aria import aria


def statement() -> html.Div:
    return html.Div(
        html.Section(
            [
                html.H2(_("What holds"), id="accessibility-title"),
                html.P(
                    _(
                        "Every page is checked automatically against WCAG 2.1 level A and AA, in Danish and English, "
                        "on a phone and on a desktop. Everything can be reached with the keyboard, and every chart "
                        "has a description and the same numbers as a table."
                    )
                ),
                html.H2(_("What is not known yet")),
                html.P(
                    _(
                        "The pages have not been tried with the screen readers NVDA, JAWS or VoiceOver, nor by users "
                        "with disabilities. Charts can be magnified only with the browser's own zoom."
                    )
                ),
                html.H2(_("If something cannot be used")),
                html.P(
                    _(
                        "Write to the person who runs Trinvis in your municipality, and say which page and what you "
                        "wanted to do. The municipality publishes its formal statement in the WAS-Tool of the Agency for "
                        "Digital Government."
                    )
                ),
            ],
            className="panel prose",
            **aria(labelledby="accessibility-title"),
        )
    )
