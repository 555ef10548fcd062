"""The reports beside finished files, and the first line that marks them as generated.

A person may answer in queries.md, or tick what is done; a paper with such a first line is known for ours all the same, and
is kept before it is written anew (`ownership`).
"""

from __future__ import annotations

import re

REPORT, PAGE, QUERIES, MANIFEST = "report.json", "report.html", "queries.md", "manifest.json"
SUBMISSION, BATCH = "submission.md", "batch.json"
NEW_ESSAY, NEW_METADATA, DIFFERENCES = "essay.new.md", "metadata.new.yaml", "essay.new.diff"  # of `normalize --again`
PREVIEW = "preview"  # the folder of pictures, which have no first line

GENERATED = "Pressline writes this file anew with every build; keep notes of your own in another file."
IN_MARKUP = f"<!-- {GENERATED} -->"  # a comment in HTML and in Markdown
IN_DIFFERENCES = "# pressline normalize --again writes this file anew; keep notes of your own in another file."
_IN_JSON = f'{{"generated": "{GENERATED}",'

# How each paper begins, and how version 0.1.0 began it, which had no such line. False positive that the latter avoid:
# somebody else's report.json, whose first keys are others. All are matched at the start of a file and are linear.
_BEGINNINGS: dict[str, tuple[str, re.Pattern[bytes]]] = {
    REPORT: (_IN_JSON, re.compile(rb'\{\n "version": 1,\n "source": "')),
    MANIFEST: (_IN_JSON, re.compile(rb'\{\n "version": 1,\n "files": \[')),
    BATCH: (_IN_JSON, re.compile(rb'\{\n "schema": 1,\n "complete": ')),
    PAGE: (
        f"<!DOCTYPE html>{IN_MARKUP}",
        re.compile(rb'\A<!DOCTYPE html>\n<html lang="en"><head>.*class="kicker">Pressline ', re.S),
    ),
    QUERIES: (IN_MARKUP, re.compile(rb"# Queries on ")),
    DIFFERENCES: (IN_DIFFERENCES, re.compile(rb"\A(?!)")),  # version 0.1.0 had none
    SUBMISSION: (IN_MARKUP, re.compile(rb"\A# [^\n]*\n\nFor: [^\n]*\n\n## Length\n")),
}
GENERATED_FILES = frozenset(_BEGINNINGS)
FOR_ANSWERS = frozenset({QUERIES, SUBMISSION})  # those that a person may have written into


def marked_json(text: str) -> str:
    """A JSON object as text, with a first key that says that the file is generated.

    >>> marked_json('{\\n "a": 1}').split('\\n')[1], marked_json("{}")[-2:]
    (' "a": 1}', '"}')
    """
    rest = text.removeprefix("{")
    return (_IN_JSON if rest.strip() != "}" else _IN_JSON.removesuffix(",")) + rest


def is_generated(name: str, data: bytes) -> bool:
    """Whether a file of a paper's name is one that Pressline wrote, edited since or not."""
    if name not in GENERATED_FILES:
        return False
    mark, earlier = _BEGINNINGS[name]
    return data.startswith(mark.encode()) or earlier.match(data) is not None


def paper_names(*, made: bool, page: bool) -> list[str]:
    """The names of the generated files of a build, or of normalizing alone.

    `page`: report.html is one of them.
    """
    return [REPORT, QUERIES, *[MANIFEST] * made, *[PAGE] * page]
