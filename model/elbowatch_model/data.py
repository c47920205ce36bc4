"""The images of a recipe: where they are, and how they are split without leaks."""

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from . import image_files
from .command import MODEL_FOLDER, RUNS, UserError


@dataclass(frozen=True)
class Source:
    """An IDX file or a folder. `group` consecutive images show the same thing and are never split apart."""

    path: str
    group: int = 1
    generate: str = ""  # the command that generates it, if there is one
    half: int = -1  # 0 or 1: only the even or the odd groups
    without: int = -1  # images with this label are left out; the labels are in the IDX file next to it


@dataclass(frozen=True)
class Images:
    """Preprocessed images: pixels uint8 or uint16 [N, C, H, W]; `sha256` is that of the uncompressed source."""

    name: str
    sha256: str
    pixels: np.ndarray
    files: tuple = ()  # the name of each image's file below a folder; none of an IDX file

    def __len__(self):
        return len(self.pixels)


def data_folder():
    return Path(os.environ.get("ELBOWATCH_DATA") or MODEL_FOLDER.parents[1] / "shared" / "data")


def locate(source):
    """The path itself, else the same below model/runs (generated data), else below $ELBOWATCH_DATA."""
    for candidate in (Path(source.path), RUNS / source.path, data_folder() / source.path):
        if candidate.exists():
            return candidate
    if source.generate:
        path = RUNS / source.path
        raise UserError(f"no images at {path}; generate them with: {source.generate.format(path=path)}")
    path = data_folder() / source.path
    raise UserError(f"no images at {source.path} nor {path}; set ELBOWATCH_DATA to the folder that has them")


def read(source, recipe):
    """The source as Images of the recipe's shape."""
    found = locate(source)
    if found.is_dir():
        images = _images_of_folder(found, recipe)
    else:
        images = _images_of_idx(source.path, found, recipe)
    if source.without >= 0:
        kept = labels_of(source) != source.without
        images = Images(f"{images.name}, without {source.without}", images.sha256, images.pixels[kept])
    if source.half >= 0:
        kept = np.arange(len(images)) // source.group % 2 == source.half
        name = f"{images.name}, {('even', 'odd')[source.half]} groups of {source.group}"
        images = Images(name, images.sha256, images.pixels[kept])
    return images


def labels_of(source):
    """uint8 [N]: the labels of an IDX file of images, from the IDX file of labels next to it."""
    path = source.path.replace("images-idx3", "labels-idx1")
    return image_files.read_idx(locate(Source(path, generate=source.generate)))[0]


def _images_of_folder(folder, recipe):
    names = image_files.listed(folder)
    pixels, sha256 = image_files.read_folder(folder, recipe, names)
    return Images(folder.name, sha256, pixels, tuple(names))


def _images_of_idx(name, path, recipe):
    if recipe.depth != 8:
        raise UserError(f"{path} is an IDX file, whose pixels have 8 bits; give a folder of PNG or TIFF files of 16 bits")
    pixels, sha256 = image_files.read_idx(path)
    if pixels.ndim == 3:
        pixels = pixels[:, None]
    if pixels.shape[1:] != recipe.image_shape:
        raise UserError(
            f"{path} has images of shape {pixels.shape[1:]}, and the recipe needs {recipe.image_shape}"
        )
    short = name if not Path(name).is_absolute() else Path(name).name
    return Images(short.replace(".gz", "").replace("-idx3-ubyte", "").replace(".idx", ""), sha256, pixels)


def read_all(sources, recipe):
    """The sources' Images, their pixels [N, C, H, W] in one array, and the group number of each image [N]."""
    sets = [read(source, recipe) for source in sources]
    groups, offset = [], 0
    for source, images in zip(sources, sets):
        numbers = offset + np.arange(len(images)) // source.group
        groups.append(numbers)
        offset = numbers[-1] + 1
    return sets, np.concatenate([s.pixels for s in sets]), np.concatenate(groups)


def group_numbers(sources):
    """The group number of each image of the sources [N], as `read_all` gives it, without reading a pixel."""
    groups, offset = [], 0
    for source in sources:
        numbers = offset + np.arange(_count(source)) // source.group
        groups.append(numbers)
        offset = numbers[-1] + 1
    return np.concatenate(groups)


