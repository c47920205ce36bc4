package io.elbowatch.lab.process;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * A network namespace for each host, all on one bridge, to which this machine belongs too. The bridge has a namespace of
 * its own: a machine with Docker drops what crosses its bridges unless a rule allows it. Names contain the number of this
 * process; the guard removes them. Rules for packets are those of the namespaces: this machine's stay as they are.
 *
 * @param subnet the third byte of their addresses
 */
public record Namespaces(Guard guard, int subnet) implements Hosts {
    /** Of namespaces; {@link Leftovers} finds them by it. */
    static final String PREFIX = "elbowatch-";
    /** Of interfaces, whose names have 15 characters at most. */
    static final String INTERFACE_PREFIX = "ewb";

    private static final String INTERFACE = "eth0";
    private static final String BRIDGE = "bridge";
    private static final int SUBNETS = 256;
    private static final int THIS_MACHINE = 254;
    private static final long PID = ProcessHandle.current().pid();

    /** Sets them up. @param hosts their numbers, from 1 to 253 */
    public static Namespaces of(Guard guard, Collection<Integer> hosts) {
        Namespaces namespaces = new Namespaces(guard, freeSubnet());
        String machine = INTERFACE_PREFIX + PID;
        guard.undo("ip link del " + machine + " 2>/dev/null");
        guard.undo("ip netns del " + middle());
        Shell.require("ip", "netns", "add", middle());
        Shell.require("ip", "-n", middle(), "link", "add", BRIDGE, "type", "bridge");
        Shell.require("ip", "-n", middle(), "link", "set", BRIDGE, "up");
        Shell.require("ip", "link", "add", machine, "type", "veth", "peer", "name", "machine", "netns", middle());
        Shell.require("ip", "-n", middle(), "link", "set", "machine", "master", BRIDGE, "up");
        Shell.require("ip", "addr", "add", namespaces.address(THIS_MACHINE) + "/24", "dev", machine);
        Shell.require("ip", "link", "set", machine, "up");
        hosts.forEach(namespaces::add);
        return namespaces;
    }

    /** 198.18.0.0/15 is for benchmarks (RFC 2544): no host of the internet has an address in it. */
    private static int freeSubnet() {
        String present = Shell.require("ip", "-o", "-4", "addr") + Shell.require("ip", "-o", "-4", "route");
        for (int i = 0; i < SUBNETS; i++) {
            int subnet = (int) ((PID + i) % SUBNETS);
            if (!present.contains("198.18." + subnet + ".")) {
                return subnet;
            }
        }
        throw new IllegalStateException("no subnet of 198.18.0.0/16 is free");
    }

    private void add(int host) {
        String name = name(host);
        guard.undo("ip netns del " + name);
        Shell.require("ip", "netns", "add", name);
        String port = "host" + host;
        Shell.require(
                "ip", "-n", middle(), "link", "add", port, "type", "veth", "peer", "name", INTERFACE, "netns", name);
        Shell.require("ip", "-n", middle(), "link", "set", port, "master", BRIDGE, "up");
        Shell.require("ip", "-n", name, "addr", "add", address(host) + "/24", "dev", INTERFACE);
        Shell.require("ip", "-n", name, "link", "set", INTERFACE, "up");
        Shell.require("ip", "-n", name, "link", "set", "lo", "up");
    }

    /** The namespace of the bridge. */
    private static String middle() {
        return PREFIX + PID + "-middle";
    }

    private static String name(int host) {
        return PREFIX + PID + "-" + host;
    }

    @Override
    public String address(int host) {
        return "198.18." + subnet + "." + host;
    }

    @Override
    public JavaProcess start(int host, JavaProgram program) {
        return JavaProcess.start(guard, List.of("ip", "netns", "exec", name(host)), program);
    }

    @Override
    public void cut(int host, Collection<String> addresses, List<Way> ways) {
        for (String address : addresses) {
            for (Way way : ways) {
                drop(host, way, way == Way.IN ? "-s" : "-d", address);
            }
        }
    }

    @Override
    public void isolate(int host) {
        drop(host, Way.IN, "!", "-i", "lo");
        drop(host, Way.OUT, "!", "-o", "lo");
    }

    @Override
    public void lose(int host, double share) {
        String probability = String.format(Locale.ROOT, "%.3f", share);
        drop(host, Way.IN, "!", "-i", "lo", "-m", "statistic", "--mode", "random", "--probability", probability);
    }

    @Override
    public void delay(int host) {
        Shell.require(
                "tc",
                "-n",
                name(host),
                "qdisc",
                "add",
                "dev",
                INTERFACE,
                "root",
                "netem",
                "delay",
                "200ms",
                "100ms",
                "loss",
                "2%");
    }

    @Override
    public void heal(int host) {
        Shell.require("ip", "netns", "exec", name(host), "iptables", "-w", "-F");
        Shell.run("tc", "-n", name(host), "qdisc", "del", "dev", INTERFACE, "root"); // there may be none
    }

    private static void drop(int host, Way way, String... matches) {
        List<String> command = new ArrayList<>(
                List.of("ip", "netns", "exec", name(host), "iptables", "-w", "-A", way == Way.IN ? "INPUT" : "OUTPUT"));
        command.addAll(List.of(matches));
        command.addAll(List.of("-j", "DROP"));
        Shell.require(command.toArray(String[]::new));
    }
}
