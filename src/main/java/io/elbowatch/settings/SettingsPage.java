package io.elbowatch.settings;

import java.util.Locale;
import java.util.stream.Collectors;

/** The reference page {@code docs/settings.md}, written from the table of settings. */
final class SettingsPage {
    private static final String PAGE = """
            # Settings

            Flags come before the environment, the environment before a properties file (`--config FILE` or `ELBOWATCH_CONFIG`), the file before
            the defaults. Whatever is unknown, unreadable or contradictory is refused at start, all of it in one message.
            `elbowatch run --print-settings` shows what is in force and where it came from; secrets are masked.

            | Key | Flag | Environment | Value | Default | What it is |
            |---|---|---|---|---|---|
            %s

            Any key can also be given as `--set KEY=VALUE`. Durations are written `50ms`, `2s`, `5m`, `1h` or in ISO 8601 (`PT0.05S`); sizes
            `16MiB`, `64m`, `1048576`, in powers of 1024. A variable of the environment that is empty counts as not set.

            ## Kafka's own settings

            Every setting of Kafka's clients and of Kafka Streams passes through under its own name with `kafka.` before it, those of TLS and SASL
            too: `kafka.security.protocol = SASL_SSL` in the file, `--set kafka.security.protocol=SASL_SSL`, or `ELBOWATCH_KAFKA_SECURITY_PROTOCOL`
            in the environment (underscores become dots). Kafka's prefixes reach one client: `kafka.producer.linger.ms`, `kafka.consumer.fetch.max.bytes`.
            Others see the arguments of a process: give secrets by file or environment, or by Kafka's config providers. Any secret may be written as `file:PATH`: then
            the file's text is the value ([which ones are](security.md#secrets)).

            These are not to be set, because a promise hangs on them:

            | Key | Instead |
            |---|---|
            %s

            ## Further variables of the environment

            | Name | What it is |
            |---|---|
            | `ELBOWATCH_CONFIG` | the properties file, where `--config` names none |
            | `ELBOWATCH_HOME` | the installation, set by the launcher; bundles are looked up by name in its `model/bundles` |
            | `ELBOWATCH_DATA` | where data sets are kept |
            | `ELBOWATCH_JAVA_OPTS` | options for the Java virtual machine, read by the launcher |
            | `ELBOWATCH_MVN_ARGS` | arguments for Maven when the launcher builds, such as `-o -Pgpu` |
            """;

    private SettingsPage() {}

    static String markdown() {
        return PAGE.formatted(
                SettingsTable.ALL.stream().map(SettingsPage::row).collect(Collectors.joining("\n")),
                OwnedKafkaKeys.REASONS.entrySet().stream()
                        .map(owned -> "| `kafka." + owned.getKey() + "` | " + owned.getValue() + " |")
                        .collect(Collectors.joining("\n")));
    }

    private static String row(Setting<?> setting) {
        return "| `%s` | `%s` | `%s` | %s | %s | %s |"
                .formatted(
                        setting.key(),
                        setting.flag(),
                        setting.environmentName(),
                        setting.type().label().toLowerCase(Locale.ROOT),
                        setting.fallback().map(text -> "`" + text + "`").orElse("none"),
                        setting.help());
    }
}
