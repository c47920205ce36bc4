"""The pictures and the table of docs/how-it-scores.md, of the bundles in this repository.

No image of a data set is drawn: of garments there are figures, and what the network makes of the prior.
"""

import re

import numpy as np
from tqdm import tqdm

from . import data, faults, kl_study, latents, pictured, pictures_charts, pictures_images
from .command import MODEL_FOLDER
from .data import Source
from .pictures import Pictures
from .recipes import generated_boards

FOLDER = MODEL_FOLDER.parent / "docs" / "pictures"
PAGE = MODEL_FOLDER.parent / "docs" / "how-it-scores.md"
SEED = 5  # of 1 to 10 one whose first sample, from which the traversals start, is plainly a garment
SAMPLES = 12  # of a variant
BOARDS = ("samples", "scores", "decisions")
GARMENTS = ("samples", "interpolations", "traversals", "kl-by-latent", "scores")  # no image of the data set
DEFECTS = ("open", "short", "mousebite", "spur", "spurious copper", "pinhole")


def write():
    """Wants the variants of kl_study trained, and the boards that model/evaluate.py wants."""
    boards()
    garments()
    kl_term()


def boards():
    model = pictured.pictured("boards")
    source = generated_boards("test-seed3", 12_000, " --defects")
    pixels = data.read(source, model.recipe).pixels
    labels_source = Source("boards/test-seed3-labels.idx.gz", generate=source.generate)
    labels, _ = data.read_idx(data.locate(labels_source))
    normal = pixels[labels == 0]
    covered = faults.covered(normal.shape[1:], 1000)
    lens = [("blurred by 1 px", faults.blurred(normal, 1)), ("covered lens", covered)]
    kinds = [(name, pixels[labels == kind]) for kind, name in enumerate(DEFECTS, start=1)]
    first = [(name, images[:1]) for name, images in (*kinds, *lens)]
    of_all = [("any defect", pixels[labels > 0]), *lens]
    Pictures(model, ("normal", normal[:1]), first).draw(FOLDER / "boards", ["reconstructions"])
    Pictures(model, ("normal", normal), of_all, SEED).draw(FOLDER / "boards", BOARDS, progress="boards")


def garments():
    model = pictured.pictured("fashion-mnist")
    sources = (Source(f"{name}/t10k-images-idx3-ubyte.gz") for name in ("fashion-mnist", "mnist"))
    normal, digits = (data.read(source, model.recipe).pixels for source in sources)
    others = [
        ("digits", digits),
        ("blurred by 1 px", faults.blurred(normal, 1)),
        ("white patch, 4 px", faults.patched(normal, 4)),
    ]
    of_model = Pictures(model, ("garments", normal), others, SEED)
    of_model.draw(FOLDER / "fashion-mnist", GARMENTS, progress="fashion-mnist")


def kl_term():
    """The table is of all seeds, the pictures are of the first."""
    normal, cases = kl_study.test_images()
    by_beta = {
        beta: [kl_study.measure(recipe, normal, cases) for recipe in kl_study.recipes(beta)]
        for beta in tqdm(kl_study.BETAS, desc="kl term", unit="β")
    }
    rows, names = [], []
    for beta, (first, *_) in by_beta.items():
        model = pictured.of_vae(first.vae, first.recipe)
        rows.append(model.decode(latents.prior(SAMPLES, model.decoded_shape, SEED)))
        names.append(kl_study.name_of(beta))
        if beta == 0:
            rows.append(model.decode(latents.like(first.mean, SAMPLES, SEED)))
            names.append("none,\nfitted z")
    pictures_images.sheet(np.stack(rows), FOLDER / "kl-term.png", row_names=names)
    pictures_charts.losses(by_beta[1.0][0].history, FOLDER / "fashion-mnist" / "losses.png")
    page = with_part(PAGE.read_text(encoding="utf-8"), "kl table", kl_study.kl_table(by_beta))
    PAGE.write_text(page, encoding="utf-8")


def with_part(page, name, text):
    """The page with the text between the two comments of that name."""
    pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda found: found[1] + text + found[2], page)
    assert count == 1, f"{PAGE} has {count} places for the {name}"
    return replaced
