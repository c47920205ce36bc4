package io.elbowatch.lab.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this machine can do to the processes of a run, found out by trying.
 *
 * @param missing the reason for every ability that it lacks
 */
public record Abilities(Map<Ability, String> missing) {

    public Abilities {
        missing = Map.copyOf(missing);
    }

    /** Tries everything in a namespace and a folder of its own, which the guard removes too. */
    public static Abilities probe(Guard guard, Path folder) {
        Map<Ability, String> missing = new EnumMap<>(Ability.class);
        if (!System.getProperty("os.name").startsWith("Linux")) {
            return without("this is not Linux");
        }
        if (!"0".equals(Shell.run("id", "-u").output())) {
            return loopback("not root");
        }
        probeNetwork(guard, missing);
        probeDisk(guard, folder, missing);
        probeClock(missing);
        return new Abilities(missing);
    }

    /** Of a machine, or a run, that sends signals and no more. */
    public static Abilities without(String reason) {
        Map<Ability, String> missing = new EnumMap<>(Ability.class);
        for (Ability ability : Ability.values()) {
            missing.put(ability, reason);
        }
        missing.remove(Ability.SIGNALS);
        return new Abilities(missing);
    }

    /** Of processes that share the network of this machine. @param reason for that */
    public static Abilities loopback(String reason) {
        Map<Ability, String> missing = new EnumMap<>(without(reason).missing());
        missing.remove(Ability.CLOCK);
        probeClock(missing);
        return new Abilities(missing);
    }

    private static void probeNetwork(Guard guard, Map<Ability, String> missing) {
        String name = Namespaces.PREFIX + ProcessHandle.current().pid() + "-probe";
        guard.undo("ip netns del " + name + " 2>/dev/null");
        String bridge = Namespaces.INTERFACE_PREFIX + ProcessHandle.current().pid() + "p";
        guard.undo("ip link del " + bridge + " 2>/dev/null");
        String[][] cuts = {
            {"ip", "netns", "add", name},
            {"ip", "link", "add", bridge, "type", "bridge"},
            {"ip", "link", "add", bridge + "v", "type", "veth", "peer", "name", "eth0", "netns", name},
            {"ip", "netns", "exec", name, "iptables", "-w", "-A", "INPUT", "-s", "198.18.0.1", "-j", "DROP"},
        };
        for (String[] command : cuts) {
            Shell.Result result = Shell.run(command);
            if (!result.worked()) {
                String reason = String.join(" ", command) + ": " + result.output();
                missing.put(Ability.CUTS, reason);
                missing.put(Ability.LOSS, reason);
                missing.put(Ability.DELAY, reason);
                break;
            }
        }
        if (missing.isEmpty()) {
            attempt(
                    missing,
                    Ability.LOSS,
                    "no iptables match 'statistic'",
                    "ip",
                    "netns",
                    "exec",
                    name,
                    "iptables",
                    "-w",
                    "-A",
                    "INPUT",
                    "-m",
                    "statistic",
                    "--mode",
                    "random",
                    "--probability",
                    "0.1",
                    "-j",
                    "DROP");
            attempt(
                    missing,
                    Ability.DELAY,
                    "no netem",
                    "tc",
                    "-n",
                    name,
                    "qdisc",
                    "add",
                    "dev",
                    "eth0",
                    "root",
                    "netem",
                    "delay",
                    "1ms");
        }
        Shell.run("ip", "link", "del", bridge + "v");
        Shell.run("ip", "link", "del", bridge);
        Shell.run("ip", "netns", "del", name);
    }

    private static void attempt(Map<Ability, String> missing, Ability ability, String reason, String... command) {
        Shell.Result result = Shell.run(command);
        if (!result.worked()) {
            missing.put(ability, reason + " (" + result.output() + ")");
        }
    }

    private static void probeClock(Map<Ability, String> missing) {
        Optional<Path> library = FakeClock.find();
        if (library.isEmpty()) {
            missing.put(Ability.CLOCK, "no libfaketime (Debian, Ubuntu: apt install faketime)");
            return;
        }
        String year = "LD_PRELOAD=" + library.get() + " FAKETIME='@2001-01-01 00:00:00' date +%Y";
        Shell.Result result = Shell.run("sh", "-c", year);
        if (!result.output().equals("2001")) {
            missing.put(Ability.CLOCK, "libfaketime does not work here: " + result.output());
        }
    }

    private static void probeDisk(Guard guard, Path folder, Map<Ability, String> missing) {
        Path disk = folder.resolve("disk-probe");
        try {
            Files.createDirectory(disk);
            SmallDisk.mount(guard, disk).close();
            Files.delete(disk);
        } catch (IllegalStateException e) {
            missing.put(Ability.SMALL_DISK, e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException("no folder " + disk, e);
        }
    }
}
