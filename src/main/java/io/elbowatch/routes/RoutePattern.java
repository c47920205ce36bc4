package io.elbowatch.routes;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.elbowatch.core.Printable;
import java.util.Objects;

/**
 * The images that a route is for. A pattern of keys is for images whose key is text (UTF-8), and always compares the
 * whole key.
 */
public sealed interface RoutePattern {

    /**
     * Whether an image fits.
     *
     * @param key of the record as text; null where it has none or it is no text
     * @param topic of the record
     */
    boolean matches(String key, String topic);

    /** Whether {@link #matches} reads the key. */
    default boolean readsKey() {
        return true;
    }

    /** The field of a route, as {@code keyGlob}. */
    String field();

    /** The value of the field, as it was written. */
    String text();

    /** As a person reads it: {@code keyGlob 'line-2/*'}. */
    default String describe() {
        return field() + " '" + Printable.line(text()) + "'";
    }

    /** Images with exactly this key. */
    record Key(String text) implements RoutePattern {

        public Key {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public boolean matches(String key, String topic) {
            return text.equals(key);
        }

        @Override
        public String field() {
            return "key";
        }
    }

    /** Images whose key fits a glob: {@code *} stands for any characters, {@code ?} for one. */
    record KeyGlob(String text) implements RoutePattern {

        public KeyGlob {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public boolean matches(String key, String topic) {
            return key != null && Glob.matches(text, key);
        }

        @Override
        public String field() {
            return "keyGlob";
        }
    }

    /** Images whose key fits a regular expression of RE2, whose time grows with the length of the key alone. */
    record KeyRegex(Pattern regex) implements RoutePattern {

        public KeyRegex {
            Objects.requireNonNull(regex, "regex");
        }

        /** @throws IllegalArgumentException when the text is no expression of RE2 */
        public static KeyRegex of(String text) {
            try {
                return new KeyRegex(Pattern.compile(text));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException(e.getMessage(), e);
            }
        }

        @Override
        public boolean matches(String key, String topic) {
            return key != null && regex.matches(key);
        }

        @Override
        public String field() {
            return "keyRegex";
        }

        @Override
        public String text() {
            return regex.pattern();
        }
    }

    /** Images of a topic, named or by a glob. */
    record Topic(String text) implements RoutePattern {

        public Topic {
            Objects.requireNonNull(text, "text");
        }

        @Override
        public boolean matches(String key, String topic) {
            return Glob.matches(text, topic);
        }

        @Override
        public boolean readsKey() {
            return false;
        }

        @Override
        public String field() {
            return "topic";
        }
    }

    /** All images. */
    record Any() implements RoutePattern {

        @Override
        public boolean matches(String key, String topic) {
            return true;
        }

        @Override
        public boolean readsKey() {
            return false;
        }

        @Override
        public String field() {
            return "any";
        }

        @Override
        public String text() {
            return "true";
        }

        @Override
        public String describe() {
            return "any";
        }
    }
}
