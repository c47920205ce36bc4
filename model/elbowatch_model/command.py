"""What every command script shares: errors of one line, options with the same names, the folders."""

import argparse
import sys
from pathlib import Path

import torch

MODEL_FOLDER = Path(__file__).resolve().parents[1]
RUNS = MODEL_FOLDER / "runs"  # checkpoints and generated data, ignored by git
BUNDLES = MODEL_FOLDER / "bundles"  # what the Java side loads


class UserError(Exception):
    """Something the reader of the message can mend: it names what is wrong and how to mend it."""


def parser(description, epilog=""):
    return argparse.ArgumentParser(
        description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def run(main):
    """Ends the process with main's exit code; a UserError becomes one line on stderr and exit code 2."""
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(_complain(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _complain(error):
    print(f"error: {error}", file=sys.stderr)
    return 2


def seed(number):
    """Decides the first weights and all noise from here on."""
    torch.manual_seed(number)


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
