"""The scores of images that are larger than the network, from those of their tiles.

The Java side does the same in core.elbo.TileTerms; src/test/resources/bundles/tiled compares them.
"""

import torch
from torch import nn

from .scoring import FEATURES, SCORE_OUTPUTS, TERMS

# Features of the worst or brightest place: the image's is the largest of its tiles.
LARGEST = ("log_local", "log_local_row", "log_local_column", "brightness_highest")
HELD_BYTES = 4 << 20  # of tiles scored at a time


class TiledHead(nn.Module):
    """A head that scores tiles, as one that scores whole images.

    Sums over the image are the sums of its tiles: what they have in common counts in each of them. `local` is the
    largest of the tiles. A feature is the mean of the tiles, or their maximum where it is one itself.
    """

    def __init__(self, head, tiling, features):
        super().__init__()
        self.head = head
        self.tiling = tiling
        self.largest = torch.tensor([name in LARGEST for name in features])

    def forward(self, image):
        """image uint8 [N, C, H, W] → TERMS, FEATURES."""
        images = [self._image(one) for one in image]
        return tuple(torch.stack(values) for values in zip(*images))

    def _image(self, image):
        tiles = torch.cat(self.tiling.cut(image[None]))
        held = max(1, HELD_BYTES // tiles[0].numel())
        parts = [self.head(part)[: len(SCORE_OUTPUTS)] for part in tiles.split(held)]
        found = {name: torch.cat(values) for name, values in zip(SCORE_OUTPUTS, zip(*parts))}
        return of_image(found, self.largest)


def of_image(found, largest):
    """TERMS and FEATURES of an image from those of its tiles, {output: [T, …]}; `largest` [F] as in TiledHead."""
    precision = found["local"].dtype
    combined = [
        found[name].amax(0) if name == "local" else found[name].double().sum(0).to(precision)
        for name in TERMS
    ]
    features = found[FEATURES]
    means = features.double().mean(0).to(precision)
    combined.append(torch.where(largest.to(features.device), features.amax(0), means))
    return combined


def of_images(terms, tiles, names):
    """{term: [N, …]} of images from those of all their tiles in a row, {term: [N·tiles, …]}; `names` of the features."""
    largest = torch.tensor([name in LARGEST for name in names])
    rows = {name: torch.from_numpy(values).split(tiles) for name, values in terms.items()}
    found = [of_image(dict(zip(rows, parts)), largest) for parts in zip(*rows.values())]
    return {name: torch.stack(values).numpy() for name, values in zip(SCORE_OUTPUTS, zip(*found))}
