"""A layout is one folder: layout.yaml, print.css, epub.css, and the name of a font.

layout.yaml is checked in `spec`.

A layout that says `extends: essay` takes from that one every key it does not give itself; its style sheets come after the
other's, so that they say only what is different (`sheets`). A layout of one's own is such a folder anywhere, and may have
fonts of its own in its fonts/; `fresh` makes one to begin with.

layouts/ and fonts/ stand at the top of the checkout and go into the wheel as pressline/_data/: real paths, because
WeasyPrint and the font tools need files, not streams.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pressline.findings import Place, PresslineError, stop
from pressline.layouts.sheets import check_sheets, own_file
from pressline.model import FontFamily, Layout
from pressline.runtime.input_files import read_file

if TYPE_CHECKING:
    from pressline.config.plain_yaml import Places

FILE_NAME = "layout.yaml"
CODE_FONT = "SourceCodePro"  # of code, in every layout
# Fonts that no layout is set in.
_NOT_OF_TEXT = (CODE_FONT, "STIXTwoMath", "NotoSerifHebrew", "NotoNaskhArabic", "NotoSerifDevanagari")
FONT_STYLES = ("Regular", "Italic", "Bold", "BoldItalic")


def data_folder(name: str) -> Path:
    """The folder "layouts" or "fonts", or one in them.

    Inside the installed package, else at the top of the checkout.

    Raises:
        PresslineError: L003 when it is in neither.
    """
    here = Path(__file__).resolve().parents[1]
    for folder in (here / "_data" / name, here.parents[1] / name):
        if folder.is_dir():
            return folder
    raise stop("L003", Place(str(here)), what=f"the folder {name}")


def known_layouts() -> list[str]:
    """The names of the layouts that come with Pressline."""
    return sorted(path.parent.name for path in data_folder("layouts").glob(f"*/{FILE_NAME}"))


def known_fonts() -> list[str]:
    """The names of the fonts that come with Pressline."""
    return sorted({path.parent.name for path in data_folder("fonts").glob("*/*-Regular.ttf")} - {*_NOT_OF_TEXT})


def load_layout(name: str) -> Layout:
    """The layout `name`: one that comes with Pressline, or the path of a layout folder.

    Raises:
        PresslineError: L001 for an unknown name, L002 and M001 to M005 for what layout.yaml holds, L003 for a missing font
            of Pressline's own, L005 for a font that is not there, L006 for what a style sheet asks for, L008 for a file of
            the layout that is a link to elsewhere, L009 for one that is a device or a pipe.
    """
    from pressline.config.plain_yaml import validate
    from pressline.layouts.spec import Spec, problems_of  # a worker is handed its layout, and reads no YAML

    folders, data, places = _data(folder_of(name))
    own = folders[-1]
    spec = validate(Spec, data, places)
    wrong = problems_of(spec, places, str(own / FILE_NAME))
    if wrong:
        raise PresslineError(wrong)
    check_sheets(own)
    return Layout(
        name=own.resolve().name,
        folder=own,
        face=_font(spec.face, own, places[("face",)]),
        page=spec.page,
        text=spec.text,
        notes=spec.notes,
        headings=spec.headings,
        quotes=spec.quotes,
        word=spec.word,
        embed_fonts=spec.embed_fonts,
        edition=spec.edition,
        limits=spec.limits,
        bases=folders[:-1],
        summary=spec.summary,
        running_head=spec.running_head,
        acronyms=spec.acronyms,
        repeated_calls=spec.repeated_calls,
    )


def folder_of(name: str) -> Path:
    """The folder of a layout.

    A name that comes with Pressline means that one, even where a folder is called so too.

    Raises:
        PresslineError: L001 when there is none.
    """
    known = known_layouts()
    if name in known:
        return data_folder("layouts") / name
    path = Path(name)
    if (path / FILE_NAME).exists() or (path / FILE_NAME).is_symlink():
        return path
    if os.sep in name or path.is_dir():
        raise stop("L001", Place(name), name=name, remedy=f"put a {FILE_NAME} into it: pressline layout new {name}")
    import difflib

    near = difflib.get_close_matches(name, known, 1)
    remedy = f"did you mean {near[0]!r}?" if near else f"choose one of {', '.join(known)}, or a folder with a {FILE_NAME}"
    raise stop("L001", Place(name), name=name, remedy=remedy)


def _data(folder: Path) -> tuple[tuple[Path, ...], dict[str, Any], Places]:
    """The values of layout.yaml with those it extends, and all their folders, its own last."""
    from pressline.config.plain_yaml import load

    path = own_file(folder, FILE_NAME) or folder / FILE_NAME
    try:
        text = read_file(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise stop("M003", Place(str(path)), problem="it is not UTF-8", remedy="save the file as UTF-8") from error
    except OSError as error:
        raise stop("R007", Place(str(path)), reason=error.strerror) from error
    data, places = load(text, str(path))
    base = data.pop("extends", None)
    if base is None:
        return (folder,), data, places
    known = known_layouts()
    if base not in known or data_folder("layouts") / base == folder:
        problem = f"there is no layout {base!r} to begin with"
        raise stop("L002", places[("extends",)], key="extends", problem=problem, remedy=f"choose one of: {', '.join(known)}")
    folders, base_data, base_places = _data(data_folder("layouts") / base)
    base_data.pop("summary", None)
    return (*folders, folder), _merged(base_data, data), base_places | places


def _merged(base: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """A map with what another says instead or besides, map within map.

    A list is replaced whole.
    """
    both = {key: (base[key], own[key]) for key in base.keys() & own.keys()}
    inner = {key: _merged(*pair) for key, pair in both.items() if all(isinstance(part, dict) for part in pair)}
    return base | own | inner


def _font(name: str, own: Path, place: Place) -> FontFamily:
    """The font `name`: of the layout's own fonts/, or else of those that come with Pressline."""
    ours = data_folder("fonts") / name
    folder = own / "fonts" / name
    folder = folder if folder.is_dir() or not ours.is_dir() else ours
    paths = [folder / f"{name}-{cut}.ttf" for cut in FONT_STYLES]
    for path in paths:
        if not path.is_file():
            if folder == ours:
                raise stop("L003", Place(str(path)), what=f"the font file {path.name}")
            files = ", ".join(other.name for other in paths)
            raise stop("L005", place, face=name, missing=path.name, files=files, known=", ".join(known_fonts()))
        if not path.resolve().is_relative_to((data_folder("fonts") if folder == ours else own).resolve()):
            raise stop("L008", Place(str(path)), name=f"fonts/{name}/{path.name}")
    return FontFamily(name, *paths)
