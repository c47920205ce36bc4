package io.elbowatch.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.elbowatch.bundle.UncalibratedBundle;
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
 * Opens a bundle's graph on the devices of a provider. Whatever it hands out has scored the golden images as training did, the CPU
 * first: so what then differs on a device is the device's fault. A provider that was named is used or refused.
 */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);
    private final OrtEnvironment environment = NativeLibrary.load();
    private final UncalibratedBundle bundle;
    private final ElboForm form;
    private final ProviderChoice choice;
    private final Padding padding;

    /** @param largestBatch what devices get ready for; larger ones go in pieces */
    Sessions(UncalibratedBundle bundle, ProviderChoice choice, int largestBatch) {
        this.bundle = bundle;
        this.form = bundle.manifest().toForm();
        this.choice = choice;
        this.padding = Padding.upTo(largestBatch);
    }

    Devices open() {
        Device cpu = onCpu();
        if (choice.named().equals(Optional.of(Provider.CPU))) {
            return of(List.of(cpu), Optional.empty());
        }
        try {
            return choice.named().isPresent() ? onNamed(choice.named().get(), cpu) : onFirst(cpu);
        } catch (RuntimeException e) {
            cpu.close();
            throw e;
        }
    }

    /** Devices that score rightly, and by how much they are slower than the CPU, if they are. */
    private record Ready(List<Device> devices, Optional<String> slower) {}

    /** A device that is slower, such as one in software, is passed by: the CPU has more threads to give, and needs no copies. */
    private Devices onFirst(Device cpu) {
        for (Provider provider : Provider.TRIED) {
            try {
                Ready ready = onDevices(provider, cpu);
                if (ready.slower().isEmpty()) {
                    return of(ready.devices(), Optional.of(cpu));
                }
                ready.devices().forEach(Device::close);
                throw new UnavailableException(ready.slower().get());
            } catch (UnavailableException e) {
                // Whoever took a build without it has been told when choosing it, and nothing is amiss.
                LOG.atLevel(isBuiltIn(provider) ? Level.WARN : Level.INFO)
                        .log("provider fallback from={} reason=\"{}\"", provider.label(), e.getMessage());
            }
        }
        return of(List.of(cpu), Optional.empty());
    }

    private Devices onNamed(Provider provider, Device cpu) {
        try {
            Ready ready = onDevices(provider, cpu);
            ready.slower().ifPresent(how -> LOG.warn("provider named={} but=\"{}\"", choice, how));
            cpu.close();
            return of(ready.devices(), Optional.empty());
        } catch (UnavailableException e) {
            throw new Refusal("provider " + choice + " does not work: " + e.getMessage(), provider.mend(), e);
        }
    }

    private Device onCpu() {
        Signature signature = new Signature(bundle, form);
        Device cpu = null;
        try {
            OrtSession session = session(Provider.CPU, 0);
            cpu = Device.of(Provider.CPU, 0, Padding.NONE, session);
            signature.check(session);
            golden(cpu);
            return cpu;
        } catch (OrtException e) {
            throw new Refusal(
                    "ONNX Runtime does not load the graph: " + OnnxFailure.firstLine(e), Provider.CPU.mend(), e);
        } catch (ModelException e) {
            cpu.close();
            throw signature.unfit("does not run: " + e.getMessage());
        } catch (RuntimeException e) {
            if (cpu != null) {
                cpu.close();
            }
            throw e;
        }
    }

    private Ready onDevices(Provider provider, Device cpu) throws UnavailableException {
        if (!isBuiltIn(provider)) {
            throw new UnavailableException("this build of ONNX Runtime has no "
                    + provider.builtIn().getName() + " (it has " + OrtEnvironment.getAvailableProviders() + ")");
        }
        if (choice.maxMemoryBytes().isPresent() && !provider.boundsMemory()) {
            throw new UnavailableException("provider.memory is set, and its memory cannot be bounded");
        }
        List<Device> devices = new ArrayList<>();
        try {
            for (int number : choice.devicesOf(provider)) {
                devices.add(Device.of(provider, number, padding, session(provider, number)));
                ready(devices.get(devices.size() - 1));
            }
            return new Ready(devices, slower(devices, cpu));
        } catch (OrtException | ModelException | Refusal e) {
            devices.forEach(Device::close);
            throw new UnavailableException(OnnxFailure.firstLine(e), e);
        }
    }

    private void ready(Device device) throws OrtException {
        golden(device);
        new WarmUp(device, form.image()).runAll();
    }

    /** By how much one of the devices is slower than the CPU in batches as large as they come, if any is. */
    private Optional<String> slower(List<Device> devices, Device cpu) throws OrtException {
        int batch = padding.piece(Integer.MAX_VALUE);
        double cpuMillis = new WarmUp(cpu, form.image()).millis(batch);
        for (Device device : devices) {
            double millis = new WarmUp(device, form.image()).millis(batch);
            LOG.info(
                    "provider ready device={} batch_sizes={} batch_millis={} cpu_batch_millis={}",
                    device,
                    padding.sizes(),
                    rounded(millis),
                    rounded(cpuMillis));
            if (millis > cpuMillis) {
                return Optional.of("slower than the CPU: %d images take %s ms, there %s ms"
                        .formatted(batch, rounded(millis), rounded(cpuMillis)));
            }
        }
        return Optional.empty();
    }

    private static String rounded(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    private static boolean isBuiltIn(Provider provider) {
        return OrtEnvironment.getAvailableProviders().contains(provider.builtIn());
    }

    private void golden(Device device) {
        try (ImageScorer scorer = new OnnxScorer(of(List.of(device), Optional.empty()), form)) {
            GoldenCheck.run(bundle, form.image(), scorer);
        }
    }

    private Devices of(List<Device> devices, Optional<Device> standby) {
        return new Devices(devices, standby, form.image());
    }

    private OrtSession session(Provider provider, int device) throws OrtException {
        try (SessionOptions options = new SessionOptions()) {
            // Scoring threads are stream threads: a pool per session, spinning while it waits, takes their cores.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            options.addConfigEntry("session.intra_op.allow_spinning", "0");
            options.addConfigEntry("session.inter_op.allow_spinning", "0");
            if (provider != Provider.CPU) {
                // Memory grows with every batch size otherwise (onnxruntime issue 29351).
                options.setMemoryPatternOptimization(false);
                // It warns at every start of shapes that are computed on the CPU, between the lines of our log.
                options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            }
            provider.addTo(options, device, choice.maxMemoryBytes());
            return environment.createSession(bundle.graph(), options);
        }
    }

    /** Why a provider cannot be used. */
    private static final class UnavailableException extends Exception {
        private static final long serialVersionUID = 1L;

        UnavailableException(String message) {
            super(message);
        }

        UnavailableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
