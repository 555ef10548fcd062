"""The commands about layouts and about the two YAML files."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable

from pressline.cli.showing import console, print_json, show


def list_layouts(options: argparse.Namespace) -> int:
    """Show the layouts that come with Pressline, a line each."""
    from pressline.layouts import known_layouts, load_layout

    layouts = [load_layout(name) for name in known_layouts()]
    if options.json:
        rows = [{"name": layout.name, "summary": layout.summary, "face": layout.face.name} for layout in layouts]
        print_json(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    width = max(len(layout.name) for layout in layouts)
    for layout in layouts:
        print(f"{layout.name:{width}}  {layout.summary}")
    return 0


def new_layout(options: argparse.Namespace) -> int:
    """Write a layout to begin with."""
    from pressline.layouts.fresh import new_layout
    from pressline.report.schema import schema

    def make() -> None:
        paths = new_layout(options.folder, options.base, schema("layout"))
        if options.json:
            print_json(json.dumps([str(path) for path in paths], ensure_ascii=False, indent=1))
        else:
            for path in paths:
                console().print(str(path), markup=False, soft_wrap=True)

    return _told(make, options)


def print_schema(options: argparse.Namespace) -> int:
    """Print a JSON Schema: of a file to edit, or of one that Pressline writes."""
    from pressline.report.schema import schema

    print_json(schema(options.kind))
    return 0


def _told(verb: Callable[[], None], options: argparse.Namespace) -> int:
    """Run a command that makes no report; what it complains of is shown as in any report."""
    from pressline.findings import PresslineError
    from pressline.model import Report
    from pressline.report.report_json import as_json

    try:
        verb()
    except PresslineError as error:
        report = Report(options.folder, options.folder, "", findings=error.findings)
        if options.json:
            print_json(as_json(report, timings=True))
        else:
            show(report, made=False)
        return 1
    return 0
