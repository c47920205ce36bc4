"""The options of model/make_bundle.py --network features."""

import tempfile
from dataclasses import replace
from pathlib import Path

from .. import checks, data, depth, image_files, own_images
from ..calibration import check_alpha
from ..command import UserError, sides
from ..recipes import Recipe
from . import choosing, fitting, torchvision_network
from .backbone import backbone_of
from .normalisation import Normalisation
from .options import KINDS, PlaceOptions

AREA = 256 * 256  # of the default size, pixels
MULTIPLE = 32  # of its sides: the largest stride of common networks
POSITIONED_CODES = 512  # codes that know their place: more, or variances of their own, found less (docs/evaluation.md)
GAUSSIAN_FOLDS = 5  # each is trained, which takes longer than to select codes
# Options of a pixel VAE's training that a feature bundle shares.
SHARED = {
    *("name", "network", "images", "group", "size", "colour", "fit", "mask", "tiles", "overlap", "latent", "beta", "box"),
    *("seed", "alpha", "by_source", "orientation", "depth"),
}


def add_options(parser):
    group = parser.add_argument_group("--network features: a VAE at each place of a frozen network's features")
    add = group.add_argument
    add("--backbone", metavar="FILE", help="ONNX file of a pretrained network, or torchvision:NAME")
    add("--taps", metavar="NAME,…", help="tensors that are the features (default: those at stride 16)")
    add("--grid", metavar="HxW", help="places (default: those of the finest tap)")
    add("--codes", type=int, metavar="K", help="values of the categorical latent at most")
    add("--project", type=int, metavar="D", help="dimensions that the features are projected to")
    add(
        "--position", action="store_true", default=None, help="the latent knows its place: for aligned objects"
    )
    add(
        "--choose",
        action="store_true",
        default=None,
        help="try latents, codes and windows on synthetic faults, take the best",
    )
    add("--steps", type=int, metavar="N", help="gaussian latent: steps of its training")
    add("--mean", metavar="M,…", help="the network takes (x - mean)/deviation, x in 0..1: one number or three")
    add("--deviation", metavar="S,…", help="the same")
    add("--order", choices=("RGB", "BGR"), help="order of the channels that the network takes (default RGB)")


def latent(text):
    """The value of --latent: a kind of latent, or a number for the other networks."""
    return text if text in KINDS else int(text)


