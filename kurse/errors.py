"""What can go wrong with a booking, each with a German sentence that says what to do."""

from django.utils.translation import gettext_lazy as _

from vorgang.errors import CaseRestricted


class BookingError(Exception):
    """Base of our faults: `message` for people, `code` for programs, `status` for HTTP, `field` of a course's form."""

    field: str | None = None
    code = "booking_error"
    status = 409
    message = _("Die Buchung ist nicht möglich. Bitte rufen Sie uns an.")

    def __init__(self, message=None):
        if message is not None:
            self.message = message
        super().__init__(str(self.message))


class CourseFull(BookingError):
    code = "course_full"
    message = _(
        "Der Kurs ist inzwischen ausgebucht. Sie können sich auf die Warteliste setzen, wenn es eine gibt, oder einen "
        "anderen Kurs wählen. Falls Sie schon angemeldet sind, bleibt es dabei: "
        "Den Link zu Ihrer Anmeldung finden Sie in Ihren E-Mails."
    )


class TooFewSeats(CourseFull):
    """Raised where there are free seats, but not one for each person of a group."""

    message = _(
        "Es sind weniger Plätze frei, als Sie brauchen: frei %(free)s, gebraucht %(asked)s. Sie können weniger "
        "Personen anmelden oder sich gemeinsam auf die Warteliste setzen, wenn es eine gibt."
    )

    def __init__(self, *, free: int, asked: int):
        super().__init__(self.message % {"free": free, "asked": asked})
        self.free, self.asked = free, asked


class GroupTooLarge(BookingError):
    code = "group_too_large"
    status = 422
    message = _("So viele Plätze hat der Kurs nicht. Bitte melden Sie weniger Personen an oder rufen Sie uns an.")


class NamedTwice(BookingError):
    code = "named_twice"
    status = 422
    message = _(
        "Ein Name steht zweimal in Ihrer Anmeldung. Bitte streichen Sie einen davon. Heißen zwei Menschen gleich, "
        "schreiben Sie bitte bei einem den zweiten Vornamen dazu."
    )


class CourseNotBookable(BookingError):
    code = "course_not_bookable"
    message = _("Für diesen Kurs nehmen wir zurzeit keine Anmeldungen an. Bitte sehen Sie ins Kursprogramm.")


class QuestionsChanged(BookingError):
    code = "questions_changed"
    message = _(
        "Die Fragen zu diesem Kurs haben sich gerade geändert. Bitte sehen Sie sie durch und senden Sie noch einmal."
    )


class TooLateToAnswer(BookingError):
    code = "too_late_to_answer"
    message = _(
        "Diese Antworten lassen sich nicht mehr ändern: Der Kurs hat begonnen, oder die Anmeldung gilt nicht mehr. "
        "Bitte rufen Sie uns an."
    )


class QuestionAnswered(BookingError):
    """Raised where somebody has answered a question that would mean something else then."""

    code = "question_answered"
    message = _(
        "Die Frage „%(question)s“ haben schon Menschen beantwortet. Ihr Sinn bleibt deshalb, wie er ist. "
        "Bitte nehmen Sie bei ihr den Haken „wird gestellt“ weg und legen Sie eine neue Frage an."
    )

    def __init__(self, question: str):
        super().__init__(self.message % {"question": question})


class TooManyQuestions(BookingError):
    code = "too_many_questions"
    message = _("Ein Kurs stellt höchstens 20 Fragen. Bitte übernehmen Sie weniger oder löschen Sie zuerst eine.")


class AlreadyBooked(BookingError):
    code = "already_booked"
    message = _(
        "Für diese Person gibt es schon eine Anmeldung zu diesem Kurs. "
        "Wenn es jemand anderes mit demselben Namen ist, tragen Sie bitte eine Telefonnummer ein."
    )


class SamePersonTwice(BookingError):
    code = "same_person_twice"
    message = _(
        "Unter diesem Namen und dieser E-Mail-Adresse gibt es in diesem Kurs schon eine Anmeldung. "
        "Bitte stornieren Sie zuerst eine der beiden."
    )


class BookingRestricted(BookingError):
    """Raised while a booking is only kept (Art. 18 DSGVO)."""

    code = CaseRestricted.code
    message = CaseRestricted.message


