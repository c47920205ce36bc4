"""The Python side of Elbowatch: train a VAE, export it with its scores inside the graph, calibrate it.

Read in this order: vae.py (the network), loss.py (what it minimises), training.py, scoring.py (what is
exported), calibration.py (what makes a score a p-value), bundle.py (the files that the Java side loads).
"""

import importlib.util
import sys


def need(*modules):
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"error: {sys.executable} lacks {', '.join(missing)}; pip install -r model/requirements.txt, or with"
            " Debian's packages (model/README.md) call /usr/bin/python3"
        )


need("torch", "onnx", "numpy", "PIL", "tqdm")
