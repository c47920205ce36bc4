#!/usr/bin/env python3
"""Draw what a model does: reconstructions, samples, ways through its latent space, kl, losses and scores."""

from pathlib import Path

import train as training_command
from elbowatch_model import checkpoint, command, data, kl_study, pictured, pictures, pictures_page
from elbowatch_model.data import Source
from elbowatch_model.pictures import Pictures

EPILOG = """\
Of your own model, a bundle or a checkpoint that train.py left, with images of your own:

  model/pictures.py camera-7 --normal /data/camera-7/test --anomalous /data/camera-7/scratched

writes these PNG files, 1350 pixels wide, to model/runs/camera-7/pictures:

  losses           nll + β·kl of training and validation images, nll and kl apart, by epoch; of a checkpoint
  samples          decoded samples of the prior N(0, I)
  interpolations   from one sample to the next
  traversals       one sample, changed along the latents that vary most; of images
  kl-by-latent     the mean kl of every latent, and which are active; of images
  reconstructions  images, their reconstructions, the loss at every pixel and the worst window; of images
  scores           how each score is distributed over normal and anomalous images; of a calibrated bundle
  decisions        which of local and density sees what, and the share reported at every alpha; likewise

What lacks something is left out, and what it lacks is named. --anomalous may be left out too.
`reconstructions` shows images of --normal and --anomalous: mind who may see them.

Without a name: the pictures and the table of docs/how-it-scores.md. They want the images that evaluate.py
wants for fashion-mnist and boards, and eight trainings, done unless they are there (12 minutes on one core).
"""


def add_options(parser):
    add = parser.add_argument
    add("name", nargs="?", help="a bundle or checkpoint, as given to train.py or adopt.py, or its folder")
    add("--normal", metavar="PATH", help="folder or IDX file of normal images that were not trained on")
    add("--anomalous", action="append", metavar="PATH", help="the same of anomalies; may be repeated")
    add("--out", metavar="FOLDER", help="where to (default model/runs/NAME/pictures)")
    add("--seed", type=int, default=1, metavar="N", help="decides the samples of the prior (default 1)")


def sets_of(paths, recipe):
    """[(name, pixels)]; by their paths where two files or folders are called the same."""
    if len(set(paths)) < len(paths):
        raise command.UserError("the same images were given twice; every set needs a path of its own")
    sets = [data.read(Source(path), recipe) for path in paths]
    names = [images.name for images in sets]
    return list(zip(names if len(set(names)) == len(names) else paths, (images.pixels for images in sets)))


def draw(name, normal, anomalous, out, seed):
    model = pictured.pictured(name)
    folder = Path(out) if out else command.RUNS / model.recipe.name / "pictures"
    if anomalous and not normal:
        raise command.UserError("anomalous beside which normal images? give --normal PATH too")
    first, *others = sets_of([normal, *(anomalous or [])], model.recipe) if normal else [None]
    of_model = Pictures(model, first, others, seed)
    drawn = of_model.draw(folder, progress=model.recipe.name)
    for name in pictures.ALL:
        print(f"wrote {drawn[name]}" if name in drawn else f"no {name}: it lacks {of_model.missing(name)}")


def draw_page():
    for beta in kl_study.BETAS:
        for recipe in kl_study.recipes(beta):
            if not checkpoint.checkpoint_path(recipe.name).exists():
                training_command.train(recipe, kl_study.network)
    pictures_page.write()
    print(f"wrote {pictures_page.FOLDER} and the table of {pictures_page.PAGE}")


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
