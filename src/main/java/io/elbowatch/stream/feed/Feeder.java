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
 * Sends a set of images into a topic at a constant rate: key = group, value = the encoded image or an envelope around it, headers
 * {@code content-type} and {@code image-name}. Used once. When it ends, its producer is closed and every image is
 * acknowledged or failed.
 */
public final class Feeder {
    /**
     * The header with the image's name in the set. It is passed on to every output, to find an anomaly on disk again.
     */
    public static final String IMAGE_NAME = "image-name";

    /** Above the producer's delivery timeout, after which nothing is outstanding. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(35);

    /** After a stop, which must not take as long. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(5);

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
     * A connected feeder: the brokers have answered, the topic exists.
     *
     * @param kafka Kafka's own settings, {@code bootstrap.servers} among them
     * @throws io.elbowatch.core.Refusal within ten seconds, when the brokers do not answer or the topic does not exist
     */
    public static Feeder connect(Map<String, String> kafka, FeedPlan plan, Timeline timeline) {
        return new Feeder(FeedClients.connect(kafka, plan.topic()), plan, timeline);
    }

    /**
     * Sends until the set, the limit, the timeline or a fault ends the feed.
     *
     * @param onAcknowledged called by Kafka's thread, once for every acknowledged image
     */
    public FeedReport feed(ImageSet set, Runnable onAcknowledged) {
        outcomes = new Outcomes(onAcknowledged);
        long startNanos = timeline.nanos();
        boolean more = false;
        try {
            Pace pace = new Pace(plan.rate(), timeline);
            do {
                more = sendAll(set, pace);
            } while (more && plan.loop());
        } catch (ImageSetException | KafkaException e) {
            outcomes.end(e.getMessage());
        } finally {
            producer.close(more || finished() ? CLOSE_TIMEOUT : STOP_TIMEOUT);
        }
        Duration took = Duration.ofNanos(timeline.nanos() - startNanos);
        return new FeedReport(sent, outcomes.acknowledged(), outcomes.failures(), outcomes.endedBy(), took);
    }

    /** @return whether the feed continues after the last image of the set */
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
        String source = plan.key().orElse(image.group());
        byte[] value =
                plan.envelope().map(around -> around.value(image, source)).orElse(image.bytes());
        String type = plan.envelope().map(FeedEnvelope::contentType).orElse(image.contentType());
        ProducerRecord<byte[], byte[]> message =
                new ProducerRecord<>(plan.topic(), source.getBytes(StandardCharsets.UTF_8), value);
        message.headers().add(Headers.CONTENT_TYPE, type.getBytes(StandardCharsets.UTF_8));
        message.headers().add(IMAGE_NAME, image.name().getBytes(StandardCharsets.UTF_8));
        sent++;
        producer.send(message, outcomes.of(image.name()));
    }
}
