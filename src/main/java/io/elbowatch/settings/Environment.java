package io.elbowatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads the settings of the environment. Every variable whose name begins with {@code ELBOWATCH_} is a setting, a
 * variable of the launcher or of Kubernetes, or a problem. An empty variable counts as not set, as in shells and compose
 * files.
 */
final class Environment {
    static final String CONFIG_FILE = "ELBOWATCH_CONFIG";
    static final String HOME = "ELBOWATCH_HOME";
    private static final String KAFKA = "ELBOWATCH_KAFKA_";
    private static final Set<String> OTHERS =
            Set.of(CONFIG_FILE, HOME, "ELBOWATCH_DATA", "ELBOWATCH_JAVA_OPTS", "ELBOWATCH_MVN_ARGS");

    /** Variables that Kubernetes sets in every pod of a namespace with a service named elbowatch. */
    private static final Pattern KUBERNETES =
            Pattern.compile("ELBOWATCH_(SERVICE_(HOST|PORT(_.+)?)|PORT(_\\d+_(TCP|UDP|SCTP)(_.+)?)?)");

    private Environment() {}

    static List<Given> read(Map<String, String> environment) {
        List<Given> all = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (isSetting(name) && (!value.isBlank() || mayBeEmpty(name))) {
                all.add(new Given(key(name), value.strip(), name));
            }
        });
        return all;
    }

    private static boolean isSetting(String name) {
        return name.startsWith(Setting.ENVIRONMENT_PREFIX)
                && !OTHERS.contains(name)
                && !KUBERNETES.matcher(name).matches();
    }

    /** An empty value has a meaning for some of Kafka's own settings: {@code ssl.endpoint.identification.algorithm}. */
    private static boolean mayBeEmpty(String name) {
        return name.startsWith(KAFKA) && SettingsTable.find(key(name)).isEmpty();
    }

    /** The key of a variable; for an unknown variable a text that resembles a key, for the suggestion. */
    private static String key(String name) {
        return SettingsTable.rows().stream()
                .filter(setting -> setting.environmentName().equals(name))
                .map(Setting::key)
                .findFirst()
                .orElseGet(() -> name.substring(Setting.ENVIRONMENT_PREFIX.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.'));
    }
}
