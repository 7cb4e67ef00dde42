"""The pages of the site, for other programs: lists, one page in full, languages."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import Resolver404, resolve
from django.utils.translation import get_language_from_path, override
from django.utils.translation import gettext as _
from ninja import Field, Query, Router, Schema
from ninja.decorators import decorate_view
from wagtail.models import Page

from pages.api.errors import UnusableParameter
from pages.api.fields import FIELDS, FieldsQuery, chosen, list_answer, only
from pages.api.page_types import PageDetail, field_value, own_fields, page_out, page_types
from pages.api.schemas import LanguageOut, PageListOut, PageSummaryOut
from pages.api.targets import targets_of
from pages.caches.pages import kept_until_changed
from pages.drafts import draft_of
from pages.languages import direction_of, native_name
from pages.models import BasePage
from pages.navigation import breadcrumb, frame_for
from pages.open_pages import OpenPages, open_pages
from pages.routing import shown_fields

router = Router()

SUMMARY = ("pk", "title", "search_description", "path", "url_path", "locale_id", "content_type_id", "translation_key")
DATES = ("first_published_at", "last_published_at")


class PagesQuery(Schema):
    """`type` is a page type like pages.NewsPage; `parent` the id of the page right above."""

    locale: str = Field("", max_length=20)
    type: str = Field("", max_length=80)
    parent: int | None = Field(None, ge=1, le=2_147_483_647)
    order: str = Field("tree", pattern=r"^(tree|newest)$")
    fields: str = FIELDS
    limit: int = Field(20, ge=1, le=100)
    offset: int = Field(0, ge=0, le=100_000)


class AddressQuery(Schema):
    """`path` is what `url` says in lists, links and the navigation."""

    path: str = Field(min_length=1, max_length=400, pattern=r"^/")
    fields: str = FIELDS


class DraftQuery(Schema):
    """`token` is what the CMS puts behind the # of the front end's address; it holds for a quarter of an hour."""

    token: str = Field(min_length=1, max_length=300)


def known_language(language: str, opened: OpenPages) -> str:
    if language and language not in opened.languages:
        message = _("Diese Sprache gibt es hier nicht. Möglich sind: %(allowed)s.")
        raise UnusableParameter("locale", message % {"allowed": ", ".join(opened.languages)})
    return language


def label_of(content_type_id: int) -> str:
    model = ContentType.objects.get_for_id(content_type_id).model_class()
    return model._meta.label if model else ""


def type_ids(label: str) -> list[int]:
    """Return the content types of one page type, or of all; raises UnusableParameter."""
    known = page_types()
    if label and label not in known:
        message = _("Diese Seitenart gibt es hier nicht. Möglich sind: %(allowed)s.")
        raise UnusableParameter("type", message % {"allowed": ", ".join(known)})
    models = [known[label]] if label else list(known.values())
    return [found.pk for found in ContentType.objects.get_for_models(*models).values()]


def listed(pages: QuerySet, label: str) -> QuerySet:
    """Leave out what its page type does not list today: of one type, or of all."""
    known = page_types()
    for model in [known[label]] if label else known.values():
        unlisted = model.unlisted()
        if unlisted is not None:
            pages = pages.exclude(pk__in=unlisted.values("pk"))
    return pages


def in_order(pages: QuerySet, order: str, label: str) -> QuerySet:
    """Sort as the tree stands, or the newest first: by the date an editor gave, else by publication."""
    if order == "tree":
        return pages.order_by("path")
    model = page_types().get(label)
    if model and any(field.name == "date" for field in model._meta.concrete_fields):
        return pages.order_by(F(f"{model._meta.app_label}_{model._meta.model_name}__date").desc(), "-pk")
    return pages.order_by(F("first_published_at").desc(nulls_last=True), "-pk")


def translations_of(rows: list[dict], opened: OpenPages) -> dict[Any, list[dict]]:
    """Return the open translations of many pages by their shared key: one query, none where there is one language."""
    found: dict[Any, list[dict]] = {row["translation_key"]: [] for row in rows}
    if len(opened.languages) < 2:
        return found
    pages = opened.within(Page.objects.filter(translation_key__in=found))
    for row in pages.values("pk", "title", "path", "url_path", "locale_id", "translation_key"):
        found[row["translation_key"]].append(
            {
                "locale": opened.language_of(row["locale_id"]),
                "id": row["pk"],
                "title": row["title"],
                "url": opened.url(row["path"], row["url_path"]),
            }
        )
    return found


def summary(row: dict, translations: dict[Any, list[dict]], opened: OpenPages) -> dict:
    language = opened.language_of(row["locale_id"])
    others = [item for item in translations[row["translation_key"]] if item["locale"] != language]
    return {
        "id": row["pk"],
        "type": label_of(row["content_type_id"]),
        "title": row["title"],
        "description": row["search_description"],
        "url": opened.url(row["path"], row["url_path"]),
        "locale": language,
        "published_at": row["first_published_at"],
        "changed_at": row["last_published_at"],
        "translations": sorted(others, key=lambda item: item["locale"]),
    }


