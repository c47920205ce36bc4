package io.elbowatch.cli;

import io.elbowatch.core.Refusal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;

/** Asks whether to go on. Where nobody can answer, only {@code --yes} goes on. */
final class Confirmation {
    private Confirmation() {}

    /** @throws Refusal when the answer is no, or nobody can give one */
    static void ask(boolean yes, String question, PrintWriter out) {
        if (yes) {
            return;
        }
        if (!Terminal.isIn()) {
            throw new Refusal(
                    "nobody can be asked: standard input is no terminal; nothing was published",
                    "look at what is printed above, and add --yes");
        }
        out.print(question + " [y/N] ");
        out.flush();
        String answer = line();
        if (answer == null || !answer.strip().toLowerCase(Locale.ROOT).matches("y|yes")) {
            throw new Refusal("nothing was published", "answer y, or add --yes");
        }
    }

    private static String line() {
        try {
            // not closed: standard input is not ours
            return new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset())).readLine();
        } catch (IOException e) {
            throw new Refusal("no answer could be read; nothing was published", "add --yes", e);
        }
    }
}
