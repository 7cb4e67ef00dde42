"""What every page type of every room shares."""

from http import HTTPMethod
from types import SimpleNamespace

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.models import Page, PageViewRestriction

from pages import previews, site_map
from pages.clean_text import clean_text, one_line

# A title is a line: it ends up in subjects and headings.
CLEANERS = {models.CharField: one_line, models.TextField: clean_text}


class PageLink(models.OneToOneField):
    """The link of a page type to its Wagtail page, named after the room on the page's side.

    Django would name it after the class alone, and a site with a HomePage of its own could not have ours.
    The name is no column; it stays out of the migrations, which then are Django's usual ones.
    """

    def __init__(self, *args, related_name="%(app_label)s_%(class)s", **kwargs):
        super().__init__(*args, related_name=related_name, **kwargs)

    def deconstruct(self):
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("related_name", None)
        return name, "django.db.models.OneToOneField", args, kwargs


class BasePage(Page):
    """A page with a picture for social networks, clean texts and the guards this stack needs."""

    page_ptr = PageLink(Page, on_delete=models.CASCADE, parent_link=True, auto_created=True)
    social_image = models.ForeignKey(
        "wagtailimages.Image",
        verbose_name=_("Bild für geteilte Links"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("Erscheint, wenn jemand diese Seite in einem Messenger oder sozialen Netzwerk teilt."),
    )

    promote_panels = [*Page.promote_panels, FieldPanel("social_image")]
    api_fields = [APIField("search_description"), APIField("social_image")]

    # A page is read; whatever is sent goes to an address of a room.
    allowed_http_methods = [HTTPMethod.GET, HTTPMethod.HEAD, HTTPMethod.OPTIONS]

    # Set by pages.routing, which has looked at the restrictions of the whole way to this page.
    is_open_to_all = False

    class Meta:
        abstract = True

    def clean(self):
        """Clean what was pasted into the text fields (soft hyphens, control characters of word processors)."""
        super().clean()
        for field in self._meta.concrete_fields:
            value = getattr(self, field.attname)
            clean = CLEANERS.get(type(field))
            if clean and isinstance(value, str) and field.editable:
                setattr(self, field.attname, clean(value))

    def with_content_json(self, content):
        """Read this page's place in the tree anew before a revision is applied to it.

        wagtail-localize publishes stale instances after translating a subtree; without this their old
        numchild would be saved and the children would vanish (wagtail-localize issue 773).
        """
        if self.pk:
            self.refresh_from_db(fields=["path", "depth", "numchild"])
        return super().with_content_json(content)

    def _get_site_root_paths(self, cache_object=None, **kwargs):
        """Keep the addresses of the sites in the site map; without a request Wagtail asks the cache for every page."""
        kept = cache_object or site_map.current().part("root paths", SimpleNamespace)
        return super()._get_site_root_paths(kept, **kwargs)

    @property
    def preview_modes(self):
        modes = super().preview_modes
        return [*modes, (previews.MODE, previews.LABEL)] if previews.preview_url() else modes

    def serve_preview(self, request, mode_name):
        if mode_name == previews.MODE:
            return previews.preview_frame(request, self)
        return super().serve_preview(request, mode_name)

    def get_view_restrictions(self):
        """Return the restrictions on this page and its ancestors, without asking twice in one request."""
        if self.is_open_to_all:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()

    @classmethod
    def unlisted(cls) -> models.QuerySet | None:
        """The published pages of this type that lists leave out today, by a rule of its room; None without a rule.

        They stay where they are, for whoever has the address.
        """
        return None

    @property
    def share_image(self):
        """The picture to show where this page is shared; None without one."""
        return self.social_image or getattr(self, "image", None)

    @property
    def structured_kind(self) -> str:
        """The schema.org type of this page."""
        return "WebPage"