def settings_of(arguments, given, masked):
    """(recipe, backbone, grid size, options) of the command line; `given` names the options that it has.

    `masked` adds the mask of a file to a recipe.
    """
    for option in given:
        if option not in SHARED and option not in OWN:
            raise UserError(f"--{option.replace('_', '-')} has no effect with --network features; leave it out")
    if not arguments.images:
        raise UserError(f"which images? give --images PATH with normal images to make {arguments.name}")
    if not arguments.backbone:
        raise UserError("which network? give --backbone FILE.onnx, or --backbone torchvision:mobilenet_v2")
    options = _options(arguments)
    if arguments.alpha is not None:
        check_alpha(arguments.alpha)
    sources = tuple(data.Source(path, arguments.group) for path in arguments.images)
    tile = sides("--tiles", arguments.tiles)
    whole = sides("--size", arguments.size) or (
        median_size(sources, arguments.orientation) if tile else default_size(sources, arguments.orientation)
    )
    size = tile or whole
    _check_sides(size)
    if arguments.overlap is not None and not tile:
        raise UserError("--overlap belongs to --tiles; give both or leave it out")
    channels = {"L": 1, "RGB": 3}.get(arguments.colour, 1 if arguments.depth == 16 else None)
    if channels is None:
        channels, reason = own_images.channels_of(sources)
        print(f"colour      {reason}")
    recipe = Recipe(
        name=arguments.name,
        sources=sources,
        channels=channels,
        height=size[0],
        width=size[1],
        whole_height=whole[0] if tile else 0,
        whole_width=whole[1] if tile else 0,
        overlap=(min(tile) // 8 if arguments.overlap is None else arguments.overlap) if tile else 0,
        fit=arguments.fit or Recipe.fit,
        orientation=arguments.orientation or Recipe.orientation,
        depth=arguments.depth or Recipe.depth,
        network="features",
        likelihood="places",
        beta=options.beta,
        box=options.box,
        seed=options.seed,
    )
    depth.checked(recipe)
    checks.check_bytes(recipe)
    if recipe.tiling:
        recipe.tiling.places()  # refuses tiles that do not fit, before the backbone is read
    recipe = masked(recipe, arguments.mask)
    taps = tuple(name for name in (arguments.taps or "").split(",") if name)
    backbone = _backbone(arguments, size, options, taps)
    grid = sides("--grid", arguments.grid)
    _check_places(backbone, options, size, grid, chosen=arguments.choose)
    return recipe, backbone, grid, options


def tried_of(arguments, options):
    """The latents that --choose tries; none without it."""
    if not arguments.choose:
        return []
    fixed = [name for name in ("latent", "codes", "position", "box") if getattr(arguments, name) is not None]
    if fixed:
        raise UserError(f"--choose decides --{fixed[0]}; leave one of the two out")
    return choosing.candidates(options, GAUSSIAN_FOLDS)


def _backbone(arguments, size, options, taps):
    normalisation = _normalisation(arguments)
    if not arguments.backbone.startswith(torchvision_network.PREFIX):
        return backbone_of(arguments.backbone, size, options, taps, normalisation)
    name = arguments.backbone[len(torchvision_network.PREFIX) :]
    with tempfile.TemporaryDirectory() as folder:
        path, own = torchvision_network.exported(name, Path(folder), size)
        return backbone_of(path, size, options, taps, normalisation or own)


OWN = {"backbone", "taps", "grid", "codes", "project", "position", "steps", "choose", "mean", "deviation", "order"}


def _options(arguments):
    changes = {
        "latent": arguments.latent,
        "codes": arguments.codes,
        "projection": arguments.project,
        "position": arguments.position,
        "steps": arguments.steps,
        "box": arguments.box,
        "beta": arguments.beta,
        "seed": arguments.seed,
    }
    options = replace(PlaceOptions(), **{key: value for key, value in changes.items() if value is not None})
    if options.latent == "gaussian":
        options = replace(options, folds=GAUSSIAN_FOLDS)
    if options.latent not in KINDS:
        raise UserError(f"--latent is {' or '.join(KINDS)} with --network features, not {options.latent}")
    if options.box < 1 or options.box % 2 == 0:
        raise UserError(f"--box must be odd with --network features, so that it is centred on a place, not {options.box}")
    if min(options.codes, options.beta, options.steps) <= 0 or options.projection < 0:
        raise UserError("--codes, --beta, --project and --steps must be positive")
    if options.position and options.latent == "categorical" and not arguments.codes:
        options = replace(options, codes=POSITIONED_CODES, spread=0.0)
    if arguments.steps and options.latent != "gaussian":
        raise UserError("--steps belongs to --latent gaussian; give it or leave it out")
    if arguments.codes and options.latent == "gaussian":
        raise UserError("--codes belongs to --latent categorical; leave it out")
    return options


def _check_places(backbone, options, size, given, chosen):
    """Refuses a grid or a window that Java does not read; `chosen` windows fit."""
    grid = fitting.grid_of(backbone, options, given)
    if size[0] % grid.height or size[1] % grid.width:
        raise UserError(
            f"{grid.height}x{grid.width} places do not divide images of {size[0]}x{size[1]} into equal cells; give a"
            f" --grid whose sides divide {size[0]} and {size[1]}"
        )
    most = max(grid.height, grid.width)
    if options.box > most and not chosen:
        raise UserError(f"--box must be 1 to {most} for {grid.height}x{grid.width} places, not {options.box}")


def _check_sides(size):
    """The strides of networks are powers of 2 up to 32; other sides would leave pixels to no place."""
    if any(side % MULTIPLE for side in size):
        near = "x".join(str(max(MULTIPLE, MULTIPLE * round(side / MULTIPLE))) for side in size)
        raise UserError(f"the sides of {size[0]}x{size[1]} must be multiples of {MULTIPLE}; give --size {near}")


def _normalisation(arguments):
    if arguments.mean is None and arguments.deviation is None:
        if arguments.order:
            raise UserError("--order needs --mean and --deviation, too")
        return None
    if arguments.mean is None or arguments.deviation is None:
        raise UserError("--mean and --deviation belong together: give both")
    mean, deviation = (_three(text) for text in (arguments.mean, arguments.deviation))
    if min(deviation) <= 0:
        raise UserError("--deviation must be positive")
    return Normalisation.of_unit_range(mean, deviation, arguments.order or "RGB")


def _three(text):
    try:
        numbers = [float(number) for number in text.split(",")]
    except ValueError as error:
        raise UserError(f"--mean and --deviation need numbers such as 0.5,0.5,0.5, not {text}") from error
    if len(numbers) not in (1, 3):
        raise UserError(f"--mean and --deviation need 1 or 3 numbers each, not {text}")
    return tuple(numbers * (3 // len(numbers)))


def median_size(sources, orientation=None):
    """(height, width): the medians of the images."""
    sizes = []
    for source in sources:
        found = data.locate(source)
        if not found.is_dir():
            return tuple(image_files.idx_shape(found)[-2:])
        paths = image_files.spread_over(found, own_images.LOOKED_AT)
        sizes += [image_files.size_of(path, orientation) for path in paths]
    if not sizes:
        raise UserError("raw images have no size; give --size HxW")
    return tuple(sorted(sides)[len(sizes) // 2] for sides in zip(*sizes))


def default_size(sources, orientation=None):
    """Sides that are multiples of 32, with the median aspect ratio of the images and an area of about 256x256."""
    ratios = []
    for source in sources:
        found = data.locate(source)
        if not found.is_dir():
            shape = image_files.idx_shape(found)
            return tuple(shape[-2:])
        for path in image_files.spread_over(Path(found), own_images.LOOKED_AT):
            height, width = image_files.size_of(path, orientation)
            ratios.append(height / width)
    if not ratios:
        raise UserError("raw images have no size; give --size HxW")
    ratio = sorted(ratios)[len(ratios) // 2]
    sides = ((AREA * ratio) ** 0.5, (AREA / ratio) ** 0.5)
    return tuple(max(MULTIPLE, MULTIPLE * round(side / MULTIPLE)) for side in sides)
