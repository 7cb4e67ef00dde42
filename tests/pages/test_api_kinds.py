"""Schemas that are derived: from any block, from any page type; what cannot be told is refused at the start."""

import pytest
from pydantic import TypeAdapter, ValidationError
from wagtail import blocks

from kurse.models import CoursePage
from pages.api.blocks import schema_of, value_of
from pages.api.page_types import field_type, own_fields, page_out, page_types, property_type
from pages.api.targets import Targets
from pages.blocks import BodyBlock


class OpeningBlock(blocks.StructBlock):
    """When a door is open, as another room might write it."""

    day = blocks.ChoiceBlock(choices=[("mon", "Montag"), ("tue", "Dienstag")])
    since = blocks.DateBlock(required=False)
    seats = blocks.IntegerBlock(required=False)
    notes = blocks.ListBlock(blocks.CharBlock())


def test_a_block_of_another_room_is_told_without_a_line_of_code():
    block = OpeningBlock()
    value = block.to_python({"day": "mon", "since": "2026-01-02", "seats": 3, "notes": ["Klingeln", "1. Stock"]})

    told = TypeAdapter(schema_of(block, "Opening")).validate_python(value_of(block, value, Targets(request=None)))

    assert told.model_dump(mode="json") == {
        "day": "mon",
        "since": "2026-01-02",
        "seats": 3,
        "notes": ["Klingeln", "1. Stock"],
    }


def test_two_kinds_of_block_are_told_apart():
    body = TypeAdapter(schema_of(BodyBlock(), "Body"))
    wrong = [{"type": "text", "id": "1", "value": {"heading": "Das ist kein Text"}}]

    with pytest.raises(ValidationError, match=r"0\.text\.value"):
        body.validate_python(wrong)


def test_a_block_that_nobody_described_is_refused_and_the_place_is_named():
    class MapBlock(blocks.FieldBlock):
        pass

    with pytest.raises(TypeError, match="MapBlock: add it to pages.api.blocks.KINDS"):
        schema_of(MapBlock(), "Map")


def test_every_page_type_of_every_room_is_told():
    names = [schema["$ref"] for schema in TypeAdapter(page_out()).json_schema()["oneOf"]]

    assert len(names) == len(page_types()) >= 9


def test_the_fields_of_a_page_type_have_the_types_of_its_model():
    types = {name: field_type(CoursePage, name) for name in own_fields(CoursePage) if "image" not in name}

    body = types.pop("body")
    assert types == {"summary": str, "prerequisites": str, "tags": list[str]}
    assert TypeAdapter(body).json_schema() == TypeAdapter(schema_of(BodyBlock(), "Body")).json_schema()


def test_a_property_is_told_by_the_type_it_names_and_refused_without_one():
    class Named:
        _meta = CoursePage._meta

        @property
        def minutes(self) -> int:
            return 3

        @property
        def secret(self):
            return 3

    assert property_type(Named, "minutes") is int
    with pytest.raises(TypeError, match="kurse.CoursePage.secret"):
        property_type(Named, "secret")
