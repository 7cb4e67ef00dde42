"""The formatters of our log: one line or one JSON object each, without personal data.

The message of an exception is left out: it may quote what somebody typed (a database names the value it
refuses). Its kind and the places in the code stay.
"""

import json
import logging
import traceback
from datetime import UTC, datetime

from koordination.observability.masking import masked, request_message
from koordination.observability.request_ids import current_request_id


def message_of(record: logging.LogRecord) -> str:
    """Return what a record says, masked."""
    request = getattr(record, "request", None)
    if hasattr(request, "path_info") and isinstance(record.args, tuple):
        return masked(request_message(str(record.msg), record.args, request))
    return masked(record.getMessage())


def request_id_of(record: logging.LogRecord) -> str:
    """Return the id of the request a record is about; Django reports some faults after the middleware has ended."""
    request = getattr(record, "request", None)
    return getattr(request, "request_id", "") or current_request_id.get()


def faults_of(record: logging.LogRecord) -> list[dict]:
    """Return the chain of faults, the outermost first: {"kind", "at"}."""
    fault = record.exc_info[1] if record.exc_info else None
    chain: list[dict] = []
    seen: set[int] = set()
    while fault is not None and id(fault) not in seen:
        seen.add(id(fault))
        places = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(fault.__traceback__)
        ]
        chain.append({"kind": f"{type(fault).__module__}.{type(fault).__qualname__}", "at": places})
        fault = fault.__cause__ or (None if fault.__suppress_context__ else fault.__context__)
    return chain


class JsonFormatter(logging.Formatter):
    """One JSON object a line: time (UTC), level, logger, message, request_id, and what the record adds."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": message_of(record),
            "request_id": request_id_of(record),
            **getattr(record, "fields", {}),
        }
        if faults := faults_of(record):
            line["faults"] = faults
        return json.dumps(line, ensure_ascii=False, default=str)


class LineFormatter(logging.Formatter):
    """The same for human eyes; `tells_messages` adds what exceptions say, for developers only."""

    def __init__(self, *arguments, tells_messages: bool = False, **options):
        super().__init__("{asctime} {levelname} {name}: {message}", style="{")
        self.tells_messages = tells_messages

    def format(self, record: logging.LogRecord) -> str:
        request_id = request_id_of(record)
        fields = "".join(f" {name}={value}" for name, value in getattr(record, "fields", {}).items())
        suffix = f" [{request_id}]" if request_id else ""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {message_of(record)}{fields}{suffix}"
        if record.exc_info and self.tells_messages:
            return head + "\n" + self.formatException(record.exc_info)
        return "\n".join([head, *(line for fault in faults_of(record) for line in [fault["kind"], *fault["at"]])])
