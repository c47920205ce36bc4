package io.elbowatch.e2e;

import io.elbowatch.core.Refusal;
import io.elbowatch.core.verdict.Decider;
import io.elbowatch.core.verdict.Judge;
import io.elbowatch.lab.broker.SecuredBroker;
import io.elbowatch.lab.broker.SecuredBroker.Door;
import io.elbowatch.stream.ScoringApplication;
import io.elbowatch.stream.access.Guarantee;
import io.elbowatch.stream.access.RestartLimits;
import io.elbowatch.stream.access.StreamSettings;
import io.elbowatch.stream.batch.BatchLimits;
import io.elbowatch.stream.flow.ScoringObserver;
import io.elbowatch.stream.flow.Topics;
import io.elbowatch.testing.Calibrations;
import io.elbowatch.testing.Certificates;
import io.elbowatch.testing.FakeModel;
import io.elbowatch.testing.Flows;
import io.elbowatch.testing.Program;
import io.elbowatch.testing.Records;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A broker that requires TLS, authentication and permissions: with all of them images are scored; if one is missing,
 * the refusal names it.
 */
class SecuredKafkaIT {
    private static final String USER = "scorer";
    private static final String PASSWORD = "right-password";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Certificates AUTHORITY = new Certificates();
    private static final Certificates.Identity CLIENT = AUTHORITY.issue(USER);
    private static final String IMAGES = "images";
    private static SecuredBroker broker;

    @TempDir
    private static Path folder;

    /** The ways to authenticate. */
    private enum Login {
        SCRAM(Door.SASL, scram(PASSWORD)),
        MUTUAL_TLS(Door.MUTUAL, certificate(CLIENT)),
        /** With an unsecured token, which the broker accepts without a signature. */
        OAUTHBEARER(
                Door.SASL,
                Map.of(
                        "security.protocol",
                        "SASL_SSL",
                        "sasl.mechanism",
                        "OAUTHBEARER",
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required"
                                + " unsecuredLoginStringClaim_sub=\"" + USER + "\";"));

        private final Door door;
        private final Map<String, String> settings;

        Login(Door door, Map<String, String> settings) {
            this.door = door;
            this.settings = settings;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        broker = SecuredBroker.start(AUTHORITY);
        broker.password(USER, PASSWORD);
        broker.createTopics(List.of(IMAGES, "scores", "anomalies", "evidence", "incidents", "rejected"));
        allow(rights(USER, "scram", "mutual_tls", "oauthbearer", "limited", "program"));
    }

    @AfterAll
    static void close() {
        broker.close();
    }

    @ParameterizedTest
    @EnumSource
    void shouldScoreWithEachLogin(Login login) {
        String application = login.name().toLowerCase(java.util.Locale.ROOT);
        try (ScoringApplication running = start(settings(application, login.door, login.settings))) {
            long before = scored();
            new Records(broker.plain()).send(IMAGES, "line-1", List.of(new byte[] {1, 2, 3, 4}));

            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scored()).isGreaterThan(before));
            assertThat(running.endedBy()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "READ,   TOPIC,            images,    LITERAL,  Read on the topic images",
        "WRITE,  TOPIC,            scores,    LITERAL,  Write on the topic scores",
        "WRITE,  TOPIC,            anomalies, LITERAL,  Write on the topic anomalies",
        "WRITE,  TOPIC,            evidence,  LITERAL,  Write on the topic evidence",
        "WRITE,  TOPIC,            incidents, LITERAL,  Write on the topic incidents",
        "WRITE,  TOPIC,            rejected,  LITERAL,  Write on the topic rejected",
        "READ,   GROUP,            limited,   LITERAL,  Read on the group limited",
        "WRITE,  TRANSACTIONAL_ID, limited-,  PREFIXED, Write on the transactional ids that begin with limited-",
        "CREATE, TOPIC,            limited-sources-changelog, LITERAL, Create on the topic limited-sources-changelog",
        "WRITE,  TOPIC,            limited-sources-changelog, LITERAL, Write on the topic limited-sources-changelog"
    })
    void shouldNameTheMissingPermission(
            AclOperation operation, ResourceType type, String name, PatternType pattern, String expected)
            throws Exception {
        List<AclBinding> one = List.of(SecuredBroker.acl(USER, operation, type, name, pattern));
        boolean created = name.endsWith("changelog") && operation == AclOperation.WRITE;
        if (created) {
            broker.createTopics(List.of(name));
        }
        forbid(one);
        try {
            Refusal refusal = refusal(settings("limited", Door.SASL, scram(PASSWORD)));

            assertThat(refusal.getMessage()).startsWith("cannot score at ").endsWith("this user lacks " + expected);
            assertThat(refusal.remedy())
                    .startsWith("kafka-acls.sh --bootstrap-server ")
                    .contains(" --add --allow-principal User:NAME --operation ", name);
        } finally {
            allow(one);
            if (created) {
                broker.admin().deleteTopics(List.of(name)).all().get();
            }
        }
    }

