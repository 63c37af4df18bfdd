"""What a reader must know beside a number: the sentence of each note, whichever measure made it."""

from __future__ import annotations

from dashboard.findings import caseload, spending_notes, time_to_first_contact, trust
from dashboard.shapes import Note

SPEAKERS = (caseload, spending_notes, time_to_first_contact, trust)


def note_text(note: Note) -> str:
    """The note in the reader's language. Raises ValueError where nobody has worded its code."""
    sentence = next((text for speaker in SPEAKERS if (text := speaker.note_sentence(note))), "")
    if not sentence:
        raise ValueError(f"the note {note.code} has no words")
    return sentence
