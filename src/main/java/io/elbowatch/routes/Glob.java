package io.elbowatch.routes;

/**
 * A pattern for a whole text: {@code *} stands for any characters, also none, {@code ?} for exactly one. Every other
 * character stands for itself. The time is at most the product of both lengths.
 */
final class Glob {
    private Glob() {}

    /** Whether a pattern has a character that does not stand for itself. */
    static boolean isPattern(String glob) {
        return glob.indexOf('*') >= 0 || glob.indexOf('?') >= 0;
    }

    /** Follows the last {@code *} alone: what an earlier one takes never needs to be revised. */
    static boolean matches(String glob, String text) {
        int g = 0;
        int t = 0;
        int star = -1;
        int taken = 0; // by the last star
        while (t < text.length()) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                taken = t;
            } else if (g < glob.length() && glob.charAt(g) == '?') {
                g++;
                t += Character.charCount(text.codePointAt(t));
            } else if (g < glob.length() && glob.charAt(g) == text.charAt(t)) {
                g++;
                t++;
            } else if (star >= 0) {
                taken += Character.charCount(text.codePointAt(taken));
                t = taken;
                g = star + 1;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
