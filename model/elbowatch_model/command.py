"""What all command scripts share: one-line errors, the argument parser, the folders, seed and device."""

import argparse
import os
import shlex
import sys
from pathlib import Path

import torch

MODEL_FOLDER = Path(__file__).resolve().parents[1]
RUNS = MODEL_FOLDER / "runs"  # checkpoints and generated data, ignored by git
BUNDLES = MODEL_FOLDER / "bundles"  # what the Java side loads


class UserError(Exception):
    """An error that the user can fix. The message says what is wrong and how to fix it."""


def parser(description, epilog=""):
    return argparse.ArgumentParser(
        description=description, epilog=epilog, formatter_class=argparse.RawDescriptionHelpFormatter
    )


def run(main):
    """Ends the process with main's exit code. A UserError becomes one line on stderr and exit code 2."""
    try:
        sys.exit(main())
    except UserError as error:
        sys.exit(_print_error(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _print_error(error):
    print(f"error: {error}", file=sys.stderr)
    return 2


def check_writable(folder):
    """Refuses a folder that cannot be made or written, before the work whose result goes there."""
    above = next(path for path in (folder, *folder.parents) if os.path.exists(path))
    if not above.is_dir():
        raise UserError(f"{folder} cannot be written, since {above} is no folder; rename that, or give another name")
    if not os.access(above, os.W_OK | os.X_OK):
        raise UserError(
            f"{folder} cannot be written, since this user may not write to {above}; change its permissions, or give"
            " another name"
        )


def warn(sentence):
    """Tells the user of a doubt about the input that does not end the process."""
    print(f"warning: {sentence}", file=sys.stderr)


def changed_command(changes):
    """The command of this process with other values of options; {"--option": value, or None to leave it out}."""
    words, kept = iter(sys.argv[1:]), []
    for word in words:
        option, _, value = word.partition("=")
        if option not in changes:
            kept.append(word)
        elif not value:
            next(words, None)
    for option, value in changes.items():
        kept += [] if value is None else [option, value]
    return shlex.join(["python3", sys.argv[0], *kept])


def sides(option, text):
    """(height, width) of the value of an option such as --size; None if it is not given."""
    if text is None:
        return None
    try:
        height, width = (int(side) for side in text.lower().replace(" ", "").split("x"))
        if min(height, width) < 1:
            raise ValueError(text)
    except ValueError as error:
        raise UserError(f"{option} needs HEIGHTxWIDTH such as 64x64, not {text}") from error
    return height, width


def seed(number):
    """Decides the initial weights and all noise drawn after this call."""
    torch.manual_seed(number)


def device():
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")
