"""Sets of photographs below ELBOWATCH_DATA/real/NAME: train, test/normal, test/KIND, mask/KIND.

The name of a training image begins with its group and a hyphen. A mask is 255 where the image is defective.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from tqdm import tqdm

from ... import data, image_files
from ...command import UserError
from .global_faults import global_faults

NORMAL = "normal"
SIZES = {"mt": (256, 256), "bsd": (224, 544), "aliens": (256, 256), "cookie": (256, 256)}  # (H, W)
NAMES = tuple(SIZES)
FAULTY = 100  # normal images that the faults of the whole image are made from


@dataclass(frozen=True)
class PhotoSet:
    """All images of a set as RGB of one size, uint8 [N, 3, H, W]."""

    name: str
    train: np.ndarray
    groups: np.ndarray  # [N]: the group number of each training image
    normal: np.ndarray  # of the test
    defective: dict  # kind → images of the test
    masks: dict  # kind → bool [N, H, W], or None where the set has no mask of one of the images

    @cached_property
    def anomalous(self):
        return np.concatenate(list(self.defective.values()))

    @cached_property
    def faults(self):
        """Faults of the whole image, name → images; none where a turned image has another shape."""
        square = self.normal.shape[2] == self.normal.shape[3]
        return global_faults(self.normal[:FAULTY]) if square else {}

    def of_groups(self, share, seed):
        """The set with a share of its training groups, drawn without replacement."""
        numbers = np.unique(self.groups)
        drawn = np.random.RandomState(seed).permutation(numbers)[: max(1, round(share * len(numbers)))]
        kept = np.isin(self.groups, drawn)
        return replace(self, train=self.train[kept], groups=self.groups[kept])


def load(name):
    folder = data.data_folder() / "real" / name
    if not (folder / "train").is_dir():
        raise UserError(f"no photographs at {folder}; set ELBOWATCH_DATA to the folder that has real/{name}")
    size = SIZES[name]
    kinds = sorted(path.name for path in (folder / "test").iterdir() if path.name != NORMAL)
    names = {kind: image_files.listed(folder / "test" / kind) for kind in kinds}
    train = image_files.listed(folder / "train")
    return PhotoSet(
        name,
        _read(folder / "train", train, size),
        _group_numbers(train),
        _read(folder / "test" / NORMAL, image_files.listed(folder / "test" / NORMAL), size),
        {kind: _read(folder / "test" / kind, names[kind], size) for kind in kinds},
        {kind: _masks(folder / "mask" / kind, names[kind], size) for kind in kinds},
    )


def _group_numbers(names):
    """[N], from names such as g012-0345.jpg."""
    return np.unique([name.partition("-")[0] for name in names], return_inverse=True)[1]


def _read(folder, names, size, channels=3):
    files = tqdm(names, desc=f"read {'/'.join(folder.parts[-2:])}", unit="image")
    return np.stack([_pixels(folder / name, channels, size) for name in files])


def _pixels(path, channels, size):
    return image_files.preprocess(path.read_bytes(), channels, *size, "stretch")


def _masks(folder, names, size):
    """bool [N, H, W]; an image without a mask has no true pixel. None if no image of the kind has one."""
    if not folder.is_dir():
        return None
    masks = np.zeros((len(names), *size), bool)
    for mask, name in zip(masks, names):
        path = folder / f"{name.rpartition('.')[0]}.png"
        if path.exists():
            mask[:] = _pixels(path, 1, size)[0] > 127
    return masks
