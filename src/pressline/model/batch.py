"""Many essays: what is asked for each, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pressline.model.job import Job


@dataclass(frozen=True, slots=True)
class Order:
    """One essay of a batch: its path and the folder for its output.

    The path is below the essays' folder, or a full one; the folder is below the output.
    """

    essay: str
    name: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every essay of a batch.

    `essays` and `output` are folders, or addresses that fsspec knows.
    """

    essays: str
    output: str
    job: Job  # the options; source and folder are each essay's own
    program: str  # the digest of the program and of the libraries it stands on
    epoch: str = ""  # SOURCE_DATE_EPOCH where the batch was started
    seconds: int = 1800  # the most that one essay may take
    megabytes: int = 0  # the most memory that one worker may take; 0: no limit


@dataclass(frozen=True, slots=True)
class Fault:
    """An error of an essay, as a row shows it."""

    code: str
    place: str
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Output:
    """A file that was made: its path below the output, its size, its SHA-256."""

    path: str
    bytes: int
    sha256: str


RowState = Literal["done", "failed", "broken"]


@dataclass(frozen=True, slots=True)
class EssayResult:
    """What became of an essay. failed: an error of the essay.

    Broken: it took its worker down, or ran out of time.
    """

    essay: str
    name: str
    state: RowState
    source: str = ""  # what it was built from: the essay, or the essay.md of an earlier run that a person has edited since
    key: str = ""  # SHA-256 of all that its files depend on; "" when it was not come to
    kept: bool = False  # made in an earlier run; nothing was done
    findings: Mapping[str, int] = field(default_factory=dict)  # how many of each severity
    faults: tuple[Fault, ...] = ()  # the errors among them
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage, and "all"
    outputs: tuple[Output, ...] = ()
