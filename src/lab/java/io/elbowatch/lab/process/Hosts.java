package io.elbowatch.lab.process;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * The hosts that the processes of a run have, by number. On the loopback interface all are this machine; network namespaces have an
 * address each, and can be cut off from one another.
 */
public interface Hosts {
    /** A way that packets go, as the host sees it. */
    enum Way {
        IN,
        OUT
    }

    /** Where the processes of a host listen. */
    String address(int host);

    JavaProcess start(int host, JavaProgram program);

    /** Drops what goes between a host and these addresses. @param ways in which it is dropped */
    void cut(int host, Collection<String> addresses, List<Way> ways);

    /** Drops everything that goes to and from a host. */
    void isolate(int host);

    /** Drops this share of the packets that come to a host. */
    void lose(int host, double share);

    /** Delays what goes out of a host, and loses some of it. */
    void delay(int host);

    /** Ends all of the above for a host. */
    void heal(int host);

    /** Sets the wall clock of a host. @param ahead of this machine's */
    default void setClock(int host, Duration ahead) {
        throw new UnsupportedOperationException("these hosts have the clock of this machine");
    }
}
