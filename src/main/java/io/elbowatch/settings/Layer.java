package io.elbowatch.settings;

import io.smallrye.config.PropertiesConfigSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.spi.ConfigSource;

/**
 * One place that settings come from. It holds known keys alone, each once.
 *
 * @param rank the higher one wins
 * @param given by key
 */
record Layer(Rank rank, Map<String, Given> given) {

    /** The places, from the weakest to the strongest. */
    enum Rank {
        DEFAULTS,
        PRESET,
        FILE,
        ENVIRONMENT,
        FLAGS
    }

    /** A layer of what was given; unknown keys, empty values and keys given twice become problems. */
    static Layer of(Rank rank, List<Given> all, Problems problems) {
        Map<String, Given> kept = new TreeMap<>();
        for (Given written : all) {
            Given given = Secrets.resolved(written, problems);
            if (!SettingsTable.knows(given.key())) {
                problems.add(UnknownKey.describe(given));
            } else if (given.value().isBlank()
                    && SettingsTable.find(given.key()).isPresent()) {
                problems.add(given.key() + " (" + given.origin() + ") is empty; leave it out for the default");
            } else {
                Given earlier = kept.put(given.key(), given);
                if (earlier != null) {
                    problems.add(given.key() + " is given twice: by " + earlier.origin() + " and by " + given.origin());
                }
            }
        }
        return new Layer(rank, kept);
    }

    ConfigSource source() {
        Map<String, String> values = given.values().stream().collect(Collectors.toMap(Given::key, Given::value));
        return new PropertiesConfigSource(values, rank.name(), 100 * (1 + rank.ordinal()));
    }
}
