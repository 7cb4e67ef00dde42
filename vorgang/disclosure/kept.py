"""Where an address is kept: in cases of its own person, or as that of one of the people in another's."""

from vorgang.disclosure.collecting import cases_of_address, code_of, rows_of_address


def codes_naming(address: str) -> list[str]:
    """Return the codes of somebody else's cases that hold the address of one of their people, as that of a seat."""
    own = {case.code for case in cases_of_address(address)}
    return sorted({code_of(row) for row in rows_of_address(address)} - own - {""})


def is_kept(address: str) -> bool:
    """Whether anything with a person of their own is kept under an address: their cases, or a part of another's."""
    return bool(cases_of_address(address) or codes_naming(address))
