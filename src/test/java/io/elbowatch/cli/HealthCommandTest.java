package io.elbowatch.cli;

import io.elbowatch.web.Exposition;
import io.elbowatch.web.Health;
import io.elbowatch.web.HttpAccess;
import io.elbowatch.web.HttpSettings;
import io.elbowatch.web.ModelCard;
import io.elbowatch.web.WebServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class HealthCommandTest {
    private static final ModelCard CARD = new ModelCard("boards", "1.2.0", "cpu", Map.of(), 5000, .01, "default");

    @Test
    void shouldBeDoneWhileImagesAreScored() {
        Shell.Ended ended = ask(new Health(true, true, Map.of("state", "RUNNING")));

        assertThat(ended.assertDone().out()).contains("\"UP\"", "RUNNING");
    }

    @Test
    void shouldFailWhilePartitionsAreAssigned() {
        Shell.Ended ended = ask(new Health(true, false, Map.of("state", "REBALANCING")));

        assertThat(ended.code()).isEqualTo(ExitCodes.REFUSED);
        assertThat(ended.out()).contains("\"DOWN\"", "REBALANCING");
    }

    @Test
    void shouldTellLifeFromReadiness() {
        ask(new Health(true, false, Map.of("state", "REBALANCING")), "--live").assertDone();
    }

    @Test
    void shouldSayWhereNobodyAnswers() {
        Shell.run("health", "--http-port", "1")
                .assertRefused("no answer at http://127.0.0.1:1/health/ready", "--http-port");
    }

    @Test
    void shouldRefuseAPortThatIsAnybodysGuess() {
        Shell.run("health", "--http-port", "0").assertMistake("http.port 0");
    }

    /** Of a server that listens everywhere, as in a container. */
    private static Shell.Ended ask(Health health, String... more) {
        try (WebServer server = WebServer.start(
                new HttpSettings("0.0.0.0", 0, false, new HttpAccess(Optional.empty(), Optional.empty(), true)),
                accept -> new Exposition.Page("text/plain", ""),
                () -> health,
                () -> CARD)) {
            List<String> arguments = new ArrayList<>(
                    List.of("health", "--http-host", "0.0.0.0", "--http-port", String.valueOf(server.port())));
            arguments.addAll(List.of(more));
            return Shell.run(arguments.toArray(String[]::new));
        }
    }
}
