"""The code on a certificate, as it is printed and as people type it."""

from vorgang.guards.codes import ALPHABET

LENGTH = 12
GROUP = 4
# What people add between the groups, or a scanner at the ends.
SEPARATORS = str.maketrans("", "", " -–.\t\n")


def grouped(code: str) -> str:
    """Return a code as it is printed: ABCD-EFGH-JKLM."""
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def typed(text: str) -> str | None:
    """Return the code somebody typed, however they grouped it; None for what cannot be one."""
    code = text.translate(SEPARATORS).upper()
    return code if len(code) == LENGTH and set(code) <= set(ALPHABET) else None
