package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.elbowatch.bundle.BundledModel;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ImageScorer;
import io.elbowatch.core.elbo.ModelException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Opens the graph of a bundle on the devices of a provider. All devices that it returns have passed the {@link
 * GoldenCheck}. The CPU is checked first, so a difference on another device is a fault of that device. A named provider
 * is used or refused; {@code auto} falls back to the CPU.
 */
final class SessionFactory {
    private static final Logger LOG = LoggerFactory.getLogger(SessionFactory.class);
    private final OrtEnvironment environment = NativeLibrary.load();
    private final BundledModel model;
    private final ElboForm form;
    private final ProviderChoice choice;
    private final BatchSizes batchSizes;

    /** @param largestBatch the devices are warmed up for it; larger batches are split */
    SessionFactory(BundledModel model, ProviderChoice choice, int largestBatch) {
        this.model = model;
        this.form = model.form();
        this.choice = choice;
        this.batchSizes = BatchSizes.upTo(largestBatch);
    }

    Devices open() {
        Device cpu = openCpu();
        if (choice.named().equals(Optional.of(Provider.CPU))) {
            return of(List.of(cpu), Optional.empty());
        }
        try {
            return choice.named().isPresent() ? openNamed(choice.named().get(), cpu) : openFirst(cpu);
        } catch (RuntimeException e) {
            cpu.close();
            throw e;
        }
    }

    /**
     * Devices that have passed the golden check, and a sentence on how much slower than the CPU they are, if they are.
     */
    private record Ready(List<Device> devices, Optional<String> slower) {}

    /**
     * Skips a device that is slower than one CPU thread, such as a software device: the CPU has more threads and needs
     * no copies.
     */
    private Devices openFirst(Device cpu) {
        for (Provider provider : Provider.AUTO_ORDER) {
            try {
                Ready ready = openDevices(provider, cpu);
                if (ready.slower().isEmpty()) {
                    return of(ready.devices(), Optional.of(cpu));
                }
                ready.devices().forEach(Device::close);
                throw new ProviderException(ready.slower().get());
            } catch (ProviderException e) {
                // A build without the provider was the user's choice: the line on the loaded model names the one in
                // use.
                LOG.atLevel(isBuiltIn(provider) ? Level.WARN : Level.DEBUG)
                        .log("provider fallback from={} reason=\"{}\"", provider.label(), e.getMessage());
            }
        }
        return of(List.of(cpu), Optional.empty());
    }

    private Devices openNamed(Provider provider, Device cpu) {
        try {
            Ready ready = openDevices(provider, cpu);
            ready.slower().ifPresent(how -> LOG.warn("provider named={} but=\"{}\"", choice, how));
            cpu.close();
            return of(ready.devices(), Optional.empty());
        } catch (ProviderException e) {
            throw new Refusal("provider " + choice + " does not work: " + e.getMessage(), provider.remedy(), e);
        }
    }

    private Device openCpu() {
        Signature signature = new Signature(model, form);
        Device cpu = null;
        try {
            OrtSession session = session(Provider.CPU, 0);
            cpu = Device.of(Provider.CPU, 0, BatchSizes.onCpu(form), session);
            signature.check(session);
            checkGolden(cpu);
            return cpu;
        } catch (OrtException e) {
            throw new Refusal(
                    "ONNX Runtime does not load the graph: " + OnnxFailure.firstLine(e), Provider.CPU.remedy(), e);
        } catch (ModelException e) {
            cpu.close();
            throw signature.mismatch("does not run: " + e.getMessage());
        } catch (RuntimeException e) {
            if (cpu != null) {
                cpu.close();
            }
            throw e;
        }
    }

    private Ready openDevices(Provider provider, Device cpu) throws ProviderException {
        if (!isBuiltIn(provider)) {
            throw new ProviderException("this build of ONNX Runtime has no "
                    + provider.ortProvider().getName() + " (it has " + OrtEnvironment.getAvailableProviders() + ")");
        }
        if (choice.maxMemoryBytes().isPresent() && !provider.hasMemoryLimit()) {
            throw new ProviderException("provider.memory is set, but its memory cannot be limited");
        }
        List<Device> devices = new ArrayList<>();
        try {
            for (int number : choice.devicesOf(provider)) {
                devices.add(Device.of(provider, number, batchSizes, session(provider, number)));
                warmUp(devices.get(devices.size() - 1));
            }
            return new Ready(devices, slower(devices, cpu));
        } catch (OrtException | ModelException | Refusal e) {
            devices.forEach(Device::close);
            throw new ProviderException(OnnxFailure.firstLine(e), e);
        }
    }

    private void warmUp(Device device) throws OrtException {
        checkGolden(device);
        new WarmUp(device, form).runAll();
    }

    /** How much slower than the CPU one of the devices is with the largest batch, if any is. */
    private Optional<String> slower(List<Device> devices, Device cpu) throws OrtException {
        int batch = batchSizes.largest();
        double cpuMillis = new WarmUp(cpu, form).millis(batch);
        for (Device device : devices) {
            double millis = new WarmUp(device, form).millis(batch);
            LOG.info(
                    "provider ready device={} batch_sizes={} batch_millis={} cpu_batch_millis={}",
                    device,
                    batchSizes.sizes(),
                    rounded(millis),
                    rounded(cpuMillis));
            if (millis > cpuMillis) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "slower than the CPU: %d images take %s ms, on the CPU %s ms",
                        batch,
                        rounded(millis),
                        rounded(cpuMillis)));
            }
        }
        return Optional.empty();
    }

    private static String rounded(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    private static boolean isBuiltIn(Provider provider) {
        return OrtEnvironment.getAvailableProviders().contains(provider.ortProvider());
    }

    private void checkGolden(Device device) {
        try (ImageScorer scorer = new OnnxScorer(of(List.of(device), Optional.empty()), form)) {
            GoldenCheck.check(model, form.image(), scorer);
        }
    }

    private Devices of(List<Device> devices, Optional<Device> standby) {
        return new Devices(devices, standby, form);
    }

    private OrtSession session(Provider provider, int device) throws OrtException {
        try (SessionOptions options = oneThread()) {
            if (provider != Provider.CPU) {
                // Otherwise memory grows with every batch size (onnxruntime issue 29351).
                options.setMemoryPatternOptimization(false);
                // At every start it warns that shapes are computed on the CPU, in the middle of our log.
                options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            }
            provider.addTo(options, device, choice.maxMemoryBytes());
            return environment.createSession(model.graph(), options);
        }
    }

    /**
     * Options of a session whose runs take the calling thread. Stream threads score: a thread pool for each session,
     * which spins while it waits, would take their cores.
     */
    static SessionOptions oneThread() throws OrtException {
        SessionOptions options = new SessionOptions();
        options.setIntraOpNumThreads(1);
        options.setInterOpNumThreads(1);
        options.addConfigEntry("session.intra_op.allow_spinning", "0");
        options.addConfigEntry("session.inter_op.allow_spinning", "0");
        return options;
    }
}
