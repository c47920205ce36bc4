"""The methods that are measured, by the name that the command line has for each."""

from ...command import UserError
from .baselines import NearestNeighbour, OneGaussian
from .pixel_vae import PixelVae
from .place_features import PlaceFeatures
from .place_vae import PlaceVae

TITLES = {
    "pixel": "pixel VAE, 64x64",
    "one-gaussian": "one Gaussian",
    "gaussian": "Gaussian VAE with position",
    "categorical": "categorical VAE",
    "neighbour": "nearest neighbour",
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
        found["gaussian"] = PlaceVae(features, latent="gaussian", position=True)
        found["categorical"] = PlaceVae(features)
        found["neighbour"] = NearestNeighbour(features)
    return {name: found[name] for name in names}
