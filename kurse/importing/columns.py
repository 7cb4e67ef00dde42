"""The columns of a programme: their headings, what goes into them, and which field of the desk they fill.

Headings are words of a file and stay German in whatever language somebody works: one template fits all.
"""

from dataclasses import dataclass

SHEET = "Programm"
YES, NO = "ja", "nein"


@dataclass(frozen=True)
class Column:
    """One column; `field` is that of the page's or the course's form, empty where several columns make one."""

    heading: str
    hint: str
    example: str = ""
    field: str = ""
    is_needed: bool = False
    is_of_page: bool = False
    # Of each row; all others belong to the course and stand in its first row.
    is_of_date: bool = False
    width: int = 14


NUMBER = Column(
    "Nr.",
    "Kennzeichen des Kurses. Hat ein Kurs mehrere Termine, steht jeder in einer eigenen Zeile mit derselben Nr.",
    "27-01",
    width=8,
)
TITLE = Column("Titel", "Überschrift der Kursseite.", "Kassenführung", "title", True, is_of_page=True, width=34)
SUMMARY = Column(
    "Kurztext",
    "Ein bis zwei Sätze für das Kursprogramm, höchstens 250 Zeichen.",
    "Von der leeren Mappe zum Jahresabschluss.",
    "summary",
    True,
    is_of_page=True,
    width=44,
)
DAY = Column(
    "Datum",
    "Tag des Termins, als Datum oder so geschrieben: 14.01.2027",
    "14.01.2027",
    is_needed=True,
    is_of_date=True,
    width=12,
)
STARTS = Column("Beginn", "Uhrzeit, zum Beispiel 18:00", "18:00", "starts_at", is_needed=True, is_of_date=True, width=9)
ENDS = Column(
    "Ende", "Uhrzeit am selben Tag, zum Beispiel 20:30", "20:30", "ends_at", is_needed=True, is_of_date=True, width=9
)
ROOM = Column("Raum", "Gilt für den Termin dieser Zeile.", "Saal 2", "room", is_of_date=True)
FORMAT = Column("Format", "Eines aus der Liste. Leer: Kurs.", "Kurs", "format", width=16)
MODE = Column("Art", "Eines aus der Liste. Leer: vor Ort.", "vor Ort", "mode", width=18)
PLACE = Column(
    "Ort",
    "Name wie im CMS unter „Orte“. Gibt es ihn in mehreren Gemeinden: Name, Gemeinde.",
    "Altes Rathaus",
    "place",
    width=28,
)
ONLINE_LINK = Column(
    "Link zur Online-Teilnahme",
    "Adresse mit https://. Steht nur in den E-Mails an bestätigte Teilnehmende.",
    field="online_link",
    width=26,
)
TRAINER = Column("Leitung", "Wer den Kurs leitet.", "Vera Vorlage", "trainer", width=24)
SHOWS_TRAINER = Column(
    "Leitung öffentlich nennen",
    "ja oder nein. Nur mit Einverständnis: Der Name steht dann auf der Kursseite. Leer: nein.",
    NO,
    "shows_trainer",
    width=24,
)
CAPACITY = Column("Plätze", "Ganze Zahl. Leer: 12.", "12", "capacity", width=8)
SINGLE_DATES = Column(
    "Termine einzeln buchbar",
    "ja oder nein. Bei ja wählt jede Person ihre Termine, und „Plätze“ gilt für jeden Termin. Leer: nein.",
    NO,
    "single_dates",
    width=22,
)
MINIMUM = Column(
    "Mindestzahl", "Ab so vielen Anmeldungen findet der Kurs statt. Leer: keine.", "5", "minimum", width=12
)
DECIDE_AT = Column(
    "Entscheidung am", "Wann über die Mindestzahl entschieden wird.", "07.01.2027", "decide_at", width=17
)
PRICE = Column("Kosten", "Ein kurzer Text. Leer: kostenlos.", "kostenlos", "price_note", width=16)
OPENS_AT = Column("Anmeldung ab", "Tag, auch mit Uhrzeit. Leer: sofort.", "01.12.2026 9:00", "opens_at", width=17)
HEAD_START = Column(
    "Interessierte zuerst (Tage)",
    "Nur mit „Anmeldung ab“: So viele Tage vorher bucht, wer auf der Interessenliste steht. 0 bis 14. Leer: üblich.",
    "2",
    "head_start_days",
    width=24,
)
CLOSES_AT = Column("Anmeldung bis", "Tag, auch mit Uhrzeit. Leer: bis zum Beginn.", "12.01.2027", "closes_at", width=17)
CANCEL_UNTIL = Column(
    "Stornieren bis",
    "Tag, auch mit Uhrzeit. Leer: bis zur üblichen Frist vor Beginn.",
    "12.01.2027",
    "cancel_until",
    width=17,
)
TAGS = Column("Themen", "Mit Komma getrennt.", "Finanzen, Vorstand", "tags", is_of_page=True, width=26)
PREREQUISITES = Column("Voraussetzungen", "Höchstens 250 Zeichen.", field="prerequisites", is_of_page=True, width=26)

COLUMNS = (
    *(NUMBER, TITLE, SUMMARY, DAY, STARTS, ENDS, ROOM, FORMAT, MODE, PLACE, ONLINE_LINK, TRAINER, SHOWS_TRAINER),
    *(CAPACITY, SINGLE_DATES, MINIMUM, DECIDE_AT, PRICE, OPENS_AT, HEAD_START, CLOSES_AT, CANCEL_UNTIL),
    *(TAGS, PREREQUISITES),
)
BY_FIELD = {column.field: column for column in COLUMNS if column.field}
