"""theme1.xml: the colours and fonts that Word's menus offer.

The styles name their font themselves; this only agrees.

Chosen: the smallest theme that ECMA-376 part 1, 20.1.6.9 allows; the package may not lack one by openxml-audit's strict rules.
"""

from __future__ import annotations

from lxml import etree

from pressline.backends.docx.ooxml import parse
from pressline.runtime.namespaces import A

_COLOURS = (
    ("dk1", "000000"), ("lt1", "FFFFFF"), ("dk2", "44546A"), ("lt2", "E7E6E6"), ("accent1", "4472C4"),
    ("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5"), ("accent6", "70AD47"),
    ("hlink", "0563C1"), ("folHlink", "954F72"),
)  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_LINE = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>'
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"
_FONTS = "".join(
    f'<a:{kind}Font><a:latin typeface=""/><a:ea typeface=""/><a:cs typeface=""/></a:{kind}Font>' for kind in ("major", "minor")
)
_THEME = (
    f'<a:theme xmlns:a="{A[1:-1]}" name="Pressline"><a:themeElements><a:clrScheme name="Pressline">'
    + "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS)
    + f'</a:clrScheme><a:fontScheme name="Pressline">{_FONTS}</a:fontScheme><a:fmtScheme name="Pressline">'
    + f"<a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{_LINE * 3}</a:lnStyleLst>"
    + f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst>"
    + "</a:fmtScheme></a:themeElements></a:theme>"
)


def theme_part(face: str) -> etree._Element:
    """The root of theme1.xml, with `face` for headings and text."""
    root = parse(_THEME.encode())
    for latin in root.iter(A + "latin"):
        latin.set("typeface", face)
    return root
