package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A graph's session on one device, shared by threads. On a GPU runs follow one another, so that its memory does not grow with the
 * threads; on the CPU they run side by side.
 */
final class Device implements AutoCloseable {
    private final Provider provider;
    private final String name;
    private final Padding padding;
    private final Graph graph;
    private final ReentrantLock oneAfterAnother = new ReentrantLock();

    /** What runs: a session, or a test's own. */
    interface Graph extends AutoCloseable {
        OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException;

        @Override
        void close() throws OrtException;
    }

    /** @param name as a user would write it: cuda:1 */
    Device(Provider provider, String name, Padding padding, Graph graph) {
        this.provider = provider;
        this.name = name;
        this.padding = padding;
        this.graph = graph;
    }

    static Device of(Provider provider, int number, Padding padding, OrtSession session) {
        String name = provider.label() + (provider.numbersDevices() ? ":" + number : "");
        return new Device(provider, name, padding, new Graph() {
            @Override
            public OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
                return session.run(inputs, outputs);
            }

            @Override
            public void close() throws OrtException {
                session.close();
            }
        });
    }

    OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
        if (provider == Provider.CPU) {
            return graph.run(inputs, outputs);
        }
        oneAfterAnother.lock();
        try {
            return graph.run(inputs, outputs);
        } finally {
            oneAfterAnother.unlock();
        }
    }

    Provider provider() {
        return provider;
    }

    Padding padding() {
        return padding;
    }

    @Override
    public void close() {
        try {
            graph.close();
        } catch (OrtException e) {
            throw OnnxFailure.failed("closing the session on " + name, e);
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
