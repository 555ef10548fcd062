"""What is measured: Pressline, and what else makes these files of an essay; all with the page of the layout "essay"."""

from __future__ import annotations

import compileall
import importlib.util
import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from pressline.book.metadata import load_metadata
from pressline.layouts import load_layout
from pressline.model import Layout
from pressline.pandoc.program import DIALECT, pandoc_path

HERE = Path(__file__).resolve().parent
SEED = HERE.parent / "seeds" / "never-again-yet-again.txt"
REFERENCE = "all: pandoc + xelatex"
_PT_PER_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Peer:
    """A row of the table: what it is called, which tools it needs, and its line of shell."""

    name: str
    needs: tuple[str, ...]
    command: str


_PDF = {
    "xelatex": "{pandoc} essay.md -f {dialect} -o a.pdf --pdf-engine=xelatex --metadata-file=meta.yaml "
    "--metadata-file=tex.yaml -H head.tex",
    "weasyprint": "{pandoc} essay.md -f {dialect} -o b.pdf --pdf-engine={weasyprint} --wrap=none -c page.css -L notes.lua "
    "--metadata-file=meta.yaml",
    "typst": "cp page.typ c.typ && {pandoc} essay.md -f {dialect} -t typst >> c.typ && {typst} -c "
    "\"import typst; typst.compile('c.typ', output='c.pdf', font_paths=['{fonts}'], ignore_system_fonts=True)\"",
}
_EPUB = "{pandoc} essay.md -f {dialect} -o p.epub --metadata-file=meta.yaml"
_DOCX = "{pandoc} essay.md -f {dialect} -o p.docx --metadata-file=meta.yaml"
_PRESS = "{python} -m pressline"

PEERS = (
    *(Peer(f"all: pandoc + {name}", (name,), f"{pdf} && {_EPUB} && {_DOCX}") for name, pdf in _PDF.items()),
    Peer("all: pressline", (), f"{_PRESS} build {{seed}} -o all"),
    *(Peer(f"pdf: pandoc + {name}", (name,), pdf) for name, pdf in _PDF.items()),
    Peer("pdf: pressline", (), f"{_PRESS} build {{seed}} --to pdf -o pdf"),
    Peer("epub: pandoc", (), _EPUB),
    Peer("epub: pressline", (), f"{_PRESS} build {{seed}} --to epub -o epub"),
    Peer("docx: pandoc", (), _DOCX),
    Peer("docx: pressline", (), f"{_PRESS} build {{seed}} --to docx -o docx"),
    Peer("essay.md: pressline normalize", (), f"{_PRESS} normalize {{seed}} -o md"),
)


def tools(typst: Path) -> dict[str, str]:
    """Where the tools are, by the names in the commands, without those that are missing. `typst`: a Python that has it."""
    found = {
        "pandoc": str(pandoc_path() or ""),
        "python": sys.executable,
        "xelatex": shutil.which("xelatex") or "",
        "weasyprint": shutil.which("weasyprint", path=str(Path(sys.executable).parent)) or "",
        "typst": str(typst) if _has_typst(typst) else "",
    }
    return {name: path for name, path in found.items() if path}


def _has_typst(python: Path) -> bool:
    if python == Path(sys.executable):
        return importlib.util.find_spec("typst") is not None
    return python.exists() and not subprocess.run([python, "-c", "import typst"], capture_output=True).returncode


def prepare(folder: Path) -> None:
    """Write what the peers read into a folder: the essay that Pressline makes of the seed, and the page for each engine.

    Pressline is compiled first, as an installer leaves it: pip compiles what it installs, but no checkout, and where
    PYTHONDONTWRITEBYTECODE is set each process would compile it again.
    """
    compileall.compile_dir(HERE.parent / "src", quiet=1)
    subprocess.run(
        [sys.executable, "-m", "pressline", "normalize", str(SEED), "-o", str(folder)], check=True, capture_output=True
    )
    metadata, _ = load_metadata(folder / "essay.md")
    shown = {"title": metadata.title, "author": [author.name for author in metadata.author], "lang": metadata.language}
    (folder / "meta.yaml").write_text(json.dumps(shown))
    layout = load_layout("essay")
    for name, text in (("tex.yaml", _TEX), ("head.tex", _HEAD), ("page.css", _CSS), ("page.typ", _TYPST), ("notes.lua", _LUA)):
        (folder / name).write_text(_filled(text, layout))


