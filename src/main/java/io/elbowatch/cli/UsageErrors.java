package io.elbowatch.cli;

import io.elbowatch.settings.NearestName;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints a usage error in two lines: the whole help would push the error off the screen. The value of an option that is
 * unknown, or comes where another value should be, is not repeated: it may be a secret.
 */
final class UsageErrors implements IParameterExceptionHandler {
    private static final int LETTERS_PER_EDIT = 4;
    private static final int MAX_EDITS = 3;

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        String help = "'" + line.getCommandSpec().qualifiedName() + " --help' shows all options";
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0).replaceFirst("(?s)=.*", "");
            String kind = unmatched.isUnknownOption() ? "unknown option " : "unexpected argument ";
            String meant = suggestion(word, line)
                    .map(name -> "did you mean " + name + "? ")
                    .orElse("");
            Failures.tell(kind + word, meant + help, line.getErr());
        } else {
            String message = failure.getMessage().replaceFirst("^Error: ", "");
            Failures.tell(message.replaceFirst("(?s)(but found '[^=']*)=.*'", "$1'"), help, line.getErr());
        }
        return ExitCodes.USAGE;
    }

    private static Optional<String> suggestion(String word, CommandLine line) {
        return word.startsWith("-")
                ? option(word, line.getCommandSpec().optionsMap().keySet())
                : nearest(word, line.getSubcommands().keySet());
    }

    /** An option of several words may be meant by one of them: {@code --port} by {@code --http-port}. */
    private static Optional<String> option(String word, Set<String> options) {
        String bare = word.replaceFirst("^-+", "");
        return options.stream()
                .filter(name -> !bare.isEmpty() && (name + "-").contains("-" + bare + "-"))
                .min(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()))
                .or(() -> nearest(word, options));
    }

    /** One edit in a short word may be a slip; three of its four letters make it another word. */
    private static Optional<String> nearest(String word, Set<String> names) {
        int letters = word.replaceFirst("^-+", "").length();
        return NearestName.of(word, names, Math.min(MAX_EDITS, (letters + LETTERS_PER_EDIT - 1) / LETTERS_PER_EDIT));
    }
}
