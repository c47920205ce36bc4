"""Blobs painted over training images, so that the network learns to leave out what does not belong there.

A denoising VAE (Im, Ahn, Memisevic & Bengio 2017, "Denoising criterion for variational auto-encoding framework")
sees the corrupted image and is asked for the clean one. No anomaly is needed: a blob is a short random walk of discs.
"""

import numpy as np

BANK = 4_000  # different blobs a run; each is used at many places
MOST = 3  # blobs an image
SMALLEST_RADIUS = 0.7  # pixels


class Blobs:
    """Corrupts images; the same `random` gives the same blobs. A `share` of 0 leaves all of them as they are."""

    def __init__(self, share, largest_radius, image_shape, random):
        self.share = share
        self.random = random
        _, self.height, self.width = image_shape
        if share > 0:
            self.bank = np.stack([self._blob(largest_radius) for _ in range(BANK)])  # bool [BANK, H, W]

    def corrupt(self, pixels):
        """uint8 [N, C, H, W] → the same shape; black blobs where an image is bright, white ones where it is dark."""
        if self.share <= 0:
            return pixels
        images, corrupted = len(pixels), pixels
        hit = self.random.random_sample(images) < self.share
        for number in range(MOST):
            used = hit & (self.random.random_sample(images) < 1 / (number + 1))
            masks = self.bank[self.random.randint(0, BANK, images)]  # bool [N, H, W]
            masks = np.roll(masks, (self.random.randint(self.height), self.random.randint(self.width)), (1, 2))
            masks = masks & used[:, None, None]
            below = (pixels.mean(1) * masks).sum((1, 2)) / np.maximum(1, masks.sum((1, 2)))
            level = np.where(below > 127, 0, 255).astype(np.uint8)
            corrupted = np.where(masks[:, None], level[:, None, None, None], corrupted)
        return corrupted

    def _blob(self, largest_radius):
        random, height, width = self.random, self.height, self.width
        rows, columns = np.mgrid[0:height, 0:width]
        blob = np.zeros((height, width), bool)
        row, column = random.uniform(0, height), random.uniform(0, width)
        radius = random.uniform(SMALLEST_RADIUS, largest_radius)
        stride = random.uniform(0.3, 1) * max(1, radius)
        angle = random.uniform(0, 2 * np.pi)
        for _ in range(random.randint(1, 9)):
            blob |= (rows - row) ** 2 + (columns - column) ** 2 < (radius * random.uniform(0.7, 1.3)) ** 2
            angle += random.normal(0, 0.5)
            row, column = row + stride * np.sin(angle), column + stride * np.cos(angle)
        return blob
