package io.elbowatch.lab.soak;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks a scorer for its health a few times a second, from {@link #start} to {@link #close}. */
final class HealthWatch implements AutoCloseable {
    private static final Duration INTERVAL = Duration.ofMillis(250);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
    private final InetSocketAddress scorer;
    private final Thread thread = new Thread(this::ask, "soak-health");
    private final Set<Answer> answers = EnumSet.noneOf(Answer.class);
    private volatile boolean closed;

    /** What a scorer may say. */
    private enum Answer {
        READY("ready"),
        NOT_READY("live, not ready"),
        NOT_LIVE("not live"),
        NONE("no answer");

        private final String words;

        Answer(String words) {
            this.words = words;
        }
    }

    private HealthWatch(InetSocketAddress scorer) {
        this.scorer = scorer;
    }

    /** Of the scorer that tells its health there. */
    static HealthWatch of(InetSocketAddress scorer) {
        return new HealthWatch(scorer);
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** Forgets what was said so far. */
    synchronized void begin() {
        answers.clear();
    }

    /** Everything that was said since {@link #begin}, in words. */
    synchronized String said() {
        return answers.stream().map(answer -> answer.words).collect(Collectors.joining(", "));
    }

    private void ask() {
        while (!closed) {
            Answer answer = answer("ready") == 200 ? Answer.READY : notReady();
            synchronized (this) {
                answers.add(answer);
            }
            try {
                Thread.sleep(INTERVAL.toMillis());
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private Answer notReady() {
        int live = answer("live");
        if (live == 0) {
            return Answer.NONE;
        }
        return live == 200 ? Answer.NOT_READY : Answer.NOT_LIVE;
    }

    /** The status of the answer; 0 for none. */
    private int answer(String question) {
        URI address = URI.create("http://" + scorer.getHostString() + ":" + scorer.getPort() + "/health/" + question);
        try {
            return http.send(
                            HttpRequest.newBuilder(address).timeout(TIMEOUT).build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        } catch (IOException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
