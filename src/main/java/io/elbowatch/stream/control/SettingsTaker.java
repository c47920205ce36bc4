package io.elbowatch.stream.control;

import io.elbowatch.core.Printable;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelIdentity;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.core.verdict.JudgeGroups;
import io.elbowatch.core.verdict.SettingsRefusal;
import io.elbowatch.core.verdict.SettingsRefusal.Reason;
import io.elbowatch.stream.flow.ActivePlan;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.ScoringObserver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies the records of the settings topic to the {@link CurrentPlan}, or counts why they are refused. Used by the
 * thread that reads the topic, except {@link #isApplying}.
 */
final class SettingsTaker {
    static final Duration RETRY_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(SettingsTaker.class);
    /** Of a record that can be neither applied nor refused: a fault of this program, which must not block later ones. */
    private static final int MAX_TRIES = 10;

    private final String topic;
    private final CurrentPlan current;
    private final Duration loadTimeout;
    private final ScoringObserver observer;
    private final BooleanSupplier closed;
    private volatile boolean restoring; // the records of the start are being applied
    private volatile boolean retrying; // a record could not be applied and will be tried again
    private long triedOffset = -1; // of the record that could not be applied last
    private int tries; // of that record

    /** A record was read and could be neither applied nor refused. */
    static final class NotAppliedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long offset;

        private NotAppliedException(long offset, RuntimeException cause) {
            super(cause);
            this.offset = offset;
        }
    }

    /**
     * @param loadTimeout how long a bundle that cannot be reached is tried before its record is refused
     * @param closed whether to try no longer
     */
    SettingsTaker(
            String topic, CurrentPlan current, Duration loadTimeout, ScoringObserver observer, BooleanSupplier closed) {
        this.topic = topic;
        this.current = current;
        this.loadTimeout = loadTimeout;
        this.observer = observer;
        this.closed = closed;
    }

    /** Whether a record is being applied, which may take minutes. May be called by any thread. */
    boolean isApplying() {
        return restoring || retrying || current.state().loading().isPresent();
    }

    /**
     * Applies the records of the start together: the newest plan among them counts.
     *
     * @throws Refusal when they can be neither applied nor refused: an older plan than that of the other instances would not
     *     be better
     */
    void restore(List<CurrentPlan.Entry> records) {
        ActivePlan before = current.now();
        retrying = false; // the record that failed comes with the others, if it is still there
        restoring = true;
        try {
            current.restore(records).forEach(refused -> refused(refused.offset(), refused.refusal()));
        } catch (Refusal e) {
            throw e;
        } catch (RuntimeException e) {
            throw new Refusal(
                    "the settings of the topic " + topic + " could not be applied: "
                            + Printable.line(String.valueOf(e)),
                    "--verbose shows the failure; if it stays, publish other settings",
                    e);
        } finally {
            restoring = false;
        }
        if (current.now() != before) {
            changed(current.now().settingsOffset().orElseThrow(), before);
        }
    }

    /** Applies or refuses a record. @throws NotAppliedException when it can do neither */
    void take(ConsumerRecord<byte[], byte[]> record) {
        try {
            ActivePlan before = current.now();
            Optional<SettingsRefusal> refusal = takeRetrying(record);
            if (refusal.isPresent()) {
                refused(record.offset(), refusal.get());
            } else if (current.now() != before) {
                changed(record.offset(), before);
            }
            retrying = false;
        } catch (RuntimeException e) {
            throw new NotAppliedException(record.offset(), e);
        }
    }

    /** Tries again what cannot be reached: a mistake of the moment on one instance must not part it from the others. */
    private Optional<SettingsRefusal> takeRetrying(ConsumerRecord<byte[], byte[]> record) {
        long startedNanos = System.nanoTime();
        boolean logged = false;
        while (true) {
            Optional<SettingsRefusal> refusal = current.take(record.offset(), record.key(), record.value());
            if (refusal.isEmpty() || refusal.get().reason() != Reason.UNREACHABLE) {
                return refusal;
            }
            if (closed.getAsBoolean() || System.nanoTime() - startedNanos > loadTimeout.toNanos()) {
                return Optional.of(current.refuse(record.offset(), refusal.get()));
            }
            if (!logged) {
                logged = true;
                LOG.warn(
                        "settings wait topic={} offset={} reason=unreachable detail=\"{}\" until={} in_force=unchanged",
                        topic,
                        record.offset(),
                        refusal.get().detail(),
                        loadTimeout);
            }
            LockSupport.parkNanos(this, RETRY_INTERVAL.toNanos());
        }
    }

    /**
     * Counts a try that failed, and refuses the record once it was tried often enough.
     *
     * @return the offset to read next: that of the record, or the one behind it
     */
    long nextOffset(NotAppliedException e) {
        tries = e.offset == triedOffset ? tries + 1 : 1;
        triedOffset = e.offset;
        retrying = tries < MAX_TRIES;
        String cause = Printable.line(String.valueOf(e.getCause()));
        if (tries == 1) {
            LOG.warn(
                    "settings not applied topic={} offset={} reason=\"{}\" in_force=unchanged attempts={}",
                    topic,
                    e.offset,
                    cause,
                    MAX_TRIES,
                    e.getCause());
        }
        if (retrying) {
            return e.offset;
        }
        if (current.now().settingsOffset().orElse(-1) != e.offset) { // else it failed after it was in force
            giveUp(e.offset, new SettingsRefusal(Reason.FAILED, cause));
        }
        return e.offset + 1;
    }

    private void giveUp(long offset, SettingsRefusal refusal) {
        try {
            current.refuse(offset, refusal);
        } catch (RuntimeException again) { // of a listener, perhaps the failure of the record itself
            LOG.warn("not all parts know of the refused settings topic={} offset={}", topic, offset, again);
        }
        refused(offset, refusal);
    }

    private void refused(long offset, SettingsRefusal refusal) {
        observer.settingsRefused(refusal.reason());
        LOG.warn(
                "settings refused topic={} offset={} reason={} detail=\"{}\" remedy=\"{}\"",
                topic,
                offset,
                refusal.reason().label(),
                refusal.detail(),
                refusal.reason().remedy());
    }

    private void changed(long offset, ActivePlan before) {
        LOG.info(
                "settings changed topic={} offset={} in_force=\"{}\" before=\"{}\"",
                topic,
                offset,
                shown(current.now()),
                shown(before));
    }

    private static String shown(ActivePlan plan) {
        return plan.models().values().stream()
                .map(served -> {
                    ModelIdentity model = served.model().identity();
                    Judge judge = served.judges().pooled();
                    return served.bundle() + ": " + model.name() + " " + model.version() + " alpha " + judge.alpha()
                            + " decide " + judge.decider().label() + groups(served.judges());
                })
                .collect(Collectors.joining(", "));
    }

    /** How many sources have images enough of their own for α, where any has a calibration of its own. */
    private static String groups(JudgeGroups judges) {
        int all = judges.pooled().calibration().groups().size();
        return all == 0 ? "" : " groups " + judges.groups().size() + " of " + all;
    }
}
