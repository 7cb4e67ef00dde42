"""Loading the site itself: home, settings, content, news and legal pages, pictures, accounts."""

from datetime import timedelta
from io import BytesIO

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.files.images import ImageFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.images.models import Image
from wagtail.models import Locale, Page, Site

from koordination.demo.accounts import ACCOUNTS, PASSWORD
from koordination.demo.content import IMAGES, read
from koordination.roles import set_up_roles
from pages.models import (
    AccessibilityStatement,
    Barrier,
    ContentPage,
    HomePage,
    LegalPage,
    NewsIndexPage,
    NewsPage,
    OfficeContact,
    SiteSettings,
)

SITE_NAME = "Musterkreis"


def load_images() -> dict[str, Image]:
    """Return the demo's pictures by file name, making those that are missing."""
    images = {image.title: image for image in Image.objects.all()}
    by_file = {}
    for entry in read("images")["image"]:
        if entry["title"] not in images:
            content = BytesIO((IMAGES / entry["file"]).read_bytes())
            images[entry["title"]] = Image.objects.create(
                title=entry["title"], description=entry["alt"], file=ImageFile(content, name=entry["file"])
            )
        by_file[entry["file"]] = images[entry["title"]]
    return by_file


def paragraphs(html: str) -> list[dict]:
    """Return HTML as the value of a body with one rich text block."""
    return [{"type": "text", "value": html.replace("{today}", date_format(timezone.localdate(), "j. F Y"))}]


def place(parent: Page, page: Page) -> Page:
    """Add a page below another unless its slug is there already; returns the page that stands."""
    standing = parent.get_children().filter(slug=page.slug).first()
    if standing is not None:
        return standing.specific
    page.locale = parent.locale
    # At once: where the load breaks off, no page stands that was never published.
    with transaction.atomic():
        parent.add_child(instance=page)
        publish_added(page)
    return page


@transaction.atomic
def publish_added(page: Page) -> None:
    """Publish a page that was checked when it was added, as Wagtail's own form for new pages does."""
    page.save_revision(clean=False).publish()


@transaction.atomic
def publish(page: Page) -> None:
    page.save_revision().publish()


def load_site(images: dict[str, Image]) -> HomePage:
    """Make the home page and everything below it that belongs to no room."""
    root = Page.get_first_root_node()
    locale, _created = Locale.objects.get_or_create(language_code="de")
    home = HomePage.objects.filter(slug="musterkreis").first()
    if home is None:
        for welcome in root.get_children().filter(slug="home"):
            welcome.delete()
        root.refresh_from_db()
        home = root.add_child(instance=home_page(images, locale))
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 8000, "site_name": SITE_NAME, "root_page": home},
    )
    site = Site.objects.get(is_default_site=True)
    load_settings(site)
    load_statement(site)
    return home


def home_page(images: dict[str, Image], locale: Locale) -> HomePage:
    texts = read("pages")["home"]
    return HomePage(
        title=texts["hero_title"],
        slug="musterkreis",
        locale=locale,
        seo_title=texts["title"],
        hero_text=texts["hero_text"],
        hero_image=images[texts["image"]],
        hero_image_alt=texts["image_alt"],
    )


def load_audiences(home: HomePage, images: dict[str, Image]) -> None:
    """Lead from the home page to the pages of the rooms, once those exist."""
    if home.audiences:
        return
    children = {page.slug: page for page in home.get_children()}
    home.audiences = [
        (
            "audience",
            {
                "title": entry["title"],
                "text": entry["text"],
                "link_label": entry["link_label"],
                "page": children.get(entry["link"]),
                "address": "" if entry["link"] in children else f"/de/{entry['link']}/",
                "image": images[entry["image"]],
                "image_alt": entry["image_alt"],
            },
        )
        for entry in read("pages")["home"]["audience"]
    ]
    home.hero_link_page, home.hero_link_label = children["kurse"], "Kurse ansehen"
    publish(home)


def load_settings(site: Site) -> None:
    county, office = read("county")["county"], read("county")["office"]
    settings, _created = SiteSettings.objects.update_or_create(site=site, defaults={**office, "land": county["land"]})
    for order, contact in enumerate(read("county")["contacts"]):
        OfficeContact.objects.update_or_create(
            settings=settings, name=contact["name"], defaults={**contact, "sort_order": order}
        )


def load_statement(site: Site) -> None:
    """Write the facts of the accessibility statement; what the office has changed since stays."""
    texts = read("county")["statement"]
    facts = {name: value for name, value in texts.items() if name != "barriers"}
    statement, created = AccessibilityStatement.objects.get_or_create(site=site, defaults=facts)
    if created:
        for order, barrier in enumerate(texts["barriers"]):
            Barrier.objects.create(statement=statement, sort_order=order, **barrier)


def load_texts(home: HomePage, images: dict[str, Image]) -> None:
    """Add content, legal and news pages."""
    for entry in read("pages")["page"]:
        place(
            home,
            ContentPage(
                title=entry["title"],
                slug=entry["slug"],
                introduction=entry["summary"],
                body=paragraphs(entry["body"]),
                show_in_menus=entry["slug"] == "ueber-uns",
            ),
        )
    for entry in read("pages")["legal"]:
        place(
            home,
            LegalPage(title=entry["title"], slug=entry["slug"], kind=entry["kind"], body=paragraphs(entry["body"])),
        )
    news = place(home, NewsIndexPage(title="Aktuelles", slug="aktuelles", show_in_menus=True))
    for entry in read("news")["news"]:
        place(
            news,
            NewsPage(
                title=entry["title"],
                slug=entry["slug"],
                summary=entry["summary"],
                date=timezone.localdate() - timedelta(days=entry["days_ago"]),
                image=images[entry["image"]],
                image_alt=images[entry["image"]].description,
                body=paragraphs(entry["body"]),
            ),
        )


def load_accounts() -> None:
    """Make the demo's logins; an account that exists keeps its password."""
    set_up_roles()
    # Everybody knows it, and a third of a second for each account would be spent on nothing.
    password = make_password(PASSWORD)
    for account in ACCOUNTS:
        user, _created = User.objects.get_or_create(
            username=account.username,
            defaults={"email": f"{account.username}@musterkreis.example", "password": password},
        )
        user.groups.add(Group.objects.get(name=account.group))
