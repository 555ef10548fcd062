"""`python -m pressline` is `pressline`."""

import sys

from pressline.cli import main

if __name__ == "__main__":
    sys.exit(main())
