"""Every attribute of somebody else's code that is replaced.

Where, why, and the digest of what it was written against.

One table, and nothing is replaced that is not in it. A row whose `digest` is not that of the code installed is left out, with
all rows of its group and of the groups that need it, and finding B011 says so (`patching`). To move to another version: see
what changed at each row that the tests name, change its patch if it must be, and put the digest that they give into the row.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

# What goes wrong without a patch: words or notes, how pages look, how long they take, or how that grows with a book.
Kind = Literal["correctness", "typography", "speed", "growth"]


@dataclass(frozen=True, slots=True)
class Patch:
    """An attribute that is replaced."""

    group: str  # rows of one group are put in place together or not at all
    kind: Kind
    module: str
    attribute: str  # of the module, or Class.attribute
    digest: str  # SHA-256 of its source as `inspect.getsource` gives it, lines ended by \n; "" for a setting without source
    why: str
    issue: str = ""  # upstream, where there is one: owner/repository#number
    read: str = ""  # what the digest is of, if not of the attribute: another one of the module
    file: str = ""  # or the file of a module of WeasyPrint's, for what is replaced before it is loaded

    @property
    def place(self) -> str:
        """Module and attribute, with dots."""
        return f"{self.module}.{self.attribute}"


# Groups that cannot stand without others.
NEEDS = {
    "figures": ("notes", "page ends"),
    "page ends": ("line layout", "notes"),
    "Pango settings": ("style cache",),
}

# fmt: off
PATCHES = (
    Patch("line layout", "typography", "weasyprint.layout.inline", "get_next_linebox",
          "67af458c2545e74f0803072103c6c5d392d5e353dfdaa4f5bac5a96e20ed024d",
          "the lines of a paragraph are planned together", "Kozea/WeasyPrint#421"),
    Patch("line layout", "typography", "weasyprint.layout.inline", "split_inline_box",
          "3a0cb7ca7e34c7ef0feda818cdb8fea64b7a8332ccf83e12506289534f6faeae",
          "a line gets the text that was planned for it", "Kozea/WeasyPrint#421"),
    Patch("line layout", "typography", "weasyprint.layout.inline", "split_text_box",
          "8c564329599ef23fac6cc8c403768e9e51638226d87a8b2de69c49c9c5f408c8",
          "text of another script makes no line higher"),
    Patch("line layout", "typography", "weasyprint.layout.inline", "text_align",
          "e953d41b87ccfc30405f83f6cc3c73918ef4638662794db4f834b1d788d6ed67",
          "spaces and type share what a line lacks", "Kozea/WeasyPrint#421"),
    Patch("line layout", "typography", "weasyprint.draw.text", "draw_first_line",
          "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
          "type set wider is drawn wider, and lone spaces too"),
    Patch("notes", "correctness", "weasyprint.layout.block", "_linebox_layout",
          "e07bbe000974787ee370be1f419a01a21b327a1a1e3025a65afd47589060883d",
          "no note is lost where a line of `orphans` ends a page", "Kozea/WeasyPrint#2432"),
    Patch("notes", "correctness", "weasyprint.layout", "LayoutContext.layout_footnote",
          "5075f64aaae4a32d2ad552f8cc2e73e0bb833b79f9d586d7e23ab041b5fe83bd",
          "long notes run on", "Kozea/WeasyPrint#1833"),
    Patch("notes", "correctness", "weasyprint.layout", "LayoutContext.unlayout_footnote",
          "c7c223cf4a0fda5451c7da9f5a95603c21dda3f8286000c989b942ca71d58bfc",
          "a note in two parts is taken back whole"),
    Patch("notes", "correctness", "weasyprint.layout", "LayoutContext.reported_footnotes",
          "f687f507fee8883e8ba33bafd97f396820907cbcb9d050e4218f1f409c707685",
          "the rest of a note comes next", read="LayoutContext.__init__"),
    Patch("notes", "speed", "weasyprint.layout", "LayoutContext._update_footnote_area",
          "2e317e4b066fb80cb369a41cd6f054a127722f9961c18ef4d6e1eef93673c4c1",
          "a note is laid out once, not for each other"),
    Patch("notes", "speed", "weasyprint.formatting_structure.boxes", "FootnoteAreaBox.deepcopy",
          "c6335cf2fcc16f3162861b07b3adeb0f02581ebe4180e2b48ed5a36d1914d860",
          "notes that were laid out are not copied to be so again"),
    Patch("notes", "speed", "weasyprint.layout.page", "block_level_layout",
          "c1301dde9284e24519ee0432b508d6cd79768018d2564d4066f0fdf103982dd6",
          "notes that were laid out are put one below the other"),
    Patch("note list", "growth", "weasyprint.layout", "LayoutContext.footnotes",
          "f687f507fee8883e8ba33bafd97f396820907cbcb9d050e4218f1f409c707685",
          "a note is looked up by identity, not searched", read="LayoutContext.__init__"),
    Patch("page ends", "typography", "weasyprint.layout.page", "remake_page",
          "1ff09b2dffa17839c03aec1150866068066c43e76a5cace0ea298e68909c6d31",
          "no page ends with a hyphen or a hole above its notes"),
    Patch("page ends", "typography", "weasyprint.layout.page", "make_page",
          "656f183328e8b1b56311a342621442056c067422958dcaf6730acdfb6c7b8971",
          "where a page ends is chosen before it is made"),
    Patch("figures", "typography", "weasyprint.layout.block", "_in_flow_layout",
          "c2537262836dd9812b584633bee887846dba6de921b3b31bff299c5ba29e6dca",
          "figures float to the foot of their page or the head of the next"),
    Patch("figures", "typography", "weasyprint.layout.page", "block_level_layout",
          "c1301dde9284e24519ee0432b508d6cd79768018d2564d4066f0fdf103982dd6",
          "figures that wait are set at the head of a page"),
    Patch("page anchors", "growth", "weasyprint.layout.page", "make_page",
          "656f183328e8b1b56311a342621442056c067422958dcaf6730acdfb6c7b8971",
          "a page does not gather the anchors of all before it"),
    Patch("page styles", "growth", "weasyprint.layout.page", "set_page_type_computed_styles",
          "4e68b396b35c4a0640453f413be69acdc81a82b37e0f806fd00999c937a126bb",
          "pages of one kind share their styles"),
    Patch("page references", "growth", "pydyf", "PDF.page_references",
          "060bf90aad55931bc24c3575a52af9478a89916aa307e5323142663841cb7798",
          "pages are listed once, not for every tag"),
    Patch("style cache", "speed", "weasyprint.css", "Style.kind",
          "d3fe87424e314c43b6b9fdb5f36c0d20ec52ef87a0fce546faac978ea959ebc1",
          "styles of one kind know the first of them", read="Style"),
    Patch("style cache", "speed", "weasyprint.css", "ComputedStyle.__missing__",
          "b318d8efc8ac79d716f05cb81cc3abd65a32bd79601e363b218a32559bb3a5fb",
          "a property is computed once for its kind of style"),
    Patch("style cache", "speed", "weasyprint.css", "ComputedStyle.copy",
          "4398a49b631bf9925c8e4807d87eafaaec7f06ef28a1f15c2ee561f363568dbc",
          "a style copied to be changed computes for itself"),
    Patch("style cache", "speed", "weasyprint.css", "AnonymousStyle.__missing__",
          "d39252707764730654fe9f69638bfc8bb7435365de0dbfa0309708576cae5d63",
          "the same, for boxes without an element"),
    Patch("Pango settings", "speed", "weasyprint.text.line_break", "Layout.setup",
          "fb227a55094f41d42fbd57f180d8b7a9a1e741969ec8ddb3fd5cd80920257442",
          "Pango is told of a style once"),
    Patch("hyphenation", "speed", "pyphen", "HyphDict",
          "57e31328eef1fd655c372b16b6622d8ce93dc869e12be6a4f4ca996f4647c9c5",
          "patterns are read when a word meets them", "Kozea/Pyphen#49"),
    Patch("drawings", "correctness", "weasyprint.images", "SVGImage.draw",
          "bf38036046fc040b8a29e6770c976d912eb4dd76f5f9b5448d2ace2f69f45e27",
          "a broken SVG leaves the page as it was"),
    Patch("glyph output", "speed", "weasyprint.draw.text", "draw_first_line",
          "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
          "the glyphs of a line are read from Pango at once"),
    Patch("page trees", "speed", "weasyprint", "HTML.__init__",
          "5f19f40b81837f87ae7af8e5c53d5f11e7c98ba245094a86d45f5f14d001b943",
          "a page that is a tree is not written and parsed"),
    Patch("page trees", "speed", "cssselect2", "ElementWrapper.from_html_root",
          "67e67d2ad159d1c84a075b821e88cbe04acaf79a8b59a3aca633413e8fc4a698",
          "called with such a tree, not replaced"),
    Patch("library search", "speed", "ctypes.util", "find_library",
          "530e83118f7841d2791678ece23d5e43a7a24150ee1ea64bb4ba70c70b3eb5da",
          "no compiler looks for Pango", "Kozea/WeasyPrint#1125", file="weasyprint.text.ffi"),
    Patch("declarations", "speed", "cffi", "FFI",
          "530e83118f7841d2791678ece23d5e43a7a24150ee1ea64bb4ba70c70b3eb5da",
          "what is declared of Pango was parsed beforehand", "Kozea/WeasyPrint#2073", file="weasyprint.text.ffi"),
    Patch("late loading", "speed", "fontTools", "subset",
          "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
          "loaded when it is first used", "Kozea/WeasyPrint#2073", file="weasyprint.pdf.fonts"),
    Patch("late loading", "speed", "fontTools.varLib", "instancer",
          "9ad9a202a416b84585e59d758e6b5e1b35604807dc3fa4472b6829bc5c4cdcb7",
          "loaded when it is first used", "Kozea/WeasyPrint#2073", file="weasyprint.pdf.fonts"),
    Patch("late loading", "speed", "fontTools.ttLib", "woff2",
          "59d74d0c161349b8416f1d13466e16dd47c1161f0a397ff1e4ca70814eb36091",
          "loaded when it is first used", "Kozea/WeasyPrint#2073", file="weasyprint.text.fonts"),
    Patch("late loading", "speed", "tinyhtml5", "parse",
          "7cd0f4ae8569eac9e1a9dc5e58a2c7aed8b164c008f27a2f4f99b0cf1fbf185d",
          "loaded when it is first used", "Kozea/WeasyPrint#2073", file="weasyprint.__init__"),
    Patch("Pillow", "correctness", "PIL.ImageFile", "LOAD_TRUNCATED_IMAGES",
          "",
          "audits must see a picture that is cut short"),
)
# fmt: on

# SHA-256 of whole files as they are installed: what lies in one of them is as known, without a look at each attribute, which
# takes a tenth of a second (0.001 s for the files).
KNOWN_FILES = frozenset(
    (
        "1a971934a93983d9af2195c54067442a157477510d2692c79f4a1e09b0376d64",  # cssselect2/tree.py
        "0b10add9e640961db4636205686066e2b955fba63cad51e602a69250ef1df0d6",  # pydyf/__init__.py
        "9a752f734be350f71da67aa1c2c488982ae4097bb38c7e49a1d48c81ec6570c3",  # pyphen/__init__.py
        "7cd0f4ae8569eac9e1a9dc5e58a2c7aed8b164c008f27a2f4f99b0cf1fbf185d",  # weasyprint/__init__.py
        "77ad7287f90d7cfaf85eb00ebe7af47d2bedfb856d7dc68717152f2d8a7605fd",  # weasyprint/css/__init__.py
        "c9a450aa209277e760227e1fed2da492647bd28e5a5ebc4c9d8aaedecc400d77",  # weasyprint/draw/text.py
        "8ffd28ab74a149f0097208fcba6a80df0c8bb01e8fd4f9ced95d11b7e9807e23",  # weasyprint/formatting_structure/boxes.py
        "a1637ab32a69f6f9e0a113d7d82dc4e91243a22b56c09b27acf3a20cc4560d3f",  # weasyprint/images.py
        "f226ba97ad21e44772b571aa64bfd446ecf3080d236c4861dcab25407a04d66a",  # weasyprint/layout/__init__.py
        "9457dca0528c378f3ff6dd2ca5126d04ca017542de2fb77b1db48c3073401085",  # weasyprint/layout/block.py
        "0e7c1569330f54734ed61b568789c4f279ba103c0385115efa6444f3c43b96b4",  # weasyprint/layout/inline.py
        "d99c5aceb36d458619a9cecb466a09df8827b9160fafacab7b4972a0d354dcca",  # weasyprint/layout/page.py
        "1f5a855ad992e0bebaf5512d2b806fd991090e0e91bf79d3d5a3a0176b22af97",  # weasyprint/text/line_break.py
    )
)
