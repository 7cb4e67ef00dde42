"""Questions with answers for the tests of the search."""

from wagtail.models import Page

from wissen.models import KnowledgePage, LegalBasis, QuestionPage, TopicPage


def make_question(topic: TopicPage, slug: str, title: str, **fields) -> QuestionPage:
    """Publish a question; `norms` are (law, paragraph, detail)."""
    norms = fields.pop("norms", ())
    fields.setdefault("short_answer", "<p>Das kommt darauf an.</p>")
    page = QuestionPage(title=title, slug=slug, locale=topic.locale, **fields)
    page.legal_bases = [LegalBasis(law=law, paragraph=number, detail=detail) for law, number, detail in norms]
    topic.add_child(instance=page)
    page.save_revision().publish()
    return page


def make_topic(home: Page) -> TopicPage:
    root = KnowledgePage(title="Wissen", slug="wissen", locale=home.locale)
    home.add_child(instance=root)
    topic = TopicPage(title="Geld und Steuern", slug="geld-und-steuern", locale=home.locale)
    root.add_child(instance=topic)
    for page in (root, topic):
        page.save_revision().publish()
    return topic


def make_knowledge(home: Page) -> dict[str, QuestionPage]:
    topic = make_topic(home)
    pages = [
        make_question(
            topic,
            "uebungsleiterpauschale",
            "Was ist die Übungsleiterpauschale?",
            short_answer="<p>Wer nebenberuflich anleitet, bekommt einen Betrag steuerfrei.</p>",
            search_terms="Trainergeld\nSteuerfreibetrag für Trainerinnen",
            asked_as="Muss ich das Geld vom Sportverein versteuern?",
            norms=[("EStG", "3", "Nr. 26")],
        ),
        make_question(
            topic,
            "spenden",
            "Wie stellen wir eine Zuwendungsbestätigung aus?",
            short_answer="<p>Nach dem amtlichen Muster, mit Datum und Betrag.</p>",
            search_terms="Spendenquittung",
            norms=[("EStDV", "50", ""), ("EStG", "10b", "")],
        ),
        make_question(
            topic,
            "haftung-vorstand",
            "Haftet der Vorstand mit seinem Vermögen?",
            short_answer="<p>Gegenüber dem Verein nur bei Vorsatz und grober Fahrlässigkeit.</p>",
            body=[("text", "<h2>Ausnahmen</h2><p>Bei Steuern und Sozialabgaben gilt das nicht.</p>")],
            norms=[("BGB", "31a", "")],
        ),
    ]
    return {page.slug: page for page in pages}
