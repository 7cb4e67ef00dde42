"""A small drawing board on Pillow: smooth curves, gradients, soft shadows, no sharp steps at the edges."""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from PIL import Image, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 1000
# Drawn three times as large and reduced at the end: that is where the smooth edges come from.
OVERSAMPLING = 3
BLUR_REDUCTION = 12

Point = tuple[float, float]
Fill = str | tuple[str, str]


def rgb(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[start : start + 2], 16) for start in (1, 3, 5))


def mix(one: str, other: str, share: float) -> str:
    """Return a colour between two others; share 0 is the first, 1 the second."""
    pairs = zip(rgb(one), rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def curve(points: list[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """Return a smooth line through all points (Catmull-Rom)."""
    if closed:
        ends = [points[-1], *points, points[0], points[1]]
    else:
        ends = [points[0], *points, points[-1]]
    smooth = []
    for p0, p1, p2, p3 in zip(ends, ends[1:], ends[2:], ends[3:], strict=False):
        for step in range(steps):
            t = step / steps
            smooth.append(
                tuple(
                    0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
                    for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
                )
            )
    return smooth if closed else [*smooth, points[-1]]


def arc(x: float, y: float, rx: float, ry: float, start: float = 0, end: float = 360) -> list[Point]:
    """Return points on an ellipse; degrees run clockwise from three o'clock."""
    count = max(8, round(abs(end - start) / 4))
    angles = [math.radians(start + (end - start) * step / count) for step in range(count + 1)]
    return [(x + rx * math.cos(angle), y + ry * math.sin(angle)) for angle in angles]


class Canvas:
    """One picture; coordinates are those of the finished 1600 × 1000 pixels."""

    def __init__(self, background: Fill):
        self.image = Image.new("RGB", (WIDTH * OVERSAMPLING, HEIGHT * OVERSAMPLING))
        self.matrix = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
        self.polygon([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], background)

    @contextmanager
    def placed(self, x: float, y: float, scale: float = 1, angle: float = 0, *, mirrored=False) -> Iterator[None]:
        """Move, turn (degrees) and scale everything drawn inside."""
        before = self.matrix
        cosine, sine = math.cos(math.radians(angle)) * scale, math.sin(math.radians(angle)) * scale
        side = -1 if mirrored else 1
        a, b, c, d, e, f = before
        self.matrix = (
            (a * cosine + b * sine) * side,
            -a * sine + b * cosine,
            a * x + b * y + c,
            (d * cosine + e * sine) * side,
            -d * sine + e * cosine,
            d * x + e * y + f,
        )
        yield
        self.matrix = before

    def polygon(self, points: Iterable[Point], fill: Fill, *, opacity: float = 1, shadow: float = 0) -> None:
        """Fill a polygon with a colour or with a gradient from its top to its bottom; shadow is a strength."""
        a, b, c, d, e, f = self.matrix
        spots = [(a * x + b * y + c, d * x + e * y + f) for x, y in points]
        if shadow:
            self._soft([(x + 4, y + 12) for x, y in spots], "#0b2233", 0.32 * shadow, 14)
        self._fill([(x * OVERSAMPLING, y * OVERSAMPLING) for x, y in spots], fill, opacity)

    def _fill(self, spots: list[Point], fill: Fill, opacity: float) -> None:
        left, top = (math.floor(min(spot[axis] for spot in spots)) for axis in (0, 1))
        right, bottom = (math.ceil(max(spot[axis] for spot in spots)) + 1 for axis in (0, 1))
        size = (max(right - left, 1), max(bottom - top, 1))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in spots], fill=round(255 * opacity))
        self.image.paste(gradient(size, fill), (left, top), mask)

    def _soft(self, spots: list[Point], colour: str, opacity: float, radius: float) -> None:
        """Lay a blurred polygon over the picture: a shadow or a shine."""
        shrink = BLUR_REDUCTION / OVERSAMPLING
        mask = Image.new("L", (self.image.width // BLUR_REDUCTION, self.image.height // BLUR_REDUCTION))
        ImageDraw.Draw(mask).polygon([(x / shrink, y / shrink) for x, y in spots], fill=round(255 * opacity))
        mask = mask.filter(ImageFilter.GaussianBlur(radius / shrink))
        box = mask.getbbox()
        if box is None:
            return
        target = tuple(edge * BLUR_REDUCTION for edge in box)
        size = (target[2] - target[0], target[3] - target[1])
        patch = mask.crop(box).resize(size, Image.Resampling.BICUBIC)
        self.image.paste(Image.new("RGB", size, rgb(colour)), target[:2], patch)

    def glow(self, points: Iterable[Point], colour: str, opacity: float, radius: float) -> None:
        a, b, c, d, e, f = self.matrix
        self._soft([(a * x + b * y + c, d * x + e * y + f) for x, y in points], colour, opacity, radius)

    # ------------------------------------------------------------------ shapes

    def blob(self, points: list[Point], fill: Fill, **options) -> None:
        """Fill a closed smooth shape."""
        self.polygon(curve(points, closed=True), fill, **options)

    def hill(self, ridge: list[Point], fill: Fill, **options) -> None:
        """Fill everything below a smooth ridge that runs from left to right."""
        self.polygon([*curve(ridge), (ridge[-1][0], HEIGHT), (ridge[0][0], HEIGHT)], fill, **options)

    def ellipse(self, x: float, y: float, rx: float, ry: float, fill: Fill, **options) -> None:
        self.polygon(arc(x, y, rx, ry), fill, **options)

    def circle(self, x: float, y: float, radius: float, fill: Fill, **options) -> None:
        self.ellipse(x, y, radius, radius, fill, **options)

    def box(self, x: float, y: float, width: float, height: float, fill: Fill, radius: float = 0, **options) -> None:
        """Fill a rectangle with round corners; x and y are its upper left corner."""
        r = min(radius, width / 2, height / 2)
        corners = [
            *arc(x + width - r, y + r, r, r, -90, 0),
            *arc(x + width - r, y + height - r, r, r, 0, 90),
            *arc(x + r, y + height - r, r, r, 90, 180),
            *arc(x + r, y + r, r, r, 180, 270),
        ]
        self.polygon(corners, fill, **options)

    def stroke(self, points: list[Point], width: float, fill: str, *, smooth: bool = True, **options) -> None:
        """Draw a line with round ends."""
        line = curve(points) if smooth and len(points) > 2 else points
        left, right = [], []
        for index, (x, y) in enumerate(line):
            before, after = line[max(index - 1, 0)], line[min(index + 1, len(line) - 1)]
            dx, dy = after[0] - before[0], after[1] - before[1]
            length = math.hypot(dx, dy) or 1
            nx, ny = -dy / length * width / 2, dx / length * width / 2
            left.append((x + nx, y + ny))
            right.append((x - nx, y - ny))
        self.polygon([*left, *reversed(right)], fill, **options)
        shades = {name: value for name, value in options.items() if name != "shadow"}
        if shades.get("opacity", 1) == 1:
            for end in (line[0], line[-1]):
                self.circle(*end, width / 2, fill, **shades)

    def finished(self) -> Image.Image:
        return self.image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)


def gradient(size: tuple[int, int], fill: Fill) -> Image.Image:
    """Return a plain or vertically graded patch."""
    if isinstance(fill, str):
        return Image.new("RGB", size, rgb(fill))
    steps = Image.new("RGB", (1, 64))
    steps.putdata([rgb(mix(fill[0], fill[1], row / 63)) for row in range(64)])
    return steps.resize(size, Image.Resampling.BILINEAR)
