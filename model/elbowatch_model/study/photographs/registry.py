"""The methods that are measured, by the name that the command line has for each."""

from ...command import UserError
from ...places.arguments import POSITIONED_CODES
from .baselines import NearestNeighbour, OneGaussian
from .pixel_vae import PixelVae
from .place_features import PlaceFeatures
from .place_vae import PlaceVae

TITLES = {
    "pixel": "pixel VAE, 64x64",
    "one-gaussian": "one Gaussian",
    "gaussian": "Gaussian VAE with position",
    "categorical": "categorical VAE",
    "positioned": "categorical VAE with position",
    "neighbour": "nearest neighbour",
}
# The feature bundles, as changes of the default options.
PLACE_VAES = {
    "gaussian": {"latent": "gaussian", "position": True},
    "categorical": {},
    "positioned": {"position": True, "codes": POSITIONED_CODES, "spread": 0.0},
}


def methods(names, photos, backbone):
    """{name: method} for a set; `backbone` is the path of an ONNX file. Methods of one call share features."""
    found = {"pixel": PixelVae()} if "pixel" in names else {}
    if set(names) - {"pixel"}:
        if not backbone.exists():
            raise UserError(f"there is no backbone {backbone}; give --backbone FILE, or --methods pixel")
        features = PlaceFeatures(backbone, photos.train.shape[2:])
        for images in (photos.train, photos.normal, photos.anomalous, *photos.faults.values()):
            features.keep(images)
        found["one-gaussian"] = OneGaussian(features)
        found |= {name: PlaceVae(features, **options) for name, options in PLACE_VAES.items()}
        found["neighbour"] = NearestNeighbour(features)
    return {name: found[name] for name in names}


def choice_of(photos, backbone):
    """(features, {method: its options}) of the latents that --choose chooses from."""
    features = PlaceFeatures(backbone, photos.train.shape[2:])
    return features, {name: PlaceVae(features, **options).options for name, options in PLACE_VAES.items()}
