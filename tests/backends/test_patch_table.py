"""The table of patches of WeasyPrint: it is whole, it is true of what is installed, and no book is lost when it is not."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import weasyprint
from PIL import ImageFile

from conftest import STAMP
from pressline.audit.pdf import audit
from pressline.backends.pdf import render, weasyprint_patches
from pressline.backends.pdf.weasyprint_patches import patching
from pressline.backends.pdf.weasyprint_patches.patches import KNOWN_FILES, NEEDS, PATCHES, Patch
from pressline.book.markdown import parse_essay
from pressline.findings import Finding
from pressline.model import Book, Layout, Metadata

# Put in place while WeasyPrint is loaded, or called by a class of ours and not replaced; `Pillow` is set once for all.
LOADING = ("library search", "declarations", "late loading")
NOT_WHILE_SETTING = (*LOADING, "page trees", "Pillow")
ROWS = [pytest.param(patch, id=f"{patch.group}: {patch.place}") for patch in PATCHES if patch.group not in (*LOADING, "Pillow")]
SAMPLE = ("line layout: weasyprint.layout.inline.text_align", "notes: weasyprint.layout.block._linebox_layout")

LIBRARIES = ("weasyprint", "pydyf", "pyphen", "cssselect2")

SENTENCE = "The commission met again in the winter, and accountability was written down as before. "
ESSAY = f"""## The beginning of a heading that is long enough for two lines of the page

{SENTENCE * 9}It is said.[^1] {SENTENCE * 6}

> {SENTENCE * 2}[^2]

* {SENTENCE}[^3]
* An item with a *slanted* and a **bold** word.

## The end

{(SENTENCE * 7 + "Once more.[^4] ") * 2}And again.[^5][^6] {SENTENCE * 20}

{SENTENCE * 12}A long one.[^7] {SENTENCE * 12}

