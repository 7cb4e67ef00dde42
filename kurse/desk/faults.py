"""What the office reads when a booking by phone fails: what helps a visitor puzzles whoever enters it for another."""

from django.utils.translation import gettext_lazy as _

from kurse.errors import BookingError, CourseFull, CourseNotBookable, TooFewSeats

FOR_THE_OFFICE = {
    CourseFull: _(
        "Der Kurs ist ausgebucht, es ist nichts eingetragen. Hat er eine Warteliste, setzen Sie bitte den Haken bei "
        "„Auf die Warteliste setzen, wenn kein Platz frei ist“. Sonst wählen Sie bitte einen anderen Kurs."
    ),
    TooFewSeats: _(
        "So viele Plätze sind nicht frei, es ist nichts eingetragen: frei %(free)s, gebraucht %(asked)s. Bitte melden "
        "Sie weniger Personen an. Oder setzen Sie den Haken bei „Auf die Warteliste setzen, wenn kein Platz frei ist“."
    ),
    CourseNotBookable: _(
        "Für diesen Kurs lässt sich nichts eintragen: Er ist in Vorbereitung, abgesagt oder vorbei. Bitte prüfen Sie "
        "seinen Stand unter „Termine und Plätze“."
    ),
}


def told_to_the_office(error: BookingError) -> str:
    """Return what a fault means for a booking by phone; its own words where they fit the office, too."""
    sentence = FOR_THE_OFFICE.get(type(error))
    return sentence % vars(error) if sentence else str(error.message)
