"""Pictures of the county outdoors."""

from koordination.demo.draw_images import palette as p
from koordination.demo.draw_images.canvas import Canvas, arc, curve, mix
from koordination.demo.draw_images.people import standing
from koordination.demo.draw_images.scenery import cloud, fir, grass, house, tree


def rolling_hills() -> Canvas:
    canvas = Canvas(("#bfe0e2", "#fdebd3"))
    canvas.glow(arc(1130, 330, 210, 210), "#fff3d6", 0.95, 90)
    canvas.circle(1130, 330, 78, ("#fff6e2", "#fbd79a"))
    for x, y, size in ((300, 210, 210), (720, 140, 140), (1420, 190, 170)):
        cloud(canvas, x, y, size, opacity=0.7)
    canvas.hill(
        [(-40, 470), (220, 400), (480, 455), (760, 385), (1040, 450), (1330, 390), (1640, 460)], ("#b5d6d3", "#cfe4dc")
    )
    canvas.hill(
        [(-40, 540), (180, 500), (430, 540), (690, 470), (980, 540), (1240, 480), (1640, 545)], ("#86bab8", "#b4d5cb")
    )
    for x, size in ((90, 60), (140, 76), (190, 64), (1290, 70), (1350, 84), (1400, 66), (1455, 74)):
        fir(canvas, x, 545, size, "#5c9a9a")
    canvas.hill(
        [(-40, 640), (260, 565), (560, 620), (850, 560), (1160, 625), (1420, 570), (1640, 620)], ("#5d9e97", "#8fbf9f")
    )
    village(canvas)
    river = [
        (905, 1010),
        (850, 905),
        (955, 820),
        (880, 745),
        (935, 690),
        (960, 690),
        (935, 745),
        (1040, 815),
        (1010, 905),
        (1190, 1010),
    ]
    canvas.hill([(-40, 760), (280, 690), (620, 745), (930, 690), (1240, 745), (1640, 680)], ("#3f8479", "#6ba67f"))
    canvas.blob(river, ("#cfe9ea", "#7fb9c2"))
    field(canvas)
    canvas.hill([(-40, 850), (220, 800), (500, 880), (760, 990), (860, 1040)], ("#256a63", "#3f8570"))
    grass(canvas, 890, 1000, "#1f5b55", 0, 3)
    for x, y, size in (
        (90, 880, 250),
        (215, 850, 180),
        (330, 880, 130),
        (1330, 790, 100),
        (1400, 770, 120),
        (700, 770, 84),
        (640, 765, 66),
    ):
        tree(canvas, x, y, size, "#2f7263")
    for x, y in ((520, 250), (560, 225), (610, 262)):
        canvas.stroke([(x - 18, y - 9), (x - 6, y - 4), (x, y), (x + 6, y - 4), (x + 18, y - 9)], 3, p.NAVY)
    return canvas


def field(canvas: Canvas) -> None:
    """A ripe field whose furrows follow the slope."""
    for row, share in enumerate((0.3, 0.55, 0.3, 0.6, 0.4)):
        top, low = 800 + row * 46, 846 + row * 46
        upper = curve([(1230 - row * 14, top + 40), (1420, top - 14), (1640, top - 50)])
        lower = curve([(1216 - row * 14, low + 44), (1420, low - 8), (1640, low - 46)])
        canvas.polygon([*upper, *reversed(lower)], mix(p.AMBER, "#4f9375", share))


def village(canvas: Canvas) -> None:
    for x, y, width, wall, roof in (
        (420, 640, 92, p.SAND, p.CORAL),
        (505, 655, 104, p.PAPER, p.BRICK),
        (610, 640, 84, p.SAND, p.BRICK),
        (735, 645, 96, p.PAPER, p.CORAL),
        (560, 690, 112, p.PAPER, p.CORAL),
        (685, 695, 100, p.SAND, p.BRICK),
    ):
        house(canvas, x, y, width, width * 0.4, wall=wall, roof=roof)
    canvas.box(660, 520, 40, 140, (p.PAPER, p.SAND))
    canvas.box(680, 520, 20, 140, mix(p.SAND, p.INK, 0.12))
    canvas.polygon([(654, 522), (680, 430), (706, 522)], (p.TEAL, p.NAVY))
    canvas.circle(680, 560, 9, p.NAVY)
    for x, y, size in ((400, 660, 60), (480, 690, 54), (825, 660, 70), (860, 665, 54), (790, 700, 60)):
        tree(canvas, x, y, size, "#3d8069")


