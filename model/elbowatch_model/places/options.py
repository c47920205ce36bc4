"""Everything that decides a feature bundle beside its images and its backbone."""

from dataclasses import dataclass

KINDS = ("categorical", "gaussian")


@dataclass(frozen=True)
class PlaceOptions:
    """The defaults are those measured on real photographs: docs/evaluation.md."""

    latent: str = "categorical"
    # features
    tap_strides: tuple = (16,)  # of the taps that nobody named
    pool: int = 3  # side of the window that a tap is averaged over
    directions: int = 80  # of the features that the codes describe: those in which normal places vary most
    max_dimensions: int = 384  # the same for the Gaussian latent
    projection: int = 0  # dimensions that take the place of these two; 0: none
    position: bool = False  # whether the latent knows its place in the image
    # the categorical latent
    codes: int = 4096
    places_per_code: int = 4  # at least; fewer codes than asked if the images have fewer places
    runs: int = 10  # of places, each of which proposes codes
    weighed_places: int = 50_000  # at most so many decide the weights of the codes and their mean variance
    sketch: int = 64  # dimensions of the random projection that distances are compared in
    neighbours: int = 20  # other codes that decide the variance of a code
    spread: float = 1.5  # how strongly they do: variance ∝ (their mean squared distance)^spread
    min_variance: float = 0.01  # of a code, in standardised features; identical images have none
    position_weight: float = 5.0  # of row and column, -1 to 1, among features of deviation 1
    # the Gaussian latent
    channels: int = 16
    hidden: int = 128
    position_waves: int = 3
    steps: int = 1000
    batch_places: int = 1024
    learning_rate: float = 3e-3
    whitening_floor: float = 1e-3  # added to every variance before whitening, as a share of that of a feature
    # scores
    box: int = 3  # side of the window of `local`, places
    beta: float = 1.0
    folds: int = 10
    seed: int = 1
