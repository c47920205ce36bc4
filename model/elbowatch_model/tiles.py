"""How images that are larger than the network are cut into tiles; core.elbo.Tiling of the Java side cuts alike."""

from dataclasses import dataclass

from .command import UserError


@dataclass(frozen=True)
class Tiling:
    """Tiles [C, height, width] of an image [C, H, W]. They lie inside the image and cover it.

    Neighbours have at least `overlap` pixels in common; the last tile of a row or column ends with the image.
    """

    image_shape: tuple  # (C, H, W)
    height: int
    width: int
    overlap: int

    def __post_init__(self):
        _, rows, columns = self.image_shape
        if not (1 <= self.height <= rows and 1 <= self.width <= columns):
            raise UserError(f"tiles of {self.height}x{self.width} do not fit into images of {rows}x{columns}")
        most = min(self.height, self.width) - 1
        if not 0 <= self.overlap <= most:
            raise UserError(f"the overlap of tiles must be 0 to {most} pixels, not {self.overlap}")

    def places(self):
        """(row, column) of the first pixel of every tile, row by row."""
        _, rows, columns = self.image_shape
        return [
            (row, column)
            for row in self._starts(rows, self.height)
            for column in self._starts(columns, self.width)
        ]

    def _starts(self, side, tile):
        return [*range(0, side - tile, tile - self.overlap), side - tile]

    def cut(self, pixels):
        """[N, C, H, W] → a list of its tiles, each [N, C, height, width]."""
        return [pixels[:, :, r : r + self.height, c : c + self.width] for r, c in self.places()]
