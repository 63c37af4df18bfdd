"""A delivery's XML as an envelope and records of texts, piece by piece, whatever its size.

defusedxml's parser drives a target of our own: no tree is built, so memory holds one record at a time. A document type,
an entity and everything outside the file are refused before they are read; no address in the file is ever visited.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from dashboard.importers.dst.schema import ENVELOPE, ENVELOPE_NAMESPACE, FORMS, NAMESPACE, Form
from dashboard.importers.report import Refused, shown

PIECE = 65_536  # bytes
DEEPEST = 12  # elements within each other; the schemas have six
LONGEST = 300  # signs kept of one text; no element of the schemas may have more
MOST_FIELDS = 40  # elements of one record
_METADATA = f"{{{NAMESPACE}}}DeliveryMetadataNewStructure"
_SENT = f"{{{NAMESPACE}}}CommunicationDateTime"

Fields = list[tuple[str, str]]  # element and text, in the order of the file


class Target:
    """What the parser tells: form and envelope as soon as they are known, finished records in `ready`."""

    def __init__(self) -> None:
        self.form: Form | None = None
        self.envelope: dict[str, str] = {}
        self.sent = ""
        self.ready: list[Fields] = []
        self._path: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._fields: Fields | None = None

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        if not self._path:
            self.form = _form(tag)
        assert self.form is not None
        self._path.append(tag)
        if len(self._path) > DEEPEST:
            raise Refused("xml_too_deep")
        self._text, self._length = [], 0
        if self._path[1:] == [_own(self.form.collection), _own(self.form.record)]:
            self._fields = []
        elif self._fields is not None and len(self._path) > 4:
            self._add(tag, "")  # nothing stands within a record's elements

    def data(self, text: str) -> None:
        if self._length <= LONGEST:
            self._text.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        text = "".join(self._text).strip()
        self._text, self._length = [], 0
        depth = len(self._path)
        if self._fields is not None and depth == 4:
            self._add(tag, text)
        elif self._fields is not None and depth == 3:
            self.ready.append(self._fields)
            self._fields = None
        elif self._path[1:2] == [_METADATA]:
            self._read_envelope(tag, text)
        self._path.pop()

    def close(self) -> None:
        """The parser asks for a result; everything was told on the way."""

    def _add(self, tag: str, text: str) -> None:
        assert self._fields is not None
        if len(self._fields) >= MOST_FIELDS:
            raise Refused("xml_too_deep")
        space, _, name = tag.rpartition("}")
        self._fields.append((name if space == f"{{{NAMESPACE}" else tag, text))

    def _read_envelope(self, tag: str, text: str) -> None:
        space, _, name = tag.rpartition("}")
        if space == f"{{{ENVELOPE_NAMESPACE}" and name in ENVELOPE:
            if name in self.envelope:
                raise Refused("xml_envelope", element=name)
            self.envelope[name] = text
        elif tag == _SENT:
            self.sent = max(self.sent, text[:19])


def _own(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _form(tag: str) -> Form:
    space, _, name = tag.rpartition("}")
    if space != f"{{{NAMESPACE}" or name not in FORMS:
        raise Refused("xml_wrong_root", element=shown(name or tag), known=", ".join(FORMS))
    return FORMS[name]


def records(file: BinaryIO, target: Target) -> Iterator[Fields]:
    """The records as they come; target tells the rest. Raises Refused where the file is no delivery."""
    parser: Any = ElementTree.DefusedXMLParser(target=target, forbid_dtd=True)
    try:
        while piece := file.read(PIECE):
            parser.feed(piece)
            yield from target.ready
            target.ready.clear()
        parser.close()
    except DefusedXmlException as error:
        raise Refused("xml_forbidden") from error
    except (ParseError, ValueError, LookupError) as error:
        raise Refused("xml_broken", line=str(getattr(error, "position", (0,))[0] or "?")) from error
    yield from target.ready
    target.ready.clear()