def village_hall() -> Canvas:
    canvas = Canvas(("#16364f", "#e9a27c"))
    canvas.glow([(0, 560), (1600, 560), (1600, 700), (0, 700)], "#f7c995", 0.7, 80)
    for x, y in (
        (150, 110),
        (310, 60),
        (520, 150),
        (760, 70),
        (980, 130),
        (1190, 60),
        (1420, 140),
        (1530, 70),
        (640, 220),
    ):
        canvas.circle(x, y, 2.6, "#fdf3df", opacity=0.85)
    canvas.glow(arc(1330, 170, 70, 70), "#fbeccb", 0.25, 40)
    canvas.polygon([*arc(1330, 170, 44, 44, -100, 130), *reversed(arc(1310, 163, 40, 40, -66, 96))], "#fbeccb")
    canvas.hill([(-40, 600), (260, 530), (620, 600), (1000, 520), (1300, 580), (1640, 530)], ("#3c5a6d", "#6c6f76"))
    canvas.hill([(-40, 690), (400, 640), (900, 680), (1640, 630)], ("#224a5a", "#1f4856"))
    for x, size in ((60, 250), (150, 320), (1465, 300), (1550, 240)):
        fir(canvas, x, 770, size, "#1a4453")
    canvas.hill([(-40, 770), (500, 745), (1100, 750), (1640, 775)], ("#2c5f5c", "#17414a"))
    hall(canvas)
    canvas.polygon([(690, 775), (830, 775), (1000, 1010), (520, 1010)], ("#e2b483", "#8f7d68"), opacity=0.9)
    canvas.glow([(690, 780), (830, 780), (940, 930), (560, 930)], "#ffd590", 0.5, 30)
    for x, y, size in ((255, 830, 120), (1330, 830, 130), (1210, 800, 80)):
        tree(canvas, x, y, size, "#27615c")
    standing(canvas, 590, 890, 0.62, skin=2, hair=0, top="#d9754f", legs=p.INK)
    standing(canvas, 660, 880, 0.62, skin=0, hair=2, top=p.LAGOON, legs="#123347", style="bob")
    standing(canvas, 960, 905, 0.66, skin=3, hair=0, top=p.AMBER, legs=p.INK, style="curls")
    return canvas