    /** A topic that a user may not describe looks like a missing topic. */
    @Test
    void shouldNameAllMissingPermissionsOfAStranger() {
        Refusal refusal = refusal(settings("stranger", Door.MUTUAL, certificate(AUTHORITY.issue("stranger"))));

        assertThat(refusal.getMessage())
                .contains(
                        "Read on the topic images",
                        "Write on the topic rejected",
                        "Read and Write and Create on the topic stranger-sources-changelog",
                        "Read on the group stranger",
                        "Write on the transactional ids that begin with stranger-")
                .doesNotContain("\n");
        assertThat(refusal.remedy()).contains("--operation Read --topic images", "docs/security.md");
    }

    @Test
    void shouldSayThatThePasswordIsWrong() {
        assertRefused(
                Door.SASL,
                scram("wrong-password"),
                "the broker did not accept the credentials",
                "kafka.sasl.jaas.config");
    }

    @Test
    void shouldSayThatTheBrokersCertificateHasExpired() {
        assertRefused(Door.EXPIRED, certificate(CLIENT), "the broker's certificate has expired", "have it renewed");
    }

    @Test
    void shouldSayThatTheBrokersCertificateIsForAnotherHost() {
        assertRefused(
                Door.ELSEWHERE,
                certificate(CLIENT),
                "the broker's certificate is of another host",
                "kafka.bootstrap.servers");
    }

    @Test
    void shouldSayThatTheBrokersCertificateIsNotTrusted() {
        Map<String, String> trusting = new HashMap<>(certificate(CLIENT));
        trusting.put("ssl.truststore.certificates", new Certificates().authority());

        assertRefused(Door.MUTUAL, trusting, "signed by nobody that is trusted here", "kafka.ssl.truststore");
    }

    @Test
    void shouldSayThatTheClientsOwnCertificateHasExpired() {
        assertRefused(
                Door.MUTUAL,
                certificate(AUTHORITY.expired(USER)),
                "the broker refused this client's certificate",
                "kafka.ssl.keystore");
    }

    @Test
    void shouldSayThatThePasswordIsMissing() {
        assertRefused(
                Door.SASL,
                Map.of("security.protocol", "SASL_SSL", "sasl.mechanism", "SCRAM-SHA-512"),
                "kafka.sasl.jaas.config is missing",
                "it must read LOGIN-MODULE");
    }

    @Test
    void shouldEndWithOneErrorAndOneRemedyWhenThePasswordIsWrong() throws Exception {
        try (Program program = run("wrong", config(scram("wrong-password")))) {
            assertThat(program.awaitExit(TIMEOUT)).isEqualTo(1);

            assertThat(lines(program, "error: "))
                    .singleElement()
                    .asString()
                    .contains("the broker did not accept the credentials");
            assertThat(lines(program, "  fix: ")).hasSize(1);
            assertThat(complaints(program)).hasSizeLessThanOrEqualTo(3);
            assertThat(program.output()).doesNotContain("wrong-password", "\tat ");
        }
    }

    @Test
    void shouldEndWithOneErrorWhenAPermissionIsRevokedWhileItRuns() throws Exception {
        List<AclBinding> writing =
                List.of(SecuredBroker.acl(USER, AclOperation.WRITE, ResourceType.TOPIC, "scores", PatternType.LITERAL));
        try (Program program = run("program", config(impatient(scram(PASSWORD))))) {
            Records records = new Records(broker.plain());
            long before = scored();
            records.send(IMAGES, "line-1", List.of(new byte[28 * 28]));
            await().atMost(TIMEOUT).untilAsserted(() -> assertThat(scored()).isGreaterThan(before));

            forbid(writing);
            records.send(IMAGES, "line-1", List.of(new byte[28 * 28]));
            try {
                assertThat(program.awaitExit(TIMEOUT)).isEqualTo(1);
            } finally {
                allow(writing);
            }

            assertThat(lines(program, "error: "))
                    .singleElement()
                    .asString()
                    .contains("cannot go on scoring", "not permitted on the topic scores");
            assertThat(program.output())
                    .containsOnlyOnce("stream thread replaced")
                    .containsOnlyOnce("stream stops");
            assertThat(complaints(program)).hasSizeLessThanOrEqualTo(6);
            assertThat(program.output()).doesNotContain("\tat ");
        }
    }

    private static void assertRefused(Door door, Map<String, String> kafka, String what, String remedy) {
        Refusal refusal = refusal(settings("refused", door, kafka));

        assertThat(refusal.getMessage()).contains(what).doesNotContain("\n");
        assertThat(refusal.remedy()).contains(remedy);
    }

    private static Refusal refusal(StreamSettings settings) {
        return assertThatExceptionOfType(Refusal.class)
                .isThrownBy(() -> start(settings).close())
                .actual();
    }

