"""The short code of a case, to be read out on the phone without mistaking one sign for another."""

import secrets

# No I, O, S, Z-likes as digits, no 0, 1, 2, 4, 5, 6, 8: what sounds or looks alike stands for one sign only.
ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ379"
LENGTH = 8
# What nobody wants to read out; checked anywhere in the code.
BANNED = (
    "ARSCH", "DEPP", "FICK", "FUCK", "GEIL", "HJ", "HURE", "KKK", "KZ", "LUDER", "MIST", "NAZI", "NEGER", "NS",
    "NUTTE", "PENIS", "PIMMEL", "SA", "SAU", "SEX", "SHIT", "SS", "TRAN", "WICHS", "88",
)  # fmt: skip


def is_decent(code: str) -> bool:
    return not any(word in code for word in BANNED)


def new_code(length: int = LENGTH) -> str:
    """Return a fresh code (8 signs hold about 38 bits); the unique field is the wall against a repeat."""
    while True:
        code = "".join(secrets.choice(ALPHABET) for _position in range(length))
        if is_decent(code):
            return code
