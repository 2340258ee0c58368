"""Entry point of `python -m bot` and of the `pullquote` command."""

from .app import main

if __name__ == "__main__":
    main()
