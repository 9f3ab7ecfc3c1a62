"""`python -m veivalg` is the command line."""

from veivalg.cli.app import main

if __name__ == "__main__":
    main()
