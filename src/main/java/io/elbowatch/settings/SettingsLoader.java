package io.elbowatch.settings;

import io.elbowatch.core.Refusal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Loads the settings. Flags override the environment, the environment overrides the file, the file overrides the preset,
 * and the preset overrides the defaults. All problems are refused in one message.
 */
public final class SettingsLoader {
    private final Problems problems = new Problems();

    private SettingsLoader() {}

    /**
     * @param flags as given on the command line
     * @param file a properties file, used instead of the one that {@code ELBOWATCH_CONFIG} names
     * @param environment of the process
     * @throws Refusal naming every problem
     */
    public static Settings load(List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        return load(Map.of(), flags, file, environment);
    }

    /**
     * As above, for a command with its own defaults.
     *
     * @param ofCommand the command's defaults by key; they override those of the table
     */
    public static Settings load(
            Map<String, String> ofCommand, List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        return new SettingsLoader().settings(ofCommand, flags, file, environment);
    }

    private Settings settings(
            Map<String, String> ofCommand, List<Given> flags, Optional<Path> file, Map<String, String> environment) {
        Optional<Path> chosen = file.or(() -> Optional.ofNullable(environment.get(Environment.CONFIG_FILE))
                .filter(name -> !name.isBlank())
                .map(Path::of));
        Map<String, Given> user = merge(
                chosen.map(path -> layer(SettingsFile.read(path, problems))).orElse(Map.of()),
                layer(Environment.read(environment)),
                layer(flags));
        Map<String, Given> defaults = defaults(ofCommand);
        Values values = new Values(merge(defaults, preset(defaults, user), user), problems);
        new ValueRules(values, problems).check();
        new KafkaRules(values, problems).check();
        problems.refuse();
        return new SettingsBuilder(values, new BundleName(environment)).build();
    }

    /** One place of settings, by key. Unknown keys, empty values and keys given twice become problems. */
    private Map<String, Given> layer(List<Given> all) {
        Map<String, Given> layer = new TreeMap<>();
        for (Given written : all) {
            Given given = Secrets.resolved(written, problems);
            if (!SettingsTable.knows(given.key())) {
                problems.add(UnknownKey.describe(given));
            } else if (given.value().isBlank()
                    && SettingsTable.find(given.key()).isPresent()) {
                problems.add(given.key() + " (" + given.origin() + ") is empty; leave it out for the default");
            } else {
                Given earlier = layer.put(given.key(), given);
                if (earlier != null) {
                    problems.add(given.key() + " is given twice: by " + earlier.origin() + " and by " + given.origin());
                }
            }
        }
        return layer;
    }

    private static Map<String, Given> defaults(Map<String, String> ofCommand) {
        Map<String, Given> defaults = new TreeMap<>();
        for (Setting<?> setting : SettingsTable.rows()) {
            setting.fallback()
                    .ifPresent(text -> defaults.put(setting.key(), new Given(setting.key(), text, Given.DEFAULT)));
        }
        ofCommand.forEach((key, value) -> defaults.put(key, new Given(key, value, Given.COMMAND)));
        return defaults;
    }

    /** The other layers decide which preset is in force and which of its settings yield. */
    private Map<String, Given> preset(Map<String, Given> defaults, Map<String, Given> user) {
        Values values = new Values(merge(defaults, user), problems);
        return values.get(SettingsTable.PRESET).layer(values.get(SettingsTable.GUARANTEE), user.keySet());
    }

    /** The layers from the weakest to the strongest: a later one overrides an earlier one. */
    @SafeVarargs
    private static Map<String, Given> merge(Map<String, Given>... layers) {
        Map<String, Given> merged = new TreeMap<>();
        for (Map<String, Given> layer : layers) {
            merged.putAll(layer);
        }
        return merged;
    }
}