def command(peer: Peer, paths: dict[str, str]) -> str:
    """The line of shell of a peer."""
    fonts = load_layout("essay").face.regular.parent
    return peer.command.format(**paths, dialect=DIALECT, seed=SEED, fonts=fonts)


def _filled(text: str, layout: Layout) -> str:
    """A page with the sizes of a layout; «name» stands for a value."""
    page = layout.page
    values = {
        "width": page.width_mm,
        "height": page.height_mm,
        "top": page.top_mm,
        "bottom": page.bottom_mm,
        "inner": page.inner_mm,
        "outer": page.outer_mm,
        "measure": round((page.width_mm - page.inner_mm - page.outer_mm) * _PT_PER_MM, 2),
        "size": layout.text.size_pt,
        "leading": layout.text.leading_pt,
        "note": layout.notes.size_pt,
        "noteleading": layout.notes.leading_pt,
        "face": layout.face.name,
        "fonts": layout.face.regular.parent,
    }
    for name, value in values.items():
        text = text.replace(f"«{name}»", str(value))
    return text


_TEX = """\
documentclass: article
classoption: [11pt, twoside]
geometry: [paperwidth=«width»mm, paperheight=«height»mm, top=«top»mm, bottom=«bottom»mm, inner=«inner»mm, outer=«outer»mm]
mainfont: «face»
mainfontoptions: ["Path=«fonts»/", Extension=.ttf, UprightFont=*-Regular, ItalicFont=*-Italic, BoldFont=*-Bold,
                  BoldItalicFont=*-BoldItalic]
indent: true
"""

_HEAD = r"""
\AtBeginDocument{\fontsize{«size»bp}{«leading»bp}\selectfont}
\renewcommand{\footnotesize}{\fontsize{«note»bp}{«noteleading»bp}\selectfont}
"""

_CSS = """\
@font-face { font-family: Bench; src: url(«fonts»/«face»-Regular.ttf) }
@font-face { font-family: Bench; font-style: italic; src: url(«fonts»/«face»-Italic.ttf) }
@font-face { font-family: Bench; font-weight: bold; src: url(«fonts»/«face»-Bold.ttf) }
@page { size: «width»mm «height»mm; margin: «top»mm «outer»mm «bottom»mm «inner»mm; @bottom-center { content: counter(page) } }
html { font: «size»pt/«leading»pt Bench; hyphens: auto; font-variant-ligatures: common-ligatures }
body { margin: 0; padding: 0; max-width: none; text-align: justify }
p { margin: 0; text-indent: 1.1em }
.footnote { float: footnote; font-size: «note»pt; line-height: «noteleading»pt }
::footnote-call { vertical-align: super; font-size: 7pt; line-height: 0 }
"""

_TYPST = """\
#set page(width: «width»mm, height: «height»mm,
  margin: (top: «top»mm, bottom: «bottom»mm, inside: «inner»mm, outside: «outer»mm))
#set text(font: "EB Garamond", size: «size»pt, lang: "en", region: "US", hyphenate: true, top-edge: 1em, bottom-edge: 0em)
#show footnote.entry: set text(size: «note»pt)
#set par(justify: true, leading: «leading»pt - «size»pt, first-line-indent: 1.1em, spacing: «leading»pt - «size»pt)
"""

_LUA = """\
-- A note becomes a span that style sheets float to the foot of the page.
function Note(note)
  return pandoc.Span(pandoc.utils.blocks_to_inlines(note.content), {class = 'footnote'})
end
"""
