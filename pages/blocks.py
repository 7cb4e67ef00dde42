"""The eight blocks of which the body of every page is made."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.rich_text import RichText

from pages.clean_text import clean_text
from pages.embed_providers import PROVIDERS, provider_of
from pages.links import AddressBlock, LinkBlock, require_one_target
from pages.placeholders import PLACEHOLDERS
from pages.shown_rows import PageBlock, PictureBlock
from pages.table_block import CaptionedTableBlock

PROSE = ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", *PLACEHOLDERS]
PLAIN = ["bold", "italic", "ol", "ul", "link", *PLACEHOLDERS]


class ProseBlock(blocks.RichTextBlock):
    """Running text with subheadings; cleaned, since it is pasted from everywhere."""

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "pages/blocks/prose.html"
        preview_value = "<h2>Zwischenüberschrift</h2><p>Ein Absatz mit einem <b>wichtigen</b> Wort.</p>"
        preview_template = "pages/blocks/preview.html"

    def clean(self, value):
        cleaned = super().clean(value)
        return RichText(clean_text(cleaned.source)) if isinstance(cleaned, RichText) else cleaned


class FigureBlock(blocks.StructBlock):
    """A picture that is described, or said to be decoration."""

    image = PictureBlock(label=_("Bild"))
    alt_text = blocks.CharBlock(
        label=_("Alternativtext"),
        required=False,
        max_length=250,
        help_text=_("Was auf dem Bild zu sehen ist, für Menschen, die es nicht sehen."),
    )
    decorative = blocks.BooleanBlock(
        label=_("Dekorativ"),
        required=False,
        help_text=_("Das Bild schmückt nur; es fehlt nichts, wenn man es nicht sieht."),
    )
    caption = blocks.CharBlock(label=_("Bildunterschrift"), required=False, max_length=250)

    class Meta:
        icon = "image"
        label = _("Bild")
        template = "pages/blocks/figure.html"

    def clean(self, value):
        value = super().clean(value)
        if value["decorative"]:
            value["alt_text"] = ""
        elif not value["alt_text"] and not self.is_deferred_validation:
            message = _("Bitte beschreiben Sie das Bild, oder setzen Sie das Häkchen bei „Dekorativ“.")
            raise StructBlockValidationError(block_errors={"alt_text": ValidationError(message)})
        return value


class CallToActionBlock(blocks.StructBlock):
    """One next step, set apart from the text."""

    heading = blocks.CharBlock(label=_("Überschrift"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=400)
    link = LinkBlock(label=_("Knopf"))

    class Meta:
        icon = "pick"
        label = _("Aufruf")
        template = "pages/blocks/call_to_action.html"
        preview_value = {
            "heading": "Haben Sie eine Frage?",
            "text": "Wir helfen gern weiter.",
            "link": {"label": "Schreiben Sie uns", "page": None, "address": "/"},
        }
        preview_template = "pages/blocks/preview.html"


class AccordionItemBlock(blocks.StructBlock):
    """One heading that opens its text."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=160)
    body = blocks.RichTextBlock(label=_("Text"), features=PLAIN)

    class Meta:
        icon = "collapse-down"
        label = _("Abschnitt")


class AccordionBlock(blocks.StructBlock):
    """Sections that open on demand."""

    items = blocks.ListBlock(AccordionItemBlock(), label=_("Abschnitte"), min_num=1)

    class Meta:
        icon = "list-ul"
        label = _("Aufklappbare Abschnitte")
        template = "pages/blocks/accordion.html"
        preview_value = {"items": [{"title": "Was kostet das?", "body": "<p>Nichts.</p>"}]}
        preview_template = "pages/blocks/preview.html"


class ContactBlock(blocks.StructBlock):
    """Whom to ask."""

    name = blocks.CharBlock(label=_("Name oder Stelle"), max_length=120)
    role = blocks.CharBlock(label=_("Aufgabe"), required=False, max_length=200)
    phone = blocks.CharBlock(label=_("Telefon"), required=False, max_length=40)
    email = blocks.EmailBlock(label=_("E-Mail"), required=False)
    hours = blocks.CharBlock(label=_("Sprechzeiten"), required=False, max_length=250)

    class Meta:
        icon = "user"
        label = _("Kontakt")
        template = "pages/blocks/contact.html"
        preview_value = {"name": "Kursbüro", "role": "Fragen zu Kursen", "phone": "06000 123-10"}
        preview_template = "pages/blocks/preview.html"


class DocumentsBlock(blocks.StructBlock):
    """Files to take along."""

    heading = blocks.CharBlock(label=_("Überschrift"), required=False, max_length=120)
    documents = blocks.ListBlock(DocumentChooserBlock(label=_("Dokument")), label=_("Dokumente"), min_num=1)

    class Meta:
        icon = "doc-full"
        label = _("Dokumente")
        template = "pages/blocks/documents.html"


class EmbedLinkBlock(blocks.StructBlock):
    """A film or map of a provider, behind a click.

    Nothing of the provider is loaded on our page, not even its preview picture: the click opens the
    provider's own page. So the strict content security policy needs no hole.
    """

    url = AddressBlock(
        label=_("Adresse"),
        max_length=500,
        help_text=_("Möglich sind: %(providers)s.") % {"providers": ", ".join(p.name for p in PROVIDERS)},
    )
    title = blocks.CharBlock(label=_("Was ist zu sehen?"), max_length=160)
    summary = blocks.TextBlock(
        label=_("Inhalt in Worten"),
        required=False,
        max_length=2000,
        help_text=_("Für alle, die den Film nicht ansehen."),
    )

    class Meta:
        icon = "media"
        label = _("Film oder Karte")
        template = "pages/blocks/embed.html"

    def clean(self, value):
        value = super().clean(value)
        if value["url"] and provider_of(value["url"]) is None:
            message = _("Von dieser Adresse können wir nichts einbinden. Möglich sind: %(providers)s.") % {
                "providers": ", ".join(provider.name for provider in PROVIDERS)
            }
            raise StructBlockValidationError(block_errors={"url": ValidationError(message)})
        return value

    def get_context(self, value, parent_context=None):
        provider = provider_of(value["url"] or "")
        return {
            **super().get_context(value, parent_context=parent_context),
            "provider": provider.name if provider else "",
        }


class BodyBlock(blocks.StreamBlock):
    """The body of a page."""

    text = ProseBlock(features=PROSE)
    image = FigureBlock()
    call_to_action = CallToActionBlock()
    accordion = AccordionBlock()
    table = CaptionedTableBlock()
    contact = ContactBlock()
    documents = DocumentsBlock()
    embed = EmbedLinkBlock()

    class Meta:
        template = "pages/blocks/body.html"


class AudienceBlock(blocks.StructBlock):
    """The way in for one kind of visitor of the home page."""

    title = blocks.CharBlock(label=_("Überschrift"), max_length=80)
    text = blocks.TextBlock(label=_("Text"), max_length=250)
    link_label = blocks.CharBlock(label=_("Beschriftung des Links"), max_length=60)
    page = PageBlock(label=_("Seite"), required=False)
    address = AddressBlock(label=_("oder Adresse"), required=False, max_length=500)
    image = PictureBlock(label=_("Bild"), required=False)
    image_alt = blocks.CharBlock(
        label=_("Alternativtext"),
        required=False,
        max_length=250,
        help_text=_("Leer lassen, wenn das Bild nur schmückt."),
    )

    class Meta:
        icon = "group"
        label = _("Einstieg")
        template = "pages/blocks/audience.html"

    def clean(self, value):
        value = super().clean(value)
        if not self.is_deferred_validation:
            require_one_target(value)
        return value
