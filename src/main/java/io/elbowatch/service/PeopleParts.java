package io.elbowatch.service;

import io.elbowatch.metrics.Metrics;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.access.TopicFollower;
import io.elbowatch.stream.feedback.LabelBook;
import io.elbowatch.stream.feedback.LabelWriter;
import io.elbowatch.stream.feedback.QualityFollower;
import io.elbowatch.stream.feedback.ScoredImages;
import io.elbowatch.stream.flow.CurrentPlan;
import io.elbowatch.stream.flow.PeopleTopics;
import io.elbowatch.stream.incidents.HandledIncidents;
import io.elbowatch.stream.incidents.Handling;
import io.elbowatch.stream.incidents.HandlingWriter;
import io.elbowatch.stream.lookup.KafkaLookup;
import io.elbowatch.stream.reference.StoredObjects;
import io.elbowatch.web.api.AlphaInForce;
import io.elbowatch.web.api.Api;
import io.elbowatch.web.api.ImageApi;
import io.elbowatch.web.api.IncidentApi;
import io.elbowatch.web.api.LabelApi;
import io.elbowatch.web.api.Lookups;
import io.elbowatch.web.api.ModelsInForce;
import io.elbowatch.web.api.QualityApi;
import io.elbowatch.web.api.SourceApi;
import io.elbowatch.web.api.SuggestApi;
import io.elbowatch.web.api.WhatIfApi;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What people say of images and incidents: followers of their topics, their metrics, and what the page asks for. */
final class PeopleParts {
    private final Settings settings;
    private final PeopleTopics topics;
    private final Consumer<AutoCloseable> started;
    private final LabelBook labels = new LabelBook();
    private final HandledIncidents handled = new HandledIncidents();
    private final Optional<QualityFollower> quality;

    /** @param started takes each part that is started, to close it in the reverse order */
    PeopleParts(Settings settings, Metrics metrics, Consumer<AutoCloseable> started) {
        this.settings = settings;
        this.started = started;
        topics = settings.stream().flow().topics().people();
        topics.handling().ifPresent(topic -> metrics.handled(handled::among, handled::refused));
        topics.feedback().ifPresent(topic -> metrics.labels(labels::counts));
        quality = topics.feedback().map(topic -> quality(metrics));
    }

    /** The lookups of the page never wait for these. */
    private QualityFollower quality(Metrics metrics) {
        KafkaLookup records = KafkaLookup.of(settings.stream());
        started.accept(records);
        QualityFollower follower = QualityFollower.of(settings.stream(), settings.qualityWindow(), records);
        started.accept(follower);
        metrics.quality(follower::report);
        return follower;
    }

    /** Begins to read what the stream and people write. Called once, when the topics exist. */
    void start() {
        StreamSettings stream = settings.stream();
        topics.handling()
                .ifPresent(topic -> started.accept(TopicFollower.of(stream, topic, "handling", handled::take)));
        topics.feedback().ifPresent(topic -> started.accept(TopicFollower.of(stream, topic, "feedback", labels::take)));
        quality.ifPresent(QualityFollower::start);
    }

    /** What the page asks for and changes besides its events. Called once. */
    List<Api> apis(CurrentPlan plan) {
        Optional<StoredObjects> objects = settings.references().map(StoredObjects::new);
        objects.ifPresent(started);
        KafkaLookup records = KafkaLookup.of(settings.stream(), objects);
        started.accept(records);
        Lookups lookups = new Lookups();
        started.accept(lookups);
        Optional<HandlingWriter> handling = topics.handling().map(topic -> HandlingWriter.of(settings.stream(), topic));
        handling.ifPresent(started);
        ModelsInForce models = new ModelsOfPlan(plan::now, settings.decode());
        Clock clock = Clock.systemUTC();
        AlphaInForce alpha = new AlphaOfPlan(plan, settings.stream());
        List<Api> apis = new ArrayList<>(List.of(
                new IncidentApi(
                        handling.map(Handling.class::cast),
                        settings.stream().flow().topics().inputs(),
                        clock),
                new ImageApi(records, records, records, models, lookups, clock),
                new SourceApi(records, lookups, clock),
                new WhatIfApi(records, alpha, lookups, clock)));
        topics.feedback().ifPresent(topic -> {
            LabelWriter writer = LabelWriter.of(settings.stream(), topic);
            started.accept(writer);
            apis.add(new LabelApi(labels, writer, new ScoredImages(records), clock));
        });
        quality.map(follower -> new QualityApi(follower, alpha)).ifPresent(apis::add);
        quality.map(follower -> SuggestApi.of(follower, alpha)).ifPresent(apis::add);
        return apis;
    }
}
