"""The personal data of this room: none. A message names pages and courses by their ids, never a person."""

from vorgang.personal_data import NOT_PERSONAL

PERSONAL_DATA = {
    "anschluss.Endpoint": {"*": NOT_PERSONAL},
    "anschluss.Delivery": {"*": NOT_PERSONAL},
}
