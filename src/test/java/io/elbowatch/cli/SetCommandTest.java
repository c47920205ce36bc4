package io.elbowatch.cli;

import io.elbowatch.core.verdict.Decider;
import io.elbowatch.testing.Bundles;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SetCommandTest {

    @Test
    void shouldTeachWithExamplesDecidersAndExitCodes() {
        String help = Shell.run("set", "--help").assertDone().out();

        assertThat(help).contains("Examples:", "Exit codes:", "--topic=", "--reset");
        for (Decider decider : Decider.values()) {
            assertThat(help).contains(decider.label());
        }
    }

    @Test
    void shouldAskForSomethingToSet() {
        assertUsage(Shell.run("set"), "--alpha, --decide or both, or --reset alone");
        assertUsage(Shell.run("set", "--reset", "--alpha", "0.1"), "--reset alone");
    }

    @Test
    void shouldTakeNoAlphaOrDeciderThatThereIsNot() {
        assertUsage(Shell.run("set", "--alpha", "2"), "between 0 and 1");
        assertUsage(Shell.run("set", "--alpha", "much"), "--alpha");
        assertUsage(
                Shell.run("set", "--decide", "locl"), "is none of default, elbo, reconstruction, kl, local, density");
    }

    @Test
    void shouldRefuseWhatTheBundleCannotReachBeforeItConnects() {
        Shell.run(
                        "set",
                        "--alpha",
                        "0.0001",
                        "--bundle",
                        Bundles.FASHION_MNIST.toString(),
                        "--bootstrap-servers",
                        "127.0.0.1:1")
                .assertRefused("alpha 0.0001 is out of reach", "9999 images");
    }

    private static void assertUsage(Shell.Ended ended, String fact) {
        assertThat(ended.code()).isEqualTo(ExitCodes.USAGE);
        assertThat(ended.err()).contains("error: ", fact, "'elbowatch set --help'");
    }
}
