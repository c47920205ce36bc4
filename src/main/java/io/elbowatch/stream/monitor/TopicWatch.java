package io.elbowatch.stream.monitor;

import io.elbowatch.core.Refusal;
import io.elbowatch.stream.flow.Topics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices topics that are gone, and partitions that are added to input topics. Each change is one line of the log.
 * Used by one thread, except {@link #gone}.
 */
final class TopicWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    /** A broker that has just started may not know a topic yet. */
    private static final int CONFIRMATIONS = 2;

    private final List<String> inputs;
    private final List<String> names;
    private final Runnable changelogPartitions;
    private final Map<String, Integer> missing = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>(); // of input topics; without those not seen yet
    private final Map<String, Integer> refusedPartitions = new HashMap<>();
    private volatile Optional<String> gone = Optional.empty();

    /**
     * @param changelogPartitions gives the changelog of the sources' states as many partitions as the largest input topic has,
     *     without which Kafka Streams does not read new ones
     */
    TopicWatch(Topics topics, Runnable changelogPartitions) {
        this.inputs = topics.inputs();
        this.names = Stream.concat(inputs.stream(), topics.outputs().stream()).toList();
        this.changelogPartitions = changelogPartitions;
    }

    List<String> names() {
        return names;
    }

    /** Says which topic is gone, and what to do; empty while all exist. */
    Optional<String> gone() {
        return gone;
    }

    /** @param found the topics of the stream that exist */
    void follow(Map<String, TopicFacts> found) {
        List<String> absent = new ArrayList<>();
        for (String name : names) {
            if (found.containsKey(name)) {
                if (missing.getOrDefault(name, 0) >= CONFIRMATIONS) {
                    LOG.info("topic {} is back", name);
                }
                missing.remove(name);
            } else if (missing.merge(name, 1, Integer::sum) >= CONFIRMATIONS) {
                absent.add(name);
                if (missing.get(name) == CONFIRMATIONS) {
                    LOG.warn("topic {} is gone: nothing can be scored remedy=\"{}\"", name, remedy(name));
                }
            }
        }
        gone = absent.stream().findFirst().map(name -> "topic " + name + " is gone: " + remedy(name));
        for (String images : inputs) {
            if (found.containsKey(images)) {
                followPartitions(images, found.get(images).partitions());
            }
        }
    }

    private static String remedy(String name) {
        return "create it again with kafka-topics.sh --create --topic " + name + "; scoring then goes on by itself";
    }

    private void followPartitions(String images, int now) {
        int before = partitions.getOrDefault(images, now);
        if (now != before) {
            try {
                changelogPartitions.run();
                LOG.info(
                        "partitions changed topic={} from={} to={}; the next rebalance assigns them",
                        images,
                        before,
                        now);
            } catch (Refusal refusal) {
                if (refusedPartitions.getOrDefault(images, 0) != now) {
                    LOG.warn(
                            "partitions changed topic={} from={} to={}, and nobody reads the new ones reason=\"{}\""
                                    + " remedy=\"{}\"",
                            images,
                            before,
                            now,
                            refusal.getMessage(),
                            refusal.remedy());
                }
                refusedPartitions.put(images, now);
                return;
            }
        }
        partitions.put(images, now);
    }
}
