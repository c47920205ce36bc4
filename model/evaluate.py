#!/usr/bin/env python3
"""Evaluate a bundle on test images: AUROC of every score, and the share of images that raise an alarm."""

from elbowatch_model import bundle, command, data, evaluation, faults
from elbowatch_model.data import Source
from elbowatch_model.evaluation import Case
from elbowatch_model.recipes import generated_boards
from elbowatch_model.scorer import scorer_of

EPILOG = """\
The bundles of this repository know their test sets. For your own, give normal images that were neither
trained nor calibrated on, and any number of anomalous sets:

  model/evaluate.py camera-7 --normal /data/camera-7/test --anomalous /data/camera-7/scratched

The table goes to the terminal and to model/bundles/NAME/README.md. "default" is the verdict that decides
unless told otherwise. Shares of normal images should be near alpha; of anomalous images, high.
"""
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


def boards(read):
    source = generated_boards("test-seed3", 12_000, " --defects")
    pixels = read(source)
    labels_source = Source("boards/test-seed3-labels.idx.gz", generate=source.generate)
    labels, _ = data.read_idx(data.locate(labels_source))
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
    """Normal are crops of the boards that were not calibrated on; defects are told from the same places without."""
    clean = read(Source("deeppcb/test-clean64-idx3-ubyte.gz", group=12, half=1))
    paired, defect = (read(Source(f"deeppcb/test-{kind}64-idx3-ubyte.gz")) for kind in ("paired-clean", "defect"))
    kinds, _ = data.read_idx(data.locate(Source("deeppcb/test-defect-kind-idx1-ubyte.gz")))
    yield Case("clean crops of other boards (normal)", clean)
    yield Case("the defects' places without them (normal)", paired)
    yield Case("any defect", defect, paired)
    for kind, name in enumerate(DEFECTS, start=1):
        yield Case(name, defect[kinds == kind], paired)
    yield Case("covered lens (levels 0 to 6)", faults.covered(clean.shape[1:], 1000), clean)
    yield Case("blurred by 1 px", faults.blurred(clean, 1), clean)


KNOWN = {"fashion-mnist": fashion_mnist, "fashion-mnist-conv": fashion_mnist, "boards": boards, "deeppcb": deeppcb}


def own(normal_path, anomalous_paths):
    def cases(read):
        normal = read(Source(normal_path))
        yield Case(f"{normal_path} (normal)", normal)
        for path in anomalous_paths:
            yield Case(path, read(Source(path)), normal)

    return cases


def cases_of(arguments):
    if arguments.normal:
        return own(arguments.normal, arguments.anomalous or [])
    if arguments.name in KNOWN:
        return KNOWN[arguments.name]
    raise command.UserError(f"which images? give --normal PATH to evaluate {arguments.name}")


def evaluate(name, cases):
    head, recipe = scorer_of(name)
    calibrated = bundle.calibration_of(name)
    tested = cases(lambda source: data.read(source, recipe).pixels)
    table = evaluation.markdown(tested, head, recipe, calibrated)
    manifest = bundle.read_json(bundle.bundle_folder(name) / "manifest.json")
    text = (
        f"# {recipe.name} {manifest['version']}\n\n"
        f"{manifest['provenance']['architecture']}; {manifest['likelihood']['type']}, β {recipe.beta:g}, box"
        f" {recipe.box}; {len(calibrated[0]['elbo'])} calibration images."
        f" Written by `model/evaluate.py {name}`.\n\n{table}"
    )
    (bundle.bundle_folder(name) / "README.md").write_text(text, encoding="utf-8")
    print(text)


def main():
    parser = command.parser(__doc__, EPILOG)
    parser.add_argument("name", help="the bundle, as given to model/train.py or adopt.py, or its folder")
    parser.add_argument("--normal", metavar="PATH", help="folder or IDX file of normal test images")
    parser.add_argument("--anomalous", action="append", metavar="PATH", help="the same; may be repeated")
    arguments = parser.parse_args()
    evaluate(arguments.name, cases_of(arguments))


if __name__ == "__main__":
    command.run(main)
