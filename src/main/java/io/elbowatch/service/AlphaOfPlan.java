package io.elbowatch.service;

import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.Route;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.control.SettingsPublisher;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.web.api.AlphaInForce;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** The α of the main bundle of a plan. Another one is published to all instances, with the deciding score in force. */
record AlphaOfPlan(CurrentPlan plan, StreamSettings stream) implements AlphaInForce {

    @Override
    public double alpha() {
        return judge().alpha();
    }

    @Override
    public Map<String, Double> others() {
        return others(plan.now());
    }

    /** Of the bundles to which a route leads: a shadow decides nothing. */
    static Map<String, Double> others(ActivePlan now) {
        double main = now.main().judges().pooled().alpha();
        Map<String, Double> others = new TreeMap<>();
        for (Route route : now.routes().routes()) {
            double alpha = now.models().get(route.bundle()).judges().pooled().alpha();
            if (alpha != main) {
                others.put(route.bundle(), alpha);
            }
        }
        return others;
    }

    @Override
    public double smallest() {
        return judge().lowestAlpha();
    }

    private Judge judge() {
        return plan.now().main().judges().pooled();
    }

    @Override
    public boolean changeable() {
        return stream.flow().topics().settings().isPresent();
    }

    @Override
    public Optional<SettingsRefusal> refusal(double alpha) {
        return plan.refusalOf(with(alpha));
    }

    @Override
    public long change(double alpha, String by) {
        return new SettingsPublisher(stream).publish(with(alpha), Optional.of(by));
    }

    private VerdictSettings with(double alpha) {
        return new VerdictSettings(OptionalDouble.of(alpha), plan.verdict().decider());
    }
}
