"""Faults of the whole image, made from normal photographs uint8 [N, 3, H, W]."""

import io

import numpy as np
from PIL import Image, ImageFilter

QUALITY = 10
CAST = np.array([1.15, 1.0, 0.75]).reshape(3, 1, 1)  # the light of a warm lamp: more red, less blue


def global_faults(normal):
    """{name: images}; every run makes the same."""
    return {
        "black": np.zeros_like(normal),
        "white": np.full_like(normal, 255),
        "blur 2 px": _each(normal, lambda image: image.filter(ImageFilter.GaussianBlur(2))),
        "brightness × 0.5": _levels(normal * 0.5),
        "brightness × 1.5": _levels(normal * 1.5),
        "colour cast": _levels(normal * CAST),
        f"JPEG quality {QUALITY}": _each(normal, _through_jpeg),
        "shifted 10 %": shifted(normal, round(normal.shape[3] / 10)),
        "turned 90°": np.ascontiguousarray(np.rot90(normal, axes=(2, 3))),
    }


def shifted(pixels, by):
    """Moved to the right; the left column is repeated, so that no edge appears."""
    return np.concatenate([np.repeat(pixels[..., :1], by, 3), pixels[..., :-by]], 3)


def _through_jpeg(image):
    written = io.BytesIO()
    image.save(written, "JPEG", quality=QUALITY)
    return Image.open(io.BytesIO(written.getvalue())).convert("RGB")


def _each(pixels, change):
    images = (change(Image.fromarray(np.ascontiguousarray(i.transpose(1, 2, 0)))) for i in pixels)
    return np.stack([np.asarray(image).transpose(2, 0, 1) for image in images])


def _levels(values):
    return np.rint(np.clip(values, 0, 255)).astype(np.uint8)
