#!/bin/sh
# Fails, and says why.
echo "pandoc: something is wrong" >&2
exit 64
