"""XML namespaces of the files that are read, made and proven, each once.

In braces, as lxml writes them before a name.
"""

from __future__ import annotations

XML = "{http://www.w3.org/XML/1998/namespace}"  # Namespaces in XML 1.0, section 3
XML_LANG, XML_SPACE, XML_BASE = f"{XML}lang", f"{XML}space", f"{XML}base"

# --- HTML and EPUB --------------------------------------------------------------------------------------------------

XHTML = "{http://www.w3.org/1999/xhtml}"
MATHML = "{http://www.w3.org/1998/Math/MathML}"
SVG = "{http://www.w3.org/2000/svg}"
OPS = "{http://www.idpf.org/2007/ops}"  # EPUB 3.3, 6.1.2: epub:type
OPF = "{http://www.idpf.org/2007/opf}"  # EPUB 3.3, 5: the package
OCF = "{urn:oasis:names:tc:opendocument:xmlns:container}"  # OCF 3.3, 4.2.6.3.1
NCX = "{http://www.daisy.org/z3986/2005/ncx/}"  # NISO Z39.86-2005
DC = "{http://purl.org/dc/elements/1.1/}"
DCTERMS = "{http://purl.org/dc/terms/}"

# --- DOCX (ECMA-376) ------------------------------------------------------------------------------------------------

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PIC = "{http://schemas.openxmlformats.org/drawingml/2006/picture}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
CORE = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}"
EXTENDED = "{http://schemas.openxmlformats.org/officeDocument/2006/extended-properties}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


def uri(namespace: str) -> str:
    """A namespace without its braces, as a declaration has it.

    >>> uri(XHTML)
    'http://www.w3.org/1999/xhtml'
    """
    return namespace[1:-1]
