"""Figures without faces: a bust at a table, and somebody standing."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, mix

STYLES = ("short", "bob", "bun", "curls", "bald", "scarf")


def head(canvas: Canvas, skin: int, hair: int, style: str, scarf: str = p.CORAL) -> None:
    """A head with its chin at 0, 0, about 110 high."""
    tone, colour = p.SKIN[skin], p.HAIR[hair]
    shade = mix(tone, p.BRICK, 0.25)
    if style == "scarf":
        canvas.blob(
            [(-50, -72), (-32, -108), (0, -118), (32, -108), (50, -72), (58, 10), (40, 46), (-40, 46), (-58, 10)],
            (mix(scarf, p.PAPER, 0.1), scarf),
        )
    if style == "bob":
        canvas.blob(
            [(-52, -70), (-34, -106), (0, -116), (34, -106), (52, -70), (57, -8), (42, 12), (-42, 12), (-57, -8)],
            colour,
        )
    if style == "bun":
        canvas.circle(14, -122, 24, colour)
    if style == "curls":
        for x, y, radius in (
            (-42, -72, 26),
            (42, -72, 26),
            (-24, -102, 28),
            (24, -102, 28),
            (0, -112, 28),
            (-50, -46, 20),
            (50, -46, 20),
        ):
            canvas.circle(x, y, radius, colour)
    canvas.box(-17, -22, 34, 52, shade, 14)
    canvas.ellipse(0, -52, 41, 51, (mix(tone, p.PAPER, 0.1), tone))
    if style in ("short", "bun"):
        canvas.polygon([*arc(0, -58, 44, 50, 184, 356), (34, -74), (10, -84), (-22, -80), (-40, -58)], colour)
    if style == "bob":
        canvas.polygon([*arc(0, -60, 45, 50, 180, 360), (38, -60), (18, -82), (-10, -86), (-40, -58)], colour)
    if style == "curls":
        canvas.polygon([*arc(0, -64, 42, 46, 188, 352), (24, -82), (-24, -82)], colour)
    if style == "scarf":
        canvas.polygon([*arc(0, -56, 46, 56, 178, 362), (38, -62), (0, -86), (-38, -62)], scarf)
    if style == "bald":
        canvas.polygon([*arc(0, -52, 44, 48, 165, 205), (-30, -60)], colour)
        canvas.polygon([*arc(0, -52, 44, 48, -25, 15), (30, -60)], colour)


def bust(
    canvas: Canvas, x: float, y: float, scale: float, *, skin: int, hair: int, top: str, style="short", lean=0
) -> None:
    """Somebody sitting at a table whose edge is at y."""
    with canvas.placed(x, y, scale, lean):
        canvas.blob(
            [(-118, 40), (-104, -92), (-62, -134), (0, -142), (62, -134), (104, -92), (118, 40), (0, 70)],
            (mix(top, p.PAPER, 0.12), mix(top, p.INK, 0.12)),
        )
        canvas.polygon([(-30, -142), (0, -112), (30, -142)], p.SKIN[skin])
        with canvas.placed(0, -160):
            head(canvas, skin, hair, style, mix(top, p.INK, 0.25))


def arm(canvas: Canvas, points: list, top: str, skin: int, width: float = 44) -> None:
    """An arm along its points; the last one is the hand."""
    canvas.stroke(points, width, mix(top, p.INK, 0.16))
    canvas.circle(*points[-1], width * 0.5, p.SKIN[skin])


def standing(
    canvas: Canvas,
    x: float,
    y: float,
    scale: float,
    *,
    skin: int,
    hair: int,
    top: str,
    legs: str,
    style="short",
    reach=None,
) -> None:
    """Somebody standing with the feet at y, about 300 high; reach is where the right hand points, relative."""
    with canvas.placed(x, y, scale):
        canvas.ellipse(0, 0, 56, 8, p.INK, opacity=0.22)
        canvas.polygon(
            [(-30, -140), (30, -140), (27, -8), (5, -8), (0, -112), (-5, -8), (-27, -8)], (legs, mix(legs, p.INK, 0.3))
        )
        for left in (-31, 3):
            canvas.box(left, -13, 30, 14, mix(p.INK, p.BRICK, 0.2), 7)
        arm(canvas, [(-33, -222), (-44, -176), (-41, -132)], top, skin, 19)
        canvas.blob(
            [(-32, -122), (-37, -190), (-32, -234), (0, -246), (32, -234), (37, -190), (32, -122), (0, -118)],
            (mix(top, p.PAPER, 0.12), mix(top, p.INK, 0.1)),
        )
        hand = reach or (41, -132)
        arm(canvas, [(33, -222), ((33 + hand[0]) / 2 + 8, (-222 + hand[1]) / 2 + 6), hand], top, skin, 19)
        with canvas.placed(0, -252, 0.5):
            head(canvas, skin, hair, style, mix(top, p.INK, 0.25))
