package io.elbowatch.stream.flow;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.core.verdict.VerdictSettings;
import io.elbowatch.routes.PlanSpec;
import io.elbowatch.stream.flow.OpenedPlan.RefusedException;
import io.elbowatch.stream.flow.PlanState.RefusedRecord;
import io.elbowatch.stream.wire.SettingsJson;
import io.elbowatch.stream.wire.SettingsRecord;
import io.elbowatch.stream.wire.SettingsRecord.Change;
import io.elbowatch.stream.wire.SettingsRecord.Plan;
import io.elbowatch.stream.wire.SettingsRecord.PlanWithdrawal;
import io.elbowatch.stream.wire.SettingsRecord.Refused;
import io.elbowatch.stream.wire.SettingsRecord.Withdrawal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Routes and models of all images of one process. Records of the settings topic change them, each one completely or not
 * at all. Readers always get a plan whose bundles are open, and no reader gets an older plan after a newer one. Many
 * threads read it, one changes it.
 */
public final class CurrentPlan {
    private final OpenedPlan start;
    private final BundleOpener opener;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile OpenedPlan opened; // written by the thread that changes the plan alone
    private volatile VerdictSettings verdict = VerdictSettings.START;
    private volatile PlanState state;
    private volatile Consumer<Collection<ServedModel>> requirement = models -> {};

    /** A record of the settings topic. @param key may be null @param value may be null */
    public record Entry(long offset, byte[] key, byte[] value) {}

    private CurrentPlan(OpenedPlan start, BundleOpener opener) throws RefusedException {
        this.start = start;
        this.opener = opener;
        this.opened = start;
        this.state = PlanState.of(start.active(verdict, OptionalLong.empty()), OptionalLong.empty());
        opener.inForce(state.active().models().values());
    }

    /** The plan that sends all images to one model, which records of the settings topic do not replace. */
    public static CurrentPlan ofOne(ServedModel model) {
        return ofOne(model.bundle(), OpenedBundle.of(model), BundleOpener.NONE);
    }

    /** The plan that sends all images to one bundle until a record names others. */
    public static CurrentPlan ofOne(String name, OpenedBundle bundle, BundleOpener opener) {
        try {
            return new CurrentPlan(OpenedPlan.ofOne(name, bundle), opener);
        } catch (RefusedException e) {
            throw new Refusal(e.getMessage(), e.refusal().reason().remedy(), e);
        }
    }

    /** Opens all bundles of a plan. @throws Refusal with the problems of all bundles */
    public static CurrentPlan of(PlanSpec spec, BundleOpener opener) {
        try {
            return new CurrentPlan(OpenedPlan.open(spec, opener), opener);
        } catch (RefusedException e) {
            throw new Refusal(e.getMessage(), e.refusal().reason().remedy(), e);
        }
    }

    /** The plan now; the same object until it changes. */
    public ActivePlan now() {
        return state.active();
    }

    /** The plan now, and what became of the last records. */
    public PlanState state() {
        return state;
    }

    /** Runs {@code listener} after each change of {@link #state}, on the thread that changed it; it must return soon. */
    public void listen(Runnable listener) {
        listeners.add(listener);
    }

    /**
     * Asks before each further plan whether this machine can score by its models.
     *
     * @param check throws a {@link Refusal} where it cannot; then the record is refused with its message
     */
    public void requireBefore(Consumer<Collection<ServedModel>> check) {
        requirement = check;
    }

    /**
     * Applies a record of the settings topic, or returns why it cannot. It may take minutes, in which the plan before is
     * in force.
     */
    public Optional<SettingsRefusal> take(long offset, byte[] key, byte[] value) {
        SettingsRecord record = SettingsJson.read(key, value);
        if (record instanceof Plan) {
            set(state.loading(offset));
        }
        try {
            take(offset, record);
            return Optional.empty();
        } catch (RefusedException e) {
            if (e.refusal().reason() == Reason.UNREACHABLE) {
                return Optional.of(e.refusal()); // may be taken later: the state stays "loading"
            }
            return Optional.of(refuse(offset, e.refusal()));
        }
    }

    /** The settings of the verdict in force, those that are left out empty. */
    public VerdictSettings verdict() {
        return verdict;
    }

    /** Why these settings would be refused now; empty where they would be taken. */
    public Optional<SettingsRefusal> refusalOf(VerdictSettings settings) {
        try {
            opened.active(settings, OptionalLong.empty());
            return Optional.empty();
        } catch (RefusedException e) {
            return Optional.of(e.refusal());
        }
    }

    /** Gives a record up whose bundles could not be reached, or that could not be applied. */
    public SettingsRefusal refuse(long offset, SettingsRefusal refusal) {
        set(state.refused(offset, refusal));
        opener.inForce(now().models().values());
        return refusal;
    }

