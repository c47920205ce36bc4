package io.elbowatch.service;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.shadow.ShadowTally;
import io.elbowatch.routes.Route;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.PlanState;
import io.elbowatch.stream.flow.ServedModel;
import io.elbowatch.stream.wire.InstanceState;
import io.elbowatch.stream.wire.InstanceState.BundleState;
import io.elbowatch.stream.wire.InstanceState.RefusedOffset;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Supplier;

/**
 * What this instance says of itself.
 *
 * @param instance names it among all instances of the topic
 * @param shadows comparisons since the plan in force
 */
record InstanceReport(
        String instance,
        String application,
        String host,
        CurrentPlan plan,
        ServedBundles bundles,
        Supplier<List<ShadowTally>> shadows) {

    /** The name of this machine; in Kubernetes that of the pod. */
    static String thisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost"; // a machine without a name in its own hosts file
        }
    }

    /** The same under another name. */
    InstanceReport named(String name) {
        return new InstanceReport(name, application, host, plan, bundles, shadows);
    }

    InstanceState now() {
        PlanState state = plan.state();
        ActivePlan active = state.active();
        return new InstanceState(
                instance,
                application,
                host,
                System.currentTimeMillis(),
                active.settingsOffset(),
                state.planOffset(),
                state.loading(),
                state.refused()
                        .map(refused -> new RefusedOffset(
                                refused.offset(),
                                refused.refusal().reason().label(),
                                refused.refusal().details())),
                active.models().values().stream()
                        .map(served -> bundle(active, served))
                        .toList(),
                shadows.get());
    }

    private BundleState bundle(ActivePlan active, ServedModel served) {
        ModelIdentity model = served.model().identity();
        return new BundleState(
                served.bundle(),
                model.name(),
                model.version(),
                model.sha256(),
                model.provider(),
                bundles.of(served).map(ServedBundles.Facts::isOpen).orElse(true),
                active.routes().routes().stream()
                        .filter(route -> route.bundle().equals(served.bundle())
                                || route.shadow()
                                        .filter(served.bundle()::equals)
                                        .isPresent())
                        .map(route -> shown(route, served.bundle()))
                        .toList());
    }

    private static String shown(Route route, String bundle) {
        return route.pattern().describe() + (route.bundle().equals(bundle) ? "" : " (shadow)");
    }
}
