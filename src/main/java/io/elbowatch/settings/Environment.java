package io.elbowatch.settings;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings of the environment. Every variable whose name begins with {@code ELBOWATCH_} is a setting, a
 * variable of the launcher, a service link of Kubernetes, or a problem. An empty variable counts as not set, as in shells and compose
 * files.
 */
final class Environment {
    static final String CONFIG_FILE = "ELBOWATCH_CONFIG";
    static final String HOME = "ELBOWATCH_HOME";
    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
    private static final String KAFKA = "ELBOWATCH_KAFKA_";
    private static final Set<String> OTHERS =
            Set.of(CONFIG_FILE, HOME, "ELBOWATCH_DATA", "ELBOWATCH_JAVA_OPTS", "ELBOWATCH_MVN_ARGS", "ELBOWATCH_CACHE");

    /** Names that are a service link whatever their value is; {@link #isServiceLink} has those that are also settings. */
    private static final Pattern LINK_NAME = Pattern.compile(
            "ELBOWATCH_(\\w+_)?(SERVICE_(HOST|PORT)|SERVICE_PORT_\\w+|PORT_\\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?)");

    private static final Pattern PORT_NAME = Pattern.compile("ELBOWATCH_(\\w+_)?PORT");
    private static final Pattern LINK_VALUE = Pattern.compile("(tcp|udp|sctp)://\\S+:\\d+");

    private Environment() {}

    static List<Given> read(Map<String, String> environment) {
        List<Given> all = new ArrayList<>();
        List<String> links = new ArrayList<>();
        new TreeMap<>(environment).forEach((name, value) -> {
            if (!name.startsWith(Setting.ENVIRONMENT_PREFIX) || OTHERS.contains(name)) {
                return;
            }
            if (isServiceLink(name, value)) {
                links.add(name);
            } else if (!value.isBlank() || mayBeEmpty(name)) {
                all.add(new Given(key(name), value.strip(), name));
            }
        });
        if (!links.isEmpty()) {
            LOG.debug("service links of Kubernetes are no settings names={}", links);
        }
        return all;
    }

    /**
     * Whether Kubernetes has set the variable: it does so in every pod of a namespace with a service whose name begins
     * with {@code elbowatch}. A service {@code elbowatch-http} causes a variable with the name of a setting, {@code
     * http.port}. Its value tells them apart.
     */
    private static boolean isServiceLink(String name, String value) {
        return LINK_NAME.matcher(name).matches()
                || PORT_NAME.matcher(name).matches()
                        && LINK_VALUE.matcher(value.strip()).matches();
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
