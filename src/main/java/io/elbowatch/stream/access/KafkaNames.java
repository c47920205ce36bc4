package io.elbowatch.stream.access;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.apache.kafka.streams.StreamsConfig;

/**
 * The names of the settings of Kafka Streams and Kafka's clients, and the check of their values. An unknown name is not
 * an error: interceptors and login callbacks have settings of their own.
 */
public final class KafkaNames {
    private static final List<ConfigDef> DEFINITIONS = List.of(
            StreamsConfig.configDef(),
            ConsumerConfig.configDef(),
            ProducerConfig.configDef(),
            AdminClientConfig.configDef());
    private static final List<String> PREFIXES = List.of(
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX,
            StreamsConfig.TOPIC_PREFIX);

    private KafkaNames() {}

    /** All names without prefixes. */
    public static Set<String> known() {
        Set<String> names = new TreeSet<>();
        DEFINITIONS.forEach(definition -> names.addAll(definition.names()));
        return names;
    }

    /**
     * The name without the prefix that addresses one of the clients: {@code producer.linger.ms} is {@code linger.ms}.
     */
    public static String bare(String name) {
        return PREFIXES.stream()
                .filter(name::startsWith)
                .findFirst()
                .map(prefix -> name.substring(prefix.length()))
                .orElse(name);
    }

    /**
     * Why Kafka refuses a value, in its own words, which may quote the value. Empty for a valid value, for an unknown
     * name, and for a value that a config provider replaces later.
     */
    public static Optional<String> objection(String name, String value) {
        String bare = bare(name);
        if (value.contains("${")) {
            return Optional.empty();
        }
        if (bare.equals(SaslConfigs.SASL_JAAS_CONFIG)) {
            return jaasObjection(value);
        }
        return DEFINITIONS.stream()
                .map(definition -> definition.configKeys().get(bare))
                .filter(key -> key != null)
                .findFirst()
                .flatMap(key -> objection(key, value));
    }

    /** Kafka's own message quotes the word at which it fails, which may be the password; so it is not used. */
    private static Optional<String> jaasObjection(String value) {
        try {
            JaasContext.loadClientContext(Map.of(SaslConfigs.SASL_JAAS_CONFIG, new Password(value)));
            return Optional.empty();
        } catch (IllegalArgumentException | KafkaException e) {
            return Optional.of("it must read LOGIN-MODULE required OPTION=\"VALUE\" ...;");
        }
    }

    private static Optional<String> objection(ConfigDef.ConfigKey key, String value) {
        try {
            Object parsed = ConfigDef.parseType(key.name, value, key.type);
            if (key.validator != null) {
                key.validator.ensureValid(key.name, parsed);
            }
            return Optional.empty();
        } catch (ConfigException e) {
            return Optional.of(e.getMessage());
        }
    }
}