class HoldLapsed(BookingError):
    code = "hold_lapsed"
    status = 410
    message = _(
        "Die Reservierung ist verfallen, weil sie nicht rechtzeitig bestätigt wurde. "
        "Bitte melden Sie sich noch einmal an."
    )


class OfferGone(BookingError):
    code = "offer_gone"
    message = _(
        "Dieser Platz ist leider schon vergeben, oder das Angebot ist abgelaufen. "
        "Wenn der Kurs noch nicht begonnen hat, können Sie sich wieder auf die Warteliste setzen."
    )


class OthersWereFaster(OfferGone):
    """All who wait were asked at once, and this booking waits on."""

    message = _(
        "Dieser Platz ist leider schon vergeben. Sie bleiben auf der Warteliste. "
        "Bitte sehen Sie weiter in Ihre E-Mails: Wird noch etwas frei, fragen wir Sie."
    )


class SeatNotCancellable(BookingError):
    code = "seat_not_cancellable"
    message = _("Die Stornofrist ist vorbei. Bitte rufen Sie uns an, damit wir den Platz weitergeben können.")


class SeatGone(BookingError):
    code = "seat_gone"
    message = _(
        "Diesen Platz gibt es in Ihrer Anmeldung nicht mehr, es ist also nichts gespeichert. "
        "Bitte sehen Sie auf der Seite Ihrer Anmeldung nach, wer noch dabei ist."
    )


class CourseHasBegun(BookingError):
    code = "course_has_begun"
    message = _(
        "Der Kurs hat schon begonnen. Wer an Ihrer Stelle kommt, können Sie hier nicht mehr ändern: "
        "Bitte rufen Sie uns an."
    )


class CourseNotCallable(BookingError):
    code = "course_not_callable"
    message = _(
        "Dieser Kurs ist schon abgesagt, vorbei oder noch nicht veröffentlicht. "
        "Bitte prüfen Sie seinen Stand unter „Termine und Plätze“."
    )


class AttendanceTooEarly(BookingError):
    code = "attendance_too_early"
    message = _(
        "Für diesen Termin lässt sich noch keine Anwesenheit eintragen: Er liegt in der Zukunft oder entfällt. "
        "Bitte versuchen Sie es am Tag des Termins."
    )


class CourseNotOver(BookingError):
    code = "course_not_over"
    message = _("Der Kurs ist noch nicht zu Ende. Bitte stellen Sie die Bescheinigungen nach dem letzten Termin aus.")


class DateHasAttendance(BookingError):
    code = "date_has_attendance"
    message = _(
        "Für einen Termin, den Sie löschen wollen, ist schon Anwesenheit eingetragen. "
        "Setzen Sie ihn bitte auf „entfällt“, statt ihn zu löschen."
    )


class NobodyToTell(BookingError):
    code = "nobody_to_tell"
    message = _("Auf diese Auswahl passt zurzeit niemand. Bitte wählen Sie, an wen die Nachricht gehen soll.")


class CapacityTooSmall(BookingError):
    field = "capacity"
    code = "capacity_too_small"
    message = _(
        "Es sind schon mehr Plätze belegt. Bitte stornieren Sie zuerst Buchungen oder erlauben Sie Überbuchung."
    )


class CourseChanged(BookingError):
    code = "course_changed"
    message = _(
        "Jemand hat diesen Kurs inzwischen geändert. Ihre Eingaben stehen noch hier, sind aber nicht gespeichert. "
        "Bitte öffnen Sie den Kurs in einem neuen Fenster, vergleichen Sie, und speichern Sie dort."
    )


class FeedbackClosed(BookingError):
    code = "feedback_closed"
    status = 410
    message = _(
        "Für diesen Kurs nehmen wir keine Antworten mehr an. Möchten Sie uns noch etwas sagen? Schreiben Sie uns."
    )


class IdempotencyConflict(BookingError):
    code = "idempotency_conflict"
    status = 422
    message = _("Dieser Idempotency-Key gehört schon zu einer anderen Anfrage. Bitte verwenden Sie einen neuen.")


class CourseBusy(BookingError):
    code = "busy"
    status = 503
    retry_after = 30
    message = _(
        "Das ließ sich gerade nicht speichern: Sehr viele Menschen buchen, oder die Technik ist gestört. "
        "Bitte senden Sie das Formular in einem Moment noch einmal ab."
    )
