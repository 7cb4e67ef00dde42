"""The personal data in models that no room of ours speaks for: Wagtail, Django, localize, and the floors below.

pages, orte and suche know nothing of vorgang, so the assembled site answers for them.
"""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from vorgang.personal_data import NOT_PERSONAL, Rule

TASK = _("Art. 6 Abs. 1 Buchst. e DSGVO (öffentliche Aufgabe)")
EMPLOYED = _("Art. 6 Abs. 1 Buchst. e DSGVO (Beschäftigte und Ehrenamtliche im CMS)")

ACCOUNT = Rule(
    _("Zugang zum CMS für Menschen, die hier arbeiten."),
    EMPLOYED,
    _("wenn der Zugang gelöscht wird"),
    kept=_("Benutzername, Name, E-Mail-Adresse, Prüfsumme des Passworts, Rollen, Zugänge für Programme"),
)
WHO_EDITED = Rule(
    _("Wer im CMS was geändert hat."),
    EMPLOYED,
    _("mit dem Inhalt; der Name fällt weg, wenn der Zugang gelöscht wird"),
    kept=_("Wer einen Inhalt angelegt, geändert, geprüft, übersetzt oder kommentiert hat, mit Zeit und Kommentar"),
)
PUBLISHED = Rule(
    _("Was die Koordinierungsstelle veröffentlicht, auch Namen von Ansprechpersonen."),
    TASK,
    _("wenn die Koordinierungsstelle den Inhalt löscht"),
)
PUBLISHED_FILE = replace(
    PUBLISHED,
    kept=_("Bilder und Dokumente mit Titel und Beschreibung, wer sie hochgeladen hat, ihr Eintrag in der Suche"),
)
DRAFTED = Rule(
    _("Entwürfe und frühere Fassungen veröffentlichter Inhalte."),
    TASK,
    _("mit der Seite, zu der sie gehören"),
    kept=_("Texte von Entwürfen, früheren Fassungen und Übersetzungen"),
)
VISIT = Rule(
    _("Damit Sie im CMS angemeldet bleiben; Besucherinnen und Besucher bekommen keine Sitzung."),
    EMPLOYED,
    _("12 Stunden nach der letzten Anmeldung"),
    kept=_("Kennzeichen und Inhalt der Sitzung"),
)
FAILED_LOGIN = Rule(
    _("Wie oft eine Anmeldung im CMS misslungen ist, damit niemand Passwörter durchprobieren kann."),
    _("Art. 6 Abs. 1 Buchst. e DSGVO in Verbindung mit Art. 32 DSGVO (Sicherheit der Verarbeitung)"),
    _("spätestens 25 Stunden nach dem letzten Fehlversuch"),
    kept=_("Benutzername, IP-Adresse, Zeit und Zahl der Fehlversuche"),
)
SECOND_FACTOR = Rule(
    _("Der zweite Faktor der Anmeldung im CMS; Schlüssel von Apps liegen verschlüsselt."),
    EMPLOYED,
    _("wenn er entfernt oder der Zugang gelöscht wird"),
    kept=_("Schlüssel der App, Sicherheitsschlüssel, Ersatzcodes"),
)
QUEUE = Rule(
    _("Kennungen von Aufgaben, die der Server nebenher erledigt; Namen und Adressen stehen hier nicht."),
    TASK,
    _("7 Tage nach Erledigung"),
    kept=_("Kennungen der Aufgaben und Meldungen von Fehlern"),
)

# Models of which no column is about a person.
WITHOUT_PEOPLE = [
    "auth.Group", "auth.Group_permissions", "auth.Permission", "contenttypes.ContentType",
    "taggit.Tag", "taggit.TaggedItem",
    "wagtailadmin.Admin", "wagtailcore.Collection", "wagtailcore.CollectionViewRestriction",
    "wagtailcore.CollectionViewRestriction_groups", "wagtailcore.GroupApprovalTask",
    "wagtailcore.GroupApprovalTask_groups", "wagtailcore.GroupCollectionPermission",
    "wagtailcore.GroupPagePermission", "wagtailcore.GroupSitePermission", "wagtailcore.Locale",
    "wagtailcore.PageViewRestriction", "wagtailcore.PageViewRestriction_groups", "wagtailcore.ReferenceIndex",
    "wagtailcore.Site", "wagtailcore.Task", "wagtailcore.Workflow", "wagtailcore.WorkflowContentType",
    "wagtailcore.WorkflowPage", "wagtailcore.WorkflowTask", "wagtailembeds.Embed", "wagtailimages.Rendition",
    "wagtailredirects.Redirect",
    "wagtail_localize.LocaleSynchronization", "wagtail_localize.OverridableSegment",
    "wagtail_localize.RelatedObjectSegment", "wagtail_localize.StringSegment", "wagtail_localize.Template",
    "wagtail_localize.TemplateSegment", "wagtail_localize.TranslatableObject", "wagtail_localize.Translation",
    "wagtail_localize.TranslationContext", "wagtail_localize.TranslationLog",
    "suche.BestBet", "suche.IndexChange", "suche.SuggestionSettings", "suche.Synonym",
    # Queries without addresses and long numbers, added up by day: nothing says who asked.
    "suche.QueryDay", "suche.ReadSpoolFile",
    # Queries that editors wrote down, and how the search did on them.
    "suche.Evaluation", "suche.JudgedQuery", "suche.Judgement",
    "wissen.Figure", "wissen.FigureValue", "wissen.FundingIndexPage",
    "wissen.GlossaryPage", "wissen.GlossaryTerm", "wissen.KnowledgePage",
    "wissen.LegalBasis", "wissen.QuestionSource", "wissen.QuestionPage_related", "wissen.ReviewFlag",
    "wissen.TopicPage",
    "orte.ClosedDay", "orte.Municipality", "orte.MunicipalityIndexPage", "orte.Place",
    "pages.Barrier", "pages.HomePage", "pages.NewsIndexPage",
]  # fmt: skip


