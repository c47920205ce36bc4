package io.elbowatch.stream.feed;

import io.elbowatch.core.dataset.ImageSet;
import io.elbowatch.core.dataset.ImageSetException;
import io.elbowatch.core.dataset.SetImage;
import io.elbowatch.stream.wire.Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * Sends a set of images into a topic at a steady rate: key = group, value = the image as it lies there, header
 * {@code content-type} and {@code image-name}. It is used once, and when it ends its producer is closed and every image accounted for.
 */
public final class Feeder {
    /** Which image of the set it is; passed on to every output, so that an anomaly can be found again on disk. */
    public static final String IMAGE_NAME = "image-name";

    /** Above the producer's delivery timeout, after which nothing is outstanding; after a stop nobody waits so long. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(35);

    private static final Duration STOP_LIMIT = Duration.ofSeconds(5);

    private final Producer<byte[], byte[]> producer;
    private final FeedPlan plan;
    private final Timeline timeline;
    private Outcomes outcomes;
    private long sent;

    Feeder(Producer<byte[], byte[]> producer, FeedPlan plan, Timeline timeline) {
        this.producer = producer;
        this.plan = plan;
        this.timeline = timeline;
    }

    /**
     * A feeder that is connected: the brokers have answered, the topic is there.
     *
     * @param kafka Kafka's own settings, {@code bootstrap.servers} among them
     * @throws io.elbowatch.core.Refusal within ten seconds when they have not, or it is not
     */
    public static Feeder connect(Map<String, String> kafka, FeedPlan plan, Timeline timeline) {
        return new Feeder(FeedClients.connect(kafka, plan.topic()), plan, timeline);
    }

    /**
     * Sends until the set, the limit, the timeline or a fault ends it.
     *
     * @param onAcknowledged is run once for every image that has arrived, by Kafka's thread
     */
    public FeedReport feed(ImageSet set, Runnable onAcknowledged) {
        outcomes = new Outcomes(onAcknowledged);
        long begun = timeline.nanos();
        boolean goesOn = false;
        try {
            Pace pace = new Pace(plan.rate(), timeline);
            do {
                goesOn = sendAll(set, pace);
            } while (goesOn && plan.loop());
        } catch (ImageSetException | KafkaException e) {
            outcomes.end(e.getMessage());
        } finally {
            producer.close(goesOn || finished() ? CLOSE_LIMIT : STOP_LIMIT);
        }
        Duration took = Duration.ofNanos(timeline.nanos() - begun);
        return new FeedReport(sent, outcomes.acknowledged(), outcomes.failures(), outcomes.endedBy(), took);
    }

    /** @return whether the feed goes on after the last image of the set */
    private boolean sendAll(ImageSet set, Pace pace) {
        try (Stream<SetImage> images = set.images()) {
            Iterator<SetImage> next = images.iterator();
            while (!finished() && next.hasNext()) {
                SetImage image = next.next();
                if (outcomes.ended() || !pace.awaitTurn()) {
                    return false;
                }
                send(image);
            }
            return !finished() && sent > 0;
        }
    }

    private boolean finished() {
        return plan.limit().isPresent() && sent >= plan.limit().getAsLong();
    }

    private void send(SetImage image) {
        byte[] key = plan.key().orElse(image.group()).getBytes(StandardCharsets.UTF_8);
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(plan.topic(), key, image.bytes());
        message.headers().add(Headers.CONTENT_TYPE, image.contentType().getBytes(StandardCharsets.UTF_8));
        message.headers().add(IMAGE_NAME, image.name().getBytes(StandardCharsets.UTF_8));
        sent++;
        producer.send(message, outcomes.of(image.name()));
    }
}
