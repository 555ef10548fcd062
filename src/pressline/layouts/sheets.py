"""The style sheets of a layout.

Read in order, and checked to read nothing themselves but what lies in its folder.

The engine opens nothing else anyway; but a designer should hear it with the line, and not as a picture that is missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pressline.findings import Finding, Place, PresslineError, finding, stop
from pressline.model import Layout
from pressline.runtime.input_files import read_file

if TYPE_CHECKING:
    from tinycss2.ast import Node

PRINT, EPUB = "print.css", "epub.css"
_STYLES = {
    "plain": "font-weight: normal; font-style: normal; font-variant-caps: normal",
    "italic": "font-weight: normal; font-style: italic; font-variant-caps: normal",
    "bold": "font-weight: bold; font-style: normal; font-variant-caps: normal",
    "bold-italic": "font-weight: bold; font-style: italic; font-variant-caps: normal",
    "small-caps": "font-weight: normal; font-style: normal; font-variant-caps: small-caps",
}


# What a sheet has in it that asks for a file, in any spelling: an escape may hide it. A sheet without is not taken apart.
_DEEPEST = 60  # brackets within each other: no sheet has six; WeasyPrint 70 fails at some 200
# Brackets of CSS. False positives it avoids: those in a comment, in a string, and after a backslash.
_NESTING = re.compile(
    r"/\*(?:[^*]++|\*(?!/))*+(?:\*/)?+|\"(?:[^\"\\\n]++|\\.)*+\"?+|'(?:[^'\\\n]++|\\.)*+'?+|\\.|[(\[{}\])]", re.DOTALL
)
_MAY_ASK = re.compile(r"(?:url|src|image(?:-set)?)\(|@import|\\", re.IGNORECASE)


def style_sheet(layout: Layout, name: str) -> str:
    """The sheets that `style_sheets` gives, as one.

    Raises:
        PresslineError: L003 when there is none.
    """
    return "\n".join(style_sheets(layout, name))


def style_sheets(layout: Layout, name: str) -> list[str]:
    """The sheets `name` of a layout and of those it extends: what comes later wins.

    After the first of the others' stands how layout.yaml says that headings look.

    Raises:
        PresslineError: L003 when there is none.
    """
    paths = [folder / name for folder in (*layout.bases, layout.folder)]
    texts = [read_file(path).decode() for path in paths if path.is_file()]
    if not texts:
        raise stop("L003", Place(str(paths[-1])), what=name)
    texts.insert(1 if layout.bases else 0, _headings(layout))
    return list(filter(None, texts))


def _headings(layout: Layout) -> str:
    """The rules for headings whose style or side layout.yaml gives.

    The last level holds for those below it.
    """
    rules = []
    for level in range(1, 7):
        heading = layout.headings[min(level, len(layout.headings)) - 1]
        said = [_STYLES[heading.style]] if heading.style else []
        said += [f"text-align: {heading.align}"] if heading.align else []
        rules += [f"h{level} {{ {'; '.join(said)} }}"] if said else []
    return "\n".join(rules)


def check_sheets(folder: Path) -> None:
    """Refuse style sheets that ask for a file outside `folder`.

    In epub.css, for any: nothing is packed for it.

    Raises:
        PresslineError: L006 for each place, L008 and L009 for a sheet that is a link to elsewhere or no file, L013 for brackets
            too deep within each other, M003 for one that is not UTF-8.
    """
    found: list[Finding] = []
    waiting = [path for path in (own_file(folder, PRINT), own_file(folder, EPUB)) if path is not None]
    seen = set(waiting)
    while waiting:
        path = waiting.pop(0)
        try:
            text = read_file(path).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise stop("M003", Place(str(path)), problem="it is not UTF-8", remedy="save the file as UTF-8") from error
        except OSError as error:
            raise stop("R007", Place(str(path)), reason=error.strerror) from error
        deep = _too_deep(text)
        if deep:
            raise stop("L013", Place(str(path), deep), sheet=path.name, depth=_DEEPEST)
        for line, target in _asked(text):
            asked = _inside(folder, path.parent, target)
            if path.name == EPUB or asked is None:
                found.append(finding("L006", Place(str(path), line), sheet=path.name, target=target[:80]))
            elif asked.suffix.lower() == ".css" and asked not in seen:
                seen.add(asked)
                waiting.append(asked)
    if found:
        raise PresslineError(found)


def _too_deep(text: str) -> int:
    """The line where more than `_DEEPEST` brackets are nested in each other, or 0.

    The parsers of CSS call themselves.
    """
    depth = 0
    for token in _NESTING.finditer(text):
        sign = token[0]
        depth = depth + 1 if sign in "([{" else max(0, depth - 1) if sign in ")]}" else depth
        if depth > _DEEPEST:
            return text.count("\n", 0, token.start()) + 1
    return 0


def own_file(folder: Path, name: str) -> Path | None:
    """A file of a layout by its name; None when there is none.

    The folder itself may be a link.

    Raises:
        PresslineError: L008 when a link leads out of the folder, L009 when it is no file that can be read to an end.
    """
    path = folder / name
    try:
        if not path.exists() and not path.is_symlink():
            return None
        inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        inside = False
    if not inside:
        raise stop("L008", Place(str(path)), name=name)
    if not path.is_file():
        raise stop("L009", Place(str(path)), name=name)
    return path


def _asked(text: str) -> Iterator[tuple[int, str]]:
    """Every file that a sheet asks for, with its line."""
    if not _MAY_ASK.search(text):
        return
    import tinycss2

    yield from _targets(tinycss2.parse_component_value_list(text))


def _targets(tokens: list[Node]) -> Iterator[tuple[int, str]]:
    """Every file that some CSS asks for, with its line: url(…) and @import strings."""
    imports = False
    for token in tokens:
        if token.type == "url":
            yield token.source_line, token.value
        elif token.type == "function" and token.lower_name in ("url", "src", "image-set", "image"):
            yield from ((part.source_line, part.value) for part in token.arguments if part.type == "string")
        elif imports and token.type == "string":
            yield token.source_line, token.value
        inner = token.arguments if token.type == "function" else getattr(token, "content", None)
        if isinstance(inner, list):
            yield from _targets(inner)
        imports = (imports and token.type in ("whitespace", "comment")) or (
            token.type == "at-keyword" and token.lower_value == "import"
        )


def _inside(folder: Path, base: Path, target: str) -> Path | None:
    """The file in a folder that a target names by a relative path from `base`.

    None when it is none, or outside.

    The scheme's pattern avoids the false positive "a/b:c.png", which is a path.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|//", target):
        return None
    try:
        path = (base / unquote(target)).resolve()
        return path if path.is_file() and path.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError, RuntimeError):  # too long a name, a NUL in it, links in a circle
        return None
