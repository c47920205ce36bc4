package io.elbowatch.cli;

import io.elbowatch.settings.NearestName;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Prints a usage error in two lines: the whole help would push the error off the screen. The value of an unknown option
 * is not repeated: it may be a secret.
 */
final class UsageErrors implements IParameterExceptionHandler {
    private static final int MAX_EDITS = 3;

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        String help = "'" + line.getCommandSpec().qualifiedName() + " --help' shows all options";
        PrintWriter err = line.getErr();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            String kind = unmatched.isUnknownOption() ? "unknown option " : "unexpected argument ";
            err.println("error: " + kind + word);
            err.println("  fix: "
                    + suggestion(word, line)
                            .map(name -> "did you mean " + name + "? ")
                            .orElse("") + help);
        } else {
            err.println("error: " + failure.getMessage());
            err.println("  fix: " + help);
        }
        err.flush();
        return ExitCodes.USAGE;
    }

    private static Optional<String> suggestion(String word, CommandLine line) {
        return word.startsWith("-")
                ? NearestName.of(word, line.getCommandSpec().optionsMap().keySet(), MAX_EDITS)
                : NearestName.of(word, line.getSubcommands().keySet(), MAX_EDITS);
    }
}
