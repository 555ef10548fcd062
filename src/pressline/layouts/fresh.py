"""A new layout to start from: values of another to change, and empty style sheets."""

from __future__ import annotations

import re
from pathlib import Path

from pressline.findings import Place, stop
from pressline.layouts import FILE_NAME, folder_of
from pressline.layouts.sheets import EPUB, PRINT
from pressline.runtime.files import write_whole

SCHEMA = "layout.schema.json"  # beside layout.yaml, so that an editor completes its keys
_HEAD = """\
# yaml-language-server: $schema={schema}
# A layout of your own, begun from "{base}". Change it, and build:  pressline build essay.txt --layout ./{name}
# What you delete here is as "{base}" has it. A face of your own: fonts/NAME/NAME-Regular.ttf, -Italic, -Bold and -BoldItalic.

extends: {base}
summary: my own, begun from {base}
"""
_PRINT = """\
/* The PDF of the layout "{name}": this comes after print.css of "{base}", so write only what is to be different.
   Sizes and margins stand in layout.yaml, and are here as --text-size, --leading, --note-size, --note-leading, --measure.
   Files may be named that lie in this folder: url(ornament.png). Some places to begin:

h1 {{ letter-spacing: 0.08em; }}
.title-block .title {{ font-size: 30pt; line-height: calc(var(--leading) * 3); }}
.title-block .subtitle, .title-block .byline, blockquote, table, figcaption {{ }}
.fn {{ }}                                  the notes
@page {{ @top-center {{ }} }}               the running heads
*/
"""
_EPUB = """\
/* The EPUB of the layout "{name}": this comes after epub.css of "{base}", so write only what is to be different. A reader's own
   wishes come first: give sizes in em, and no colours. No files may be named here. Some places to begin:

h1 {{ letter-spacing: 0.08em; }}
.titlepage h1, blockquote, .note {{ }}
*/
"""


def new_layout(folder: Path, base: str, schema: str) -> list[Path]:
    """Write a layout that extends `base` into a new folder; return what was written.

    The JSON Schema of layout.yaml lies beside it.

    Raises:
        PresslineError: L001 for an unknown base, L007 when the folder holds something already, W002 when it cannot be written.
    """
    source = folder_of(base)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise stop("L007", Place(str(folder)), name=folder.name)
    name = folder.resolve().name
    head = _HEAD.format(base=base, name=name, schema=SCHEMA)
    texts = {
        FILE_NAME: head + _values((source / FILE_NAME).read_text(encoding="utf-8")),
        PRINT: _PRINT.format(base=base, name=name),
        EPUB: _EPUB.format(base=base, name=name),
        SCHEMA: schema,
    }
    for file, text in texts.items():
        write_whole(folder / file, text.encode())
    return [folder / file for file in texts]


def _values(text: str) -> str:
    r"""A layout.yaml from its first value on, without `extends` and its description.

    >>> _values("# The layout.\n\nextends: essay\nsummary: a page\n\nface: Literata\n")
    '\nface: Literata\n'
    """
    kept = re.sub(r"(?m)^(?:extends|summary):.*\n", "", text)
    first = next(at for at, line in enumerate(kept.split("\n")) if line and not line.startswith("#"))
    return "\n" + "\n".join(kept.split("\n")[first:])
