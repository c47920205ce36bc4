package io.elbowatch.testing;

import io.elbowatch.core.elbo.ElboTerms;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.stream.flow.BundleOpener;
import io.elbowatch.stream.flow.BundleProblem;
import io.elbowatch.stream.flow.BundleProblem.Reason;
import io.elbowatch.stream.flow.OpenedBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Bundles whose place is a number: their models score an image by its mean pixel and this number. Other places are
 * broken; chosen ones cannot be reached.
 */
public final class FakeBundles implements BundleOpener {
    private final Judge judge = Calibrations.judge(999, 0.01);
    private final Map<String, FakeModel> models = new ConcurrentHashMap<>();
    private final Set<String> unreachable = ConcurrentHashMap.newKeySet();
    private final List<String> opened = new CopyOnWriteArrayList<>();

    /** From now on this place cannot be reached. */
    public FakeBundles without(String at) {
        unreachable.add(at);
        return this;
    }

    /** From now on this place can be reached again. */
    public void with(String at) {
        unreachable.remove(at);
    }

    /** The places that were opened, in their order. */
    public List<String> opened() {
        return new ArrayList<>(opened);
    }

    /** The local score that the bundle at this place gives an image. */
    public static float local(String at, byte[] image) {
        return FakeModel.meanPixel(image).local() + Integer.parseInt(at);
    }

    private static ElboTerms terms(String at, byte[] image) {
        float local = local(at, image);
        return Terms.of(local, 0, 1, local, local);
    }

    @Override
    public OpenedBundle open(String bundle, BundleRef ref) throws BundleProblem {
        String at = ref.at();
        if (unreachable.contains(at)) {
            throw new BundleProblem(Reason.UNREACHABLE, "no answer from " + at);
        }
        if (!at.matches("[0-9]+")) {
            throw new BundleProblem(Reason.INVALID, at + " is no bundle");
        }
        opened.add(at);
        FakeModel model = models.computeIfAbsent(at, any -> new FakeModel(image -> terms(any, image)));
        return OpenedBundle.of(Flows.named(bundle, model, judge));
    }
}
