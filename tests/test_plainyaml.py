"""What a file written by hand may hold: the short way to pydantic's core says what pydantic itself says."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydantic import ValidationError as Refused

from pressline.config.plain_yaml import validate
from pressline.findings import Place, PresslineError
from pressline.layouts.spec import Spec
from pressline.model import Metadata

TEXT = st.sampled_from(["x", "12", "1.5", "true", "no", "2026-01-31", "2026-13-01", "center", "new-note", ""])
KEYS = st.sampled_from(
    ["title", "titel", "author", "name", "links", "text", "url", "date", "series", "number", "keywords", "repeat_notes"]
    + ["face", "page", "width_mm", "notes", "size_pt", "leading_pt", "headings", "style", "quotes", "edition", "embed_fonts"]
)
VALUES = st.recursive(
    st.none() | TEXT,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("type_", [Metadata, Spec])
@settings(max_examples=150, deadline=None)
@given(data=st.dictionaries(KEYS, VALUES, max_size=6))
def test_values_and_complaints_are_those_of_pydantic(type_: type[Any], data: dict[str, Any]) -> None:
    try:
        expected: Any = TypeAdapter(type_).validate_python(data)
    except Refused as error:
        expected = len(error.errors())
    try:
        found: Any = validate(type_, data, {(): Place("x.yaml")})
    except PresslineError as error:
        found = len(error.findings)
    assert found == expected
