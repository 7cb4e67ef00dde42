"""What a cookie lacks that keeps it with its browser, its host and its site."""

from http.cookies import Morsel, SimpleCookie

PREFIX = "__Host-"


def weaknesses(*lines: str) -> dict[str, list[str]]:
    """Return by name what some Set-Cookie lines lack; {} if nothing. A cookie that is taken away guards nothing."""
    set_here = [morsel for line in lines for morsel in SimpleCookie(line).values() if morsel.value]
    found: dict[str, list[str]] = {}
    for morsel in set_here:
        if faults := lacking(morsel):
            found.setdefault(morsel.key, []).extend(faults)
    return found


def lacking(morsel: Morsel) -> list[str]:
    holds = {
        PREFIX: morsel.key.startswith(PREFIX),
        "Secure": bool(morsel["secure"]),
        "HttpOnly": bool(morsel["httponly"]),
        "SameSite": morsel["samesite"] in {"Lax", "Strict"},
        "Path=/": morsel["path"] == "/",
        "no Domain": not morsel["domain"],
    }
    return [name for name, held in holds.items() if not held]
