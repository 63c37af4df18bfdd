"""What is said of a delivery to Danmarks Statistik and of the key that its persons are hashed with."""

from __future__ import annotations

FAULTS: dict[str, str] = {
    # The file
    "xml_forbidden": "The file has a document type or entities in it, which no delivery has. It is refused unread.",
    "xml_broken": "The file is not whole, or is not XML (line {line}). Fetch it again from the case system.",
    "xml_wrong_root": "“{element}” is not a delivery that is known here. Known are: {known}.",
    "xml_too_deep": "The file is not built as a delivery to Danmarks Statistik. It is refused.",
    "xml_envelope": "{element} is missing in the delivery's envelope, or is not as it must be.",
    "xml_test_delivery": "The delivery is marked as a test ({form}). Use the one that was sent in earnest.",
    "xml_no_records": "There are no records in the delivery.",
    # A record
    "xml_missing": "The element is missing, but must be there.",
    "xml_repeated": "The element is there twice.",
    "xml_order": "The element stands in the wrong place.",
    "xml_unknown_element": "The element does not belong in the record.",
    "xml_person": "Exactly one of these must be there: {names}.",
    "xml_length": "The text must have 1 to {longest} signs.",
    "xml_not_cpr": "It is not written as a CPR number of ten digits. It is not shown here.",
    "xml_one_digit": "It must be one digit. It is not shown here.",
    "xml_three_digits": "“{value}” is not three digits.",
    "xml_date": "“{value}” is not a day. It is written as 2025-12-31.",
    "xml_private_date": "It is not a day, written as 2025-12-31. It is not shown here.",
    "xml_report_type": "“{value}” is not Ny, Ændring or Annullering.",
    "xml_ends_before_start": "The help ends before it begins.",
    # The key
    "key_missing": "The delivery holds CPR numbers, which are taken in as keyed hashes only. Make a key first. Type: "
    "trinvis key new",
    "key_unreadable": "The key in {file} cannot be read, or is not a key from trinvis key new.",
    "key_open_to_others": "Others can read the key in {file}. Type: chmod 600 {file}",
    "key_in_data_folder": "The key may not lie in the data folder: {file}. Choose another place.",
    "key_changed": "The data were made with another key. With this one every child would be a new child. Use the first "
    "key again.",
    "key_exists": "There is a key already in {file}. It is kept as it is.",
    "key_cannot_be_written": "The key cannot be written to {file}.",
}

REMARKS: dict[str, str] = {
    "xml_cancelled": "{count} services are cancelled by the delivery and are not counted.",
    "xml_without_person": "{count} records have no person. They count as services, and not as children.",
    "xml_numbers_hashed": "{count} service numbers could be a person's. They are kept as keyed hashes.",
}

SOURCE_NAMES: dict[str, str] = {
    "dst-handicap": "Danmarks Statistik's delivery of children with disabilities",
    "dst-preventive": "Danmarks Statistik's delivery of preventive measures",
}