def marked(rule: Rule, *fields: str) -> dict:
    """Mark the named fields with a rule and the others as not personal."""
    return {**dict.fromkeys(fields, rule), "*": NOT_PERSONAL}


PERSONAL_DATA = {
    "pages.SiteSettings": marked(PUBLISHED, "represented_by", "responsible", "phone", "email"),
    "pages.OfficeContact": marked(PUBLISHED, "name", "role", "phone", "email"),
    "pages.AccessibilityStatement": marked(PUBLISHED, "evaluator", "enforcement_contact"),
    "pages.SettingTexts": marked(PUBLISHED, "texts"),
    "pages.ContentPage": marked(PUBLISHED, "body"),
    "pages.NewsPage": marked(PUBLISHED, "body"),
    "pages.LegalPage": marked(PUBLISHED, "body"),
    "orte.MunicipalityPage": marked(PUBLISHED, "body"),
    "wissen.QuestionPage": marked(PUBLISHED, "body"),
    "wissen.ProgrammePage": marked(PUBLISHED, "how_to_apply"),
    "wagtailimages.Image": marked(PUBLISHED_FILE, "title", "description", "file", "uploaded_by_user"),
    "wagtaildocs.Document": marked(PUBLISHED_FILE, "title", "file", "uploaded_by_user"),
    "wagtailsearch.IndexEntry": marked(PUBLISHED_FILE, "title", "autocomplete", "body"),
    "wagtailsearch.SQLiteFTSIndexEntry": marked(PUBLISHED_FILE, "title", "autocomplete", "body"),
    "wagtailcore.Page": marked(WHO_EDITED, "owner", "locked_by"),
    "wagtailcore.Revision": {**marked(DRAFTED, "content", "object_str"), "user": WHO_EDITED},
    "wagtailcore.PageLogEntry": marked(WHO_EDITED, "user", "label", "data"),
    "wagtailcore.ModelLogEntry": marked(WHO_EDITED, "user", "label", "data"),
    "wagtailcore.Comment": marked(WHO_EDITED, "user", "text", "resolved_by"),
    "wagtailcore.CommentReply": marked(WHO_EDITED, "user", "text"),
    "wagtailcore.PageSubscription": marked(ACCOUNT, "user"),
    "wagtailcore.WorkflowState": marked(WHO_EDITED, "requested_by"),
    "wagtailcore.TaskState": marked(WHO_EDITED, "finished_by", "comment"),
    "wagtailcore.UploadedFile": marked(WHO_EDITED, "file", "uploaded_by_user"),
    "wagtailcore.APIToken": marked(ACCOUNT, "user", "name", "key_hash", "prefix", "last_used_at"),
    "wagtailadmin.EditingSession": marked(WHO_EDITED, "user", "last_seen_at"),
    "wagtailadmin.FormState": {**marked(DRAFTED, "data"), "user": WHO_EDITED},
    "wagtailusers.UserProfile": {"*": ACCOUNT},
    "wagtail_localize.TranslationSource": marked(DRAFTED, "content_json", "object_repr"),
    "wagtail_localize.String": marked(DRAFTED, "data"),
    "wagtail_localize.StringTranslation": {**marked(DRAFTED, "data"), "last_translated_by": WHO_EDITED},
    "wagtail_localize.SegmentOverride": {**marked(DRAFTED, "data_json"), "last_translated_by": WHO_EDITED},
    "auth.User": {"*": ACCOUNT, "id": NOT_PERSONAL},
    "auth.User_groups": marked(ACCOUNT, "user"),
    "auth.User_user_permissions": marked(ACCOUNT, "user"),
    "axes.AccessAttempt": marked(FAILED_LOGIN, "username", "ip_address", "attempt_time", "failures_since_start"),
    # Switched off in our settings; whoever switches them on finds them erased all the same.
    "axes.AccessLog": {"*": FAILED_LOGIN},
    "axes.AccessFailureLog": {"*": FAILED_LOGIN},
    "axes.AccessAttemptExpiration": {"*": FAILED_LOGIN},
    "mfa.Authenticator": {"*": SECOND_FACTOR, "id": NOT_PERSONAL},
    # allauth's own addresses; our accounts have theirs in auth.User, so the tables stay empty.
    "account.EmailAddress": {"*": ACCOUNT, "id": NOT_PERSONAL},
    "account.EmailConfirmation": {"*": ACCOUNT, "id": NOT_PERSONAL},
    "sessions.Session": marked(VISIT, "session_key", "session_data"),
    "django_tasks_database.DBTaskResult": marked(QUEUE, "args_kwargs", "return_value", "traceback"),
    **{label: {"*": NOT_PERSONAL} for label in WITHOUT_PEOPLE},
}
