#!/bin/sh
# Never reads what it is given, and closes its input.
exec <&-
echo "{}"
