"""The test sets of the bundles in this repository.

`read` gives the pixels of a Source, in the bundle's shape.
"""

from .. import data, image_files
from ..data import Source
from ..recipes import generated_boards
from . import faults
from .assessment import Case

DEFECTS = ("open", "short", "mousebite", "spur", "spurious copper", "pinhole")


def fashion_mnist(read):
    normal = read(Source("fashion-mnist/t10k-images-idx3-ubyte.gz"))
    yield Case("Fashion-MNIST t10k (normal)", normal)
    yield Case("MNIST t10k", read(Source("mnist/t10k-images-idx3-ubyte.gz")), normal)
    yield Case("covered lens (levels 0 to 6)", faults.covered(normal.shape[1:], 1000), normal)
    yield Case("blank, every level", faults.blank(normal.shape[1:]), normal)
    yield Case("blurred by 1 px", faults.blurred(normal, 1), normal)
    yield Case("half as bright", faults.darkened(normal, 0.5), normal)
    yield Case("noise of 0.05", faults.noisy(normal, 0.05), normal)
    yield Case("white 4 px patch", faults.patched(normal, 4), normal)
    yield Case("upside down", normal[:, :, ::-1].copy(), normal)
    yield Case("mirrored", normal[..., ::-1].copy(), normal)


def generated_test_boards(read):
    """Pixels and labels; label 0 is normal, label k the k-th of DEFECTS."""
    source = generated_boards("test-seed3", 12_000, " --defects")
    pixels = read(source)
    labels_source = Source("boards/test-seed3-labels.idx.gz", generate=source.generate)
    labels, _ = image_files.read_idx(data.locate(labels_source))
    return pixels, labels


def boards(read):
    pixels, labels = generated_test_boards(read)
    normal = pixels[labels == 0]
    yield Case("generated boards (normal)", normal)
    yield Case("any defect", pixels[labels > 0], normal)
    for kind, name in enumerate(DEFECTS, start=1):
        yield Case(name, pixels[labels == kind], normal)
    yield Case("covered lens (levels 0 to 6)", faults.covered(normal.shape[1:], 1000), normal)
    yield Case("blank, every level", faults.blank(normal.shape[1:]), normal)
    yield Case("blurred by 1 px", faults.blurred(normal, 1), normal)
    yield Case("blurred by 2 px", faults.blurred(normal, 2), normal)


def deeppcb(read):
    """The normal images are crops of boards that were not calibrated on.

    Defects are separated from the same places without a defect.
    """
    clean = read(Source("deeppcb/test-clean64-idx3-ubyte.gz", group=12, half=1))
    paired = read(Source("deeppcb/test-paired-clean64-idx3-ubyte.gz"))
    defect = read(Source("deeppcb/test-defect64-idx3-ubyte.gz"))
    kinds, _ = image_files.read_idx(data.locate(Source("deeppcb/test-defect-kind-idx1-ubyte.gz")))
    yield Case("clean crops of other boards (normal)", clean)
    yield Case("the defects' places without them (normal)", paired)
    yield Case("any defect", defect, paired)
    for kind, name in enumerate(DEFECTS, start=1):
        yield Case(name, defect[kinds == kind], paired)
    yield Case("covered lens (levels 0 to 6)", faults.covered(clean.shape[1:], 1000), clean)
    yield Case("blurred by 1 px", faults.blurred(clean, 1), clean)


def own(normal_path, anomalous_paths):
    """The cases of a user's own images."""

    def cases(read):
        normal = read(Source(normal_path))
        yield Case(f"{normal_path} (normal)", normal)
        for path in anomalous_paths:
            yield Case(path, read(Source(path)), normal)

    return cases


CASES = {
    "fashion-mnist": fashion_mnist,
    "fashion-mnist-conv": fashion_mnist,
    "boards": boards,
    "deeppcb": deeppcb,
}
