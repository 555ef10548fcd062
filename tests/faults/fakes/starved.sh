#!/bin/sh
cat >/dev/null
echo 'pandoc: Unable to commit 1048576 bytes of memory' >&2
echo 'pandoc: Exiting. The system might be out of memory.' >&2
exit 1
