package io.elbowatch.lab.process;

import java.util.Collection;
import java.util.List;

/** All hosts on the loopback interface of this machine, where nothing can be cut off. */
public record Loopback(Guard guard) implements Hosts {
    public static final String ADDRESS = "127.0.0.1";

    @Override
    public String address(int host) {
        return ADDRESS;
    }

    @Override
    public JavaProcess start(int host, JavaProgram program) {
        return JavaProcess.start(guard, List.of(), program);
    }

    @Override
    public void cut(int host, Collection<String> addresses, List<Way> ways) {
        throw refusal();
    }

    @Override
    public void isolate(int host) {
        throw refusal();
    }

    @Override
    public void lose(int host, double share) {
        throw refusal();
    }

    @Override
    public void delay(int host) {
        throw refusal();
    }

    @Override
    public void heal(int host) {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException("hosts on the loopback interface cannot be cut off");
    }
}
