"""Check, or fit, the weights by which readings of a whole text are scored.

    .venv/bin/python bench/readings.py                 on tests/generated/ambiguous_texts.py
    .venv/bin/python bench/readings.py CASES           on a folder of cases: NAME/input.txt and NAME/expected.md
    .venv/bin/python bench/readings.py CASES --fit     and say which weights would choose right more often

Right is the reading whose paragraphs are most like those that are expected. Each case is read in every way once; then
weights are tried on what was counted, one at a time, made smaller and larger, as long as more cases come out right.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from pressline.findings import PresslineError
from pressline.model import Source
from pressline.normalize import thresholds
from pressline.normalize.normalizer import drafted
from pressline.normalize.reading_costs import costs
from pressline.pandoc.passages import text_of
from pressline.readers.choices import Choices
from pressline.readers.source import is_html, sheet_of

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "generated"))
_STEPS = (0.5, 0.7, 1.4, 2.0)
_NEAR = 0.002  # two readings so much alike are equally right


@dataclass(frozen=True)
class Tried:
    """A way to read a case: what was counted, and how like what is expected it came out."""

    name: str
    counted: Counter[str]
    likeness: float


def ways() -> Iterator[Choices]:
    """Every way to read a text that is ever tried, and those of two rounds that are tried most."""
    plain = Choices()
    lines = [
        plain,
        replace(plain, lines="wrapped"),
        replace(plain, lines="paragraphs"),
        replace(plain, lines="wrapped", parted="short"),
        replace(plain, lines="wrapped", parted="hanging"),
        replace(plain, spacing="double"),
        replace(plain, spacing="single"),
    ]
    yield from lines
    yield from (replace(each, wide=thresholds.WIDER) for each in lines)
    yield from (replace(each, pages="counted") for each in lines)
    yield from (Choices(kind=kind) for kind in ("md", "html"))


def cases(folder: Path | None) -> Iterator[tuple[str, bytes, list[str]]]:
    """Name, text and expected paragraphs of each case."""
    if folder is None:
        from ambiguous_texts import ambiguous_texts

        yield from ((case.name, case.text.encode(), [*case.paragraphs]) for case in ambiguous_texts())
        return
    for path in sorted(folder.rglob("input.txt")):
        expected = path.with_name("expected.md")
        if expected.exists():
            body = re.sub(r"\A---\n.*?\n---\n", "", expected.read_text(encoding="utf-8"), flags=re.S)
            yield path.parent.name, path.read_bytes(), [part for part in re.split(r"\n\s*\n", body) if part[:2] != "[^"]


def bare(texts: Sequence[str]) -> list[str]:
    """Paragraphs as words alone, without calls and marks."""
    return [" ".join(re.findall(r"\w+", re.sub(r"\[\^[^\]]+\]", "", text))) for text in texts]


def read(data: bytes, expected: list[str]) -> list[Tried]:
    """All ways to read a case that lose no word."""
    found = []
    for choices in ways():
        try:
            made = drafted(sheet_of(Source(Path("essay.txt"), "txt", data), choices))
        except PresslineError:
            continue
        if not any(f.severity == "error" for f in made.findings):
            got = bare([text_of(block) for block in made.blocks])
            likeness = SequenceMatcher(None, got, bare(expected), autojunk=False).ratio()
            found.append(Tried(choices.name, costs(made), likeness))
    return found


def right(tried: Sequence[Tried], weights: Mapping[str, float]) -> bool:
    """Whether the reading with the best score is one of those most like what is expected."""
    best = max(tried, key=lambda each: sum(weights[name] * count for name, count in each.counted.items()))
    return best.likeness >= max(each.likeness for each in tried) - _NEAR


def fitted(told: Sequence[Sequence[Tried]], weights: dict[str, float]) -> dict[str, float]:
    """Weights with which more cases come out right, if there are any."""
    most = sum(right(each, weights) for each in told)
    for name in weights:
        for step in _STEPS:
            other = weights | {name: round(weights[name] * step, 2)}
            count = sum(right(each, other) for each in told)
            if count > most:
                most, weights = count, other
                print(f"{name} {other[name]}: {count} of {len(told)}")
    return weights


def main() -> None:
    """Read all cases, and print what the weights make of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path, nargs="?", help="a folder of cases")
    parser.add_argument("--fit", action="store_true", help="try other weights")
    options = parser.parse_args()
    told = [(name, read(data, expected)) for name, data, expected in cases(options.cases) if not is_html(data)]
    wrong = [name for name, tried in told if tried and not right(tried, thresholds.COSTS)]
    print(*(f"wrong: {name}" for name in wrong), f"{len(told) - len(wrong)} of {len(told)} right", sep="\n")
    if options.fit:
        print(fitted([tried for _, tried in told if tried], dict(thresholds.COSTS)))


if __name__ == "__main__":
    main()
