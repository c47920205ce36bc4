#!/usr/bin/env python3
"""Draw what a model does: reconstructions, samples, paths through its latent space, kl, losses and scores."""

from pathlib import Path

import train as training_command
from elbowatch_model import checkpoint, command, data
from elbowatch_model.bundle import files
from elbowatch_model.bundle.scorer import scorer_of
from elbowatch_model.data import Source
from elbowatch_model.pictures.model_view import load_view
from elbowatch_model.pictures.picture_set import ALL, Pictures
from elbowatch_model.pictures.place_pictures import PlacePictures
from elbowatch_model.study import how_it_scores_page, kl_term

EPILOG = """\
For your own model, a bundle or a checkpoint of train.py, and your own images:

  model/pictures.py camera-7 --normal /data/camera-7/test --anomalous /data/camera-7/scratched

writes these PNG files, 1350 pixels wide, to model/runs/camera-7/pictures:

  losses           nll + β·kl of training and validation images, and nll and kl alone, by epoch
  samples          decoded samples of the prior N(0, I)
  interpolations   from one sample to the next
  traversals       one sample, changed along the latents that vary most
  kl-by-latent     the mean kl of every latent, and which are active
  reconstructions  images, their reconstructions, the loss at every pixel and the worst window
  scores           the distribution of each score over normal and anomalous images
  decisions        what local and density detect, and the share reported at every alpha

`losses` needs a checkpoint, the last five --normal, the last two also a calibrated bundle. A picture that
cannot be drawn is left out, and the reason is printed. --anomalous is optional. `reconstructions` shows the
images of --normal and --anomalous: consider who may see them.

Of a feature bundle, which needs --normal:

  feature-grid     images with their places, and their features in the three widest directions as colours
  codes            the patch of a normal image nearest to each of 36 codes, the most frequent first
  loss-maps        images with the worst place, and the loss at every place

Without a name: the pictures and the table of docs/how-it-scores.md. They need the images that evaluate.py
needs for fashion-mnist and boards, and eight trainings, which run unless they exist (12 minutes on one core).
"""


def add_options(parser):
    add = parser.add_argument
    add("name", nargs="?", help="a bundle or checkpoint, as given to train.py or adopt.py, or its folder")
    add("--normal", metavar="PATH", help="folder or IDX file of normal images that were not trained on")
    add("--anomalous", action="append", metavar="PATH", help="the same of anomalies; may be repeated")
    add("--out", metavar="FOLDER", help="folder of the PNG files (default model/runs/NAME/pictures)")
    add("--seed", type=int, default=1, metavar="N", help="decides the samples of the prior (default 1)")


def sets_of(paths, recipe):
    """[(name, pixels)]. The names are the paths if two files or folders have the same name."""
    if len(set(paths)) < len(paths):
        raise command.UserError("the same images were given twice; give every set its own path")
    sets = [data.read(Source(path), recipe) for path in paths]
    names = [images.name for images in sets]
    return list(zip(names if len(set(names)) == len(names) else paths, (images.pixels for images in sets)))


def draw(name, normal, anomalous, out, seed):
    manifest = files.bundle_folder(name) / "manifest.json"
    if manifest.exists() and files.read_json(manifest)["likelihood"]["type"] == "places":
        draw_places(name, normal, anomalous, out)
        return
    model = load_view(name)
    folder = Path(out) if out else command.RUNS / model.recipe.name / "pictures"
    if anomalous and not normal:
        raise command.UserError("--anomalous needs normal images to compare with; give --normal PATH too")
    first, *others = sets_of([normal, *(anomalous or [])], model.recipe) if normal else [None]
    pictures = Pictures(model, first, others, seed)
    drawn = pictures.draw(folder, progress=model.recipe.name)
    for name in ALL:
        print(f"wrote {drawn[name]}" if name in drawn else f"no {name}: it lacks {pictures.missing(name)}")


def draw_places(name, normal, anomalous, out):
    if not normal:
        raise command.UserError("pictures of a feature bundle show images; give --normal PATH")
    graph, recipe = scorer_of(name)
    first, *others = sets_of([normal, *(anomalous or [])], recipe)
    folder = Path(out) if out else command.RUNS / recipe.name / "pictures"
    for path in PlacePictures(graph, graph.outputs, recipe.box, first, others).draw(folder).values():
        print(f"wrote {path}")


def draw_page():
    for beta in kl_term.BETAS:
        for recipe in kl_term.recipes(beta):
            if not checkpoint.checkpoint_path(recipe.name).exists():
                training_command.train(recipe, kl_term.network)
    how_it_scores_page.write()
    print(f"wrote {how_it_scores_page.FOLDER} and the table of {how_it_scores_page.PAGE}")


def main():
    parser = command.parser(__doc__, EPILOG)
    add_options(parser)
    arguments = parser.parse_args()
    if arguments.name:
        draw(**vars(arguments))
    elif arguments.normal or arguments.anomalous or arguments.out:
        raise command.UserError("pictures of which model? give its name before the options")
    else:
        draw_page()


if __name__ == "__main__":
    command.run(main)
