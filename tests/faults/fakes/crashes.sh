#!/bin/sh
# Crashes: as a program does that the system kills.
kill -9 $$
