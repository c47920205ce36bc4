"""Blobs painted over training images: the network learns to leave out what does not belong in an image.

A denoising VAE (Im, Ahn, Memisevic & Bengio 2017, "Denoising criterion for variational auto-encoding
framework") encodes the corrupted image and is trained to reconstruct the clean one. It needs no anomalies: a
blob is a short random walk of discs.
"""

import numpy as np

from . import depth

BLOBS_PER_RUN = 4_000  # different blobs of a run; each is used at many places
MAX_BLOBS_PER_IMAGE = 3
MIN_RADIUS = 0.7  # pixels


class Blobs:
    """Corrupts images. The same `random` gives the same blobs. A `share` of 0 corrupts no image."""

    def __init__(self, share, max_radius, image_shape, random):
        self.share = share
        self.random = random
        _, self.height, self.width = image_shape
        if share > 0:
            blobs = [self._blob(max_radius) for _ in range(BLOBS_PER_RUN)]
            self.blobs = np.stack(blobs)  # bool [BLOBS_PER_RUN, H, W]

    def corrupt(self, pixels):
        """uint8 or uint16 [N, C, H, W] → the same shape and type.

        Blobs are black where an image is bright and white where it is dark.
        """
        if self.share <= 0:
            return pixels
        images, corrupted, white = len(pixels), pixels, depth.white(pixels)
        chosen = self.random.random_sample(images) < self.share
        for number in range(MAX_BLOBS_PER_IMAGE):
            used = chosen & (self.random.random_sample(images) < 1 / (number + 1))
            masks = self.blobs[self.random.randint(0, BLOBS_PER_RUN, images)]  # bool [N, H, W]
            offset = self.random.randint(self.height), self.random.randint(self.width)
            masks = np.roll(masks, offset, (1, 2))
            masks = masks & used[:, None, None]
            covered = (pixels.mean(1) * masks).sum((1, 2)) / np.maximum(1, masks.sum((1, 2)))
            level = np.where(covered > white // 2, 0, white).astype(pixels.dtype)
            corrupted = np.where(masks[:, None], level[:, None, None, None], corrupted)
        return corrupted

    def _blob(self, max_radius):
        random, height, width = self.random, self.height, self.width
        rows, columns = np.mgrid[0:height, 0:width]
        blob = np.zeros((height, width), bool)
        row, column = random.uniform(0, height), random.uniform(0, width)
        radius = random.uniform(MIN_RADIUS, max_radius)
        stride = random.uniform(0.3, 1) * max(1, radius)
        angle = random.uniform(0, 2 * np.pi)
        for _ in range(random.randint(1, 9)):
            blob |= (rows - row) ** 2 + (columns - column) ** 2 < (radius * random.uniform(0.7, 1.3)) ** 2
            angle += random.normal(0, 0.5)
            row, column = row + stride * np.sin(angle), column + stride * np.cos(angle)
        return blob
