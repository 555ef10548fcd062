#!/bin/sh
# The browser that Ace by DAISY drives, as it runs within a container too.
exec "${CHROMIUM:-chromium}" --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run --disable-background-networking \
    --disable-component-update --disable-sync "$@"
