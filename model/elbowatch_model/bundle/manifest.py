"""manifest.json: what the Java side has to know about a model."""

import hashlib

from ..features import feature_names
from ..vae import latent_shape


MASK = "mask.png"


def mask_json(recipe):
    """What manifest.json says about the mask, as a part of it; nothing without one."""
    if not recipe.mask:
        return {}
    sha256 = hashlib.sha256(recipe.mask.png()).hexdigest()
    return {"mask": {"file": MASK, "sha256": sha256, "fill": list(recipe.mask.fill)}}


def preprocessing_json(recipe):
    """The steps before the model. Images are read as stored and in 8 bits unless it says otherwise."""
    turned = {} if recipe.orientation == "as_stored" else {"orientation": recipe.orientation}
    deep = {} if recipe.depth == 8 else {"depth": recipe.depth}
    return {**turned, **deep, "colour": recipe.colour, "resize": "bilinear", "fit": recipe.fit}


def manifest_json(recipe, likelihood, provenance, model_sha256, latent=None, mean="sigmoid"):
    """The content of manifest.json.

    `latent` is the latent's shape (D, h, w) if the recipe does not describe it. `mean` says how a Gaussian's
    mean follows from the graph's logits: as their sigmoid, or as the logits themselves (identity).
    """
    channels, rows, columns = latent or latent_shape(recipe)
    kind = {"type": recipe.likelihood}
    if recipe.likelihood == "gaussian":
        kind["sigma"] = likelihood.sigma
        kind["mean"] = mean
        if recipe.learn_sigma:
            kind["learned"] = True
    return {
        "schema": 1,
        "name": recipe.name,
        "version": recipe.version,
        "model": {"file": "model.onnx", "sha256": model_sha256},
        "likelihood": kind,
        "beta": recipe.beta,
        "latentSize": channels * rows * columns,
        "latent": {"channels": channels, "height": rows, "width": columns},
        "image": {
            "channels": recipe.channels,
            "height": recipe.whole.height,
            "width": recipe.whole.width,
        },
        "preprocessing": preprocessing_json(recipe),
        "local": {"box": recipe.box},
        **mask_json(recipe),
        "features": list(feature_names((channels, rows, columns))),
        **tiles_json(recipe),
        "provenance": provenance,
    }


def tiles_json(recipe):
    """The part of the manifest that says how images are cut into tiles; nothing if they are not."""
    if recipe.tiling is None:
        return {}
    return {"tiles": {"height": recipe.height, "width": recipe.width, "overlap": recipe.overlap}}


def feature_manifest_json(recipe, model_sha256, places, latent, backbone, names, provenance):
    """The content of manifest.json of a feature bundle: a latent at each place of a grid of a backbone's features."""
    size = {} if "channels" not in latent else {"latentSize": latent["channels"] * latent["height"] * latent["width"]}
    return {
        "schema": 1,
        "name": recipe.name,
        "version": recipe.version,
        "model": {"file": "model.onnx", "sha256": model_sha256},
        "likelihood": {"type": "places"},
        "places": places,
        "beta": recipe.beta,
        **size,
        "latent": latent,
        "backbone": backbone,
        "image": {"channels": recipe.channels, "height": recipe.whole.height, "width": recipe.whole.width},
        "preprocessing": preprocessing_json(recipe),
        "local": {"box": recipe.box},
        **mask_json(recipe),
        "features": list(names),
        **tiles_json(recipe),
        "provenance": provenance,
    }
