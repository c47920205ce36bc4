package io.elbowatch.stream.feedback;

import io.elbowatch.core.Labelled;
import io.elbowatch.core.quality.Truth;
import io.elbowatch.stream.wire.LabelJson;
import io.elbowatch.stream.wire.LabelRead;
import io.elbowatch.stream.wire.LabelRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The labels that hold, as the records of the feedback topic say. A record that cannot be read is counted and changes
 * nothing. Memory is bounded: beyond {@value #MAX_LABELS} labels the one that was written first is forgotten. Used by many
 * threads.
 */
public final class LabelBook {
    public static final int MAX_LABELS = 50_000;

    private static final Logger LOG = LoggerFactory.getLogger(LabelBook.class);
    private static final long LOG_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final int max;
    private final LongSupplier nanoTime;
    private final Map<OutputOrigin, LabelRecord> labels = new LinkedHashMap<>(); // those written last at the end
    private final Map<Truth, Integer> counts = new EnumMap<>(Truth.class);
    private final Map<LabelRead.Reason, Long> refused = new EnumMap<>(LabelRead.Reason.class);
    private final List<LabelListener> listeners = new CopyOnWriteArrayList<>();
    private long loggedNanos;
    private long silent; // refused records since the last log line
    private boolean logged;

    public LabelBook() {
        this(MAX_LABELS, System::nanoTime);
    }

    LabelBook(int max, LongSupplier nanoTime) {
        this.max = max;
        this.nanoTime = nanoTime;
        for (Truth truth : Truth.values()) {
            counts.put(truth, 0);
        }
        for (LabelRead.Reason reason : LabelRead.Reason.values()) {
            refused.put(reason, 0L);
        }
    }

    /** Tells of all labels that are taken from now on. */
    public void listen(LabelListener listener) {
        listeners.add(listener);
    }

    /** Takes a record of the topic. @param key may be null @param value may be null */
    public void take(byte[] key, byte[] value) {
        LabelRead read = LabelJson.read(key, value);
        if (read instanceof LabelRead.Label label) {
            keep(label.label());
            listeners.forEach(listener -> listener.labelled(label.label()));
        } else if (read instanceof LabelRead.Withdrawal withdrawal) {
            forget(withdrawal.image());
            listeners.forEach(listener -> listener.withdrawn(withdrawal.image()));
        } else if (read instanceof LabelRead.Refused no) {
            refuse(no);
        }
    }

    private synchronized void keep(LabelRecord label) {
        forget(label.image());
        labels.put(label.image(), label);
        counts.merge(label.label(), 1, Integer::sum);
        if (labels.size() > max) {
            forget(labels.keySet().iterator().next());
        }
    }

    private synchronized void forget(OutputOrigin image) {
        LabelRecord before = labels.remove(image);
        if (before != null) {
            counts.merge(before.label(), -1, Integer::sum);
        }
    }

    private synchronized void refuse(LabelRead.Refused no) {
        refused.merge(no.reason(), 1L, Long::sum);
        long now = nanoTime.getAsLong();
        if (logged && now - loggedNanos < LOG_NANOS) {
            silent++;
            return;
        }
        LOG.warn(
                "label refused reason={} detail=\"{}\" since_last_line={}",
                no.reason().label(),
                no.detail(),
                silent);
        logged = true;
        loggedNanos = now;
        silent = 0;
    }

    /** The label of an image. */
    public synchronized Optional<LabelRecord> of(OutputOrigin image) {
        return Optional.ofNullable(labels.get(image));
    }

    /** The labels that were written last, the newest first. */
    public synchronized List<LabelRecord> newest(int limit) {
        Deque<LabelRecord> last = new ArrayDeque<>();
        for (LabelRecord label : labels.values()) {
            last.addFirst(label);
            if (last.size() > limit) {
                last.removeLast();
            }
        }
        return List.copyOf(last);
    }

    public synchronized LabelCounts counts() {
        return new LabelCounts(counts, refused);
    }

    /** The labels by name, for messages. */
    public static String names() {
        return String.join(", ", Labelled.labels(Truth.class));
    }
}
