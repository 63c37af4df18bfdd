"""A mail to those who look after the data when a file in the inbox was refused.

It names the file and counts the faults. What stands in the file is in the report beside it and nowhere else: mails are
forwarded, and kept where nobody deletes them.
"""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.message import EmailMessage

from dashboard.importers import inbox_groups
from dashboard.importers.inbox import Handled
from dashboard.language import _, formats, plural

PATIENCE = 30  # seconds


@dataclass(frozen=True)
class Post:
    """Where mails go out, from whom, to whom."""

    server: str  # host or host:port
    sender: str
    recipients: tuple[str, ...]


class NotSent(Exception):
    """The mail server could not be reached, or would not take the mail."""


def send_refusal(handled: Handled, post: Post) -> None:
    """Tell that a file was refused. Raises NotSent."""
    host, _colon, port = post.server.partition(":")
    try:
        with smtplib.SMTP(host, int(port or 25), timeout=PATIENCE) as server:
            server.send_message(_refusal(handled, post))
    except (OSError, ValueError, smtplib.SMTPException) as error:
        raise NotSent from error


def _refusal(handled: Handled, post: Post) -> EmailMessage:
    errors = sum(fault.is_error for fault in handled.report.faults)
    count = plural("{n} error", "{n} errors", errors, n=formats.number(errors))
    name = handled.moved_to.name
    message = EmailMessage()
    message["From"], message["To"] = post.sender, ", ".join(post.recipients)
    message["Subject"] = _("Trinvis could not load {file}", file=" ".join(name.split()))
    refused = _("The file {file} was refused: {count}. Nothing has been changed.", file=name, count=count)
    where = _("What is wrong in which row stands in the report beside it: {report}", report=handled.report_file.name)
    what = _("Correct the file and put it into the inbox again.")
    if handled.because_of:
        what = inbox_groups.belongs(", ".join(handled.because_of))
    message.set_content(f"{refused}\n\n{where}\n{what}\n")
    return message
