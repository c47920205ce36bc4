package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A session of the graph on one device, shared by threads. On a GPU, runs are serialised, so that memory does not grow
 * with the threads; on the CPU they run in parallel.
 */
final class Device implements AutoCloseable {
    private final Provider provider;
    private final String name;
    private final BatchSizes batchSizes;
    private final Graph graph;
    private final ReentrantLock oneRunAtATime = new ReentrantLock();

    /** A session, or its replacement in a test. */
    interface Graph extends AutoCloseable {
        OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException;

        @Override
        void close() throws OrtException;
    }

    /** @param name as in the setting, for example cuda:1 */
    Device(Provider provider, String name, BatchSizes batchSizes, Graph graph) {
        this.provider = provider;
        this.name = name;
        this.batchSizes = batchSizes;
        this.graph = graph;
    }

    static Device of(Provider provider, int number, BatchSizes batchSizes, OrtSession session) {
        String name = provider.label() + (provider.hasDeviceNumbers() ? ":" + number : "");
        return new Device(provider, name, batchSizes, new Graph() {
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
        oneRunAtATime.lock();
        try {
            return graph.run(inputs, outputs);
        } finally {
            oneRunAtATime.unlock();
        }
    }

    Provider provider() {
        return provider;
    }

    BatchSizes batchSizes() {
        return batchSizes;
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
