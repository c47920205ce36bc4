"""What the user says about a foreign graph."""

from dataclasses import dataclass

RANGES = {"0..1": (0.0, 1.0), "-1..1": (0.5, 0.5), "0..255": (0.0, 1 / 255)}  # (mean, deviation) of x in 0..1


@dataclass(frozen=True)
class TrainingOptions:
    """How the foreign VAE was trained and exported, as far as the user says so. What is None is detected."""

    input: str = None
    reconstruction: str = None
    mean: str = None
    log_variance: str = None
    layout: str = None  # nchw or nhwc
    kind: str = None  # of the reconstruction: logits, probabilities or input
    size: tuple = None  # (H, W)
    colour: str = None  # L or RGB
    # The graph takes (x - mean)/deviation of x in 0..1: one number, or one a channel.
    range_mean: tuple = (0.0,)
    range_deviation: tuple = (1.0,)
    range_given: bool = False  # whether the user says the range, also if it is the default
    ignored: tuple = ()  # outputs that take no part in the likelihood
    likelihood: str = "bernoulli"

    @property
    def named_tensors(self):
        return [name for name in (self.reconstruction, self.mean, self.log_variance) if name]
