package io.elbowatch.stream;

import io.elbowatch.core.Causes;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelException;
import io.elbowatch.stream.access.KafkaFailure;
import io.elbowatch.stream.access.RestartLimits;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Replaces stream threads that died, and reports why the stream ended when it ended by itself. */
final class StreamEnd implements KafkaStreams.StateListener {
    private static final Logger LOG = LoggerFactory.getLogger(StreamEnd.class);

    private final RestartBackoff backoff = new RestartBackoff();
    private final ThreadReplacement replacement;
    private final String bootstrapServers;
    private final List<String> inputs;
    private volatile boolean ended;

    StreamEnd(RestartLimits restarts, String bootstrapServers, List<String> inputs, OutputRefusals refusals) {
        this.inputs = List.copyOf(inputs);
        this.replacement = new ThreadReplacement(restarts, System::nanoTime, backoff, refusals::prepare);
        this.bootstrapServers = bootstrapServers;
    }

    /** Call this before the stream starts. */
    void attach(KafkaStreams streams) {
        streams.setUncaughtExceptionHandler(replacement);
        streams.setStateListener(this);
    }

    @Override
    public void onChange(KafkaStreams.State now, KafkaStreams.State before) {
        LOG.info("stream state={} before={}", now, before);
        if (now == KafkaStreams.State.ERROR || now == KafkaStreams.State.NOT_RUNNING) {
            ended = true;
        }
    }

    /** Ends the wait of all threads that died: the stream is about to close. */
    void stopWaiting() {
        backoff.end();
    }

    /** Why the stream ended by itself; empty while it runs. */
    Optional<Refusal> reason() {
        if (!ended) {
            return Optional.empty();
        }
        return Optional.of(replacement
                .fatal()
                .map(this::refusal)
                .orElseGet(() -> new Refusal(
                        "the stream ended without a failure of its own",
                        "see the log; another instance may have ended it")));
    }

    private Refusal refusal(Throwable failure) {
        for (Throwable cause : Causes.chain(failure)) {
            if (cause instanceof Refusal refusal) {
                return refusal;
            }
            if (cause instanceof MissingSourceTopicException) {
                return new Refusal(
                        (inputs.size() > 1 ? "one of the topics " : "the topic ") + String.join(", ", inputs)
                                + " is gone",
                        "create it again with kafka-topics.sh --create --topic " + inputs.get(0)
                                + ", or start with --topics-create true",
                        failure);
            }
            if (cause instanceof ModelException) {
                return new Refusal(
                        "the stream stopped: " + cause.getMessage(),
                        "no image is lost; check the bundle and the provider with 'elbowatch check', then start again",
                        failure);
            }
        }
        return KafkaFailure.refusal("go on scoring", bootstrapServers, failure);
    }
}
