"""`python -m pressline` is `pressline`."""

from pressline.cli import command

if __name__ == "__main__":
    command()
