package io.elbowatch.web.api;

import io.elbowatch.core.image.DecodeLimits;
import io.elbowatch.core.image.ImageDecoder;
import io.elbowatch.core.image.Preprocessing;
import io.elbowatch.core.quality.AlphaTally;
import io.elbowatch.core.quality.QualityReport;
import io.elbowatch.core.source.HandlingAct;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.stream.feedback.LabelBook;
import io.elbowatch.stream.feedback.LiveQuality;
import io.elbowatch.stream.feedback.MockLabels;
import io.elbowatch.stream.feedback.ScoredImages;
import io.elbowatch.stream.incidents.Handling;
import io.elbowatch.stream.lookup.Lookup;
import io.elbowatch.stream.lookup.Lookup.Missing;
import io.elbowatch.stream.lookup.RecentPValues;
import io.elbowatch.stream.lookup.ScoreHistory;
import io.elbowatch.stream.lookup.ScoreLookup;
import io.elbowatch.stream.wire.DecidedImage;
import io.elbowatch.stream.wire.Decision;
import io.elbowatch.stream.wire.HandlingRecord;
import io.elbowatch.stream.wire.OutputOrigin;
import io.elbowatch.testing.ChangedAlpha;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.JournalView;
import io.elbowatch.testing.PageServer;
import io.elbowatch.web.WebServer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;

/** The server with the page and all its APIs, over a Kafka without records. It counts what is written. */
final class WholeServer implements AutoCloseable {
    private final AtomicInteger written = new AtomicInteger();
    private final MockLabels labels = new MockLabels();
    private final Lookups lookups = new Lookups();
    private final ChangedAlpha alpha = new ChangedAlpha();
    private final WebServer server = PageServer.start(new JournalView(), apis());

    private List<Api> apis() {
        Clock clock = Clock.systemUTC();
        ScoreHistory history = (source, from, to) -> new ScoreHistory.Span(List.of(), 1, true);
        RecentPValues scores = (from, to) -> new RecentPValues.Read(new AlphaTally(), 1);
        return List.of(
                new IncidentApi(Optional.of(new Handled()), List.of("images"), clock),
                new ImageApi(image -> new Missing<>("gone"), new NoScores(), history, new OneModel(), lookups, clock),
                new SourceApi(history, lookups, clock),
                new WhatIfApi(scores, alpha, lookups, clock),
                new LabelApi(new LabelBook(), labels.writer(), new ScoredImages(new NoScores()), clock),
                new QualityApi(new NoQuality(), new ChangedAlpha()),
                new SuggestApi(OptionalDouble::empty, List::of));
    }

    int port() {
        return server.port();
    }

    /** How many records were written for people. */
    int written() {
        return written.get() + alpha.changes().size() + labels.keys().size();
    }

    @Override
    public void close() {
        server.close();
        lookups.close();
    }

    private final class Handled implements Handling {
        @Override
        public void write(HandlingRecord record) {
            written.incrementAndGet();
        }

        @Override
        public void withdraw(String incident, HandlingAct act) {
            written.incrementAndGet();
        }
    }

    private static final class NoScores implements ScoreLookup {
        @Override
        public Lookup<byte[]> score(OutputOrigin image, OptionalLong timestampMillis) {
            return new Missing<>("gone");
        }

        @Override
        public Lookup<byte[]> anomaly(OutputOrigin image, OptionalLong timestampMillis) {
            return new Missing<>("gone");
        }

        @Override
        public Lookup<byte[]> picture(OutputOrigin image, OptionalLong timestampMillis) {
            return new Missing<>("gone");
        }
    }

    private static final class OneModel implements ModelsInForce {
        @Override
        public ImageDecoder decoder(String bundle) {
            return new ImageDecoder(
                    new Preprocessing(FakeModel.SHAPE, Preprocessing.Fit.STRETCH), DecodeLimits.DEFAULT);
        }

        @Override
        public Optional<Judge> judge(DecidedImage image) {
            return Optional.empty();
        }
    }

    private static final class NoQuality implements LiveQuality {
        @Override
        public Optional<QualityReport> report() {
            return Optional.empty();
        }

        @Override
        public List<Decision> queue(int limit) {
            return List.of();
        }

        @Override
        public Duration window() {
            return Duration.ofDays(30);
        }
    }
}