def _count(source):
    found = locate(source)
    if source.without >= 0:
        count = int((labels_of(source) != source.without).sum())
    else:
        count = len(image_files.listed(found)) if found.is_dir() else image_files.idx_shape(found)[0]
    if source.half >= 0:
        count = int((np.arange(count) // source.group % 2 == source.half).sum())
    return count


def split(groups, validation, calibration, seed):
    """Disjoint index arrays (train, validation, calibration) by a seeded shuffle of whole groups.

    `groups` [N] numbers the group of each image. The held-out parts get at least the requested number of
    images.
    """
    if validation + calibration >= len(groups):
        raise UserError(
            f"{len(groups)} images leave none to train on: {validation} + {calibration} are held out;"
            " give more images or hold out fewer"
        )
    numbers, sizes = np.unique(groups, return_counts=True)
    order = np.random.RandomState(seed).permutation(len(numbers))
    ends = np.concatenate([[0], np.cumsum(sizes[order])])  # images in the first 0, 1, 2, … groups
    first = np.searchsorted(ends, validation)
    second = np.searchsorted(ends, ends[first] + calibration)
    parts = order[second:], order[:first], order[first:second]
    if not len(parts[0]):
        raise UserError(
            f"{len(groups)} images in {len(numbers)} groups leave no group to train on: {validation} +"
            f" {calibration} images are held out in whole groups; give more groups or hold out fewer"
        )
    return tuple(np.flatnonzero(np.isin(groups, numbers[part])) for part in parts)


def source_names(sources):
    """[N] the source of each image, as `read_all` orders them: the first folder below the given one, or None."""
    names = []
    for source in sources:
        found = locate(source)
        names += _sources_of(image_files.listed(found)) if found.is_dir() else [None] * _count(source)
    return names


def sources_of_read(sets):
    """[N] the source of each image of Images that were read, as `source_names` gives it."""
    return [name for images in sets for name in (_sources_of(images.files) or [None] * len(images))]


def _sources_of(files):
    return [name.split("/")[0] if "/" in name else None for name in files]


def calibration_sources(recipe):
    """[N] the source of each image of calibration_images, or None."""
    if recipe.calibration_sources:
        return source_names(recipe.calibration_sources)
    groups, names = group_numbers(recipe.sources), source_names(recipe.sources)
    _, _, held_out = split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    return [names[i] for i in held_out]


def required_sources(names):
    """The same names, if any image has a source."""
    if not any(names):
        raise UserError(
            "no image is in a folder below the given one, so none has a source; put the images of each source into a"
            " folder of its name, or leave out --by-source"
        )
    return names


def calibration_images(recipe, made_of=None, seed=None):
    """Normal images that were never trained on: the groups for calibration.json, and pixels [N, C, H, W].

    `made_of` is provenance.data of the bundle: these sets are refused and, of others, so is what training held out.
    `seed` is that of the training, whose split this is.
    """
    if recipe.calibration_sources:
        sets, pixels, _ = read_all(recipe.calibration_sources, recipe)
        _refuse_seen(recipe, sets, made_of or ())
        return [{"name": s.name, "images": len(s)} for s in sets], pixels
    if not recipe.sources:
        raise UserError(
            f"which images? give --images PATH: no checkpoint says which images {recipe.name} held out"
        )
    sets, pixels, groups = read_all(recipe.sources, recipe)
    if made_of is not None:
        _refuse_changed(recipe, sets, made_of)
    if seed not in (None, recipe.seed):
        raise UserError(
            f"{recipe.name} was trained with seed {seed}, and without its checkpoint the seed of the preset,"
            f" {recipe.seed}, holds out other images; restore the checkpoint, or give --images PATH of images that were"
            " not trained on"
        )
    _, _, held_out = split(groups, recipe.validation_images, recipe.calibration_images, recipe.seed)
    name = " + ".join(s.name for s in sets) + ", held out"
    return [{"name": name, "images": len(held_out)}], pixels[held_out]


def _refuse_seen(recipe, sets, made_of):
    """Refuses to calibrate with images that the bundle was made of."""
    for images in sets:
        if images.sha256 not in {data["sha256"] for data in made_of}:
            continue
        if recipe.likelihood == "places":
            raise UserError(
                f"the codes of {recipe.name} were made of these images ({images.name}), so that later images would"
                " all score higher; give others. model/make_bundle.py has calibrated with these already, each scored"
                " by codes that were made without it"
            )
        raise UserError(
            f"{recipe.name} was trained on these images ({images.name}), so that later images would all score higher;"
            " give others. Without --images those are taken that training held out"
        )


def _refuse_changed(recipe, sets, made_of):
    """Refuses a split of other images than those of the training: most that it holds out were trained on."""
    if [images.sha256 for images in sets] == [data["sha256"] for data in made_of]:
        return
    before = " + ".join(f"{data['name']} ({data['images']} images)" for data in made_of)
    now = " + ".join(f"{images.name} ({len(images)} images)" for images in sets)
    raise UserError(
        f"{recipe.name} was trained on {before}, and the files of {now} are others now, so that nobody knows which of"
        " them training held out; restore the files, train again on a folder that does not change, or give --images"
        " PATH of images that were not trained on"
    )