    /** All permissions in docs/security.md. */
    private static List<AclBinding> rights(String user, String... applications) {
        List<AclBinding> rights = new ArrayList<>();
        rights.add(SecuredBroker.acl(user, AclOperation.READ, ResourceType.TOPIC, IMAGES, PatternType.LITERAL));
        for (String topic : Topics.DEFAULT.outputs()) {
            rights.add(SecuredBroker.acl(user, AclOperation.WRITE, ResourceType.TOPIC, topic, PatternType.LITERAL));
        }
        for (String application : applications) {
            rights.add(
                    SecuredBroker.acl(user, AclOperation.READ, ResourceType.GROUP, application, PatternType.LITERAL));
            rights.add(SecuredBroker.acl(
                    user, AclOperation.WRITE, ResourceType.TRANSACTIONAL_ID, application + "-", PatternType.PREFIXED));
            for (AclOperation operation : List.of(AclOperation.READ, AclOperation.WRITE, AclOperation.CREATE)) {
                rights.add(SecuredBroker.acl(
                        user, operation, ResourceType.TOPIC, application + "-sources-changelog", PatternType.LITERAL));
            }
        }
        return rights;
    }

    /** A broker applies an ACL some time after the controller has stored it. */
    private static void allow(List<AclBinding> rights) throws Exception {
        broker.allow(rights);
        await().atMost(TIMEOUT).until(() -> acls().containsAll(rights));
    }

    private static void forbid(List<AclBinding> rights) throws Exception {
        broker.forbid(rights);
        await().atMost(TIMEOUT).until(() -> rights.stream().noneMatch(acls()::contains));
    }

    private static List<AclBinding> acls() throws Exception {
        return List.copyOf(broker.admin()
                .describeAcls(org.apache.kafka.common.acl.AclBindingFilter.ANY)
                .values()
                .get());
    }

    private static long scored() {
        return new Records(broker.plain()).readAll(List.of("scores")).size();
    }

    private static Map<String, String> scram(String password) {
        return Map.of(
                "security.protocol",
                "SASL_SSL",
                "sasl.mechanism",
                "SCRAM-SHA-512",
                "sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + USER + "\" password=\""
                        + password + "\";");
    }

    /** A thread that has ended blocks its successor for this long. */
    private static Map<String, String> impatient(Map<String, String> login) {
        Map<String, String> kafka = new HashMap<>(login);
        kafka.put("session.timeout.ms", "4000");
        kafka.put("heartbeat.interval.ms", "300");
        return kafka;
    }

    private static Map<String, String> certificate(Certificates.Identity client) {
        return Map.of(
                "security.protocol",
                "SSL",
                "ssl.keystore.type",
                "PEM",
                "ssl.keystore.certificate.chain",
                client.certificate(),
                "ssl.keystore.key",
                client.key());
    }

    private static Map<String, String> kafka(Door door, Map<String, String> login) {
        Map<String, String> kafka = new HashMap<>(Map.of(
                "bootstrap.servers",
                broker.bootstrapServers(door),
                "ssl.truststore.type",
                "PEM",
                "ssl.truststore.certificates",
                AUTHORITY.authority()));
        kafka.putAll(login);
        return kafka;
    }

    private static StreamSettings settings(String application, Door door, Map<String, String> login) {
        return new StreamSettings(
                application,
                Flows.of(Topics.DEFAULT, new BatchLimits(8, 1 << 20, Duration.ofMillis(20))),
                false,
                1,
                Guarantee.EXACTLY_ONCE_V2,
                new RestartLimits(1, Duration.ofMinutes(1)),
                kafka(door, login));
    }

    private static ScoringApplication start(StreamSettings settings) {
        return ScoringApplication.start(
                settings,
                Flows.scoring(new FakeModel(), new Judge(Calibrations.upTo(999), 1, Decider.DEFAULT, 0.01)),
                ScoringObserver.NONE);
    }

    private static Path config(Map<String, String> login) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "run", ".properties"),
                kafka(Door.SASL, login).entrySet().stream()
                        .map(entry -> "kafka." + entry.getKey() + " = "
                                + entry.getValue().replace("\\", "\\\\").replace("\n", "\\n"))
                        .collect(Collectors.joining("\n")));
    }

    private static Program run(String application, Path config) {
        return Program.elbowatch(
                folder.resolve(application + ".log"),
                "run",
                "--config",
                config.toString(),
                "--bundle",
                "model/bundles/fashion-mnist",
                "--provider",
                "cpu",
                "--application-id",
                application,
                "--http-port",
                "0",
                "--restarts-max",
                "1");
    }

    private static List<String> lines(Program program, String beginning) {
        return program.output()
                .lines()
                .filter(line -> line.startsWith(beginning))
                .toList();
    }

    /** The warnings and errors of Kafka and of this program. */
    private static List<String> complaints(Program program) {
        return program.output()
                .lines()
                .filter(line -> line.matches("\\S+ (WARN|ERROR) .*"))
                .toList();
    }
}
