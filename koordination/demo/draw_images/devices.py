"""Laptop, telephone and tablet, on a desk and under a cloud."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc
from koordination.demo.draw_images.desk import desk, lines
from koordination.demo.draw_images.scenery import cloud, mug, plant


def laptop(canvas: Canvas, x: float, y: float, width: float) -> None:
    """An open laptop whose front edge is at y; the screen stays white."""
    height = width * 0.62
    canvas.ellipse(x, y + 6, width * 0.68, 22, p.INK, opacity=0.22)
    canvas.box(x - width / 2, y - height - 24, width, height, (p.NAVY, p.INK), 22, shadow=0.6)
    canvas.box(x - width / 2 + 18, y - height - 6, width - 36, height - 40, (p.PAPER, "#eef2ec"), 8)
    canvas.polygon(
        [(x - width / 2, y - 26), (x + width / 2, y - 26), (x + width * 0.64, y), (x - width * 0.64, y)],
        ("#dfe5e2", "#b9c6c6"),
    )
    canvas.box(x - width * 0.64, y - 4, width * 1.28, 16, "#93a5a8", 8)
    canvas.box(x - 70, y - 4, 140, 8, "#7d9296", 4)


def phone(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.box(x, y, width, height, (p.NAVY, p.INK), 34, shadow=0.9)
    canvas.box(x + 12, y + 12, width - 24, height - 24, (p.FOG, "#c5dfda"), 24)
    canvas.box(x + width / 2 - 26, y + 20, 52, 10, p.INK, 5)


def laptop_and_phone() -> Canvas:
    canvas = desk()
    canvas.circle(640, 400, 330, p.FOG, opacity=0.9)
    plant(canvas, 175, 780, 270)
    laptop(canvas, 660, 830, 700)
    canvas.box(400, 395, 520, 86, (p.TEAL, p.DEEP), 8)
    lines(canvas, 430, 424, [190, 120], 28, 12, p.MIST)
    canvas.box(400, 500, 250, 150, ("#fbe2bd", "#f2b98d"), 8)
    canvas.circle(590, 545, 22, p.PAPER)
    canvas.polygon([(400, 650), (400, 610), (460, 560), (520, 620), (575, 580), (650, 640), (650, 650)], p.TEAL)
    lines(canvas, 684, 512, [210, 226, 180, 220, 120], 30, 10, p.MIST)
    canvas.box(400, 676, 160, 56, p.CORAL, 26)
    lines(canvas, 436, 704, [88], 0, 10, p.PAPER)
    lines(canvas, 600, 690, [310, 240], 28, 10, p.MIST)
    phone(canvas, 1130, 420, 260, 470)
    for y, left, width, colour in (
        (500, 1158, 150, p.PAPER),
        (574, 1210, 152, p.TEAL),
        (648, 1158, 176, p.PAPER),
        (746, 1230, 132, p.CORAL),
    ):
        tall = 78 if y == 648 else 54
        canvas.box(left, y, width, tall, colour, 24, shadow=0.25)
        lines(
            canvas,
            left + 26,
            y + 27,
            [width - 56] + [width - 90] * (tall > 60),
            24,
            9,
            p.MIST if colour == p.PAPER else p.PAPER,
        )
    canvas.box(1158, 822, 204, 44, p.PAPER, 22)
    canvas.circle(1340, 844, 15, p.TEAL)
    mug(canvas, 1490, 850, 110, p.AMBER)
    return canvas


def shared_cloud() -> Canvas:
    canvas = Canvas(("#bfdfe2", "#f6efdf"))
    canvas.hill([(-40, 860), (400, 800), (900, 850), (1640, 790)], ("#8fc0b8", "#a9d0b8"))
    for target in ((370, 640), (800, 700), (1250, 640)):
        start = (800 + (target[0] - 800) * 0.35, 400)
        for dot in range(9):
            share = dot / 8
            bend = (share * (1 - share)) * 60
            canvas.circle(
                start[0] + (target[0] - start[0]) * share, start[1] + (target[1] - start[1]) * share + bend, 7, p.TEAL
            )
    canvas.glow(arc(800, 330, 330, 130), p.INK, 0.22, 40)
    cloud(canvas, 800, 380, 480, "#ffffff", 1)
    cloud(canvas, 810, 376, 420, p.PAPER, 1)
    for x, colour, angle in ((640, p.CORAL, -7), (790, p.TEAL, 0), (940, p.AMBER, 7)):
        with canvas.placed(x, 310, 1, angle):
            canvas.polygon([(-48, -64), (24, -64), (48, -40), (48, 64), (-48, 64)], "#ffffff", shadow=0.5)
            canvas.polygon([(24, -64), (24, -40), (48, -40)], p.MIST)
            canvas.box(-32, -40, 34, 22, colour, 4)
            lines(canvas, -30, 0, [60, 44, 56], 20, 6, p.MIST)
    laptop(canvas, 360, 880, 400)
    canvas.box(204, 636, 312, 44, p.TEAL, 6)
    lines(canvas, 214, 704, [280, 250, 290, 190], 27, 9, p.MIST)
    phone(canvas, 720, 650, 164, 290)
    canvas.box(744, 712, 116, 76, p.AMBER, 10)
    lines(canvas, 752, 814, [100, 76, 92], 24, 8, p.PAPER)
    for x, width in ((800, 110), (1260, 230)):
        canvas.ellipse(x, 936 if x == 800 else 910, width, 14, p.INK, opacity=0.18)
    canvas.box(1060, 620, 400, 290, (p.NAVY, p.INK), 26, shadow=0.8)
    canvas.box(1080, 640, 360, 250, (p.PAPER, "#eef2ec"), 12)
    canvas.box(1104, 664, 130, 130, p.CORAL, 10)
    lines(canvas, 1264, 680, [140, 110, 146, 90], 30, 9, p.MIST)
    lines(canvas, 1110, 826, [300, 220], 30, 9, p.MIST)
    return canvas
