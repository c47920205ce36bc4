package io.elbowatch.cli;

import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.PixelForm;
import io.elbowatch.core.replay.ReplayTable;
import io.elbowatch.report.ReplaySummary;
import io.elbowatch.report.ReplaySummary.Before;
import io.elbowatch.service.LoadedModel;
import io.elbowatch.settings.Settings;
import io.elbowatch.stream.replay.RangeReader;
import io.elbowatch.stream.replay.RangeRecord;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The old side of a replay where it is a second bundle: it scores the same range in a second pass. */
record OldBundle(ReplayTable table, Path folder) {

    Before score(Settings given, LoadedModel now, RangeReader images, Predicate<RangeRecord> wanted, int threads) {
        try (LoadedModel loaded = LoadedModel.load(given, folder)) {
            RangeScoring scoring = new RangeScoring(
                    loaded,
                    given.decode(),
                    threads,
                    (record, outcome) ->
                            table.old(record.partition(), record.offset(), record.timestampMillis(), outcome));
            scoring.run("against", images, wanted);
            return new Before(
                    Optional.empty(),
                    Map.of(ReplaySummary.words(loaded.model().identity()), scoring.scored()),
                    0,
                    0,
                    0,
                    comparable(loaded.model().form(), now.model().form()),
                    Optional.of(scoring.cost()));
        }
    }

    /** Whether a score of one model means what it means of the other: nats of the same pixels under the same formula. */
    private static boolean comparable(ElboForm one, ElboForm other) {
        boolean alike = one.getClass() == other.getClass()
                && one.image().equals(other.image())
                && one.beta() == other.beta()
                && one.mask().excludesNothing()
                && other.mask().excludesNothing();
        if (one instanceof PixelForm first && other instanceof PixelForm second) {
            return alike && first.likelihood().equals(second.likelihood()) && first.box() == second.box();
        }
        return false; // two backbones have features of their own units
    }
}