[^1]: See *The Cable*, at <https://example.org/a/long/path/of/an/address>.
[^2]: {SENTENCE * 3}
[^3]: A note.
[^4]: {SENTENCE}
[^5]: {SENTENCE * 2}
[^6]: The last but one.
[^7]: {SENTENCE * 14}
"""


@pytest.fixture(scope="module")
def short_book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    return parse_essay(ESSAY, Metadata("A short essay"), tmp_path_factory.mktemp("short") / "essay.md", stamp=STAMP)


def with_other_code(monkeypatch: pytest.MonkeyPatch, *rows: Patch) -> None:
    """Have these rows know other code than is installed."""
    table = tuple(replace(patch, digest=64 * "0") if patch in rows else patch for patch in PATCHES)
    monkeypatch.setattr(patching, "PATCHES", table)
    monkeypatch.setattr(patching, "KNOWN_FILES", frozenset())


def set_and_proven(book: Book, layout: Layout, out: Path) -> tuple[list[Finding], list[Finding]]:
    """What is said when the PDF is made, and what the audit finds in it."""
    artifact, said = render(book, layout, out)
    return said, audit(artifact, book)


# --- the table ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "patch", [patch for patch in PATCHES if patch.digest], ids=lambda patch: f"{patch.group}: {patch.place}"
)
def test_the_code_that_a_patch_replaces_is_as_known(patch: Patch) -> None:
    """Fails with another version: read what has changed there, change the patch if need be, and write the new digest."""
    found = patching.digest(patch)
    assert found == patch.digest, f"{patch.place} ({patch.group}) has other code; its digest is {found!r}"


def test_the_files_known_are_those_of_the_rows() -> None:
    paths = {patching._path_of(patch) for patch in PATCHES if patch.digest and not patch.file}
    assert {patching._file_digest(path) for path in paths} == KNOWN_FILES


def test_every_row_says_what_it_is_for() -> None:
    assert all(patch.why and patch.kind in ("correctness", "typography", "speed", "growth") for patch in PATCHES)
    assert len({(patch.group, patch.place) for patch in PATCHES}) == len(PATCHES)
    groups = {patch.group for patch in PATCHES}
    assert groups.issuperset(NEEDS)
    assert groups.issuperset(need for needs in NEEDS.values() for need in needs)


def attributes() -> dict[str, Any]:
    """All that could be replaced: what the modules and classes of WeasyPrint, and of what it stands on, have."""
    found = {}
    for module in [module for name, module in sys.modules.items() if name.split(".")[0] in LIBRARIES]:
        for name, value in vars(module).items():
            found[f"{module.__name__}.{name}"] = value
            if isinstance(value, type) and value.__module__ == module.__name__:
                found |= {f"{module.__name__}.{name}.{own}": what for own, what in vars(value).items()}
    return found


def test_nothing_is_replaced_but_what_the_table_says_and_all_is_put_back_even_after_a_failure() -> None:
    before = attributes()
    with pytest.raises(ValueError, match="broken off"), weasyprint_patches.patched() as patched:
        assert patched.missing == ()
        now = attributes()
        raise ValueError("broken off")
    changed = {name for name in now if name not in before or now[name] is not before[name]}
    assert changed == {patch.place for patch in PATCHES if patch.group not in NOT_WHILE_SETTING}
    after = attributes()
    assert {name for name in before if name not in after or after[name] is not before[name]} == set()
    assert not set(after) - set(before)


def test_pillow_still_refuses_pictures_that_are_cut_short() -> None:
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


# --- with other code installed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "patch", [row if row.id in SAMPLE else pytest.param(*row.values, id=row.id, marks=pytest.mark.nightly) for row in ROWS]
)
def test_without_any_one_patch_every_word_is_set_and_proven(
    patch: Patch, short_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_other_code(monkeypatch, patch)
    said, found = set_and_proven(short_book, essay_layout, tmp_path / "one.pdf")
    assert [f.code for f in said] == ["B011"]
    assert patch.place in said[0].message
    assert patch.group in said[0].message
    assert found == []


def test_without_any_patch_every_word_is_set_and_proven(
    short_book: Book, essay_layout: Layout, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_other_code(monkeypatch, *PATCHES)
    said, found = set_and_proven(short_book, essay_layout, tmp_path / "none.pdf")
    assert [f.code for f in said] == ["B011"]
    assert "other places" in said[0].message
    assert found == []


def test_what_stands_on_a_patch_falls_with_it_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    with_other_code(monkeypatch, *(patch for patch in PATCHES if patch.place.endswith("ComputedStyle.copy")))
    with weasyprint_patches.patched() as patched:
        groups = {patch.group for patch in PATCHES} - patched.groups
    assert groups == {"style cache", "Pango settings"}


def test_what_somebody_else_has_replaced_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weasyprint.layout.inline, "text_align", lambda *given: 0.0)
    with weasyprint_patches.patched() as patched:
        assert [patch.attribute for patch in patched.missing] == ["text_align"]
        assert patched.groups.isdisjoint({"line layout", "page ends"})


def test_a_place_that_is_gone_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(weasyprint.layout.block, "_linebox_layout")
    assert [patch.attribute for patch in patching.left_out()] == ["_linebox_layout"]


LOADED_OTHERWISE = """
import importlib.util, json, sys
from dataclasses import replace
from pathlib import Path
name = "pressline.backends.pdf.weasyprint_patches.patches"
spec = importlib.util.spec_from_file_location(name, sys.argv[1])
table = sys.modules[name] = importlib.util.module_from_spec(spec)
spec.loader.exec_module(table)
groups = sys.argv[2].split(",")
table.PATCHES = tuple(replace(patch, digest="0") if patch.group in groups else patch for patch in table.PATCHES)
from pressline.backends.pdf.layout.engine import print_pdf
from pressline.findings import Place
data, said = print_pdf("<html lang=en><title>a</title><p>Word", (), (Path("."), Path(".")), Place("a.pdf"))
print(json.dumps([data[:5].decode(), [f.message for f in said], "pycparser" in sys.modules, "fontTools.subset" in sys.modules]))
"""


@pytest.mark.parametrize("groups", [",".join(LOADING), *(pytest.param(group, marks=pytest.mark.nightly) for group in LOADING)])
def test_weasyprint_is_loaded_as_it_comes_where_its_imports_are_others(groups: str) -> None:
    path = Path(weasyprint_patches.__file__).with_name("patches.py")
    command = [sys.executable, "-c", LOADED_OTHERWISE, str(path), groups]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    begins, said, parsed, loaded = json.loads(run.stdout)
    assert begins == "%PDF-"
    assert len(said) == 1
    assert all(group in said[0] for group in groups.split(","))
    assert parsed == ("declarations" in groups and sys.platform == "linux")
    assert loaded == ("late loading" in groups)
