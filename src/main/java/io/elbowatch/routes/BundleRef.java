package io.elbowatch.routes;

import io.elbowatch.core.verdict.Decider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Where a bundle is, and how its scores are judged. A reference may name what does not exist: only opening it tells.
 *
 * @param at a folder below {@code models.folder}, or an address with {@code file:}, {@code https:} or {@code s3:}
 * @param sha256 what the bundle must have, hexadecimal in lower case; empty for any (docs/models.md)
 * @param alpha the false-alarm rate; empty for that in force for all bundles
 * @param decide the score that decides; empty for that in force for all bundles
 */
public record BundleRef(String at, Optional<String> sha256, OptionalDouble alpha, Optional<Decider> decide) {
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MAX_AT = 2048;

    public BundleRef {
        Objects.requireNonNull(at, "at");
        sha256 = sha256.map(hash -> hash.toLowerCase(Locale.ROOT));
        Objects.requireNonNull(alpha, "alpha");
        Objects.requireNonNull(decide, "decide");
    }

    /** A reference to a place alone. */
    public BundleRef(String at) {
        this(at, Optional.empty(), OptionalDouble.empty(), Optional.empty());
    }

    /** What is wrong with it whatever there is at the place; empty for nothing. */
    List<String> problems() {
        List<String> found = new ArrayList<>();
        if (at.isBlank() || at.length() > MAX_AT) {
            found.add("'at' must name a place, of at most " + MAX_AT + " characters");
        }
        if (sha256.filter(hash -> !SHA256.matcher(hash).matches()).isPresent()) {
            found.add("sha256 must have 64 hexadecimal digits");
        }
        if (alpha.isPresent() && !(alpha.getAsDouble() > 0 && alpha.getAsDouble() < 1)) {
            found.add("alpha must lie between 0 and 1, both excluded");
        }
        return found;
    }
}
