"""Every page type as typed JSON, derived from its `api_fields`, so that a room's own type needs no code here."""

from datetime import date, datetime
from functools import cache, reduce
from operator import or_
from typing import Annotated, Any, Literal, get_type_hints

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from ninja import Schema
from pydantic import Field, create_model
from wagtail.documents import get_document_model
from wagtail.fields import RichTextField, StreamField
from wagtail.images import get_image_model
from wagtail.models import Page

from pages.api.blocks import schema_of, value_of
from pages.api.schemas import HTML, DocumentOut, PageLinkOut, PageSummaryOut, PictureOut
from pages.api.targets import Targets
from pages.models import BasePage

PLAIN_TYPES = (
    (models.BooleanField, bool),
    (models.IntegerField, int),
    (models.FloatField, float),
    (models.DateTimeField, datetime),
    (models.DateField, date),
    (models.CharField, str),
    (models.TextField, str),
)


class BreadcrumbOut(Schema):
    title: str
    url: str


class PageDetail(PageSummaryOut):
    """What every page says in full; `breadcrumb` begins with the home page and is empty there."""

    seo_title: str
    breadcrumb: list[BreadcrumbOut]


@cache
def page_types() -> dict[str, type[BasePage]]:
    """Return every page type of the installed rooms by the name that `type` carries."""
    return {
        model._meta.label: model
        for model in sorted(apps.get_models(), key=lambda model: model._meta.label)
        if issubclass(model, BasePage)
    }


def own_fields(model: type[BasePage]) -> list[str]:
    """Return the names of the fields that a page type adds to what every page says."""
    names = dict.fromkeys(item.name for item in model.api_fields)
    return [name for name in names if name != "search_description" and name not in PageDetail.model_fields]


def field_type(model: type[BasePage], name: str) -> Any:
    """Return the type of one field of a page; raises TypeError for one that cannot be told."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return property_type(model, name)
    match field:
        case StreamField():
            return schema_of(field.stream_block, f"{model.__name__}{name.title()}")
        case RichTextField():
            return HTML
        case ClusterTaggableManager():
            return list[str]
        case models.ForeignKey():
            return related_type(model, field)
    for field_class, plain in PLAIN_TYPES:
        if isinstance(field, field_class):
            return plain | None if field.null else plain
    raise TypeError(f"The API cannot tell {model._meta.label}.{name}, a {type(field).__name__}.")


def related_type(model: type[BasePage], field: models.ForeignKey) -> Any:
    if field.related_model is get_image_model():
        return PictureOut | None
    if field.related_model is get_document_model():
        return DocumentOut | None
    if issubclass(field.related_model, Page):
        return PageLinkOut | None
    raise TypeError(f"The API cannot tell {model._meta.label}.{field.name}, a link to {field.related_model.__name__}.")


def property_type(model: type[BasePage], name: str) -> Any:
    """Return what a property says it returns."""
    getter = getattr(getattr(model, name), "fget", None)
    hints = get_type_hints(getter) if getter else {}
    if "return" not in hints:
        raise TypeError(f"The API cannot tell {model._meta.label}.{name}: it is no field and says no type.")
    return hints["return"]


def field_value(page: BasePage, name: str, targets: Targets) -> Any:
    """Return the value of one field as its type says."""
    value = getattr(page, name)
    try:
        field = page._meta.get_field(name)
    except FieldDoesNotExist:
        return value
    match field:
        case StreamField():
            return value_of(field.stream_block, value, targets)
        case RichTextField():
            return targets.prose(value)
        case ClusterTaggableManager():
            return sorted(value.names())
        case models.ForeignKey():
            return related_value(page, field, value, targets)
    return value


def related_value(page: BasePage, field: models.ForeignKey, value, targets: Targets) -> dict | None:
    if field.related_model is get_image_model():
        return targets.picture(value, getattr(page, f"{field.name}_alt", ""))
    if field.related_model is get_document_model():
        return targets.document(value)
    return targets.page(value.pk if value else None)


def detail_schema(model: type[BasePage]) -> type[Schema]:
    """Return the schema of one page type in full; its name is the room's and the class's."""
    label = model._meta.label
    fields = {name: (field_type(model, name), ...) for name in own_fields(model)}
    return create_model(
        f"{model._meta.app_label.title()}{model.__name__}Out",
        __base__=PageDetail,
        __doc__=(model.__doc__ or "").strip().split("\n")[0],
        type=(Literal[label], ...),
        **fields,
    )


@cache
def page_out() -> Any:
    """Return the union of all page types, told apart by `type`."""
    return Annotated[reduce(or_, map(detail_schema, page_types().values())), Field(discriminator="type")]
