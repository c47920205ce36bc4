package io.elbowatch.cli;

import io.elbowatch.settings.NearestName;
import java.io.PrintWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Says in two lines what is wrong with the command line; the whole help would push that off the screen. The value of an
 * unknown option is not repeated: it might be a secret.
 */
final class UsageErrors implements IParameterExceptionHandler {
    private static final int FEW_EDITS = 3;

    @Override
    public int handleParseException(ParameterException failure, String[] args) {
        CommandLine line = failure.getCommandLine();
        String help = "'" + line.getCommandSpec().qualifiedName() + " --help' shows what there is";
        PrintWriter err = line.getErr();
        if (failure instanceof UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0).replaceFirst("=.*", "");
            String kind = unmatched.isUnknownOption() ? "unknown option " : "unexpected argument ";
            err.println("error: " + kind + word);
            err.println("  fix: "
                    + meant(word, line)
                            .map(name -> "did you mean " + name + "? ")
                            .orElse("") + help);
        } else {
            err.println("error: " + failure.getMessage());
            err.println("  fix: " + help);
        }
        err.flush();
        return ExitCodes.USAGE;
    }

    private static Optional<String> meant(String word, CommandLine line) {
        return word.startsWith("-")
                ? NearestName.of(word, line.getCommandSpec().optionsMap().keySet(), FEW_EDITS)
                : NearestName.of(word, line.getSubcommands().keySet(), FEW_EDITS);
    }
}
