package io.elbowatch.stream.flow;

import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.BundleRef;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.routes.RouteTable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Routes with the opened bundles that they name, before settings of the verdict are applied. Immutable.
 *
 * @param refs what the plan says of each bundle
 * @param bundles under the same names
 */
record OpenedPlan(RouteTable routes, Map<String, BundleRef> refs, Map<String, OpenedBundle> bundles) {

    /** Settings or bundles that cannot be used; the plan in force stays. */
    static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SettingsRefusal refusal;

        RefusedException(SettingsRefusal refusal) {
            super(refusal.detail());
            this.refusal = refusal;
        }

        SettingsRefusal refusal() {
            return refusal;
        }
    }

    /** The plan that sends all images to one bundle. */
    static OpenedPlan ofOne(String name, OpenedBundle bundle) {
        BundleRef ref = new BundleRef(name);
        return new OpenedPlan(RouteTable.toOne(name), Map.of(name, ref), Map.of(name, bundle));
    }

    /**
     * Opens all bundles of a plan.
     *
     * @throws RefusedException with the problems of all bundles; {@link Reason#UNREACHABLE} where there is no other
     */
    static OpenedPlan open(PlanSpec spec, BundleOpener opener) throws RefusedException {
        Map<String, OpenedBundle> bundles = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        boolean unreachable = true;
        for (var bundle : spec.bundles().entrySet()) {
            try {
                bundles.put(bundle.getKey(), opener.open(bundle.getKey(), bundle.getValue()));
            } catch (BundleProblem e) {
                problems.add(sentence(bundle.getKey(), e));
                unreachable &= e.reason() == BundleProblem.Reason.UNREACHABLE;
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(new SettingsRefusal(unreachable ? Reason.UNREACHABLE : Reason.BUNDLE, problems));
        }
        return new OpenedPlan(spec.routes(), spec.bundles(), bundles);
    }

    /**
     * The plan by which images are judged.
     *
     * @param settings of all bundles that have none of their own
     * @throws RefusedException {@link Reason#OUT_OF_REACH}, with all bundles that cannot be judged so
     */
    ActivePlan active(VerdictSettings settings, OptionalLong settingsOffset) throws RefusedException {
        Map<String, ServedModel> models = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (var bundle : bundles.entrySet()) {
            try {
                models.put(bundle.getKey(), bundle.getValue().served(of(refs.get(bundle.getKey()), settings)));
            } catch (BundleProblem e) {
                problems.add(bundles.size() == 1 ? e.getMessage() : sentence(bundle.getKey(), e));
            }
        }
        if (!problems.isEmpty()) {
            throw new RefusedException(new SettingsRefusal(Reason.OUT_OF_REACH, problems));
        }
        return new ActivePlan(routes, models, settingsOffset);
    }

    private static String sentence(String bundle, BundleProblem problem) {
        return "bundle " + bundle + ": " + problem.reason().label() + ": " + problem.getMessage();
    }

    private static VerdictSettings of(BundleRef ref, VerdictSettings all) {
        OptionalDouble alpha = ref.alpha().isPresent() ? ref.alpha() : all.alpha();
        return new VerdictSettings(alpha, ref.decide().or(all::decider));
    }
}
