"""What is said of a build, in files: for machines, for the author, and for the next build."""
