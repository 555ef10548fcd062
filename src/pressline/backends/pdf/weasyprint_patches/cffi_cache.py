"""What WeasyPrint declares of the libraries of Pango, compiled beforehand.

WeasyPrint 70 declares them as text, which cffi has pycparser read whenever WeasyPrint is loaded, and each type again when it
is first used: 60 ms of the CPU for a short essay. cffi can write down what it read (its out-of-line ABI mode): that is
`declared`, made by `declarations_of` and compared with it by a test. It holds for one text of WeasyPrint's; with any other,
and where libraries are not known to the loader by name, cffi reads the text as before.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from types import ModuleType

from _cffi_backend import FFI

from pressline.backends.pdf.weasyprint_patches.patching import in_place

_TEXT = re.compile(r"ffi\.cdef\('''(.*?)'''\)", re.DOTALL)
_HEAD = '''\
"""Declarations of WeasyPrint 70, made of its text/ffi.py by `cffi_cache.declarations_of`."""

# Copyright (c) 2011-2021, Simon Sapin and contributors.
# All rights reserved.
#
# Redistribution and use in source and binary forms, with or without
# modification, are permitted provided that the following conditions are met:
#
# * Redistributions of source code must retain the above copyright notice, this
#   list of conditions and the following disclaimer.
#
# * Redistributions in binary form must reproduce the above copyright notice,
#   this list of conditions and the following disclaimer in the documentation
#   and/or other materials provided with the distribution.
#
# * Neither the name of the copyright holder nor the names of its
#   contributors may be used to endorse or promote products derived from
#   this software without specific prior written permission.
#
# THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
# AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
# IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
# DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
# FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
# DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
# SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
# CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
# OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
# OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

from pressline.backends.pdf.weasyprint_patches.cffi_cache import Declared
'''


class Declared(FFI):  # type: ignore[misc]
    """What cffi makes of declarations, once they are known."""

    def cdef(self, *_: object, **__: object) -> None:
        """Declare nothing more."""


def known() -> ModuleType | None:
    """A module to stand in for cffi while WeasyPrint is loaded.

    None when it declares something else than is known.
    """
    if not in_place("declarations"):
        return None
    try:
        from pressline.backends.pdf.weasyprint_patches import cffi_declarations
    except ImportError:  # a cffi that cannot read what another wrote
        return None
    stand_in = ModuleType("cffi")
    stand_in.__dict__["FFI"] = lambda: cffi_declarations.ffi
    return stand_in


def declarations_of(path: Path) -> str:
    """The text of `declared` for a file of WeasyPrint's."""
    import cffi

    ffi = cffi.FFI()
    for text in _TEXT.findall(path.read_text(encoding="utf-8")):
        ffi.cdef(text)
    ffi.set_source("pressline", None)
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder, "declared.py")
        ffi.emit_python_code(str(made))
        *_, body = made.read_text(encoding="ascii").partition("ffi = _cffi_backend.FFI(")
    return f"{_HEAD}\nffi = Declared({body}"
