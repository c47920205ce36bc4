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
 * Notices topics that are gone, and partitions that are added to the images topic. Each change is one line of the log.
 * Used by one thread, except {@link #gone}.
 */
final class TopicWatch {
    private static final Logger LOG = LoggerFactory.getLogger(TopicWatch.class);
    /** A broker that has just started may not know a topic yet. */
    private static final int CONFIRMATIONS = 2;

    private final String images;
    private final List<String> names;
    private final Runnable changelogPartitions;
    private final Map<String, Integer> missing = new HashMap<>();
    private int partitions; // 0 before the first look
    private int refusedPartitions;
    private volatile Optional<String> gone = Optional.empty();

    /**
     * @param changelogPartitions gives the changelog of the sources' states as many partitions as the images topic has,
     *     without which Kafka Streams does not read new ones
     */
    TopicWatch(Topics topics, Runnable changelogPartitions) {
        this.images = topics.images();
        this.names = Stream.concat(Stream.of(images), topics.outputs().stream()).toList();
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
        if (found.containsKey(images)) {
            followPartitions(found.get(images).partitions());
        }
    }

    private static String remedy(String name) {
        return "create it again with kafka-topics.sh --create --topic " + name + "; scoring then goes on by itself";
    }

    private void followPartitions(int now) {
        if (partitions != 0 && now != partitions) {
            try {
                changelogPartitions.run();
                LOG.info(
                        "partitions changed topic={} from={} to={}; the next rebalance assigns them",
                        images,
                        partitions,
                        now);
            } catch (Refusal refusal) {
                if (refusedPartitions != now) {
                    LOG.warn(
                            "partitions changed topic={} from={} to={}, and nobody reads the new ones reason=\"{}\""
                                    + " remedy=\"{}\"",
                            images,
                            partitions,
                            now,
                            refusal.getMessage(),
                            refusal.remedy());
                }
                refusedPartitions = now;
                return;
            }
        }
        partitions = now;
    }
}
