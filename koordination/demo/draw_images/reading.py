"""The library with its shelf and its armchair."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, mix
from koordination.demo.draw_images.rooms import window
from koordination.demo.draw_images.scenery import fir, mug, plant


def library() -> Canvas:
    canvas = Canvas(("#e8eee6", "#f5e8d0"))
    canvas.box(0, 800, 1600, 200, ("#cfae80", "#b98f62"))
    shelf(canvas, 70, 110, 640, 690)
    window(canvas, 850, 150, 330, 400)
    fir(canvas, 960, 520, 120, "#35776f")
    canvas.ellipse(1130, 890, 420, 60, ("#2f7f86", "#286d75"))
    canvas.ellipse(1130, 886, 350, 46, p.LAGOON)
    canvas.glow([(1310, 420), (1470, 420), (1540, 700), (1200, 700)], "#ffe9b8", 0.75, 60)
    canvas.box(1384, 400, 12, 450, p.INK)
    canvas.ellipse(1390, 852, 76, 14, p.INK)
    canvas.polygon([(1330, 300), (1450, 300), (1492, 420), (1288, 420)], ("#fbe0a8", p.AMBER), shadow=0.3)
    armchair(canvas)
    canvas.box(822, 706, 150, 18, p.OAK, 6, shadow=0.4)
    canvas.box(842, 722, 14, 150, p.OAK_DARK)
    canvas.box(938, 722, 14, 150, p.OAK_DARK)
    for row, (width, colour) in enumerate(((112, p.CORAL), (98, p.TEAL), (104, p.PAPER))):
        canvas.box(842 + row * 4, 684 - row * 22, width, 22, colour, 4)
    mug(canvas, 900, 640, 44, p.AMBER)
    return canvas


def shelf(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.box(x, y, width, height, (p.OAK, p.OAK_DARK), 8, shadow=0.7)
    colours = (p.DEEP, p.CORAL, p.PAPER, p.LAGOON, p.NAVY, p.AMBER, p.MIST, p.BRICK, p.TEAL, p.SAND)
    rows = 4
    inner = (height - 24) / rows
    for row in range(rows):
        top = y + 20 + row * inner
        canvas.box(x + 20, top, width - 40, inner - 22, (mix(p.OAK_DARK, p.INK, 0.55), mix(p.OAK_DARK, p.INK, 0.35)), 3)
        left, number = x + 28, row * 7
        while left < x + width - (164 if row % 2 else 130):
            thick = 22 + (number * 7) % 17
            tall = inner * (0.58 + ((number * 5) % 8) * 0.035)
            colour = colours[(number * 3 + row) % len(colours)]
            canvas.box(
                left, top + inner - 22 - tall, thick, tall, (mix(colour, p.PAPER, 0.08), mix(colour, p.INK, 0.12)), 3
            )
            canvas.box(
                left, top + inner - 22 - tall * 0.82, thick, 7, mix(colour, p.AMBER if number % 2 else p.INK, 0.4)
            )
            left += thick + 3
            number += 1
        if row % 2:
            plant(canvas, x + width - 82, top + inner - 22, 84, p.CORAL if row == 1 else p.TEAL)
        else:
            with canvas.placed(left + 16, top + inner - 24, 1, 14):
                canvas.box(0, -inner * 0.62, 26, inner * 0.62, p.MIST, 3)


def armchair(canvas: Canvas) -> None:
    canvas.ellipse(1150, 872, 210, 18, p.INK, opacity=0.25)
    for x in (1010, 1260):
        canvas.polygon([(x, 820), (x + 26, 820), (x + 18, 874), (x + 8, 874)], p.OAK_DARK)
    canvas.box(1000, 520, 300, 290, (mix(p.CORAL, p.PAPER, 0.1), p.BRICK), 90, shadow=0.5)
    for x in (1072, 1150, 1228):
        canvas.circle(x, 600, 7, p.BRICK)
    canvas.box(1010, 700, 280, 90, (mix(p.CORAL, p.PAPER, 0.2), p.CORAL), 34)
    canvas.box(970, 660, 76, 170, (p.CORAL, p.BRICK), 36)
    canvas.box(1254, 660, 76, 170, (p.CORAL, p.BRICK), 36)
    canvas.box(1000, 780, 300, 50, p.BRICK, 16)
    with canvas.placed(1165, 690, 1, -8):
        canvas.polygon([(-72, -26), (0, -14), (72, -26), (72, 22), (0, 34), (-72, 22)], p.PAPER, shadow=0.4)
        canvas.stroke([(0, -14), (0, 34)], 3, p.MIST)
        for side in (-1, 1):
            for row in range(3):
                canvas.stroke([(side * 14, -4 + row * 10), (side * 58, -12 + row * 10)], 2.6, p.LAGOON)
