"""Reading the examples of a guide: a request in one block, its answer in the next."""

import json
import re
from dataclasses import dataclass
from pathlib import Path

BLOCK = re.compile(r"^```http\n(.*?)^```", re.MULTILINE | re.DOTALL)
ANYTHING = "…"


@dataclass(frozen=True)
class Message:
    """One request or answer: its first line, headers and body."""

    first: str
    headers: dict[str, str]
    body: str

    @property
    def status(self) -> int:
        return int(self.first.split()[1])


def read_message(block: str) -> Message:
    head, _blank, body = block.partition("\n\n")
    first, *lines = head.strip().splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    return Message(first, headers, body.strip())


def read_examples(path: Path) -> list[tuple[Message, Message]]:
    """Return every request with its answer; raises ValueError where one stands alone."""
    messages = [read_message(block) for block in BLOCK.findall(path.read_text(encoding="utf-8"))]
    pairs = list(zip(messages[::2], messages[1::2], strict=True))
    for request, answer in pairs:
        if request.first.startswith("HTTP/") or not answer.first.startswith("HTTP/"):
            raise ValueError(f"No pair of request and answer: {request.first}, {answer.first}")
    return pairs


def filled(text: str, values: dict[str, str]) -> str:
    """Put values for $NAMES into a text; raises KeyError for a name that nobody gave."""
    return re.sub(r"\$([A-Z]+)", lambda match: values[match[1]], text)


def differences(told: object, found: object, at: str = "") -> list[str]:
    """Return where an answer is not what the guide tells; "…" stands for anything."""
    if told == ANYTHING:
        return []
    if isinstance(told, dict) and isinstance(found, dict):
        missing = [f"{at}.{name} is missing" for name in told if name not in found and name != ANYTHING]
        added = [f"{at}.{name} is not told" for name in found if name not in told and ANYTHING not in told]
        deeper = [
            line for name in told if name in found for line in differences(told[name], found[name], f"{at}.{name}")
        ]
        return missing + added + deeper
    if isinstance(told, list) and isinstance(found, list) and len(told) == len(found):
        return [
            line
            for index, pair in enumerate(zip(told, found, strict=True))
            for line in differences(*pair, f"{at}[{index}]")
        ]
    return [] if told == found else [f"{at}: {json.dumps(found, ensure_ascii=False)} is told as {told!r}"]
