"""Still lifes: things on a desk that stand for the topics of the courses."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, mix


def lines(canvas: Canvas, x: float, y: float, widths: list[float], gap: float, thick: float, colour: str) -> None:
    """Strokes that stand for lines of writing."""
    for row, width in enumerate(widths):
        canvas.stroke([(x, y + row * gap), (x + width, y + row * gap)], thick, colour)


def desk(wall=("#e3eee9", "#f3ecdd"), edge: float = 700) -> Canvas:
    canvas = Canvas(wall)
    canvas.box(0, edge, 1600, 1000 - edge, (mix(p.OAK, p.PAPER, 0.25), p.OAK))
    canvas.box(0, edge, 1600, 14, mix(p.OAK, p.PAPER, 0.45))
    return canvas


def paper_and_stamp() -> Canvas:
    canvas = Canvas(("#2a6a74", "#1c4c5d"))
    canvas.glow(arc(520, 260, 500, 300), "#5fa6a6", 0.5, 160)
    for angle, x, y, tone in ((-11, 560, 520, 0.12), (-3, 620, 520, 0.06), (5, 680, 520, 0)):
        with canvas.placed(x, y, 1, angle):
            canvas.box(-300, -400, 600, 800, (mix(p.PAPER, p.OAK, tone), mix("#f1e9da", p.OAK, tone)), 8, shadow=0.9)
    with canvas.placed(680, 520, 1, 5):
        lines(canvas, -230, -320, [260], 0, 22, p.NAVY)
        lines(canvas, -230, -260, [150], 0, 12, p.LAGOON)
        lines(canvas, -230, -196, [440, 460, 420, 300], 34, 10, "#cfd8d2")
        lines(canvas, -230, -30, [120], 0, 14, p.CORAL)
        lines(canvas, -230, 16, [460, 430, 450, 240], 34, 10, "#cfd8d2")
        canvas.stroke([(-230, 290), (-40, 290)], 4, p.NAVY)
        canvas.stroke(
            [(-214, 276), (-190, 236), (-176, 284), (-150, 250), (-134, 280), (-104, 262), (-70, 276)], 5, p.DEEP
        )
        seal(canvas, 160, 250)
    stamp(canvas)
    with canvas.placed(1260, 800, 1, 62):
        canvas.box(-30, -300, 44, 480, (p.AMBER, "#dd9a42"), 20, shadow=0.9)
        canvas.box(-30, -190, 44, 26, p.PAPER)
        canvas.polygon([(-30, 170), (14, 170), (-4, 250), (-12, 250)], "#f0d4ad")
        canvas.polygon([(-14, 226), (-2, 226), (-5, 252), (-11, 252)], p.INK)
    return canvas


def seal(canvas: Canvas, x: float, y: float) -> None:
    """A round seal with a tree in it."""
    canvas.circle(x, y, 92, p.CORAL, opacity=0.9)
    canvas.circle(x, y, 82, p.PAPER)
    canvas.circle(x, y, 76, p.CORAL, opacity=0.9)
    canvas.circle(x, y, 62, p.PAPER)
    canvas.ellipse(x, y - 12, 30, 34, p.CORAL)
    canvas.box(x - 5, y - 6, 10, 50, p.CORAL)
    canvas.stroke([(x - 34, y + 42), (x + 34, y + 42)], 6, p.CORAL)


def stamp(canvas: Canvas) -> None:
    with canvas.placed(1240, 340, 1.1, 10):
        canvas.ellipse(10, 160, 190, 34, p.INK, opacity=0.35)
        canvas.box(-130, 100, 260, 50, (p.BRICK, mix(p.BRICK, p.INK, 0.3)), 8)
        canvas.box(-150, 46, 300, 66, (p.OAK, p.OAK_DARK), 16, shadow=0.4)
        canvas.polygon([(-60, 50), (-34, -40), (34, -40), (60, 50)], (p.OAK, p.OAK_DARK))
        canvas.ellipse(0, -96, 76, 82, (mix(p.OAK, p.PAPER, 0.3), p.OAK_DARK))
        canvas.ellipse(-24, -126, 22, 28, p.PAPER, opacity=0.25)


def cash_box() -> Canvas:
    canvas = desk(("#dcebe7", "#f4ecdc"), 640)
    canvas.circle(760, 400, 340, p.PAPER, opacity=0.55)
    canvas.ellipse(690, 830, 420, 26, p.INK, opacity=0.25)
    canvas.polygon([(380, 360), (990, 360), (960, 540), (410, 540)], (p.DEEP, p.NAVY), shadow=0.6)
    canvas.polygon([(410, 385), (962, 385), (938, 530), (432, 530)], (p.NAVY, p.INK))
    canvas.box(360, 540, 650, 280, (p.TEAL, p.DEEP), 18, shadow=0.5)
    canvas.box(360, 540, 650, 30, p.LAGOON, 12)
    canvas.box(640, 640, 90, 100, (p.PAPER, "#d9ddd5"), 16, shadow=0.5)
    canvas.circle(685, 680, 15, p.INK)
    canvas.box(679, 684, 12, 34, p.INK, 5)
    for x, count in ((440, 2), (540, 4), (640, 3)):
        for coin in range(count):
            disc(canvas, x, 536 - coin * 16, 44)
    for shift, colour in ((0, p.LEAF), (18, "#8fb58a")):
        canvas.polygon(
            [(750 + shift, 536), (760 + shift, 440 - shift), (920 + shift, 452 - shift), (915 + shift, 536)], colour
        )
        canvas.circle(838 + shift, 492 - shift / 2, 24, mix(colour, p.PAPER, 0.4))
    calculator(canvas)
    with canvas.placed(240, 830, 1, -4):
        canvas.polygon([(-190, -60), (190, -60), (230, 70), (-230, 70)], (p.CORAL, p.BRICK), shadow=0.8)
        canvas.polygon([(-176, -66), (0, -56), (176, -66), (214, 54), (0, 64), (-214, 54)], (p.PAPER, "#eee5d4"))
        canvas.stroke([(0, -56), (0, 64)], 4, p.SAND)
        for row in range(4):
            lines(canvas, -166 - row * 8, -40 + row * 24, [130], 0, 6, p.MIST)
            lines(canvas, 26, -40 + row * 24, [90], 0, 6, p.MIST)
            lines(canvas, 138 + row * 7, -40 + row * 24, [34], 0, 6, p.CORAL)
    for x, y, count in ((1050, 900, 3), (1150, 930, 2), (880, 920, 1)):
        canvas.ellipse(x, y + 14, 62, 14, p.INK, opacity=0.2)
        for coin in range(count):
            disc(canvas, x, y - coin * 16, 50)
    return canvas


def disc(canvas: Canvas, x: float, y: float, radius: float) -> None:
    """A coin lying flat."""
    edge = mix(p.AMBER, p.BRICK, 0.4)
    canvas.box(x - radius, y, radius * 2, 14, edge)
    canvas.ellipse(x, y + 14, radius, radius * 0.3, edge)
    canvas.ellipse(x, y, radius, radius * 0.3, (mix(p.AMBER, p.PAPER, 0.3), p.AMBER))
    canvas.ellipse(x, y, radius * 0.68, radius * 0.19, mix(p.AMBER, p.BRICK, 0.16))


def calculator(canvas: Canvas) -> None:
    with canvas.placed(1330, 720, 1, 6):
        canvas.box(-130, -190, 260, 370, (p.PAPER, "#e3dccb"), 26, shadow=1)
        canvas.box(-102, -162, 204, 80, (p.MIST, p.FOG), 12)
        lines(canvas, 10, -122, [68], 0, 14, p.DEEP)
        for row in range(4):
            for column in range(4):
                colour = p.CORAL if column == 3 else p.NAVY
                canvas.box(-102 + column * 53, -56 + row * 55, 44, 44, mix(colour, p.PAPER, 0.1), 12)


def folders_and_lock() -> Canvas:
    canvas = Canvas(("#173f57", "#1d5a68"))
    canvas.glow(arc(800, 420, 560, 330), p.LAGOON, 0.45, 140)
    canvas.box(90, 720, 1420, 34, (p.OAK, p.OAK_DARK), 8, shadow=1)
    left = 150
    for number, colour in enumerate(
        (p.TEAL, p.CORAL, p.LAGOON, p.PAPER, p.AMBER, p.TEAL, p.MIST, p.CORAL, p.LAGOON, p.PAPER)
    ):
        width, tall = 122, 440 - (number % 3) * 14
        canvas.box(left, 720 - tall, width, tall, (mix(colour, p.PAPER, 0.1), mix(colour, p.INK, 0.16)), 12, shadow=0.5)
        canvas.box(left + 26, 720 - tall + 50, width - 52, 120, p.PAPER if colour != p.PAPER else p.FOG, 6)
        lines(canvas, left + 40, 720 - tall + 80, [42, 30, 42], 30, 7, p.LAGOON)
        canvas.circle(left + width / 2, 650, 22, mix(colour, p.INK, 0.45))
        canvas.circle(left + width / 2, 650, 13, mix(colour, p.INK, 0.75))
        left += width + 8
    canvas.polygon([(0, 860), (1600, 860), (1600, 1000), (0, 1000)], ("#1b4f5e", "#143a4c"))
    canvas.ellipse(800, 900, 290, 30, "#081c2a", opacity=0.5)
    shackle = [(680, 560), (680, 440), *arc(800, 440, 120, 130, 180, 360), (920, 440), (920, 560)]
    canvas.stroke(shackle, 56, "#b9c9c8", smooth=False, shadow=0.8)
    canvas.stroke(shackle, 22, "#dfe9e6", smooth=False)
    canvas.box(590, 530, 420, 360, ("#f7c67e", "#e39a4b"), 50, shadow=1)
    canvas.box(612, 552, 376, 316, (p.AMBER, "#eaa957"), 36)
    canvas.circle(800, 680, 48, p.NAVY)
    canvas.polygon([(782, 690), (818, 690), (834, 800), (766, 800)], p.NAVY)
    return canvas


def growing_funds() -> Canvas:
    canvas = desk(("#d5e8e4", "#fbf1df"), 760)
    canvas.circle(820, 430, 360, "#fdf7ea", opacity=0.8)
    canvas.circle(1290, 220, 70, ("#fbe2ac", p.AMBER))
    for x, count, size in ((420, 3, 130), (650, 6, 180), (880, 9, 240), (1110, 13, 310)):
        canvas.ellipse(x + 8, 858, 104, 18, p.INK, opacity=0.22)
        for coin in range(count):
            disc(canvas, x + (coin * 7) % 5 - 2, 840 - coin * 19, 88)
        top = 840 - (count - 1) * 19
        sprout(canvas, x, top, size)
    watering_can(canvas)
    return canvas


def sprout(canvas: Canvas, x: float, y: float, size: float) -> None:
    canvas.ellipse(x, y, 50, 15, "#5b3a26")
    canvas.stroke([(x, y), (x + size * 0.04, y - size * 0.4), (x, y - size * 0.8)], 10, p.MOSS)
    for level in range(max(1, round(size / 90))):
        base = y - size * 0.8 + level * size * 0.24
        reach = size * (0.3 + level * 0.04)
        for side in (-1, 1):
            canvas.blob(
                [
                    (x, base),
                    (x + side * reach * 0.5, base - reach * 0.55),
                    (x + side * reach, base - reach * 0.5),
                    (x + side * reach * 0.6, base - reach * 0.02),
                ],
                (mix(p.LEAF, p.PAPER, 0.2 if side > 0 else 0.05), p.MOSS),
            )


def watering_can(canvas: Canvas) -> None:
    with canvas.placed(250, 330, 0.95, 14):
        canvas.stroke(arc(-90, 10, 96, 90, 100, 260), 24, p.BRICK)
        canvas.stroke([(60, 60), (170, 10), (250, -50)], 34, p.CORAL)
        canvas.polygon([(222, -86), (262, -30), (306, -40), (260, -116)], (p.CORAL, p.BRICK))
        canvas.polygon(
            [(-110, -90), (90, -90), (110, 130), (-130, 130)], (mix(p.CORAL, p.PAPER, 0.15), p.BRICK), shadow=0.7
        )
        canvas.ellipse(-10, -90, 100, 22, mix(p.BRICK, p.INK, 0.3))
    for x, y in ((566, 380), (590, 430), (556, 450), (610, 490), (580, 510), (534, 420)):
        canvas.blob([(x, y - 18), (x + 9, y + 4), (x, y + 12), (x - 9, y + 4)], p.LAGOON)
