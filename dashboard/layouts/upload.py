"""Where a municipality puts its files in: choose, try, load; and the empty templates to fill in."""

from __future__ import annotations

import json

from dash import html

from dashboard.importers import TEMPLATES, place_names
from dashboard.language import _
from dashboard.layouts.aria import aria, data


def upload() -> html.Section:
    """The form is built by assets/50-upload.js from this text: Dash has no component for a native choice of files."""
    words = {
        "files": _("Files (Excel, CSV or XML; several at once)"),
        "municipality": _("Municipality, where the files do not say"),
        "inFile": _("As the files say"),
        "asOf": _("The day the case list describes, if not its latest; the ledger, if not today"),
        "check": _("Try the files"),
        "load": _("Load"),
        "working": _("Reading the files …"),
        "failed": _("The server did not answer. Look at the deliveries below to see whether the files were loaded."),
        "report": _("What was found"),
        "places": list(place_names().items()),
        "asked": _("If the report asks how a file is to be read"),
        "choices": _choices(),
    }
    return html.Section(
        [
            html.H2(_("Load files"), id="upload-title"),
            html.P(
                _(
                    "Try the files first: that changes nothing. All are loaded or none. "
                    "Names, addresses and CPR numbers do not belong in them; one CPR number refuses the file, "
                    "and nothing of it is kept."
                ),
                className="subtitle",
            ),
            html.Div(className="upload", **data(upload=json.dumps(words, ensure_ascii=False))),
            html.P([_("Empty templates:"), *_templates()], className="note templates"),
        ],
        className="panel",
        **aria(labelledby="upload-title"),
    )


def _choices() -> list[list[object]]:
    """The form's names, labels and answers for what a file can leave open; the values are those of importers.choices."""
    none = ["", _("Not said")]
    return [
        [
            "decimaltegn",
            _("Sign before the decimals"),
            [none, ["komma", _("Comma: 1.234,50")], ["punktum", _("Point: 1,234.50")]],
        ],
        ["skjulte", _("Hidden rows and sheets"), [none, ["med", _("Take them in")], ["uden", _("Leave them out")]]],
        [
            "leveret",
            _("What has been delivered before"),
            [none, ["erstat", _("Replace it")], ["suppler", _("Add to it")]],
        ],
    ]


def _templates() -> list[html.A]:
    return [html.A(name, href=f"/skabelon/{name}.xlsx", className="download") for name in TEMPLATES]
