"""Draw every picture of the demo county anew: `python -m koordination.demo.draw_images [name …]`."""

import sys
from io import BytesIO
from pathlib import Path

from koordination.demo.content import IMAGES
from koordination.demo.draw_images import desk, devices, landscapes, reading, rooms, together
from koordination.demo.draw_images.canvas import Canvas

PICTURES = {
    "huegelland": landscapes.rolling_hills,
    "dorfgemeinschaftshaus": landscapes.village_hall,
    "bushaltestelle": landscapes.bus_stop,
    "runder-tisch": rooms.round_table,
    "gespraech": rooms.conversation,
    "kursraum": rooms.training_room,
    "buecherei": reading.library,
    "laptop-und-telefon": devices.laptop_and_phone,
    "papier-und-stempel": desk.paper_and_stamp,
    "kasse": desk.cash_box,
    "ordner-und-schloss": desk.folders_and_lock,
    "wolke": devices.shared_cloud,
    "foerderung": desk.growing_funds,
    "haende": together.hands,
    "garten": together.community_garden,
    "marktplatz": together.market_square,
}
# Sixteen pictures stay below one megabyte in the repository.
MAXIMUM_BYTES = 62_000
QUALITIES = range(86, 54, -2)


def encoded(canvas: Canvas) -> bytes:
    """Return the picture as JPEG in the best quality that stays small enough."""
    picture = canvas.finished()
    for quality in QUALITIES:
        buffer = BytesIO()
        picture.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True)
        if buffer.tell() <= MAXIMUM_BYTES:
            break
    return buffer.getvalue()


def main(names: list[str], folder: Path = IMAGES) -> None:
    """Write the named pictures, or all, into a folder."""
    for name in names or PICTURES:
        (folder / f"{name}.jpg").write_bytes(encoded(PICTURES[name]()))


if __name__ == "__main__":
    main(sys.argv[1:])
