import numpy as np

from elbowatch_model.alike import across_folds, alike_images, light_warning, likes, warning
from elbowatch_model.calibration import folds_of

PIXELS = 60


def image(k):
    """As in AlikeImagesTest.java: three images each show the same."""
    i = np.arange(PIXELS)
    raised = (k % 3 == 2) | ((k % 3 == 1) & (i % 3 == 0))
    return ((k // 3 * 7919 + i * (k // 3 + 3) * 31 + raised) % 251).astype(np.uint8).reshape(1, 6, 10)


def test_java_counts_the_same():
    images = np.stack([image(k * 7 % 1_100) for k in range(1_000)])
    assert alike_images(images) == 340
    assert across_folds(likes(images), folds_of(1_000)) == 340


def test_equal_light_is_warned_of():
    lit = np.random.RandomState(1).randint(0, 256, (30, 1, 8, 8)).astype(np.uint8)
    assert light_warning(lit) is None
    lit[:, :, 0, 0] = 0
    equal = np.sort(lit[:1].reshape(1, 64), 1).repeat(30, 0)
    for k in range(30):
        np.random.RandomState(k).shuffle(equal[k])
    assert "equally bright: their mean levels have a standard deviation of 0.00" in light_warning(
        equal.reshape(30, 1, 8, 8)
    )


def test_half_a_level_a_pixel_is_allowed():
    black, other = np.zeros((1, 6, 10), np.uint8), np.zeros((1, 6, 10), np.uint8)
    other.flat[: PIXELS // 2] = 1
    assert alike_images(np.stack([black, other])) == 1
    other.flat[PIXELS // 2] = 1
    assert alike_images(np.stack([black, other])) == 0


def test_a_camera_that_stands_still_is_warned_of():
    still = np.repeat(image(5)[None], 400, 0)
    assert warning(still).startswith("399 of 400 images are alike")
    assert "; 360 of them resemble one of another fold, whose model knows them;" in warning(still)
    assert warning(still).endswith("without them 1 remain, which support no alpha")
    assert warning(np.stack([image(3 * k) for k in range(100)])) is None
