package io.elbowatch.stream.replay;

import java.util.Optional;

/** A pattern of sources: {@code *} stands for any characters, {@code ?} for one, everything else for itself. */
public final class SourceGlob {
    public static final SourceGlob ALL = new SourceGlob("*");

    private final int[] pattern; // code points

    public SourceGlob(String pattern) {
        this.pattern = pattern.codePoints().toArray();
    }

    /** @param source empty for a key that is missing or no text: only {@code *} alone matches it */
    public boolean matches(Optional<String> source) {
        return source.map(text -> matches(text.codePoints().toArray()))
                .orElse(pattern.length == 1 && pattern[0] == '*');
    }

    /** On a mismatch the last star takes one character more; its time is the product of both lengths at most. */
    private boolean matches(int[] text) {
        int at = 0;
        int star = -1;
        int taken = 0;
        int next = 0;
        while (next < text.length) {
            if (at < pattern.length && pattern[at] == '*') {
                star = at++;
                taken = next;
            } else if (at < pattern.length && (pattern[at] == '?' || pattern[at] == text[next])) {
                at++;
                next++;
            } else if (star >= 0) {
                at = star + 1;
                next = ++taken;
            } else {
                return false;
            }
        }
        while (at < pattern.length && pattern[at] == '*') {
            at++;
        }
        return at == pattern.length;
    }
}
