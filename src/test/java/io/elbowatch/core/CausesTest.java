package io.elbowatch.core;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CausesTest {
    private final IOException root = new IOException("root");
    private final UncheckedIOException middle = new UncheckedIOException(root);
    private final IllegalStateException failure = new IllegalStateException("failure", middle);

    @Test
    void shouldFindTheFailureItselfAndEveryCause() {
        assertThat(Causes.find(IllegalStateException.class, failure)).containsSame(failure);
        assertThat(Causes.find(UncheckedIOException.class, failure)).containsSame(middle);
        assertThat(Causes.find(IOException.class, failure)).containsSame(root);
        assertThat(Causes.find(NullPointerException.class, failure)).isEmpty();
    }

    @Test
    void shouldFindTheOutermostOfSeveral() {
        assertThat(Causes.find(RuntimeException.class, failure)).containsSame(failure);
    }

    @Test
    void shouldTakeTheInnermostCauseForTheRoot() {
        assertThat(Causes.root(failure)).isSameAs(root);
        assertThat(Causes.root(root)).isSameAs(root);
    }

    @Test
    void shouldTakeNullForAnEmptyChain() {
        assertThat(Causes.chain(null)).isEmpty();
        assertThat(Causes.find(RuntimeException.class, null)).isEmpty();
        assertThat(Causes.root(null)).isNull();
    }

    @Test
    void shouldEndAChainThatLeadsBackToItself() {
        Exception first = new Exception("first");
        Exception second = new Exception("second", first);
        first.initCause(second);

        assertThat(Causes.chain(first)).containsExactly(first, second);
        assertThat(Causes.root(first)).isSameAs(second);
        assertThat(Causes.find(IOException.class, first)).isEmpty();
    }
}
