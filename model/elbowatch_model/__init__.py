"""The Python side of Elbowatch: trains a VAE, exports it with its scores inside the graph, calibrates it.

This folder holds the core. Read it in this order: recipes.py (what decides a run), data.py and image_files.py
(the images), vae.py (the network), loss.py (what it minimises), training.py, scoring.py and features.py (what
is exported), mixture.py and calibration.py (what makes a score a p-value).

The packages are built on the core. Each imports only from the core and from packages above it in this list:

    onnx_graph   ONNX graphs: walked, cut, and run by PyTorch
    bundle       the folder that the Java side loads
    evaluation   how well scores separate anomalies from normal images
    adoption     a bundle made of a VAE that is ONNX already
    places       a bundle of features of a pretrained network, with a VAE at each place
    pictures     PNG files of what a model does
    study        the experiments, tables and pictures of the documentation

tests/test_architecture.py checks the directions.
"""

import importlib.util
import sys


def require_modules(*modules):
    missing = [name for name in modules if importlib.util.find_spec(name) is None]
    if missing:
        sys.exit(
            f"error: {sys.executable} lacks {', '.join(missing)}; pip install -r model/requirements.txt, or"
            " with Debian's packages (model/README.md) call /usr/bin/python3"
        )


require_modules("torch", "onnx", "numpy", "PIL", "tqdm")
