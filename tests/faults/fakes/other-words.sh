#!/bin/sh
# Ends well and leaves the words out.
cat >/dev/null
echo '{"blocks": [{"t": "Para", "c": [{"t": "Str", "c": "Other"}]}], "meta": {}}'
