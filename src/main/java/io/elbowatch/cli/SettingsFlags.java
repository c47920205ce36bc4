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
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * The flags of a command that are settings: one for each setting that the command offers, {@code --config} and {@code
 * --set}. {@link SettingsLoader} reads their values, together with the environment and the file.
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
    private final List<OptionSpec> declared = new ArrayList<>();
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

    /** No flags; {@link #with} adds them. */
    public static SettingsFlags none() {
        return new SettingsFlags(new LinkedHashMap<>());
    }

    /** The settings that load a model and judge with it. */
    public static SettingsFlags ofModel() {
        return none().with(SettingsTable.BUNDLE)
                .with(SettingsTable.PROVIDER)
                .with(SettingsTable.PROVIDER_MEMORY)
                .with(SettingsTable.ALPHA)
                .with(SettingsTable.EXTRAPOLATE_TAIL)
                .with(SettingsTable.DECIDE);
    }

    /** Adds a setting under its own flag. */
    public SettingsFlags with(Setting<?> setting) {
        return with(setting.flag(), setting);
    }

    /** Adds a setting under another flag. */
    public SettingsFlags with(String flag, Setting<?> setting) {
        Map<String, Setting<?>> flags = new LinkedHashMap<>(settingOfFlag);
        flags.put(flag, setting);
        return new SettingsFlags(flags);
    }

    /** Declares the flags. To be called once, while the command is built. */
    public void addTo(CommandSpec command) {
        spec = command;
        settingOfFlag.forEach((flag, setting) -> add(option(flag, setting)));
        add(OptionSpec.builder(CONFIG)
                .type(Path.class)
                .paramLabel("FILE")
                .description("Properties file with settings (default: $ELBOWATCH_CONFIG).")
                .build());
        add(OptionSpec.builder(SET)
                .type(List.class)
                .auxiliaryTypes(String.class)
                .paramLabel("KEY=VALUE")
                .description("Any setting by its key; a Kafka setting has the prefix 'kafka.'. Repeatable.")
                .build());
        command.usageMessage().sectionMap().put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::optionList);
    }

    private void add(OptionSpec option) {
        declared.add(option);
        spec.addOption(option);
    }

    /** The command's own options, then its settings under a heading. A group of picocli would accept a flag twice. */
    private String optionList(Help help) {
        List<OptionSpec> own = new ArrayList<>(help.commandSpec().options());
        own.removeAll(declared);
        return help.optionListExcludingGroups(own)
                + help.createHeading("%nSettings, also from the environment or a file (docs/settings.md):%n")
                + help.optionListExcludingGroups(declared);
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

    /** The settings of flags, environment and file. @throws io.elbowatch.core.Refusal naming every problem */
    public Settings load() {
        return load(Map.of(), Map.of());
    }

    /**
     * As above, for a command that knows some values itself.
     *
     * @param ofCommand the command's defaults, by key
     * @param fixed values that override the environment and the file; a flag with another value is refused
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
                    line, SET + " needs KEY=VALUE, and " + (at < 0 ? "the '='" : "the key") + " is missing");
        }
        return new Given(pair.substring(0, at).strip(), pair.substring(at + 1).strip(), SET);
    }
}
