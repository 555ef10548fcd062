#!/bin/sh
# Hangs, and so does the program it started.
sleep 60 &
sleep 60
