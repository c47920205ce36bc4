"""From normal images and a backbone to a bundle."""

from dataclasses import asdict, replace

import numpy as np

from .. import alike, checkpoint, command, data, source_report
from ..bundle import files
from ..bundle.export import write_onnx
from ..bundle.golden import golden_json
from ..bundle.manifest import MASK, feature_manifest_json
from ..calibration import LEAST_IMAGES, calibration_json, check_count, lowest_alpha, reach
from ..command import UserError
from ..onnx_graph.interpreter import Interpreter
from ..tiled_head import of_images
from . import choosing, fitting, folds
from .checking import check
from .graph import ScoreStage, feature_model
from .scores import PlaceScores, feature_names


def make(recipe, backbone, grid_size, options, alpha=None, tried=(), by_source=False):
    """Writes the bundle of a recipe's images; returns its folder. If latents are `tried`, the best one is taken."""
    command.check_writable(files.bundle_folder(recipe.name))
    count = len(data.group_numbers(recipe.sources))
    if count < LEAST_IMAGES:
        raise UserError(f"{count} images are too few: give at least {LEAST_IMAGES} normal images")
    alpha = alpha or lowest_alpha(count)
    check_count(count, alpha)  # before the images are read, not after it
    if by_source:
        data.required_sources(data.source_names(recipe.sources))
    sets, images, groups = data.read_all(recipe.sources, recipe.whole)
    if recipe.mask:
        recipe = replace(recipe, mask=recipe.mask.filled_by(images))
    check_count(len(images), alpha)  # files may have gone since they were counted
    sources = data.required_sources(data.sources_of_read(sets)) if by_source else None
    groups, grouping = _groups(recipe.sources, sets, groups, by_source)
    whole, tiles = recipe.whole, 1 if recipe.tiling is None else len(recipe.tiling.places())
    print(f"images      {len(images)} of {whole.height}x{whole.width} {recipe.colour}, {grouping}")
    if recipe.tiling:
        print(f"tiles       {tiles} of {recipe.height}x{recipe.width} an image")
    print(f"backbone    {backbone.file}: {'; '.join(map(str, backbone.taps))}")
    print(f"input       {backbone.normalisation}")
    grid = fitting.grid_of(backbone, options, grid_size)
    taken = images if recipe.tiling is None else _tiles(recipe.tiling, images)
    features = fitting.features_of(backbone, grid, taken, recipe.mask)
    numbers = folds.folds_of(groups, options.folds, sources)
    chosen = []
    if tried:
        chosen = choosing.choose(
            features, taken, numbers.repeat(tiles), backbone, grid, options, tried, recipe.mask
        )
        print("\n".join(choosing.table(chosen)))
        options = chosen[0].options
        recipe = replace(recipe, box=options.box)
        numbers = folds.folds_of(groups, options.folds, sources)
    fit = fitting.fit(features, taken, numbers.repeat(tiles), options, recipe.mask)
    print(f"grid        {grid.height}x{grid.width} places of {fit.standard.dimensions} dimensions; {_shown(fit.latent)}")
    size = grid.height, grid.width
    scores = PlaceScores(fit.latent, recipe.image_shape, size, options.box, options.beta, recipe.mask)
    model = feature_model(backbone, ScoreStage(grid, fit.standard, scores), recipe.image_shape, recipe.depth)
    rounding = check(model, recipe.image_shape, recipe.depth)
    golden = golden_json(Interpreter(model), recipe.image_shape, rounding, recipe.depth)
    folder = files.bundle_folder(recipe.name)
    recipe = replace(recipe, name=folder.name)
    sha256 = write_onnx(model, folder / "model.onnx")
    places = {"height": grid.height, "width": grid.width, "dimensions": fit.standard.dimensions}
    manifest = feature_manifest_json(
        recipe,
        sha256,
        places=places,
        latent=fit.latent.manifest(),
        backbone=backbone.to_json(),
        names=feature_names(),
        provenance=_provenance(sets, backbone, options, len(np.unique(numbers)), chosen),
    )
    files.write_json(folder / "manifest.json", manifest)
    files.write_json(folder / "golden.json", golden)
    if recipe.mask:
        files.write_bytes(folder / MASK, recipe.mask.png())
    identity = {"name": recipe.name, "version": recipe.version, "sha256": sha256}
    named = [{"name": s.name, "images": len(s)} for s in sets]
    terms = fit.terms if recipe.tiling is None else of_images(fit.terms, tiles, feature_names())
    content = calibration_json(identity, named, alpha, terms, options.beta, numbers, sources=sources)
    files.write_json(folder / "calibration.json", content)
    size = (folder / "model.onnx").stat().st_size
    print(f"wrote {folder}: model {sha256[:12]}, {size:,} bytes; alpha {alpha:g}")
    print(reach(len(images)))
    doubts = alike.warnings(images, numbers)
    if by_source:
        print("\n".join(source_report.table(sources, alpha)))
        doubts += source_report.warnings(sources, content, alpha)
    for warning in doubts:
        command.warn(warning)
    return folder


def _shown(latent):
    described = latent.manifest()
    if described["type"] == "categorical":
        return f"categorical latent, {described['codes']:,} codes"
    return f"Gaussian latent, {described['channels']} numbers at each place"


def _tiles(tiling, images):
    """[N·T, C, h, w]: the tiles of the first image, then those of the second, …"""
    return np.stack(tiling.cut(images), 1).reshape(-1, images.shape[1], tiling.height, tiling.width)


def _groups(sources, sets, numbered, by_source=False):
    """([N] group numbers, how they were found): as --group says, else by the names of the files.

    By source the name of the first folder says nothing of what an image shows; it only keeps sources apart.
    """
    if any(source.group > 1 for source in sources):
        return numbered, "groups as --group says"
    names = []
    for i, images in enumerate(sets):
        if not images.files:
            return numbered, "each image by itself"
        listed = images.files
        if by_source:
            heads = {name: k for k, name in enumerate(dict.fromkeys(name.split("/")[0] for name in listed))}
            listed = [f"{heads[name.split('/')[0]]}/{name.split('/')[-1]}" for name in listed]
        names += [f"{i}/{name}" for name in listed]
    return folds.groups_of_names(names)


def _provenance(sets, backbone, options, fold_count, candidates):
    values = asdict(options)
    values["tap_strides"] = list(values["tap_strides"])
    choice = {"choice": [candidate.to_json() for candidate in candidates]} if candidates else {}
    return {
        "data": [{"name": s.name, "sha256": s.sha256, "images": len(s)} for s in sets],
        "seed": options.seed,
        "architecture": f"{options.latent} latent at each place of features of {backbone.file}",
        "normalisation": backbone.normalisation.reason,
        "folds": fold_count,
        "options": values,
        **choice,
        "tools": checkpoint.tool_versions(),
        "trainedAt": checkpoint.utc_now(),
    }