    private void take(long offset, SettingsRecord record) throws RefusedException {
        if (record instanceof Refused refused) {
            throw new RefusedException(refused.refusal());
        }
        OpenedPlan plan = opened;
        OptionalLong planOffset = state.planOffset();
        VerdictSettings settings = verdict;
        if (record instanceof Change change) {
            settings = change.settings();
        } else if (record instanceof Withdrawal) {
            settings = VerdictSettings.START;
        } else if (record instanceof PlanWithdrawal) {
            plan = start;
            planOffset = OptionalLong.of(offset);
        } else if (record instanceof Plan written) {
            plan = OpenedPlan.open(written.plan().plan(), opener);
            planOffset = OptionalLong.of(offset);
        }
        put(plan, planOffset, settings, offset);
    }

    private void put(OpenedPlan plan, OptionalLong planOffset, VerdictSettings settings, long offset)
            throws RefusedException {
        ActivePlan active = plan.active(settings, OptionalLong.of(offset));
        if (plan != opened) {
            require(active.models().values());
        }
        opened = plan;
        verdict = settings;
        set(PlanState.of(active, planOffset));
        opener.inForce(active.models().values());
    }

    private void require(Collection<ServedModel> models) throws RefusedException {
        try {
            requirement.accept(models);
        } catch (Refusal e) {
            throw new RefusedException(new SettingsRefusal(Reason.TOO_SLOW, e.getMessage()));
        }
    }

    private void set(PlanState changed) {
        state = changed;
        listeners.forEach(Runnable::run);
    }

    /**
     * Applies the records that were in the topic at the start. The newest plan that can be used holds; bundles of older
     * ones are not opened, since their places may be gone.
     *
     * @return the records that were refused, in their order
     * @throws Refusal when a bundle of the plan cannot be reached
     */
    public List<RefusedRecord> restore(List<Entry> records) {
        List<RefusedRecord> refused = new ArrayList<>();
        int next = restorePlan(records, refused);
        for (int i = 0; i < records.size(); i++) {
            Entry record = records.get(i);
            boolean done = SettingsJson.isOfModels(record.key())
                    || i < next && !(SettingsJson.read(record.key(), record.value()) instanceof Refused);
            if (!done) {
                take(record.offset(), record.key(), record.value())
                        .ifPresent(why -> refused.add(new RefusedRecord(record.offset(), why)));
            }
        }
        refused.sort(Comparator.comparingLong(RefusedRecord::offset));
        if (!refused.isEmpty()) {
            RefusedRecord last = refused.get(refused.size() - 1);
            opener.inForce(now().models().values()); // models of a refused plan may be open
            boolean takenLater = last.offset() < now().settingsOffset().orElse(-1);
            set(takenLater ? PlanState.of(now(), state.planOffset()) : state.refused(last.offset(), last.refusal()));
        }
        return refused;
    }

    /** Returns the index after the record of the plan; 0 where the plan of the start holds. */
    private int restorePlan(List<Entry> records, List<RefusedRecord> refused) {
        for (int i = records.size() - 1; i >= 0; i--) {
            Entry record = records.get(i);
            if (!SettingsJson.isOfModels(record.key())) {
                continue;
            }
            SettingsRecord read = SettingsJson.read(record.key(), record.value());
            try {
                OpenedPlan plan = start;
                if (read instanceof Refused unreadable) {
                    throw new RefusedException(unreadable.refusal());
                } else if (read instanceof Plan written) {
                    set(state.loading(record.offset()));
                    plan = OpenedPlan.open(written.plan().plan(), opener);
                }
                put(plan, OptionalLong.of(record.offset()), verdictBefore(records, i), record.offset());
                return i + 1;
            } catch (RefusedException e) {
                if (e.refusal().reason() == Reason.UNREACHABLE) {
                    throw new Refusal(
                            "the record at offset " + record.offset() + " of the settings topic: " + e.getMessage(),
                            e.refusal().reason().remedy(),
                            e);
                }
                refused.add(new RefusedRecord(record.offset(), e.refusal()));
            }
        }
        return 0;
    }

    /** The settings of the verdict in force at a record. */
    private static VerdictSettings verdictBefore(List<Entry> records, int index) {
        for (int i = index - 1; i >= 0; i--) {
            SettingsRecord read =
                    SettingsJson.read(records.get(i).key(), records.get(i).value());
            if (read instanceof Change change) {
                return change.settings();
            }
            if (read instanceof Withdrawal) {
                return VerdictSettings.START;
            }
        }
        return VerdictSettings.START;
    }
}
