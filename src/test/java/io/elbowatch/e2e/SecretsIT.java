package io.elbowatch.e2e;

import io.elbowatch.lab.broker.SecuredBroker;
import io.elbowatch.lab.broker.SecuredBroker.Door;
import io.elbowatch.testing.Certificates;
import io.elbowatch.testing.Program;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Secrets given in every possible way never appear in any output of the program. */
class SecretsIT {
    /** A part of every secret of these tests. */
    private static final String SENTINEL = "s3ntinel";

    private static final Duration TIMEOUT = Duration.ofSeconds(90);
    private static final Pattern URL = Pattern.compile("url=(http://127\\.0\\.0\\.1:\\d+/)");
    private static final String SCRAM = "org.apache.kafka.common.security.scram.ScramLoginModule required"
            + " username=\"scorer\" password=\"%s\";";

    @TempDir
    private Path folder;

    @Test
    void shouldRevealNoSecretWhileItRuns() throws Exception {
        Certificates authority = new Certificates();
        try (SecuredBroker broker = SecuredBroker.start(authority)) {
            broker.password("scorer", SENTINEL + "-jaas");
            broker.createTopics(
                    List.of("images", "scores", "anomalies", "evidence", "incidents", "rejected", "settings"));
            broker.allow(List.of(
                    SecuredBroker.acl("scorer", AclOperation.ALL, ResourceType.TOPIC, "*", PatternType.LITERAL),
                    SecuredBroker.acl("scorer", AclOperation.ALL, ResourceType.GROUP, "*", PatternType.LITERAL),
                    SecuredBroker.acl(
                            "scorer", AclOperation.ALL, ResourceType.TRANSACTIONAL_ID, "*", PatternType.LITERAL)));
            Path jaas = Files.writeString(folder.resolve("jaas"), SCRAM.formatted(SENTINEL + "-jaas") + "\n");
            Path config = Files.writeString(folder.resolve("run.properties"), """
                    kafka.bootstrap.servers = %s
                    kafka.security.protocol = SASL_SSL
                    kafka.sasl.mechanism = SCRAM-SHA-512
                    kafka.sasl.jaas.config = file:%s
                    kafka.ssl.truststore.type = PEM
                    kafka.ssl.truststore.certificates = %s
                    kafka.my.plugin.secret = %s-in-the-file
                    """.formatted(
                            broker.bootstrapServers(Door.SASL),
                            jaas,
                            authority.authority().replace("\n", "\\n"),
                            SENTINEL));
            try (Program program = Program.elbowatch(
                    folder.resolve("run.log"),
                    Map.of(
                            "ELBOWATCH_HTTP_TOKEN", SENTINEL + "-of-the-environment",
                            "ELBOWATCH_KAFKA_SASL_OAUTHBEARER_CLIENT_CREDENTIALS_CLIENT_SECRET", SENTINEL + "-oauth"),
                    List.of(),
                    "--verbose",
                    "run",
                    "--config",
                    config.toString(),
                    "--bundle",
                    "model/bundles/fashion-mnist",
                    "--provider",
                    "cpu",
                    "--http-port",
                    "0",
                    "--http-password",
                    SENTINEL + "-of-the-flag")) {
                await().atMost(TIMEOUT).until(() -> program.output().contains("scoring topic=") || !program.runs());
                List<String> pages = pages(program);
                program.dumpThreads();
                await().atMost(TIMEOUT).until(() -> program.output().contains("Full thread dump"));

                assertThat(program.output()).contains("kafka.sasl.jaas.config=********");
                assertThat(program.output()).doesNotContain(SENTINEL);
                assertThat(pages).hasSize(4).noneMatch(page -> page.contains(SENTINEL));
                // Nor any of the settings.
                assertThat(pages).noneMatch(page -> page.contains("SCRAM") || page.contains("kafka.security"));
            }
        }
    }

    @Test
    void shouldPrintSettingsWithoutSecrets() throws Exception {
        Program program = Program.elbowatch(
                folder.resolve("print.log"),
                Map.of("ELBOWATCH_HTTP_PASSWORD", SENTINEL + "-of-the-environment"),
                List.of(),
                "--verbose",
                "run",
                "--print-settings",
                "--set",
                "kafka.sasl.jaas.config=" + SCRAM.formatted(SENTINEL));
        try (program) {
            assertThat(program.awaitExit(TIMEOUT)).isZero();
        }
        assertThat(program.output())
                .contains("http.password = ********", "kafka.sasl.jaas.config = ********")
                .doesNotContain(SENTINEL);
    }

    /**
     * Kafka reads the value of a config provider only when a client starts, and quotes the word that it cannot parse.
     */
    @Test
    void shouldNotLetKafkaQuoteASecretThatItCannotRead() throws Exception {
        Path secrets = Files.writeString(folder.resolve("secrets.properties"), "jaas=a.Login required " + SENTINEL);
        Program program = Program.elbowatch(
                folder.resolve("provider.log"),
                "--verbose",
                "run",
                "--bundle",
                "model/bundles/fashion-mnist",
                "--provider",
                "cpu",
                "--http-port",
                "0",
                "--set",
                "kafka.security.protocol=SASL_PLAINTEXT",
                "--set",
                "kafka.sasl.mechanism=SCRAM-SHA-512",
                "--set",
                "kafka.config.providers=file",
                "--set",
                "kafka.config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider",
                "--set",
                "kafka.sasl.jaas.config=${file:" + secrets + ":jaas}");
        try (program) {
            assertThat(program.awaitExit(TIMEOUT)).isEqualTo(1);
        }
        assertThat(program.output())
                .contains("error: ", "kafka.sasl.jaas.config")
                .doesNotContain(SENTINEL);
    }

    /** Each page as a browser or Prometheus gets it; of the event stream the first event. */
    private static List<String> pages(Program program) throws IOException, InterruptedException {
        Matcher url = URL.matcher(program.output());
        assertThat(url.find()).as(program.output()).isTrue();
        HttpClient client = HttpClient.newHttpClient();
        List<String> pages = new ArrayList<>();
        for (String path : Arrays.asList("", "metrics", "health/ready", "health/live")) {
            pages.add(client.send(
                            HttpRequest.newBuilder(URI.create(url.group(1) + path))
                                    .header("Authorization", "Bearer " + SENTINEL + "-of-the-environment")
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .body());
        }
        assertThat(pages.get(1)).contains("elbowatch_");
        return pages;
    }
}
