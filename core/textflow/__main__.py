"""``python -m textflow``."""

from textflow.cli import main

if __name__ == "__main__":
    main()
