"""A layout is one folder: layout.yaml (checked here), print.css and epub.css beside it, and a face of fonts/.

A layout that says `extends: essay` takes from that one every key it does not give itself, and its style sheets.

layouts/ and fonts/ stand at the top of the checkout and go into the wheel as pressline/_data/: real paths, because
WeasyPrint and the font tools need files, not streams.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pressline.findings import Place, PresslineError, finding, stop
from pressline.model import Edition, Face, Layout, Limits, Page, Type, WordPage
from pressline.plainyaml import Places, load, validate

CUTS = ("Regular", "Italic", "Bold", "BoldItalic")


@dataclass(frozen=True, slots=True)
class _Spec:
    """layout.yaml as it stands in the file: the face is a name, the folder is where the file is."""

    __pydantic_config__ = {"extra": "forbid"}
    face: str
    page: Page
    text: Type
    notes: Type
    headings: tuple[Type, ...]
    word: WordPage
    quotes: Literal["typographic", "single", "as-written"] = "typographic"
    edition: Edition = Edition()
    limits: Limits = Limits()
    embed_fonts: bool = True


def data_folder(name: str) -> Path:
    """The folder "layouts", "fonts" or "profiles": inside the installed package, else at the top of the checkout.

    Raises:
        PresslineError: L003 when it is in neither.
    """
    here = Path(__file__).resolve().parent
    for folder in (here / "_data" / name, here.parents[1] / name):
        if folder.is_dir():
            return folder
    raise stop("L003", Place(str(here)), what=f"the folder {name}")


def known_layouts() -> list[str]:
    """The names of the layouts that come with Pressline."""
    return sorted(path.parent.name for path in data_folder("layouts").glob("*/layout.yaml"))


def load_layout(name: str) -> Layout:
    """The layout `name`.

    Raises:
        PresslineError: L001 for an unknown name, L002 and M001 to M005 for what layout.yaml holds, L003 for a missing face.
    """
    folder, data, places = _data(name)
    spec = validate(_Spec, data, places)
    return Layout(
        name=name,
        folder=folder,
        face=_face(spec.face),
        page=spec.page,
        text=spec.text,
        notes=spec.notes,
        headings=spec.headings,
        quotes=spec.quotes,
        word=spec.word,
        embed_fonts=spec.embed_fonts,
        edition=spec.edition,
        limits=spec.limits,
    )


def _data(name: str) -> tuple[Path, dict[str, Any], Places]:
    """What layout.yaml says, with what it takes from the layout it extends; and the folder of its style sheets."""
    if name not in known_layouts():
        raise stop("L001", Place(name), name=name, known=", ".join(known_layouts()))
    folder = data_folder("layouts") / name
    path = folder / "layout.yaml"
    data, places = load(path.read_text(encoding="utf-8"), str(path))
    base = data.pop("extends", None)
    if base is None:
        return folder, data, places
    if base == name or not isinstance(base, str):
        raise stop("L002", places[("extends",)], key="extends", problem="no layout extends itself", remedy="name another one")
    base_folder, base_data, base_places = _data(base)
    own = folder if (folder / "print.css").is_file() else base_folder
    return own, base_data | data, base_places | places


def _face(name: str) -> Face:
    folder = data_folder("fonts") / name
    paths = [folder / f"{name}-{cut}.ttf" for cut in CUTS]
    missing = [path for path in paths if not path.is_file()]
    if missing:
        raise PresslineError(finding("L003", Place(str(path)), what=f"the font file {path.name}") for path in missing)
    return Face(name, *paths)
