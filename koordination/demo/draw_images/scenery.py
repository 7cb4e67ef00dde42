"""What stands in more than one picture: houses, trees, clouds, cups, plants."""

import random

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, mix


def tree(canvas: Canvas, x: float, y: float, size: float, leaf: str = p.MOSS) -> None:
    """A round tree whose trunk stands at x, y."""
    canvas.ellipse(x + size * 0.1, y, size * 0.42, size * 0.07, p.INK, opacity=0.16)
    canvas.polygon(
        [
            (x - size * 0.05, y),
            (x - size * 0.03, y - size * 0.6),
            (x + size * 0.03, y - size * 0.6),
            (x + size * 0.05, y),
        ],
        p.OAK_DARK,
    )
    dark, light = mix(leaf, p.INK, 0.18), mix(leaf, p.AMBER, 0.14)
    canvas.ellipse(x, y - size * 0.78, size * 0.4, size * 0.46, (light, dark))
    canvas.ellipse(x - size * 0.12, y - size * 0.9, size * 0.2, size * 0.24, mix(light, p.PAPER, 0.16), opacity=0.55)


def fir(canvas: Canvas, x: float, y: float, size: float, leaf: str = p.DEEP) -> None:
    canvas.polygon(
        [(x - size * 0.04, y), (x + size * 0.04, y), (x + size * 0.04, y - 30), (x - size * 0.04, y - 30)], p.OAK_DARK
    )
    for level, (width, lift) in enumerate(((0.27, 0.1), (0.22, 0.34), (0.16, 0.58))):
        base = y - size * lift
        canvas.polygon(
            [(x - size * width, base), (x, base - size * 0.42), (x + size * width, base)],
            (mix(leaf, p.MIST, 0.10 + level * 0.05), mix(leaf, p.INK, 0.2)),
        )


def house(canvas: Canvas, x: float, y: float, width: float, height: float, *, wall: str, roof: str, lit=False) -> None:
    """A house with its gable to the left; x, y is the lower left corner."""
    gable = width * 0.42
    peak = height * 0.62
    window = p.AMBER if lit else mix(p.NAVY, p.MIST, 0.35)
    canvas.polygon(
        [(x, y), (x, y - height), (x + gable / 2, y - height - peak), (x + gable, y - height), (x + gable, y)],
        (mix(wall, p.PAPER, 0.25), wall),
    )
    canvas.polygon(
        [(x + gable, y), (x + gable, y - height), (x + width, y - height), (x + width, y)], mix(wall, p.INK, 0.12)
    )
    canvas.polygon(
        [
            (x + gable / 2, y - height - peak),
            (x + width - gable * 0.4, y - height - peak),
            (x + width + gable * 0.1, y - height + height * 0.06),
            (x + gable * 1.06, y - height + height * 0.06),
        ],
        (mix(roof, p.PAPER, 0.12), roof),
    )
    canvas.stroke(
        [
            (x - gable * 0.07, y - height + height * 0.07),
            (x + gable / 2, y - height - peak),
            (x + gable * 1.06, y - height + height * 0.06),
        ],
        max(height * 0.07, 3),
        mix(roof, p.INK, 0.25),
        smooth=False,
    )
    pane = gable * 0.2
    for column in (0.26, 0.74):
        canvas.box(x + gable * column - pane / 2, y - height * 0.82, pane, pane * 1.35, window)
    canvas.box(x + gable * 0.5 - pane * 0.55, y - height * 0.4, pane * 1.1, height * 0.4, mix(roof, p.INK, 0.45))
    for column in range(3):
        left = x + gable + (width - gable) * (0.14 + column * 0.29)
        canvas.box(left, y - height * 0.68, pane, pane * 1.35, window)


def cloud(canvas: Canvas, x: float, y: float, size: float, colour: str = p.PAPER, opacity: float = 0.85) -> None:
    points = [*arc(x - size * 0.5, y - size * 0.12, size * 0.26, size * 0.22, 90, 270)]
    points += arc(x - size * 0.12, y - size * 0.3, size * 0.34, size * 0.34, 200, 330)
    points += arc(x + size * 0.34, y - size * 0.18, size * 0.3, size * 0.28, 250, 450)
    canvas.polygon([(px, min(py, y + size * 0.1)) for px, py in points], colour, opacity=opacity)


def grass(canvas: Canvas, top: int, bottom: int, colour: str, count: int, seed: int) -> None:
    """Short strokes that keep a large meadow from looking empty."""
    chance = random.Random(seed)  # noqa: S311 - the same blades on every run
    for _blade in range(count):
        y = chance.uniform(top, bottom)
        x = chance.uniform(0, 1600)
        size = 6 + 14 * (y - top) / max(bottom - top, 1)
        canvas.stroke([(x, y), (x + chance.uniform(-4, 4), y - size)], 2.4, colour)


def mug(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    canvas.ellipse(x + size * 0.1, y + size * 0.02, size * 0.62, size * 0.14, p.INK, opacity=0.14)
    canvas.stroke(
        arc(x + size * 0.42, y - size * 0.42, size * 0.24, size * 0.22, -90, 90), size * 0.11, mix(colour, p.INK, 0.1)
    )
    canvas.box(
        x - size * 0.42,
        y - size * 0.8,
        size * 0.84,
        size * 0.82,
        (mix(colour, p.PAPER, 0.15), mix(colour, p.INK, 0.1)),
        size * 0.16,
    )
    canvas.ellipse(x, y - size * 0.78, size * 0.42, size * 0.12, mix(colour, p.INK, 0.25))
    canvas.ellipse(x, y - size * 0.765, size * 0.35, size * 0.085, "#5b3a26")


def plant(canvas: Canvas, x: float, y: float, size: float, pot: str = p.CORAL) -> None:
    for lean, reach, tone in (
        (-0.55, 0.8, 0.1),
        (0.5, 0.85, 0.0),
        (-0.25, 1.1, 0.25),
        (0.25, 1.05, 0.15),
        (0, 1.25, 0.3),
    ):
        tip = (x + lean * size * 0.75, y - size * (0.45 + reach * 0.6))
        root = (x + lean * size * 0.08, y - size * 0.4)
        bend = size * 0.13
        middle = ((tip[0] + root[0]) / 2, (tip[1] + root[1]) / 2)
        canvas.blob(
            [root, (middle[0] - bend, middle[1] - bend * 0.3), tip, (middle[0] + bend, middle[1] + bend * 0.3)],
            mix(p.MOSS, p.MIST, tone),
        )
    canvas.polygon(
        [
            (x - size * 0.32, y - size * 0.5),
            (x + size * 0.32, y - size * 0.5),
            (x + size * 0.23, y),
            (x - size * 0.23, y),
        ],
        (pot, mix(pot, p.INK, 0.2)),
    )
    canvas.box(x - size * 0.36, y - size * 0.54, size * 0.72, size * 0.12, mix(pot, p.PAPER, 0.15), 4)
