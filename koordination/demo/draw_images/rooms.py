"""Pictures of people indoors and of the places where they meet."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, mix
from koordination.demo.draw_images.people import arm, bust, head
from koordination.demo.draw_images.scenery import mug, plant


def window(canvas: Canvas, x: float, y: float, width: float, height: float, *, sky=("#bfe0e2", "#fdebd3")) -> None:
    """A window with hills behind it."""
    canvas.box(x - 16, y - 16, width + 32, height + 32, p.PAPER, 8, shadow=0.5)
    canvas.box(x, y, width, height, sky)
    base = y + height
    for share, colour in ((0.42, "#9fcac6"), (0.28, "#5f9f96"), (0.14, "#35776f")):
        ridge = [(x, base - height * share), (x + width * 0.35, base - height * (share + 0.1))]
        ridge += [(x + width * 0.7, base - height * (share - 0.04)), (x + width, base - height * (share + 0.06))]
        canvas.polygon([*ridge, (x + width, base), (x, base)], colour)
    canvas.box(x + width / 2 - 6, y, 12, height, p.PAPER)
    canvas.box(x - 28, base + 14, width + 56, 18, mix(p.PAPER, p.OAK, 0.2), 5)


def lamp(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """A pendant lamp with its light."""
    canvas.glow(
        [(x - size * 0.8, y), (x + size * 0.8, y), (x + size * 2.4, y + size * 3), (x - size * 2.4, y + size * 3)],
        "#fff2cf",
        0.55,
        70,
    )
    canvas.stroke([(x, -10), (x, y - size * 0.7)], 5, p.INK)
    canvas.polygon([*arc(x, y, size, size * 0.85, 180, 360)], (mix(colour, p.PAPER, 0.15), mix(colour, p.INK, 0.12)))
    canvas.ellipse(x, y, size, size * 0.1, "#fff0c4")


def round_table() -> Canvas:
    canvas = Canvas(("#e9efe8", "#f6e9d3"))
    canvas.box(0, 640, 1600, 360, ("#e3cfae", "#d4b78f"))
    window(canvas, 130, 130, 300, 300)
    canvas.box(1210, 160, 240, 170, p.PAPER, 6, shadow=0.5)
    canvas.box(1228, 178, 204, 134, ("#f5c98e", "#e9a078"))
    canvas.circle(1370, 230, 24, p.PAPER)
    canvas.polygon([(1228, 312), (1228, 276), (1290, 236), (1350, 290), (1400, 262), (1432, 284), (1432, 312)], p.DEEP)
    plant(canvas, 1490, 690, 230)
    lamp(canvas, 800, 190, 120, p.CORAL)
    for x, skin, hair, top, style in (
        (530, 2, 0, p.AMBER, "short"),
        (800, 0, 2, p.TEAL, "bob"),
        (1070, 3, 0, p.ROSE, "curls"),
    ):
        canvas.box(x - 105, 430, 210, 240, (p.OAK_DARK, mix(p.OAK_DARK, p.INK, 0.3)), 40)
        bust(canvas, x, 640, 1.12, skin=skin, hair=hair, top=top, style=style)
    canvas.ellipse(800, 860, 640, 130, p.INK, opacity=0.2)
    canvas.ellipse(800, 800, 620, 190, (mix(p.OAK, p.INK, 0.25), mix(p.OAK, p.INK, 0.35)))
    canvas.ellipse(800, 774, 620, 188, (mix(p.OAK, p.PAPER, 0.35), p.OAK))
    canvas.ellipse(800, 740, 400, 100, p.PAPER, opacity=0.10)
    arm(canvas, [(410, 560), (400, 660), (500, 690)], p.AMBER, 2, 46)
    arm(canvas, [(1190, 560), (1200, 660), (1090, 690)], p.ROSE, 3, 46)
    arm(canvas, [(684, 580), (680, 660), (760, 690)], p.TEAL, 0, 44)
    arm(canvas, [(916, 580), (920, 660), (850, 690)], p.TEAL, 0, 44)
    sheet(canvas, 640, 780, -12)
    sheet(canvas, 990, 800, 9)
    mug(canvas, 560, 800, 66, p.CORAL)
    mug(canvas, 1120, 760, 64, p.DEEP)
    mug(canvas, 820, 850, 70, p.AMBER)
    seen_from_behind(canvas, 225, 962, 1.5, 1, "scarf", p.CORAL, seated=False)
    seen_from_behind(canvas, 1375, 962, 1.5, 3, "short", p.NAVY, seated=False)
    return canvas


def sheet(canvas: Canvas, x: float, y: float, angle: float) -> None:
    """A sheet of paper lying on a table."""
    with canvas.placed(x, y, 1, angle):
        canvas.polygon([(-60, -34), (70, -34), (86, 34), (-74, 34)], (p.PAPER, "#efe7d8"), shadow=0.4)
        for row in range(4):
            canvas.stroke([(-48 - row * 3, -20 + row * 13), (40 + row * 4 - (row % 2) * 30, -20 + row * 13)], 4, p.MIST)


def conversation() -> Canvas:
    canvas = Canvas(("#dcebe6", "#eef0e4"))
    canvas.box(0, 720, 1600, 280, ("#dcc29b", "#cfae80"))
    canvas.ellipse(800, 860, 640, 90, ("#bf6a4e", "#a85a45"))
    canvas.ellipse(800, 855, 560, 72, mix(p.CORAL, p.PAPER, 0.15))
    canvas.ellipse(800, 852, 480, 56, "#c7694c")
    window(canvas, 650, 360, 300, 230)
    plant(canvas, 130, 770, 300, p.AMBER)
    for mirrored, skin, hair, top, style, chair in (
        (False, 2, 0, p.AMBER, "short", p.DEEP),
        (True, 0, 2, p.CORAL, "bob", p.TEAL),
    ):
        with canvas.placed(1150 if mirrored else 450, 880, 1, mirrored=mirrored):
            sitter(canvas, skin, hair, top, style, chair)
    canvas.ellipse(800, 886, 120, 14, p.INK, opacity=0.2)
    canvas.box(790, 740, 20, 140, p.OAK_DARK)
    canvas.ellipse(800, 880, 60, 12, p.OAK_DARK)
    canvas.ellipse(800, 742, 130, 26, mix(p.OAK, p.INK, 0.25))
    canvas.ellipse(800, 734, 130, 26, p.OAK)
    mug(canvas, 752, 736, 54, p.PAPER)
    mug(canvas, 846, 738, 54, p.LAGOON)
    bubble(canvas, 590, 250, 190, 120, p.PAPER, tail=-1)
    bubble(canvas, 1010, 210, 200, 126, p.DEEP, tail=1)
    for column in range(3):
        canvas.circle(546 + column * 44, 250, 13, p.LAGOON)
    for row, width in enumerate((120, 86)):
        canvas.stroke([(948, 192 + row * 36), (948 + width, 192 + row * 36)], 13, p.MIST)
    return canvas


def bubble(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str, tail: int) -> None:
    """A speech bubble around x, y; tail is -1 for left, 1 for right."""
    foot = x + tail * width * 0.3
    canvas.polygon(
        [(foot - 24, y + height * 0.4), (foot + 24, y + height * 0.4), (foot + tail * 34, y + height * 0.85)],
        colour,
        shadow=0.4,
    )
    canvas.box(x - width / 2, y - height / 2, width, height, colour, 46, shadow=0.5)


def sitter(canvas: Canvas, skin: int, hair: int, top: str, style: str, chair: str) -> None:
    """Somebody in an armchair, seen from the side and looking right; the floor is at 0."""
    dark = mix(chair, p.INK, 0.3)
    canvas.ellipse(10, 4, 240, 16, p.INK, opacity=0.22)
    for x in (-120, 110):
        canvas.polygon([(x, -60), (x + 26, -60), (x + 18, 0), (x + 8, 0)], p.OAK_DARK)
    canvas.blob(
        [(-200, -90), (-214, -330), (-180, -420), (-120, -410), (-90, -330), (-70, -170), (-60, -60), (-180, -60)],
        (chair, dark),
    )
    canvas.blob(
        [(-98, -170), (-100, -330), (-66, -412), (0, -424), (44, -380), (52, -260), (44, -160), (-30, -140)],
        (mix(top, p.PAPER, 0.12), mix(top, p.INK, 0.1)),
    )
    canvas.box(-170, -190, 330, 130, (chair, dark), 40)
    legs = mix(p.INK, p.NAVY, 0.4)
    canvas.stroke([(150, -190), (214, -140), (206, -40)], 58, mix(legs, p.INK, 0.4))
    canvas.box(176, -34, 92, 32, p.INK, 14)
    canvas.stroke([(-30, -190), (80, -206), (180, -196), (200, -40)], 64, legs)
    canvas.box(172, -38, 100, 36, mix(p.INK, p.BRICK, 0.25), 15)
    with canvas.placed(-14, -440, 1.0, 4):
        head(canvas, skin, hair, style)
    arm(canvas, [(-34, -366), (-10, -268), (96, -262)], top, skin, 46)
    canvas.box(-150, -230, 210, 52, (mix(chair, p.PAPER, 0.14), chair), 26)


def training_room() -> Canvas:
    canvas = Canvas(("#e2ece7", "#f3ead8"))
    canvas.box(0, 760, 1600, 240, ("#d9c3a0", "#c8a97d"))
    window(canvas, 90, 150, 220, 320)
    canvas.box(470, 90, 720, 450, p.NAVY, 16, shadow=0.8)
    canvas.box(488, 108, 684, 414, (p.PAPER, "#eef3ee"), 6)
    for x, height, colour in ((560, 120, p.MIST), (650, 180, p.LAGOON), (740, 240, p.TEAL)):
        canvas.box(x, 450 - height, 62, height, colour, 6)
    canvas.stroke([(545, 452), (820, 452)], 6, p.NAVY)
    canvas.circle(1000, 280, 92, p.MIST)
    canvas.polygon([(1000, 280), *arc(1000, 280, 92, 92, -90, 40)], p.CORAL)
    canvas.polygon([(1000, 280), *arc(1000, 280, 92, 92, 40, 100)], p.AMBER)
    for row, width in enumerate((170, 120)):
        canvas.stroke([(920, 420 + row * 34), (920 + width, 420 + row * 34)], 12, p.MIST)
    plant(canvas, 1510, 770, 250, p.TEAL)
    bust(canvas, 1310, 640, 1.05, skin=0, hair=3, top=p.CORAL, style="bun")
    canvas.polygon([(1200, 640), (1420, 640), (1400, 800), (1220, 800)], mix(p.CORAL, p.INK, 0.12))
    arm(canvas, [(1220, 540), (1150, 520), (1090, 440)], p.CORAL, 0, 44)
    canvas.polygon([(1170, 650), (1470, 650), (1440, 830), (1200, 830)], (p.OAK, p.OAK_DARK), shadow=0.5)
    canvas.box(1150, 632, 340, 26, mix(p.OAK, p.PAPER, 0.25), 8)
    for x, hair, style, top in (
        (170, 0, "short", p.AMBER),
        (470, 2, "bob", p.TEAL),
        (770, 4, "curls", p.ROSE),
        (1070, 1, "bun", p.LAGOON),
    ):
        seen_from_behind(canvas, x, 1010, 1.25, hair, style, top)
    return canvas


# The skin that goes with each colour of hair.
NECKS = (3, 4, 0, 0, 2)


def seen_from_behind(
    canvas: Canvas, x: float, y: float, scale: float, hair: int, style: str, top: str, *, seated=True
) -> None:
    """Somebody in front of us, looking away."""
    with canvas.placed(x, y, scale):
        canvas.blob(
            [(-116, 40), (-102, -92), (-60, -132), (0, -140), (60, -132), (102, -92), (116, 40)],
            (mix(top, p.PAPER, 0.08), mix(top, p.INK, 0.15)),
        )
        canvas.box(-18, -172, 36, 48, mix(p.SKIN[NECKS[hair]], p.BRICK, 0.2), 12)
        if style == "bun":
            canvas.circle(0, -284, 26, mix(p.HAIR[hair], p.INK, 0.2))
        radius = 58 if style in ("bob", "curls") else 46
        canvas.ellipse(0, -212, radius - 4, 58, (mix(p.HAIR[hair], p.PAPER, 0.12), p.HAIR[hair]))
        if style == "bob":
            canvas.box(-54, -214, 108, 78, p.HAIR[hair], 26)
        if style == "scarf":
            scarf = mix(top, p.INK, 0.25)
            canvas.ellipse(0, -212, 54, 60, (mix(scarf, p.PAPER, 0.1), scarf))
            canvas.blob([(-54, -220), (0, -250), (54, -220), (60, -150), (30, -112), (-30, -112), (-60, -150)], scarf)
        if seated:
            canvas.box(-96, -76, 192, 150, (p.DEEP, p.INK), 34, shadow=0.5)
