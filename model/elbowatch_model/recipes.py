"""Recipes: a recipe holds everything that decides the result of a training run, in one immutable value."""

from dataclasses import asdict, dataclass, replace
from typing import Optional

from .command import UserError
from .data import Source
from .mask import Mask
from .tiles import Tiling


@dataclass(frozen=True)
class Recipe:
    """How to train one bundle. The presets below are the bundles in this repository."""

    name: str
    version: str = "1.0.0"

    # images
    sources: tuple = ()
    calibration_sources: tuple = ()  # if empty, `calibration_images` of the sources are held out
    validation_images: int = 5_000
    calibration_images: int = 10_000
    channels: int = 1
    height: int = 28
    width: int = 28
    fit: str = "stretch"
    orientation: str = "as_stored"  # or "exif": images are turned as their EXIF orientation asks for
    depth: int = 8  # or 16: bits of a pixel, of one channel
    whole_height: int = 0  # of images that are cut into tiles of height x width; 0 if the network takes whole images
    whole_width: int = 0
    overlap: int = 0  # of neighbouring tiles, pixels, at least
    mask: Optional[Mask] = None  # which pixels count; None if all do

    # model
    network: str = "mlp"  # or "conv"
    hidden: int = 512  # units of the MLP's hidden layer; widest channels of the convolutions
    latent: int = 20  # D of the MLP; latent channels at each place of the convolutional network
    halvings: int = 3  # convolutional: the latent is H/2^halvings by W/2^halvings
    likelihood: str = "bernoulli"  # or "continuous-bernoulli" or "gaussian"
    sigma: float = 0.1  # gaussian: standard deviation of a pixel, pixels being 0..1
    learn_sigma: bool = False

    # training
    beta: float = 1.0
    warm_up_epochs: int = 0  # beta rises linearly from 0 over these
    epochs: int = 24
    patience_epochs: int = 6  # stop after this many without a better validation ELBO
    batch_size: int = 128
    learning_rate: float = 1e-3  # initial; falls to 0 over the epochs as half a cosine
    corrupted: float = 0.0  # share of the training images with blobs painted over them (corruption.py)
    largest_blob: float = 4.5  # largest radius of a blob's discs, pixels
    seed: int = 1

    # scoring
    box: int = 5  # side of the window of `local`, pixels

    # calibration
    alpha: float = 0.001  # false-alarm rate written to the bundle

    @property
    def image_shape(self):
        return self.channels, self.height, self.width

    @property
    def whole(self):
        """The recipe with the size of the images before they are cut into tiles."""
        if not self.whole_height:
            return self
        return replace(self, height=self.whole_height, width=self.whole_width, whole_height=0, whole_width=0)

    @property
    def tiling(self):
        """How images are cut into tiles; None if the network takes whole images."""
        if not self.whole_height:
            return None
        if self.likelihood != "places" and self.overlap < self.box - 1:
            raise UserError(
                f"the overlap of tiles must be at least box - 1 = {self.box - 1} pixels, so that every window of"
                f" `local` lies in a tile, not {self.overlap}"
            )
        return Tiling(self.whole.image_shape, self.height, self.width, self.overlap)

    @property
    def colour(self):
        return "L" if self.channels == 1 else "RGB"

    def to_dict(self):
        return asdict(self)

    @staticmethod
    def from_dict(values):
        def restore(sources):
            return tuple(Source(**s) for s in sources)

        recipe = Recipe(**values)
        return replace(
            recipe,
            sources=restore(recipe.sources),
            calibration_sources=restore(recipe.calibration_sources),
            mask=Mask.from_dict(recipe.mask) if recipe.mask else None,
        )


def generated_boards(name, count, options=""):
    """An IDX file that the Java side's board generator writes. The name ends with the seed."""
    seed = name.rpartition("seed")[2]
    command = f"./elbowatch boards --out {{path}} --count {count} --seed {seed}{options}"
    return Source(f"boards/{name}.idx.gz", generate=command)


BOARDS = {
    "height": 64,
    "width": 64,
    "network": "conv",
    "hidden": 48,
    "latent": 4,
    "batch_size": 64,
    "learning_rate": 3e-3,
    "corrupted": 0.9,
    "patience_epochs": 12,  # the validation loss fluctuates while the learning rate is high
}

PRESETS = {
    recipe.name: recipe
    for recipe in (
        Recipe(
            name="fashion-mnist",
            version="2.1.0",
            sources=(Source("fashion-mnist/train-images-idx3-ubyte.gz"),),
        ),
        Recipe(
            name="fashion-mnist-conv",
            version="1.1.0",
            sources=(Source("fashion-mnist/train-images-idx3-ubyte.gz"),),
            calibration_images=6_000,  # keeps the bundle below 1 MB
            network="conv",
            hidden=48,
            latent=4,
            halvings=2,
            learning_rate=2e-3,
            epochs=10,
        ),
        Recipe(
            name="mnist",
            sources=(Source("mnist/train-images-idx3-ubyte.gz"),),
        ),
        Recipe(
            name="boards",
            version="2.1.0",
            sources=(generated_boards("normals-seed1", 20_000),),
            calibration_sources=(generated_boards("normals-seed2", 20_000),),
            validation_images=2_000,
            calibration_images=0,
            epochs=36,
            box=3,
            **BOARDS,
        ),
        Recipe(
            name="deeppcb",
            version="1.1.0",
            sources=(Source("deeppcb/trainval-clean64-idx3-ubyte.gz", group=12),),
            calibration_sources=(Source("deeppcb/test-clean64-idx3-ubyte.gz", group=12, half=0),),
            validation_images=1_200,
            calibration_images=0,
            epochs=48,
            box=7,
            alpha=0.01,  # 3,000 images of 250 boards support no smaller rate
            **BOARDS,
        ),
    )
}
