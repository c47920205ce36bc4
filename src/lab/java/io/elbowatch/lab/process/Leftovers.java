package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What runs have left that were killed together with their guards: processes in namespaces, namespaces, interfaces, disks. Only what
 * has our prefix is touched, and only when the process whose number it has is gone.
 */
public final class Leftovers {
    private static final Pattern OWNED = Pattern.compile("elbowatch-(\\d+)(-\\w+)?");
    private static final Pattern INTERFACE = Pattern.compile("ewb(\\d+)\\w*");

    private Leftovers() {}

    /** Removes them. @return what was removed, in words */
    public static List<String> remove() {
        List<String> removed = new ArrayList<>();
        if (!System.getProperty("os.name").startsWith("Linux")
                || !"0".equals(Shell.run("id", "-u").output())) {
            return removed;
        }
        for (String name : orphans(words(Shell.run("ip", "netns", "list").output()), OWNED, Leftovers::runs)) {
            for (String pid : Shell.run("ip", "netns", "pids", name).output().split("\\s+")) {
                if (!pid.isBlank()) {
                    Shell.run("kill", "-KILL", pid);
                }
            }
            Shell.run("ip", "netns", "del", name);
            removed.add("namespace " + name);
        }
        for (String name : orphans(words(Shell.run("ip", "-o", "link").output()), INTERFACE, Leftovers::runs)) {
            Shell.run("ip", "link", "del", name);
            removed.add("interface " + name);
        }
        for (String mount : mounts()) {
            String[] fields = mount.split(" ");
            if (!orphans(List.of(fields[0]), OWNED, Leftovers::runs).isEmpty()) {
                Shell.run("umount", "-l", fields[1]);
                removed.add("disk " + fields[1]);
            }
        }
        return removed;
    }

    /** Those names that match and whose process does not run. @param runs whether the process with a number runs */
    static List<String> orphans(List<String> names, Pattern pattern, LongPredicate runs) {
        return names.stream()
                .filter(name -> {
                    Matcher matcher = pattern.matcher(name);
                    return matcher.matches() && !runs.test(Long.parseLong(matcher.group(1)));
                })
                .toList();
    }

    private static boolean runs(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    private static List<String> words(String text) {
        return List.of(text.split("[\\s:@]+"));
    }

    private static List<String> mounts() {
        try {
            return Files.readAllLines(Path.of("/proc/mounts"));
        } catch (IOException e) {
            throw new UncheckedIOException("the mounts cannot be read", e);
        }
    }
}
