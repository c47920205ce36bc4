package io.elbowatch.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar, from its manifest. */
final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not built as a jar)");
        return new String[] {"elbowatch " + version + " on Java " + Runtime.version()};
    }
}
