"""Where the texts and blocks of one page lead, read with two queries however many links there are."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpRequest
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.whitelist import DEFAULT_ELEMENT_RULES, Whitelister, attribute_rule, check_url

from pages.open_pages import OpenPages
from pages.pictures import picture_sources, picture_url
from pages.placeholders import filled_html

WIDTH = 840


@dataclass
class Targets:
    """The open pages and the documents that a page links to, by the ids that its content names."""

    request: HttpRequest
    pages: dict[int, dict] = field(default_factory=dict)
    documents: dict[int, AbstractDocument] = field(default_factory=dict)

    def page(self, pk: int | None) -> dict | None:
        """Return id, title and address of a page; None for one that is gone, a draft or private."""
        return self.pages.get(pk) if pk else None

    def document(self, document) -> dict | None:
        """Return a file under the address that serves it; None where it was deleted."""
        if document is None:
            return None
        return {
            "id": document.pk,
            "title": document.title,
            "url": self.request.build_absolute_uri(document.url),
            "extension": document.file_extension.lower(),
            "size": document.file_size,
        }

    def picture(self, image, alt: str = "") -> dict | None:
        """Return a picture in its sizes; the addresses are signed and make the size when first asked."""
        if image is None:
            return None
        absolute = self.request.build_absolute_uri
        sources = [{**source, "url": absolute(source["url"])} for source in picture_sources(image, "width", WIDTH)]
        return {
            "id": image.pk,
            "url": absolute(picture_url(image, f"width-{min(WIDTH, image.width)}|format-jpeg")),
            "width": image.width,
            "height": image.height,
            "alt": alt,
            "sources": sources,
        }

    def prose(self, source: str) -> str:
        """Return rich text as HTML of a fixed list of elements, its links resolved.

        A link that leads nowhere open leaves its text. The database is not believed: whatever got into it,
        no script and no attribute but `href` comes out.
        """
        return filled_html(Prose(self).clean(source or ""))


class Prose(Whitelister):
    """Wagtail's allow-list, with the links of the database form resolved on the way."""

    def __init__(self, targets: Targets):
        self.targets = targets
        self.element_rules = {**DEFAULT_ELEMENT_RULES, "a": self.link}

    def clean_tag_node(self, doc, tag):
        # Their content is no text; unwrapping would show it.
        if tag.name in {"script", "style", "embed", "img"}:
            tag.decompose()
            return
        super().clean_tag_node(doc, tag)

    def link(self, tag) -> None:
        href = self.href(tag)
        if not href:
            tag.unwrap()
            return
        tag["href"] = href
        attribute_rule({"href": True})(tag)

    def href(self, tag) -> str:
        pk = int(tag.get("id")) if str(tag.get("id", "")).isdecimal() else None
        if tag.get("linktype") == "page":
            return (self.targets.page(pk) or {}).get("url", "")
        if tag.get("linktype") == "document":
            return (self.targets.document(self.targets.documents.get(pk)) or {}).get("url", "")
        return check_url(tag.get("href", "")) or ""


def targets_of(page: Page, request: HttpRequest, opened: OpenPages) -> Targets:
    """Read the targets of all links of a page.

    A page of another language is replaced by its translation into the language of this page, as Wagtail does.
    """
    page_ids, document_ids = set(), set()
    for model, pk in references_of(page):
        if issubclass(model, Page):
            page_ids.add(int(pk))
        elif model is get_document_model():
            document_ids.add(int(pk))
    targets = Targets(request)
    if page_ids:
        targets.pages = read_pages(page_ids, page.locale_id, opened)
    if document_ids:
        targets.documents = get_document_model().objects.in_bulk(document_ids)
    return targets


def references_of(page: Page):
    """Yield (model, id) of whatever the fields of a page name."""
    for item in page._meta.get_fields():
        if isinstance(item, StreamField | RichTextField):
            for model, pk, *_paths in item.extract_references(getattr(page, item.name)):
                yield model, pk
        elif item.many_to_one and item.related_model and item.related_model is not get_image_model():
            pk = getattr(page, item.attname)
            if pk and issubclass(item.related_model, Page) and item.name != "alias_of":
                yield item.related_model, pk


def read_pages(page_ids: set[int], locale_id: int, opened: OpenPages) -> dict[int, dict]:
    """Return {id: {id, title, url}} for the ids that content names, each led to the wanted language."""
    keys = Page.objects.filter(pk__in=page_ids).values("translation_key")
    wanted = Q(translation_key__in=keys, locale_id=locale_id) | Q(pk__in=page_ids)
    rows = list(
        opened.within(Page.objects.filter(wanted)).values(
            "pk", "title", "path", "url_path", "locale_id", "translation_key"
        )
    )
    links = {
        row["pk"]: {"id": row["pk"], "title": row["title"], "url": opened.url(row["path"], row["url_path"])}
        for row in rows
    }
    translated = {row["translation_key"]: links[row["pk"]] for row in rows if row["locale_id"] == locale_id}
    return {row["pk"]: translated.get(row["translation_key"], links[row["pk"]]) for row in rows}
