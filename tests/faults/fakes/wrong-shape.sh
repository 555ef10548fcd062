#!/bin/sh
# Ends well and writes a tree of another shape.
cat >/dev/null
echo '{"blocks": 3, "meta": {}}'
