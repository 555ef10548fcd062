"""What is said of a build, in files.

For machines, for the author, and for the next build.
"""
