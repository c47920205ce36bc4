import numpy as np

from elbowatch_model.alike import alike_images, warning

PIXELS = 60


def image(k):
    """As in AlikeImagesTest.java: three images each show the same."""
    i = np.arange(PIXELS)
    raised = (k % 3 == 2) | ((k % 3 == 1) & (i % 3 == 0))
    return ((k // 3 * 7919 + i * (k // 3 + 3) * 31 + raised) % 251).astype(np.uint8).reshape(1, 6, 10)


def test_java_counts_the_same():
    images = np.stack([image(k * 7 % 1_100) for k in range(1_000)])
    assert alike_images(images) == 340


def test_half_a_level_a_pixel_is_allowed():
    black, other = np.zeros((1, 6, 10), np.uint8), np.zeros((1, 6, 10), np.uint8)
    other.flat[: PIXELS // 2] = 1
    assert alike_images(np.stack([black, other])) == 1
    other.flat[PIXELS // 2] = 1
    assert alike_images(np.stack([black, other])) == 0


def test_a_camera_that_stands_still_is_warned_of():
    still = np.repeat(image(5)[None], 400, 0)
    assert warning(still).startswith("399 of 400 images are alike")
    assert warning(still).endswith("without them 1 remain, which support no alpha")
    assert warning(np.stack([image(3 * k) for k in range(100)])) is None
