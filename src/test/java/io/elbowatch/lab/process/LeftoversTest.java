package io.elbowatch.lab.process;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class LeftoversTest {
    private static final Pattern OWNED = Pattern.compile("elbowatch-(\\d+)(-\\w+)?");

    @Test
    void shouldTakeOnlyWhatHasOurPrefixAndAnOwnerThatIsGone() {
        assertThat(Leftovers.orphans(
                        List.of(
                                "elbowatch-17-3",
                                "elbowatch-18-3",
                                "elbowatch-17",
                                "elbowatch",
                                "docker-17-3",
                                "my-elbowatch-17"),
                        OWNED,
                        pid -> pid == 18))
                .containsExactly("elbowatch-17-3", "elbowatch-17");
    }
}
