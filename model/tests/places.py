"""What the tests of feature bundles share: photographs that a test makes, and a bundle fitted to them."""

from dataclasses import replace

import numpy as np
import torch
from PIL import Image

from backbones import exported, network
from elbowatch_model.places import fitting
from elbowatch_model.places.backbone import backbone_of
from elbowatch_model.places.graph import ScoreStage, feature_model
from elbowatch_model.places.normalisation import Normalisation
from elbowatch_model.places.options import PlaceOptions
from elbowatch_model.places.scores import PlaceScores

SIZE = (64, 96)
OPTIONS = replace(PlaceOptions(), codes=32, sketch=16, steps=60, hidden=16, channels=4)
UNIT = Normalisation((127.5,) * 3, (127.5,) * 3)


def photographs(count, size=SIZE, channels=3, seed=1):
    """uint8 [N, C, H, W]: stripes of random phase and colour with noise."""
    random = np.random.RandomState(seed)
    y, x = np.mgrid[0 : size[0], 0 : size[1]]
    images = np.empty((count, channels, *size), np.uint8)
    for image in images:
        for channel in image:
            wave = np.sin(x / random.uniform(3, 5) + y / random.uniform(4, 9) + random.uniform(0, 6))
            channel[:] = np.clip(128 + 70 * wave + random.normal(0, 6, size), 0, 255)
    return images


def written(folder, images):
    """The images as PNG files of a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for i, image in enumerate(images):
        Image.fromarray(image[0] if len(image) == 1 else image.transpose(1, 2, 0)).save(folder / f"{i:03}.png")
    return folder


def fitted_stage(path, kind, images, options=OPTIONS, mask=None, strides=(8, 16)):
    """(backbone, grid, stage) fitted to the images."""
    options = replace(options, tap_strides=strides)
    backbone = backbone_of(exported(network(kind), path), images.shape[2:], options, (), UNIT)
    grid = fitting.grid_of(backbone, options)
    features = fitting.features_of(backbone, grid, images, mask)
    standard, latent = fitting.fitted(features, options, mask)
    size = grid.height, grid.width
    scores = PlaceScores(latent, images.shape[1:], size, options.box, options.beta, mask)
    return backbone, grid, ScoreStage(grid, standard, scores).eval()


def model_of(path, kind, images, options=OPTIONS, mask=None, strides=(8, 16)):
    backbone, _, stage = fitted_stage(path, kind, images, options, mask, strides)
    return feature_model(backbone, stage, images.shape[1:])


def outputs(module, images):
    with torch.no_grad():
        return module(torch.from_numpy(np.array(images)))
