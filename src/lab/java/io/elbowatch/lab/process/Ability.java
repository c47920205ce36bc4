package io.elbowatch.lab.process;

/** What a machine may be able to do to processes of a run. */
public enum Ability {
    /** A signal to a process: every machine. */
    SIGNALS,
    /** Hosts that are cut off: network namespaces, veth, a bridge, iptables. */
    CUTS,
    /** Packets that are lost at random: the match "statistic" of iptables. */
    LOSS,
    /** Packets that are delayed: the queueing discipline netem. */
    DELAY,
    /** A disk of a few megabytes: tmpfs. */
    SMALL_DISK,
    /** Processes with a clock of their own: libfaketime. */
    CLOCK
}
