"""Faults that no room foresaw.

Which errors of Python and of the libraries they are, and where one was raised.

A task that meets one costs its own file and no more (`workers`); any other ends the command (`cli.unforeseen`). Errors that
a room raises on purpose are not among them. A list, instead of `except Exception`, because what is caught can be read and
tested: a test compares it with every kind of error that the libraries define.
"""

from __future__ import annotations

import sys
import traceback
from collections import deque

_OF_PYTHON: tuple[type[Exception], ...] = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    BufferError,
    EOFError,
    ExceptionGroup,
    ImportError,
    LookupError,
    NameError,
    OSError,
    ReferenceError,
    RuntimeError,
    StopIteration,
    SyntaxError,
    SystemError,
    TypeError,
    ValueError,
    Warning,
)
# Errors that derive from none of these. A module that is not loaded can raise nothing.
_OF_LIBRARIES = (
    "PIL.Image.DecompressionBombError",
    "PIL.ImageCms.PyCMSError",
    "_csv.Error",
    "_lzma.LZMAError",
    "_pickle.PickleError",
    "_queue.Empty",
    "barcode.errors.BarcodeError",
    "binascii.Incomplete",
    "brotli.error",
    "concurrent.futures._base.Error",
    "copy.Error",
    "ctypes.ArgumentError",
    "ebooklib.epub.EpubException",
    "email.errors.MessageError",
    "fontTools.agl.AGLError",
    "fontTools.colorLib.errors.ColorLibError",
    "fontTools.designspaceLib.DesignSpaceDocumentError",
    "fontTools.feaLib.error.FeatureLibError",
    "fontTools.misc.configTools.ConfigError",
    "fontTools.misc.psCharStrings.CharStringCompileError",
    "fontTools.misc.sstruct.Error",
    "fontTools.otlLib.error.OpenTypeLibError",
    "fontTools.pens.basePen.PenError",
    "fontTools.ttLib.TTLibError",
    "fontTools.ttLib.tables.otBase.OTLOffsetOverflowError",
    "fontTools.ttLib.tables.ttProgram.tt_instructions_error",
    "fontTools.varLib.errors.VarLibError",
    "http.client.HTTPException",
    "locale.Error",
    "lxml.etree.Error",
    "pikepdf._core.PikepdfError",
    "queue.Full",
    "re.error",
    "struct.error",
    "subprocess.SubprocessError",
    "tokenize.TokenError",
    "uharfbuzz._harfbuzz.HarfBuzzError",
    "uharfbuzz._harfbuzz.SerializerError",
    "weasyprint.svg.utils.PointError",
    "xml.parsers.expat.ExpatError",
    "xml.sax._exceptions.SAXException",
    "yaml.error.YAMLError",
    "zipfile.BadZipFile",
    "zipfile.LargeZipFile",
    "zlib.error",
)
_MOST_SAID = 200  # characters of what an error says of itself


def faults() -> tuple[type[Exception], ...]:
    """The kinds of errors that a fault may be, but for MemoryError, which is nobody's fault."""
    parted = [name.rpartition(".") for name in _OF_LIBRARIES]
    loaded = [(sys.modules[module], name) for module, _, name in parted if module in sys.modules]
    return (*_OF_PYTHON, *(getattr(module, name) for module, name in loaded if hasattr(module, name)))


def told(error: BaseException) -> str:
    """A fault in one line, for the person at the terminal.

    Where it was raised, and what it says of itself.

    >>> told(KeyError("a"))
    "met a fault in ?: KeyError('a')"
    """
    return f"met a fault in {where(error)}: {' '.join(repr(error)[:_MOST_SAID].split())}"


def where(error: BaseException) -> str:
    """The module and line that raised an error.

    What a report of it needs, without a traceback on the terminal.
    """
    last = deque(traceback.walk_tb(error.__traceback__), maxlen=1)
    return f"{last[0][0].f_globals.get('__name__', '?')}, line {last[0][1]}" if last else "?"
