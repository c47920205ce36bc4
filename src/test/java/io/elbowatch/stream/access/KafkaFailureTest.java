package io.elbowatch.stream.access;

import io.elbowatch.core.Refusal;
import java.io.IOException;
import java.security.UnrecoverableKeyException;
import java.util.Map;
import javax.security.auth.login.LoginException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

class KafkaFailureTest {
    private static final String ACCESS = "kafka.ssl";

    @Test
    void shouldNotBlameTheAccessSettingsForAnotherReason() {
        Refusal disk = refusal(new KafkaException("Failed to start", new IOException("No space left on device")));

        assertThat(disk.getMessage()).endsWith("Failed to start: No space left on device");
        assertThat(disk.remedy()).doesNotContain("kafka.ssl", "kafka.sasl").contains("--verbose");
    }

    @Test
    void shouldSayThatTheBrokersAreTooOld() {
        Refusal old = refusal(new StreamsException(
                new KafkaException(new UnsupportedVersionException("The cluster does not support STREAMS groups"))));

        assertThat(old.getMessage()).contains("the brokers do not support it: The cluster does not support");
        assertThat(old.remedy()).contains("upgrade the brokers").doesNotContain(ACCESS);
    }

    @Test
    void shouldSayThatNoBrokerCoordinates() {
        Refusal none = refusal(new TimeoutException("late", new CoordinatorNotAvailableException("none")));

        assertThat(none.remedy()).contains("transaction.state.log.replication.factor");
    }

    @Test
    void shouldNameTheSettingsOfTheCause() {
        assertThat(refusal(new KafkaException(
                                "Failed to create new KafkaAdminClient",
                                new KafkaException(new UnrecoverableKeyException("Password is wrong"))))
                        .remedy())
                .contains("kafka.ssl.*")
                .doesNotContain("kafka.sasl");
        assertThat(refusal(new KafkaException("Failed to construct", new LoginException("No password provided")))
                        .remedy())
                .contains("kafka.sasl.*")
                .doesNotContain("kafka.ssl");
    }

    @Test
    void shouldNameTheSettingsOfAKeystoreThatIsMissing() {
        Throwable failure = catchThrowable(() -> Admin.create(Map.of(
                "bootstrap.servers", "127.0.0.1:1",
                "security.protocol", "SSL",
                "ssl.keystore.location", "/nowhere.jks",
                "ssl.keystore.password", "secret-1")));

        assertThat(refusal(failure).remedy()).contains("kafka.ssl.*");
        assertThat(refusal(failure).getMessage()).contains("/nowhere.jks").doesNotContain("secret-1");
    }

    @Test
    void shouldWaitOnlyForWhatHeals() {
        assertThat(KafkaFailure.heals(new KafkaException(new TimeoutException("late"))))
                .isTrue();
        assertThat(KafkaFailure.heals(new CoordinatorNotAvailableException("elects")))
                .isTrue();
        assertThat(KafkaFailure.heals(new java.util.concurrent.TimeoutException()))
                .isTrue();
        assertThat(KafkaFailure.heals(new TimeoutException(new AuthenticationException("denied"))))
                .isFalse();
        assertThat(KafkaFailure.heals(new UnsupportedVersionException("old"))).isFalse();
        assertThat(KafkaFailure.heals(new IOException("disk"))).isFalse();
    }

    private static Refusal refusal(Throwable failure) {
        return KafkaFailure.refusal("start the stream", "b:1", failure);
    }
}
