package io.elbowatch.testing;

import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.web.api.AlphaInForce;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** An α that is in force as soon as it is changed, unless a test holds the change back, and who changed it. */
public final class ChangedAlpha implements AlphaInForce {
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private volatile double alpha = 0.001;
    private volatile double newest = alpha;
    private volatile boolean held;
    private volatile boolean changeable = true;
    private volatile Map<String, Double> others = Map.of();

    /** As without a topic for settings. */
    public void fix() {
        changeable = false;
    }

    /** As while a change is on its way through the topic of settings, until {@link #release}. */
    public void hold() {
        held = true;
    }

    /** The newest change is in force. */
    public void release() {
        held = false;
        alpha = newest;
    }

    /** The changes in order, as "0.003 by anna". */
    public List<String> changes() {
        return List.copyOf(changes);
    }

    @Override
    public double alpha() {
        return alpha;
    }

    /** As with a plan whose bundle parts has an α of its own. */
    public void addParts() {
        others = Map.of("parts", 0.05);
    }

    @Override
    public Map<String, Double> others() {
        return others;
    }

    @Override
    public double smallest() {
        return 0.0002;
    }

    @Override
    public Optional<SettingsRefusal> refusal(double wanted) {
        return wanted < smallest()
                ? Optional.of(new SettingsRefusal(Reason.OUT_OF_REACH, "bundle parts: alpha_out_of_reach"))
                : Optional.empty();
    }

    @Override
    public boolean changeable() {
        return changeable;
    }

    /** The offset is the number of changes before it. */
    @Override
    public long change(double wanted, String by) {
        newest = wanted;
        if (!held) {
            alpha = wanted;
        }
        changes.add(wanted + " by " + by);
        return changes.size() - 1;
    }
}
