"""The pictures and the table of docs/how-it-scores.md, drawn from the bundles in this repository.

No image of a data set is drawn. For garments there are charts and decoded samples of the prior.
"""

import re

import numpy as np
from tqdm import tqdm

from .. import data
from ..command import MODEL_FOLDER
from ..data import Source
from ..evaluation import faults
from ..evaluation.benchmarks import DEFECTS, generated_test_boards
from ..pictures import charts, image_grids, latents
from ..pictures.model_view import load_view, view_of_vae
from ..pictures.picture_set import Pictures
from . import kl_term

FOLDER = MODEL_FOLDER.parent / "docs" / "pictures"
PAGE = MODEL_FOLDER.parent / "docs" / "how-it-scores.md"
SEED = 5  # one of 1 to 10 whose first sample, the start of the traversals, is clearly a garment
SAMPLES = 12  # of each variant
BOARDS = ("samples", "scores", "decisions")
GARMENTS = ("samples", "interpolations", "traversals", "kl-by-latent", "scores")  # no image of the data set


def write():
    """Needs the trained variants of kl_term.py, and the boards that model/evaluate.py needs."""
    draw_boards()
    draw_garments()
    draw_kl_term()


def draw_boards():
    model = load_view("boards")
    pixels, labels = generated_test_boards(lambda source: data.read(source, model.recipe).pixels)
    normal = pixels[labels == 0]
    covered = faults.covered(normal.shape[1:], 1000)
    lens = [("blurred by 1 px", faults.blurred(normal, 1)), ("covered lens", covered)]
    kinds = [(name, pixels[labels == kind]) for kind, name in enumerate(DEFECTS, start=1)]
    first = [(name, images[:1]) for name, images in (*kinds, *lens)]
    sets = [("any defect", pixels[labels > 0]), *lens]
    Pictures(model, ("normal", normal[:1]), first).draw(FOLDER / "boards", ["reconstructions"])
    Pictures(model, ("normal", normal), sets, SEED).draw(FOLDER / "boards", BOARDS, progress="boards")


def draw_garments():
    model = load_view("fashion-mnist")
    sources = (Source(f"{name}/t10k-images-idx3-ubyte.gz") for name in ("fashion-mnist", "mnist"))
    normal, digits = (data.read(source, model.recipe).pixels for source in sources)
    others = [
        ("digits", digits),
        ("blurred by 1 px", faults.blurred(normal, 1)),
        ("white patch, 4 px", faults.patched(normal, 4)),
    ]
    pictures = Pictures(model, ("garments", normal), others, SEED)
    pictures.draw(FOLDER / "fashion-mnist", GARMENTS, progress="fashion-mnist")


def draw_kl_term():
    """The table is of all seeds, the pictures are of the first seed."""
    normal, cases = kl_term.test_images()
    by_beta = {
        beta: [kl_term.measure(recipe, normal, cases) for recipe in kl_term.recipes(beta)]
        for beta in tqdm(kl_term.BETAS, desc="kl term", unit="β")
    }
    rows, names = [], []
    for beta, (first, *_) in by_beta.items():
        model = view_of_vae(first.vae, first.recipe)
        rows.append(model.decode(latents.sample_prior(SAMPLES, model.decoded_shape, SEED)))
        names.append(kl_term.name_of(beta))
        if beta == 0:
            rows.append(model.decode(latents.sample_fitted(first.mean, SAMPLES, SEED)))
            names.append("none,\nfitted z")
    image_grids.sheet(np.stack(rows), FOLDER / "kl-term.png", row_names=names)
    charts.losses(by_beta[1.0][0].history, FOLDER / "fashion-mnist" / "losses.png")
    page = replace_part(PAGE.read_text(encoding="utf-8"), "kl table", kl_term.kl_table(by_beta))
    PAGE.write_text(page, encoding="utf-8")


def replace_part(page, name, text):
    """The page with the text in place of what is between the two comments of that name."""
    pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- end of {name} -->)", re.DOTALL)
    replaced, count = pattern.subn(lambda found: found[1] + text + found[2], page)
    assert count == 1, f"{PAGE} has {count} places for the {name}"
    return replaced
