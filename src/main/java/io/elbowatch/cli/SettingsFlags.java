package io.elbowatch.cli;

import io.elbowatch.settings.Given;
import io.elbowatch.settings.Setting;
import io.elbowatch.settings.Settings;
import io.elbowatch.settings.SettingsLoader;
import io.elbowatch.settings.SettingsTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The flags of a command that are settings: one for each setting of the table that the command offers, {@code --config}
 * and {@code --set}. Values are only carried here; {@link SettingsLoader} reads them, together with all other sources.
 *
 * <pre>{@code
 * private final SettingsFlags settings = SettingsFlags.all();
 *
 * @Spec
 * void offerSettings(CommandSpec spec) {
 *     settings.addTo(spec);
 * }
 * }</pre>
 */
public final class SettingsFlags {
    private static final String CONFIG = "--config";
    private static final String SET = "--set";
    private final Map<String, Setting<?>> settingOfFlag;
    private CommandSpec spec;

    private SettingsFlags(Map<String, Setting<?>> settingOfFlag) {
        this.settingOfFlag = settingOfFlag;
    }

    /** A flag for every setting. */
    public static SettingsFlags all() {
        Map<String, Setting<?>> flags = new LinkedHashMap<>();
        SettingsTable.rows().forEach(setting -> flags.put(setting.flag(), setting));
        return new SettingsFlags(flags);
    }

    /** No flags yet; {@link #with} adds those of a command that needs few settings. */
    public static SettingsFlags none() {
        return new SettingsFlags(new LinkedHashMap<>());
    }

    /** What it takes to load a model and to judge with it. */
    public static SettingsFlags ofModel() {
        return none().with(SettingsTable.BUNDLE)
                .with(SettingsTable.PROVIDER)
                .with(SettingsTable.PROVIDER_MEMORY)
                .with(SettingsTable.ALPHA)
                .with(SettingsTable.DECIDE);
    }

    /** Offers one more setting under its own flag. */
    public SettingsFlags with(Setting<?> setting) {
        return with(setting.flag(), setting);
    }

    /** Offers one more setting, under a flag of the command's own. */
    public SettingsFlags with(String flag, Setting<?> setting) {
        Map<String, Setting<?>> flags = new LinkedHashMap<>(settingOfFlag);
        flags.put(flag, setting);
        return new SettingsFlags(flags);
    }

    /** Declares the flags; to be called once, while the command is being built. */
    public void addTo(CommandSpec command) {
        spec = command;
        settingOfFlag.forEach((flag, setting) -> command.addOption(option(flag, setting)));
        command.addOption(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("Properties file with settings (default: $ELBOWATCH_CONFIG).")
                .build());
        command.addOption(OptionSpec.builder(SET)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("KEY=VALUE")
                .description("Any setting by its key, as in the file; Kafka's own as kafka.NAME. Repeatable.")
                .build());
    }

    private static OptionSpec option(String flag, Setting<?> setting) {
        OptionSpec.Builder option = OptionSpec.builder(flag)
                .paramLabel(setting.type().label())
                .description(description(setting).replace("%", "%%"));
        if (setting.isSwitch()) {
            return option.type(Boolean.class)
                    .arity("0..1")
                    .fallbackValue("true")
                    .build();
        }
        return option.type(String.class).build();
    }

    /** The help text as a sentence, with the range and the default in parentheses. */
    private static String description(Setting<?> setting) {
        String facts = Stream.of(
                        setting.rangeText(),
                        setting.fallback().map(text -> "default: " + text).orElse(""))
                .filter(fact -> !fact.isEmpty())
                .collect(Collectors.joining("; "));
        String help = setting.help();
        return Character.toUpperCase(help.charAt(0))
                + help.substring(1)
                + (facts.isEmpty() ? "." : " (" + facts + ").");
    }

    /** The settings from these flags and all other sources. @throws io.elbowatch.core.Refusal naming all that is wrong */
    public Settings load() {
        return load(Map.of(), Map.of());
    }

    /**
     * As above, for a command that knows some of them itself.
     *
     * @param ofCommand its own defaults, by key
     * @param fixed what nobody may give otherwise by flag; it comes before the environment and the file
     */
    public Settings load(Map<String, String> ofCommand, Map<String, String> fixed) {
        ParseResult parsed = spec.commandLine().getParseResult();
        List<Given> given = new ArrayList<>();
        settingOfFlag.forEach((flag, setting) -> {
            if (parsed.hasMatchedOption(flag)) {
                given.add(new Given(setting.key(), String.valueOf((Object) parsed.matchedOptionValue(flag, "")), flag));
            }
        });
        List<String> set = parsed.matchedOptionValue(SET, List.of());
        set.forEach(pair -> given.add(given(pair)));
        fixed.forEach((key, value) -> given.add(new Given(key, value, "'" + spec.name() + "' itself")));
        Optional<Path> file = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, (Path) null));
        return SettingsLoader.load(ofCommand, given, file, System.getenv());
    }

    private Given given(String pair) {
        int at = pair.indexOf('=');
        if (at < 1) {
            CommandLine line = spec.commandLine();
            throw new ParameterException(
                    line, SET + " takes KEY=VALUE, and " + (at < 0 ? "a '='" : "the key") + " is missing");
        }
        return new Given(pair.substring(0, at).strip(), pair.substring(at + 1).strip(), SET);
    }
}