def hall(canvas: Canvas) -> None:
    canvas.polygon([(330, 775), (330, 520), (1190, 520), (1190, 775)], ("#d9c3a5", "#a98f79"), shadow=0.8)
    canvas.polygon([(280, 530), (400, 340), (1120, 340), (1240, 530)], ("#9c4a36", "#6f3430"))
    for row in range(1, 5):
        y = 340 + row * 38
        canvas.stroke([(400 - row * 24, y), (1120 + row * 24, y)], 2, "#5f2d2c", opacity=0.5)
    canvas.polygon([(600, 540), (760, 350), (920, 540), (920, 775), (600, 775)], ("#ecd8b8", "#c2a686"))
    canvas.stroke([(580, 552), (760, 338), (940, 552)], 20, "#6a3230", smooth=False)
    for x in (370, 480, 970, 1080):
        canvas.glow([(x - 10, 570), (x + 80, 570), (x + 80, 700), (x - 10, 700)], "#ffcf86", 0.75, 26)
        canvas.box(x, 580, 70, 110, ("#ffe7b0", "#f7b95f"), 4)
        canvas.stroke([(x + 35, 582), (x + 35, 688)], 5, "#8a5f45")
        canvas.stroke([(x + 2, 632), (x + 68, 632)], 5, "#8a5f45")
        canvas.box(x - 8, 690, 86, 12, "#8a5f45", 3)
    canvas.glow(arc(760, 470, 60, 60), "#ffcf86", 0.6, 24)
    canvas.circle(760, 470, 40, ("#ffe7b0", "#f7b95f"))
    canvas.stroke([(720, 470), (800, 470)], 5, "#8a5f45")
    canvas.stroke([(760, 430), (760, 510)], 5, "#8a5f45")
    canvas.glow([(680, 590), (840, 590), (840, 775), (680, 775)], "#ffcf86", 0.8, 24)
    canvas.box(690, 600, 140, 175, ("#ffeec2", "#f9c474"), 6)
    canvas.box(690, 600, 62, 175, ("#20505c", "#173f4c"), 4)
    canvas.circle(744, 694, 5, p.AMBER)
    for x in range(345, 1180, 64):
        if not 590 < x < 930:
            canvas.circle(x, 545 + 6 * ((x // 64) % 2), 6, "#ffdf9a")


def bus_stop() -> Canvas:
    canvas = Canvas(("#c6e3e4", "#fdf1de"))
    cloud(canvas, 330, 190, 240, opacity=0.9)
    cloud(canvas, 1130, 140, 190, opacity=0.8)
    canvas.hill([(-40, 500), (300, 410), (640, 480), (980, 400), (1320, 470), (1640, 420)], ("#9fcac6", "#c3ded4"))
    canvas.hill([(-40, 590), (240, 540), (620, 590), (1000, 520), (1640, 585)], ("#5f9f96", "#93c0a2"))
    for x, size in ((1380, 150), (1460, 200), (1545, 170)):
        fir(canvas, x, 640, size, "#3b7f7c")
    canvas.hill([(-40, 670), (500, 640), (1100, 655), (1640, 635)], ("#4c8f7b", "#5d9c79"))
    tree(canvas, 60, 700, 260, "#35775f")
    canvas.polygon([(0, 770), (1600, 770), (1600, 820), (0, 820)], ("#e6dccb", "#d3c6b2"))
    canvas.polygon([(0, 820), (1600, 820), (1600, 1000), (0, 1000)], ("#5a6e78", "#43565f"))
    for x in range(-40, 1600, 240):
        canvas.box(x, 912, 130, 11, "#e9e2d3", 5)
    shelter(canvas)
    bus(canvas)
    return canvas


def shelter(canvas: Canvas) -> None:
    canvas.ellipse(370, 790, 250, 16, p.INK, opacity=0.2)
    canvas.box(190, 520, 360, 260, ("#bfdcd9", "#dbeae3"), opacity=0.75)
    for x in (180, 360, 540):
        canvas.box(x, 500, 14, 290, (p.NAVY, p.INK), 4)
    canvas.polygon([(140, 505), (165, 455), (590, 455), (615, 505)], (p.CORAL, p.BRICK), shadow=0.7)
    canvas.box(230, 715, 250, 20, (p.OAK, p.OAK_DARK), 6)
    canvas.box(250, 735, 14, 52, p.INK)
    canvas.box(445, 735, 14, 52, p.INK)
    canvas.box(640, 500, 12, 300, p.NAVY, 4)
    canvas.circle(646, 480, 46, (p.AMBER, "#e59c41"), shadow=0.6)
    canvas.circle(646, 480, 34, p.DEEP)
    canvas.box(626, 466, 40, 24, p.PAPER, 6)
    canvas.circle(636, 494, 5, p.PAPER)
    canvas.circle(656, 494, 5, p.PAPER)
    canvas.box(622, 555, 48, 62, p.PAPER, 4)
    for row in range(4):
        canvas.stroke([(630, 568 + row * 12), (660 - (row % 2) * 8, 568 + row * 12)], 3, p.LAGOON)
    standing(canvas, 300, 790, 0.92, skin=0, hair=2, top=p.TEAL, legs=p.INK, style="bun")
    standing(canvas, 420, 792, 0.96, skin=3, hair=0, top=p.AMBER, legs=p.NAVY)


def bus(canvas: Canvas) -> None:
    canvas.ellipse(1090, 900, 400, 22, p.INK, opacity=0.35)
    body = [(730, 880), (722, 660), (752, 560), (800, 530), (1420, 530), (1452, 562), (1456, 880)]
    canvas.polygon([*body], (p.PAPER, "#e6ddca"), shadow=0.6)
    canvas.polygon([(727, 770), (1456, 770), (1456, 880), (730, 880)], (p.TEAL, p.DEEP))
    canvas.polygon([(726, 752), (1456, 752), (1456, 770), (727, 770)], p.CORAL)
    canvas.polygon([(742, 720), (748, 660), (770, 584), (812, 570), (868, 570), (868, 720)], ("#3d7d8b", "#9bc9cb"))
    for x in (1030, 1172, 1314):
        canvas.box(x, 570, 122, 150, ("#3d7d8b", "#9bc9cb"), 12)
    canvas.box(888, 570, 122, 150, ("#3d7d8b", "#9bc9cb"), 12)
    for x, skin, hair in ((1090, 4, 1), (1232, 2, 0)):
        canvas.circle(x, 668, 30, p.HAIR[hair])
        canvas.circle(x, 676, 25, p.SKIN[skin])
        canvas.polygon([(x - 40, 720), (x - 26, 702), (x + 26, 702), (x + 40, 720)], p.CORAL if skin == 4 else p.AMBER)
    canvas.circle(812, 656, 27, p.HAIR[2])
    canvas.circle(808, 663, 23, p.SKIN[0])
    canvas.polygon([(778, 720), (790, 690), (832, 690), (850, 720)], p.NAVY)
    canvas.box(732, 820, 40, 22, "#ffe6ad", 8)
    canvas.box(1436, 815, 20, 34, p.CORAL, 6)
    for x in (870, 1300):
        canvas.circle(x, 880, 58, p.INK)
        canvas.circle(x, 880, 30, ("#cfd8d8", "#8fa3a6"))
        canvas.circle(x, 880, 9, p.INK)
