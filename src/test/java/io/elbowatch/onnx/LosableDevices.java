package io.elbowatch.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.elbowatch.bundle.BundledModel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;

/** Simulated WebGPU devices that a test can lose: their sessions run on the CPU. They record the rows of every run. */
public final class LosableDevices {
    private static final int LARGEST_BATCH = 32;

    private final BundledModel bundle;
    private final List<Integer> runs = Collections.synchronizedList(new ArrayList<>());
    private final List<String> ran = Collections.synchronizedList(new ArrayList<>());
    private volatile IntPredicate failing = rows -> false;

    public LosableDevices(BundledModel bundle) {
        this.bundle = bundle;
    }

    /** A model on one such device, as {@code --provider auto} opens it, with the CPU as the standby. */
    public OnnxModel auto() throws OrtException {
        return model(Optional.empty(), 1);
    }

    /** A model on several such devices, as {@code --provider webgpu} opens it. */
    public OnnxModel named(int devices) throws OrtException {
        return model(Optional.of(Provider.WEBGPU), devices);
    }

    /** From now on, runs with such a number of rows fail. */
    public void fail(IntPredicate rows) {
        failing = rows;
    }

    /** From now on, every run fails. */
    public void lose() {
        fail(rows -> true);
    }

    /** The rows of all runs so far, failed runs included. */
    public List<Integer> runs() {
        return List.copyOf(runs);
    }

    /** The devices of these runs, in the same order. */
    public List<String> ran() {
        return List.copyOf(ran);
    }

    private OnnxModel model(Optional<Provider> named, int count) throws OrtException {
        List<Device> devices = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = "device-" + i;
            devices.add(new Device(Provider.WEBGPU, name, BatchSizes.upTo(LARGEST_BATCH), graph(name)));
        }
        Optional<Device> standby = named.isPresent()
                ? Optional.empty()
                : Optional.of(Device.of(Provider.CPU, 0, BatchSizes.ANY, session()));
        return new OnnxModel(
                new Devices(devices, standby, bundle.manifest().toForm()),
                bundle,
                new ProviderChoice(named, List.of(0), OptionalLong.empty()));
    }

    private OrtSession session() throws OrtException {
        return OrtEnvironment.getEnvironment().createSession(bundle.graph());
    }

    private Device.Graph graph(String name) throws OrtException {
        OrtSession session = session();
        return new Device.Graph() {
            @Override
            public OrtSession.Result run(Map<String, OnnxTensor> inputs, Set<String> outputs) throws OrtException {
                int rows = (int) inputs.get(Outputs.INPUT).getInfo().getShape()[0];
                runs.add(rows);
                ran.add(name);
                if (failing.test(rows)) {
                    throw new OrtException("told to fail with " + rows + " rows");
                }
                return session.run(inputs, outputs);
            }

            @Override
            public void close() throws OrtException {
                session.close();
            }
        };
    }
}