@router.get("/seiten/", response=PageListOut, url_name="pages_list")
@decorate_view(kept_until_changed)
def list_pages(request: HttpRequest, query: Query[PagesQuery]):
    """List the published pages that everybody may read; what is out of date is left out, its address still answers."""
    opened = open_pages(request)
    names = chosen(query.fields, PageSummaryOut.model_fields)
    pages = opened.within(Page.objects.all(), known_language(query.locale, opened))
    pages = listed(pages.filter(content_type__in=type_ids(query.type)), query.type)
    if query.parent:
        above = Left("path", Length("path") - Page.steplen)
        pages = pages.alias(above=above).filter(above=Subquery(Page.objects.filter(pk=query.parent).values("path")))
    count = pages.count()
    shown = in_order(pages, query.order, query.type)[query.offset : query.offset + query.limit]
    rows = list(shown.values(*SUMMARY, *DATES)) if count else []
    translations = translations_of(rows, opened) if rows else {}
    return list_answer(count, [summary(row, translations, opened) for row in rows], names)


@router.get("/seiten/nach-adresse/", response=page_out(), url_name="pages_by_address")
def get_page_by_address(request: HttpRequest, query: Query[AddressQuery]):
    """Return the page at an address of this site, in full."""
    opened = open_pages(request)
    language = get_language_from_path(query.path)
    with override(language):
        try:
            match = resolve(query.path)
        except Resolver404 as error:
            raise Http404 from error
    if match.url_name != "wagtail_serve":
        raise Http404
    home = opened.known.home_for(opened.site, language)
    rest = (match.args or tuple(match.kwargs.values()))[0]
    url_path = home.url_path + (rest if not rest or rest.endswith("/") else f"{rest}/")
    return page_answer(request, opened, opened.within(Page.objects.filter(url_path=url_path)), query.fields)


@router.get("/seiten/{int:page_id}/", response=page_out(), url_name="pages_detail")
def get_page(request: HttpRequest, page_id: int, query: Query[FieldsQuery]):
    """Return one page in full; what it holds beside the common fields depends on its `type`."""
    opened = open_pages(request)
    return page_answer(request, opened, opened.within(Page.objects.filter(pk=page_id)), query.fields)


@router.get(
    "/seiten/vorschau/", response=page_out(), url_name="pages_draft", openapi_extra={"responses": {409: {}, 410: {}}}
)
def get_draft(request: HttpRequest, response: HttpResponse, query: Query[DraftQuery]):
    """Return a page as its editor is writing it, to whoever holds the token of their preview; never kept."""
    response["Cache-Control"] = "no-store"
    page = draft_of(query.token)
    if not isinstance(page, BasePage):
        raise Http404
    row = {name: getattr(page, name) for name in (*SUMMARY, *DATES)}
    return in_full(request, open_pages(request), row, page)


@router.get("/sprachen/", response=list[LanguageOut], url_name="pages_languages")
def list_languages(request: HttpRequest):
    """List the languages in which this site has pages."""
    opened = open_pages(request)
    homes = {home.language_code: home for home in opened.homes}
    return [language_out(homes[code], opened) for code in opened.languages]


def language_out(home, opened: OpenPages) -> dict:
    return {
        "locale": home.language_code,
        "name": native_name(home.language_code),
        "direction": direction_of(home.language_code),
        "home_url": opened.url(home.path, home.url_path),
    }


def page_answer(request: HttpRequest, opened: OpenPages, pages: QuerySet, fields: str):
    """Return the one page of a queryset in full, or the fields of it that are asked for; raises Http404."""
    row = get_object_or_404(pages.values(*SUMMARY, *DATES))
    model = page_types().get(label_of(row["content_type_id"]))
    if model is None:
        raise Http404
    page = get_object_or_404(model.objects.select_related(*shown_fields(model)), pk=row["pk"])
    page.locale = opened.known.locale_of(page.locale_id)
    names = chosen(fields, [*PageDetail.model_fields, *own_fields(model)])
    found = in_full(request, opened, row, page)
    return only(page_out(), found, names) if names else found


def in_full(request: HttpRequest, opened: OpenPages, row: dict, page: BasePage) -> dict:
    """Return a page as the schema of its type says; `row` holds what a list would tell of it."""
    targets = targets_of(page, request, opened)
    language = opened.language_of(page.locale_id)
    with override(language):
        trail = breadcrumb(frame_for(request), opened.known.home_for(opened.site, language), request, page, ())
    return {
        **summary(row, translations_of([row], opened), opened),
        "seo_title": page.seo_title,
        "breadcrumb": [{"title": link.title, "url": link.url} for link in trail],
        **{name: field_value(page, name, targets) for name in own_fields(type(page))},
    }
