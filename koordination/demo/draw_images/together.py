"""Pictures of people who do something together: in the garden, on the market square, hand in hand."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, mix
from koordination.demo.draw_images.people import standing
from koordination.demo.draw_images.scenery import cloud, fir, tree


def hands() -> Canvas:
    canvas = Canvas(("#2f7f86", "#1b5262"))
    canvas.glow(arc(800, 500, 430, 330), "#8fc9c4", 0.55, 150)
    for radius, opacity in ((430, 0.05), (300, 0.07), (180, 0.09)):
        canvas.circle(800, 500, radius, p.PAPER, opacity=opacity)
    sleeves = (p.CORAL, p.AMBER, p.PAPER, p.NAVY, p.ROSE, p.MIST)
    for number, angle in enumerate((12, 72, 128, 192, 250, 308)):
        with canvas.placed(800, 500, 1.12, angle):
            hand(canvas, p.SKIN[(number * 2 + number // 3) % 5], sleeves[number], mirrored=number % 2 == 1)
    return canvas


def hand(canvas: Canvas, skin: str, sleeve: str, *, mirrored: bool) -> None:
    """A hand that comes from the right and points to 0, 0."""
    shade = mix(skin, p.BRICK, 0.3)
    side = -1 if mirrored else 1
    canvas.polygon(
        [(330, -58), (1300, -120), (1300, 120), (330, 58)],
        (mix(sleeve, p.PAPER, 0.1), mix(sleeve, p.INK, 0.15)),
        shadow=0.8,
    )
    canvas.stroke([(230, -20 * side), (190, 66 * side), (140, 84 * side)], 36, mix(skin, shade, 0.35), shadow=0.4)
    for row, (reach, y) in enumerate(((70, -47), (46, -16), (50, 16), (82, 46))):
        canvas.stroke([(190, y * side), (reach, y * 0.86 * side)], 30, mix(skin, shade, 0.12 * (row % 2)), shadow=0.35)
    canvas.blob([(150, -62), (230, -66), (330, -46), (350, 0), (330, 46), (230, 66), (150, 62), (136, 0)], skin)
    canvas.box(316, -66, 64, 132, mix(sleeve, p.PAPER, 0.25), 16, shadow=0.4)
    for y in (-30, 0, 30):
        canvas.stroke([(168, y), (178, y)], 3, shade, opacity=0.6)


def community_garden() -> Canvas:
    canvas = Canvas(("#c4e3e4", "#fcefd8"))
    cloud(canvas, 420, 170, 200, opacity=0.85)
    cloud(canvas, 1240, 130, 160, opacity=0.75)
    canvas.hill([(-40, 470), (300, 400), (720, 470), (1120, 390), (1640, 450)], ("#9fcac6", "#c3ded4"))
    canvas.hill([(-40, 560), (420, 500), (900, 550), (1640, 500)], ("#68a598", "#8fbf9f"))
    for x, size in ((1430, 170), (1510, 230), (1580, 180)):
        fir(canvas, x, 610, size, "#3b7f7c")
    tree(canvas, 120, 640, 260, "#35775f")
    canvas.hill([(-40, 620), (800, 590), (1640, 610)], ("#5fa07f", "#3f7f68"))
    shed(canvas)
    for number, x in enumerate((700, 770, 845, 915, 985)):
        sunflower(canvas, x, 640, 150 + (number * 37) % 60)
    canvas.polygon([(690, 1000), (770, 640), (860, 640), (960, 1000)], ("#e9d8b8", "#d9bf94"))
    raised_bed(canvas, 150, 760, 470, ("kohl", "blume", "kraut", "kohl"))
    raised_bed(canvas, 1010, 740, 450, ("blume", "kohl", "kraut", "kraut"))
    standing(canvas, 330, 985, 1.18, skin=3, hair=0, top=p.AMBER, legs=p.NAVY, style="curls", reach=(96, -196))
    standing(canvas, 955, 900, 1.1, skin=0, hair=2, top=p.CORAL, legs=p.INK, style="bun", reach=(88, -206))
    can(canvas, 1068, 668)
    with canvas.placed(1420, 975, 1.12, mirrored=True):
        standing(canvas, 0, 0, 1, skin=1, hair=1, top=p.TEAL, legs=p.INK, reach=(80, -214))
        canvas.stroke([(80, -330), (80, -10)], 9, p.OAK_DARK)
        for tine in (-26, -9, 9, 26):
            canvas.stroke([(80 + tine, -12), (80 + tine, 12)], 6, p.INK)
        canvas.stroke([(54, -12), (106, -12)], 7, p.INK)
    return canvas


def can(canvas: Canvas, x: float, y: float) -> None:
    """A small watering can that pours to the right."""
    with canvas.placed(x, y, 0.36, 18):
        canvas.stroke(arc(-80, 10, 80, 80, 100, 260), 26, p.NAVY)
        canvas.stroke([(60, 60), (170, 10), (250, -50)], 34, p.NAVY)
        canvas.polygon([(-110, -90), (90, -90), (110, 130), (-130, 130)], (p.LAGOON, p.NAVY))
        canvas.polygon([(222, -86), (262, -30), (306, -40), (260, -116)], p.NAVY)
    for dx, dy in ((112, 34), (124, 62), (106, 74), (132, 92)):
        canvas.ellipse(x + dx, y + dy - 6, 4, 8, "#cfeaf0")


def shed(canvas: Canvas) -> None:
    canvas.box(380, 400, 250, 220, (p.OAK, p.OAK_DARK), shadow=0.6)
    for x in range(400, 630, 25):
        canvas.stroke([(x, 402), (x, 618)], 2, "#7e5836", opacity=0.6)
    canvas.polygon([(350, 412), (390, 320), (620, 320), (660, 412)], (p.TEAL, p.DEEP), shadow=0.5)
    canvas.box(420, 460, 84, 160, ("#8a5f3e", "#6f4a30"), 4)
    canvas.circle(490, 540, 5, p.AMBER)
    canvas.box(536, 466, 66, 66, "#cfe7e4", 4)
    canvas.stroke([(569, 468), (569, 530)], 4, p.PAPER)
    canvas.stroke([(538, 499), (600, 499)], 4, p.PAPER)


def sunflower(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.stroke([(x, y), (x + 4, y - height * 0.5), (x, y - height)], 8, p.MOSS)
    for side in (-1, 1):
        base = y - height * (0.35 if side < 0 else 0.52)
        canvas.blob(
            [(x, base), (x + side * 22, base - 22), (x + side * 48, base - 16), (x + side * 26, base + 4)], p.LEAF
        )
    for petal in range(14):
        with canvas.placed(x, y - height, 1, petal * 360 / 14):
            canvas.ellipse(0, -30, 9, 18, p.AMBER)
    canvas.circle(x, y - height, 19, "#6b4228")


def raised_bed(canvas: Canvas, x: float, y: float, width: float, crops: tuple[str, ...]) -> None:
    """A wooden bed with its crops; x, y is the upper left corner of its front."""
    canvas.ellipse(x + width / 2, y + 138, width * 0.54, 18, p.INK, opacity=0.25)
    canvas.polygon([(x + 24, y - 34), (x + width - 24, y - 34), (x + width, y + 6), (x, y + 6)], "#5b3a26")
    for number, crop in enumerate(crops):
        middle = x + width * (number + 0.5) / len(crops)
        if crop == "kohl":
            for dx, dy, tone in ((-26, -8, 0), (26, -8, 0), (0, -30, 0.12), (0, -8, 0.3)):
                canvas.ellipse(middle + dx, y - 14 + dy, 30, 26, mix("#6fae7b", p.PAPER, tone))
        elif crop == "kraut":
            for dx in range(-40, 41, 16):
                canvas.stroke(
                    [(middle + dx * 0.5, y - 6), (middle + dx, y - 70 + abs(dx) * 0.5)],
                    9,
                    mix(p.MOSS, p.LEAF, (dx + 40) / 80),
                )
        else:
            for dx, colour in ((-30, p.CORAL), (2, p.ROSE), (34, p.CORAL)):
                canvas.stroke([(middle + dx, y - 4), (middle + dx, y - 52)], 5, p.MOSS)
                canvas.circle(middle + dx, y - 60, 17, colour)
                canvas.circle(middle + dx, y - 60, 7, p.AMBER)
    for board in range(3):
        canvas.box(x, y + board * 46, width, 43, (mix(p.OAK, p.PAPER, 0.1), p.OAK_DARK), 4)
    for post in (x + 10, x + width - 34):
        canvas.box(post, y - 4, 24, 144, mix(p.OAK_DARK, p.INK, 0.15), 4)


def market_square() -> Canvas:
    canvas = Canvas(("#bcdde2", "#fdf0da"))
    cloud(canvas, 260, 160, 170, opacity=0.8)
    cloud(canvas, 1330, 120, 190, opacity=0.8)
    canvas.box(850, 210, 110, 450, (p.PAPER, "#e9e6d8"))
    canvas.polygon([(836, 214), (905, 40), (974, 214)], (p.LAGOON, p.DEEP))
    canvas.circle(905, 290, 30, p.NAVY)
    canvas.circle(905, 290, 24, p.PAPER)
    canvas.stroke([(905, 290), (905, 274)], 4, p.NAVY)
    canvas.stroke([(905, 290), (917, 296)], 4, p.NAVY)
    for x, width, height, wall, roof in (
        (40, 270, 330, p.PAPER, p.BRICK),
        (330, 230, 280, "#f2d7ae", p.CORAL),
        (580, 250, 350, p.PAPER, p.DEEP),
        (980, 250, 310, "#e9c9b4", p.BRICK),
        (1250, 300, 350, p.PAPER, p.CORAL),
    ):
        timbered(canvas, x, 660, width, height, wall, roof)
    canvas.polygon([(0, 655), (1600, 655), (1600, 1000), (0, 1000)], ("#e6d8bf", "#cdb795"))
    bunting(canvas, [(0, 250), (400, 370), (850, 290)], 12)
    bunting(canvas, [(960, 290), (1280, 370), (1600, 240)], 9)
    for x, colour in ((120, p.CORAL), (640, p.TEAL), (1160, p.AMBER)):
        stall(canvas, x, 800, colour)
    for x, y, skin, hair, top, style, legs in (
        (90, 905, 0, 1, p.LAGOON, "bob", p.INK),
        (480, 900, 3, 0, p.AMBER, "short", p.NAVY),
        (570, 925, 4, 2, p.CORAL, "scarf", p.INK),
        (1010, 915, 1, 4, p.ROSE, "curls", p.NAVY),
        (1085, 935, 2, 0, p.DEEP, "short", p.INK),
        (1510, 920, 0, 2, p.CORAL, "bun", p.NAVY),
    ):
        standing(canvas, x, y, 0.82, skin=skin, hair=hair, top=top, legs=legs, style=style)
    return canvas


def timbered(canvas: Canvas, x: float, y: float, width: float, height: float, wall: str, roof: str) -> None:
    """A half-timbered house with its gable to the square."""
    beam = "#b59c8b"
    wall, roof = mix(wall, p.FOG, 0.35), mix(roof, p.FOG, 0.35)
    top = y - height
    peak = top - width * 0.62
    canvas.polygon(
        [(x, y), (x, top), (x + width / 2, peak), (x + width, top), (x + width, y)], (mix(wall, p.PAPER, 0.3), wall)
    )
    for share in (0, 1):
        level = top + (y - top) * share * 0.66
        canvas.stroke([(x + 5, level), (x + width - 5, level)], 11, beam)
    for column in (0.02, 0.34, 0.66, 0.98):
        canvas.stroke([(x + width * column, top), (x + width * column, y)], 11, beam)
    canvas.stroke([(x + width * 0.34, top), (x + width / 2, peak + 20), (x + width * 0.66, top)], 9, beam, smooth=False)
    for column in (0.18, 0.5, 0.82):
        for share in (0.08, 0.41):
            canvas.box(x + width * column - 17, top + (y - top) * share, 34, 52, mix(p.NAVY, p.MIST, 0.72), 3)
    canvas.stroke([(x - 16, top + 14), (x + width / 2, peak - 8), (x + width + 16, top + 14)], 26, roof, smooth=False)
    canvas.circle(x + width / 2, peak + width * 0.3, 15, mix(p.NAVY, p.MIST, 0.72))


def bunting(canvas: Canvas, rope: list, count: int) -> None:
    (x0, y0), (x1, y1), (x2, y2) = rope
    points = [
        ((1 - t) ** 2 * x0 + 2 * t * (1 - t) * x1 + t * t * x2, (1 - t) ** 2 * y0 + 2 * t * (1 - t) * y1 + t * t * y2)
        for t in (step / count for step in range(count + 1))
    ]
    canvas.stroke(points, 4, p.NAVY)
    for number, ((ax, ay), (bx, by)) in enumerate(zip(points, points[1:], strict=False)):
        colour = (p.CORAL, p.AMBER, p.TEAL, p.PAPER)[number % 4]
        canvas.polygon([(ax + 5, ay + 2), (bx - 5, by + 2), ((ax + bx) / 2, (ay + by) / 2 + 50)], colour, shadow=0.25)


def stall(canvas: Canvas, x: float, y: float, colour: str) -> None:
    """A market stall with a striped awning."""
    canvas.ellipse(x + 160, y + 62, 190, 16, p.INK, opacity=0.25)
    standing(canvas, x + 160, y + 50, 0.86, skin=(x // 7) % 5, hair=(x // 11) % 5, top=p.PAPER, legs=p.INK)
    for post in (x + 6, x + 302):
        canvas.box(post, y - 220, 12, 280, p.OAK_DARK)
    canvas.box(x - 10, y - 40, 340, 100, (p.OAK, p.OAK_DARK), 6, shadow=0.4)
    canvas.box(x - 20, y - 56, 360, 22, mix(p.OAK, p.PAPER, 0.35), 6)
    for number, tone in enumerate((p.CORAL, p.PAPER, p.TEAL, p.AMBER)):
        canvas.box(x + 20 + number * 78, y - 84 - (number % 2) * 14, 50, 30 + (number % 2) * 14, tone, 6)
    for stripe in range(6):
        left, wide = x - 24 + stripe * 61, 61
        inset = (3 - stripe) * 6
        tone = colour if stripe % 2 == 0 else p.PAPER
        canvas.polygon(
            [(left + inset, y - 290), (left + wide + inset - 5, y - 290), (left + wide, y - 220), (left, y - 220)],
            (mix(tone, p.PAPER, 0.15), tone),
        )
        canvas.polygon(
            [(left, y - 221), *reversed(arc(left + wide / 2, y - 221, wide / 2, 26, 0, 180)), (left + wide, y - 221)],
            mix(tone, p.INK, 0.08),
        )
