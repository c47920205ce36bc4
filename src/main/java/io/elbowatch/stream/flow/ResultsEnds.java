package io.elbowatch.stream.flow;

import io.elbowatch.stream.wire.ResultsEnd;
import java.util.Collection;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/**
 * Where the results of a task end, in each input topic, as its changelog says it. Used by one thread at a time
 * (docs/decisions/0069).
 */
final class ResultsEnds {
    private final InputProgress progress;
    private final Map<String, ResultsEnd> ends = new TreeMap<>(); // by topic
    private Map<String, ResultsEnd> written = Map.of();

    ResultsEnds(InputProgress progress) {
        this.progress = progress;
    }

    /**
     * A record of the changelog, in the order in which they were written. The last one of a commit says where results end;
     * if the very last says nothing, another release or guarantee has written it, and what was said before is out of date.
     *
     * @return whether the record says it
     */
    boolean restore(Headers headers) {
        ends.clear();
        ResultsEnd.in(headers).forEach(end -> ends.put(end.topic(), end));
        return !ends.isEmpty();
    }

    /** The task begins: its changelog is read, and its committed offsets are known. */
    void begin(int partition) {
        written = Map.copyOf(ends);
        for (ResultsEnd end : written.values()) {
            OptionalLong next =
                    progress.reads().begin(new TopicPartition(end.topic(), partition), end.id(), end.next());
            next.ifPresentOrElse(
                    now -> ends.put(end.topic(), new ResultsEnd(end.topic(), end.id(), now)),
                    () -> ends.remove(end.topic()));
        }
    }

    /** Follows what the task has read since. @return whether that is not written yet */
    boolean advance(int partition) {
        progress.ends(partition).forEach(end -> ends.put(end.topic(), end));
        return !ends.equals(written);
    }

    boolean isEmpty() {
        return ends.isEmpty();
    }

    Collection<ResultsEnd> all() {
        return ends.values();
    }

    void written() {
        written = Map.copyOf(ends);
    }

    void clear() {
        ends.clear();
        written = Map.of();
    }
}
