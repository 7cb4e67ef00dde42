"""How the blocks that reckon with figures are told to other programs: with the values of the day."""

from datetime import date

from ninja import Schema

from pages.api.blocks import KINDS, Kind, fixed
from wissen.blocks import CalculationBlock, FigureHistoryBlock, worked_out
from wissen.figures import KnownFigure, figures


class CalculationRow(Schema):
    label: str
    amount: str


class CalculationOut(Schema):
    """An example that was worked out with the values of today; amounts are texts with their unit."""

    title: str
    intro: str
    rows: list[CalculationRow]
    result: str
    total: str
    note: str


class FigureRowOut(Schema):
    """A value of a figure between two days, both included; null is an open end."""

    text: str
    valid_from: date | None
    valid_until: date | None
    is_current: bool
    source: str


class FigureOut(Schema):
    key: str
    name: str
    per: str
    norm: str
    rows: list[FigureRowOut]


def calculation(block, value, targets) -> dict:
    texts = {name: str(value.get(name) or "") for name in ("title", "intro", "result", "note")}
    return {**texts, **worked_out(value)}


def figure_history(block, value, targets) -> dict:
    return figure_out(figures().get(value["figure"]) or KnownFigure(value["figure"], "", "", "", "", ()))


def figure_out(known: KnownFigure) -> dict:
    """Return a figure with all its values, the newest first."""
    rows = [
        {
            "text": row.text,
            "valid_from": row.value.valid_from,
            "valid_until": row.value.valid_until,
            "is_current": row.is_current,
            "source": row.value.source,
        }
        for row in known.rows()
    ]
    return {"key": known.key, "name": known.name, "per": known.per, "norm": known.norm, "rows": rows}


def register() -> None:
    """Teach the API the two blocks; called once, before it is built."""
    KINDS[:0] = [
        Kind(CalculationBlock, fixed(CalculationOut), calculation),
        Kind(FigureHistoryBlock, fixed(FigureOut), figure_history),
    ]
