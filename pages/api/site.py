"""Navigation and office of the site, for other programs."""

from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router, Schema

from pages.api.locale import LocaleQuery, answered_in
from pages.api.pages import router as pages_router
from pages.models import LegalKind
from pages.navigation import MenuItem, frame_for

# The names of its operations are older than its place: programs are made from them.
router = Router(tags=["Seiten"])
router.add_router("", pages_router)


class MenuItemOut(Schema):
    """One entry of the menu; addresses are paths on this host."""

    title: str
    url: str
    children: list["MenuItemOut"]


class LinkOut(Schema):
    title: str
    url: str


class LegalLinkOut(LinkOut):
    """`kind` is imprint, privacy, accessibility, easy_language or sign_language."""

    kind: LegalKind


class NavigationOut(Schema):
    home_url: str
    menu: list[MenuItemOut]
    footer: list[LinkOut]
    legal: list[LegalLinkOut]


class ContactOut(Schema):
    name: str
    role: str
    phone: str
    email: str
    foreign: dict[str, str]


class OfficeOut(Schema):
    """The office as the imprint names it; `land` is an ISO 3166-2:DE code without the country, or empty.

    `foreign` names the languages of the texts that nobody has translated into the one of the answer.
    """

    site_title: str
    office_name: str
    operator: str
    represented_by: str
    street: str
    postal_code: str
    city: str
    phone: str
    email: str
    opening_hours: str
    land: str
    responsible: str
    supervisory_authority: str
    vat_id: str
    contacts: list[ContactOut]
    foreign: dict[str, str]


def texts_out(row, schema: type[Schema]) -> dict:
    """Return what a schema names of a row of the settings; of none, empty texts."""
    texts = {name: getattr(row, name, "") for name in schema.model_fields if name not in {"contacts", "foreign"}}
    return {**texts, "foreign": {name: text.language for name, text in texts.items() if getattr(text, "language", "")}}


def menu_out(item: MenuItem) -> dict:
    return {"title": item.title, "url": item.url, "children": [menu_out(child) for child in item.children]}


@router.get(
    "/navigation/", response=NavigationOut, url_name="pages_navigation", operation_id="pages_api_get_navigation"
)
def get_navigation(request: HttpRequest, query: Query[LocaleQuery]):
    """Return menu, footer and legal links in the language asked for, else in that of the request."""
    with override(answered_in(query.locale)):
        frame = frame_for(request)
    return {
        "home_url": frame.home_url,
        "menu": [menu_out(item) for item in frame.navigation],
        "footer": [{"title": link.title, "url": link.url} for link in frame.footer_links],
        "legal": [{"title": link.title, "url": link.url, "kind": link.kind} for link in frame.legal_links],
    }


@router.get("/stelle/", response=OfficeOut, url_name="pages_office", operation_id="pages_api_get_office")
def get_office(request: HttpRequest, query: Query[LocaleQuery]):
    """Return address and contacts of the office in a language; every text may be empty."""
    with override(answered_in(query.locale)):
        frame = frame_for(request)
    contacts = [texts_out(contact, ContactOut) for contact in frame.contacts]
    return {**texts_out(frame.office, OfficeOut), "contacts": contacts}
