package io.elbowatch.stream.shadow;

import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.shadow.ComparedBundle;
import io.elbowatch.core.shadow.ShadowPair;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.routes.Route;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.ServedModel;
import java.util.HashSet;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The shadows of a plan.
 *
 * @param pairs each deciding bundle with a shadow of one of its routes
 * @param settingsOffset the record of the settings topic that brought the plan; empty for that of the start
 */
record ShadowsInForce(Set<ShadowPair> pairs, OptionalLong settingsOffset) {

    ShadowsInForce {
        pairs = Set.copyOf(pairs);
        Objects.requireNonNull(settingsOffset, "settingsOffset");
    }

    /** Those of a plan. */
    static ShadowsInForce of(ActivePlan plan) {
        Set<ShadowPair> pairs = new HashSet<>();
        for (Route route : plan.routes().routes()) {
            route.shadow()
                    .ifPresent(shadow -> pairs.add(pair(
                            plan.models().get(route.bundle()), plan.models().get(shadow))));
        }
        return new ShadowsInForce(pairs, plan.settingsOffset());
    }

    static ShadowPair pair(ServedModel deciding, ServedModel shadow) {
        return new ShadowPair(side(deciding), side(shadow));
    }

    /** Sizes tell two calibrations of one graph apart well enough: a new calibration has another version, too. */
    private static String calibration(JudgeGroups judges) {
        return judges.pooled().calibration().images() + " images, "
                + judges.groups().size() + " groups";
    }

    private static ComparedBundle side(ServedModel served) {
        ModelIdentity model = served.model().identity();
        Judge judge = served.judges().pooled();
        return new ComparedBundle(
                served.bundle(),
                model.name(),
                model.version(),
                model.sha256(),
                calibration(served.judges()),
                judge.decider().label(),
                judge.alpha());
    }
}
