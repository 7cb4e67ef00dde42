"""The catalogue of Leichte Sprache: what visitors read, of all that `make messages` collects; it runs this.

Whatever only the office or a program reads is left out and stays standard German, and so do the purposes and legal
bases of the register (personal_data.py): there the exact wording counts. What is easy already is written once more.
"""

from fnmatch import fnmatch
from pathlib import Path

import polib
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
# The name that Django and gettext give to the language de-simple.
LOCALE = "de_Simple"
VISITORS = (
    "templates/*",
    "*/templates/*",
    "*/templatetags/*",
    "kurse/calendars/feeds.py",
    "kurse/calendars/files.py",
    "kurse/views/calendars.py",
    "kurse/personal_page/case_type.py",
    "kurse/views/certificates.py",
    "kurse/people/errors.py",
    "kurse/people/forms.py",
    "kurse/booking/errors.py",
    "kurse/errors.py",
    "kurse/models/daytimes.py",
    "kurse/programme/facets.py",
    "kurse/programme/filters.py",
    "kurse/booking/forms.py",
    "kurse/booking/group_fields.py",
    "kurse/mails/*.py",
    "kurse/feedback/form.py",
    "kurse/interest/case_type.py",
    "kurse/interest/form.py",
    "kurse/interest/mails.py",
    "kurse/interest/wording.py",
    "kurse/calendars/month.py",
    "kurse/programme/listing.py",
    "kurse/views/programme_print.py",
    "kurse/questions/fields.py",
    "kurse/questions/wording.py",
    "kurse/states.py",
    "vorgang/forms/validation.py",
    "kurse/ways/field.py",
    "kurse/dates/errors.py",
    "kurse/dates/field.py",
    "kurse/dates/words.py",
    "kurse/dates/forms.py",
    "kurse/personal_page/way_actions.py",
    "kurse/ways/errors.py",
    "kurse/ways/whereabouts.py",
    "kurse/booking/wording.py",
    "orte/models/accessibility.py",
    "*/search_sources.py",
    "orte/views.py",
    "pages/forms.py",
    "suche/searching/facets.py",
    "suche/suggesting/starts.py",
    "suche/views.py",
    "vorgang/inbox/contact_form.py",
    "vorgang/disclosure/values.py",
    "vorgang/disclosure/files.py",
    "vorgang/errors.py",
    "vorgang/forms/person.py",
    "vorgang/mail_kinds/to_people.py",
    "vorgang/own_data/forms.py",
    "vorgang/views/own_data.py",
    "vorgang/subscriptions/wording.py",
    "vorgang/disclosure/privacy.py",
    "vorgang/forms/validators.py",
    "wissen/inquiries/forms.py",
    "wissen/inquiries/case_type.py",
    "wissen/inquiries/errors.py",
    "wissen/feedback/form.py",
    "wissen/views/feedback.py",
    "wissen/feeds.py",
    "wissen/funding/*.py",
    "wissen/inquiries/mails.py",
    "wissen/views/norms.py",
    "wissen/reading/pages.py",
    "wissen/searchable.py",
    "wissen/reminders/case_type.py",
    "wissen/reminders/form.py",
    "wissen/reminders/mails.py",
    "wissen/reminders/wording.py",
)
OFFICE = (
    "*/admin/*",
    "*/kurse/attendance_rows.html",
    "*/kurse/trainer*.html",
    "*/mail/office_*",
    "*/mail/preview.html",
    "*/mail_folder.html",
    "anschluss/*",
    "koordination/*",
    "pages/templates/pages/components.html",
    "pages/templates/pages/preview_frame.html",
)
# Beginnings of what stands in the files of visitors and is said to the office, or to a program.
NOT_TO_VISITORS = (
    "Die Person hat am Telefon zugestimmt",
    "Die Person am Telefon nimmt selbst teil",
    "Die Person hat am Telefon ausdrücklich zugestimmt",
    "Die Frage „%(question)s“ haben schon Menschen beantwortet",
    "Ein Kurs stellt höchstens 20 Fragen",
    "Bitte fragen Sie die Person",
    "Leer lassen, wenn die Person keine hat",
    "Auf die Warteliste setzen, wenn kein Platz frei ist",
    "Zum Beispiel, was für eine barrierefreie Teilnahme nötig ist",
    "Es sind schon mehr Plätze belegt",
    "Online sind schon mehr Plätze belegt",
    "Einige Menschen haben so gebucht",
    "Jemand von der Warteliste hat gerade ein Angebot",
    "Für diesen Termin lässt sich noch keine Anwesenheit",
    "Der Kurs ist noch nicht zu Ende",
    "Für einen Termin, den Sie löschen wollen",
    "Auf diese Auswahl passt",
    "Dieser Kurs ist schon abgesagt, vorbei",
    "Jemand hat diesen Kurs inzwischen geändert",
    "Seit der Vorschau hat sich",
    "Es bleibt kein Termin übrig",
    "Ein Kurs hat höchstens 100 Termine",
    "Diese Adresse hat schon eine andere Seite",
    "Dieser Idempotency-Key",
    "E-Mail-Adresse oder Kennzeichen",
    "Bitte geben Sie eine E-Mail-Adresse oder ein Kennzeichen ein",
    "Prüfen Sie zuerst, dass die Anfrage",
    "Dieses Kennzeichen gibt es nicht",
)
# What stands in models and lists and is read by visitors: the legal links, the columns and states of "Meine Daten", for
# whom an answer is written, and why it has not helped.
TO_VISITORS = (
    "Impressum",
    "Datenschutzerklärung",
    "Erklärung zur Barrierefreiheit",
    "Leichte Sprache",
    "Gebärdensprache",
    "Kennzeichen",
    "Name",
    "Sprache",
    "eingegangen",
    "bestätigter Wortlaut",
    "Wortlaut der Einwilligung",
    "eingewilligt",
    "Einwilligung aufgenommen von",
    "eingetragen von",
    "zuständig",
    "wartet auf Antwort",
    "Antwort bis",
    "beantwortet",
    "nächster Schritt",
    "wird gelöscht nach",
    "Platz",
    "Stand",
    "Frage",
    "beantwortet am",
    "gilt bis",
    "zuletzt angeboten",
    "Stornogrund",
    "Stand seit",
    "erinnert am",
    "Nachricht",
    "Antwort",
    "betrifft die Seite",
    "offen",
    "geschrieben",
    "geschrieben von",
    "Kontakt",
    "Barriere gemeldet",
    "Inhalt gemeldet",
    "Anforderung eines Links",
    "Anforderung eigener Daten",
    "bisherige E-Mail",
    "persönlicher Link",
    "erstellt",
    "gültig bis",
    "widerrufen",
    "ausgehende Nachricht",
    "an",
    "Weg",
    "Brief",
    "Person",
    "wartet",
    "wird gesendet",
    "gesendet",
    "unzustellbar",
    "zurückgekommen",
    "gedruckt",
    "entfallen",
    "Ehrenamtslotsin/-lotse",
    "gefragt auf der Seite",
    "vorher gesucht",
    "Zuweisung einer Frage",
    "zugewiesen",
    "wartet auf die Stelle",
    "liegt bei einer Lotsin oder einem Lotsen",
    "ohne Antwort geschlossen",
    "beantwortet von",
    "Entwurf daraus",
    "Förderprogramm",
    "Erinnerung an ein Förderprogramm",
    "Tage vor der Frist",
    "auch wenn es wieder öffnet",
    "erinnert an die Frist",
    "geschlossen gesehen am",
    "Vorstand",
    "Kassenführung",
    "Jugendleitung",
    "Engagierte",
    "Ich habe die Antwort nicht verstanden.",
    "Die Antwort ist veraltet.",
    "Meine Frage ist nicht beantwortet.",
    "Etwas anderes",
)
HEADER = {
    "Project-Id-Version": "Koordination",
    "Language": LOCALE,
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


def catalogue_path(room: str, locale: str) -> Path:
    return ROOT / room / "locale" / locale / "LC_MESSAGES" / "django.po"


def is_read_by_visitors(entry: polib.POEntry) -> bool:
    """Whether a message stands in a place that visitors see, and is not for somebody else there."""
    places = [path for path, _line in entry.occurrences if not any(fnmatch(path, pattern) for pattern in OFFICE)]
    if entry.msgid in TO_VISITORS:
        return bool(places)
    seen = any(fnmatch(path, pattern) for path in places for pattern in VISITORS)
    return seen and not entry.msgid.startswith(NOT_TO_VISITORS)


def brought_up_to_date(easy: polib.POFile, collected: polib.POFile) -> polib.POFile:
    """Return the catalogue with what visitors read now: known texts kept, new ones empty, others gone."""
    known = {(entry.msgctxt, entry.msgid, entry.msgid_plural): entry for entry in easy}
    made = polib.POFile(wrapwidth=78)
    made.header = "What visitors read in Leichte Sprache; one sentence a line. The source language is German."
    made.metadata = HEADER
    for said in filter(is_read_by_visitors, collected):
        former = known.get((said.msgctxt, said.msgid, said.msgid_plural))
        entry = polib.POEntry(
            msgctxt=said.msgctxt,
            msgid=said.msgid,
            msgid_plural=said.msgid_plural,
            occurrences=said.occurrences,
            flags=[flag for flag in said.flags if flag != "fuzzy"],
            msgstr=former.msgstr if former else "",
        )
        if said.msgid_plural:
            entry.msgstr_plural = former.msgstr_plural if former else {0: "", 1: ""}
        made.append(entry)
    return made


def main() -> None:
    for room in settings.ROOMS:
        source, path = catalogue_path(room, "en"), catalogue_path(room, LOCALE)
        if not source.exists():
            continue
        easy = polib.pofile(str(path)) if path.exists() else polib.POFile()
        made = brought_up_to_date(easy, polib.pofile(str(source)))
        if len(made):
            path.parent.mkdir(parents=True, exist_ok=True)
            made.save(str(path))


if __name__ == "__main__":
    main()
