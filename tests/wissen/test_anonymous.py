"""What somebody wrote, without anybody in it; and what is no person stays."""

import pytest

from wissen.inquiries.anonymous import without_contacts, without_greetings, without_people

NAME = "Erika Beispiel-Muster"


@pytest.mark.parametrize(
    "contact",
    [
        "erika@beispiel.example",
        "Erika.B+verein@mail.beispiel.example",
        "erika (at) beispiel.example",
        "erika[at]beispiel[punkt]example",
        "06000 123-4",
        "06000/1234567",
        "0600 012 34 56",
        "(06000) 12345",
        "+49 6000 12345",
        "0049 6000 12345",
        "0151-000 00 000",
        "Tel.: 12345",
        "Handy 555 1234",
        "Rufnummer: 1234",
        "DE00 1234 5678 9012 3456 78",
        "@erika_vom_verein",
    ],
)
def test_a_way_to_reach_somebody_is_taken_out(contact):
    found = without_contacts(f"Ich bin Trainerin, {contact}, und frage.")

    assert [sign for sign in found if sign.isdigit()] == []
    assert "erika" not in found.casefold()
    assert found.startswith("Ich bin Trainerin, ")
    assert found.endswith(", und frage.")


@pytest.mark.parametrize(
    "text",
    [
        "Gilt das seit dem 01.01.2026 oder dem 1. 1. 2026?",
        "Sind 3.300 Euro nach § 3 Nr. 26 EStG frei, auch 2025/2026?",
        "Wir haben 120 Mitglieder und 0,5 Stellen.",
        "Um 09:30 Uhr, von 10-12 Uhr, im Zeitraum 2024-2026.",
        "Beträge: 1.234.567,89 Euro und 45.000 Euro.",
        "§ 31a BGB, Art. 6 DSGVO, SGB VIII",
    ],
)
def test_what_is_no_way_to_reach_anybody_stays(text):
    """Negative control of the test above."""
    assert without_people(text, NAME) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hallo, ich heiße Erika Beispiel-Muster. Darf ich das?", "ich heiße …. Darf ich das?"),
        ("Darf ich das?\n\nMit freundlichen Grüßen\nErika Beispiel-Muster", "Darf ich das?"),
        ("Darf ich das?\n\nViele Grüße, Erika\nVorsitzende", "Darf ich das?"),
        ("Darf ich das? LG Erika", "Darf ich das?"),
        ("Guten Tag Frau Schulz,\n\ndarf ich das?", "darf ich das?"),
        ("Sehr geehrte Damen und Herren,\ndarf ich das?", "darf ich das?"),
        ("Erikas Verein sucht Hilfe.", "… Verein sucht Hilfe."),
        ("ERIKA BEISPIEL-MUSTER fragt.", "… fragt."),
        ("erika beispiel-muster fragt.", "… fragt."),
        ("Frau Beispiel-Muster darf das.", "… darf das."),
        ("Darf ich das?\nerika@beispiel.example\n06000 123-4", "Darf ich das?"),
    ],
)
def test_names_salutation_and_farewell_go(text, left):
    assert without_people(text, NAME) == left


def test_words_that_are_parts_of_many_names_stay():
    assert without_people("Ein Wort von der Stelle und zu dem Verein.", "Anna von der Heide") == (
        "Ein Wort von der Stelle und zu dem Verein."
    )


def test_a_name_inside_a_word_stays():
    assert without_people("Die Trainerin trainiert im Waldbad.", "Tina Wald") == "Die Trainerin trainiert im Waldbad."


@pytest.mark.parametrize("name", ["", "–", "(", "A", "\\d+ [a-z"])
def test_strange_names_break_nothing(name):
    assert without_people("Darf ich das?", name) == "Darf ich das?"


def test_a_long_text_is_read_quickly():
    """No pattern may be slow on what a form takes in at most."""
    for sign in ("0", "0 ", "a.", "@", "a@", "+", "Grüße ", "(at)", "\n", "\nLG"):
        without_people((sign * 10_000)[:10_000], NAME)
        without_greetings((sign * 10_000)[:10_000])


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Guten Tag Frau Beispiel,\n\nnein.\n\nViele Grüße\nLotte Lotsin", "nein."),
        ("Hallo!\nNein.\n\nMit freundlichen Grüßen\n\nL. Lotsin\nTel. 06000 123-0", "Nein."),
        ("Dear Erika,\n\nno.\n\nKind regards", "no."),
        ("Nein.\nLG Lotte", "Nein."),
    ],
)
def test_an_answer_loses_the_greetings_that_its_mail_has_anyway(written, sent):
    assert without_greetings(written) == sent


@pytest.mark.parametrize(
    "text",
    [
        "Nein.",
        "Liebe Gäste dürfen Sie bewirten. Mehr nicht.\nSehen Sie in die Satzung.",
        "Hallo sagen genügt: Das ist kein Vertrag.\nUnd sonst nichts.",
        "Schreiben Sie darunter:\nViele Grüße vom Vorstand. Danach folgt die Unterschrift.\nFertig.",
        "Viele Grüße",
        "So geht es:\n\nViele Grüße\n" + "Ein langer Satz, der noch zur Antwort gehört und deshalb bleiben muss. " * 2,
    ],
)
def test_what_belongs_to_the_answer_stays(text):
    assert without_greetings(text) == text.strip()
