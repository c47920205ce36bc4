package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ElboForm;
import io.elbowatch.core.elbo.ModelLostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices of a model, all of one provider, and the failover to the CPU. A device is lost when a run fails on it and
 * a blank image fails, too. Then no device of the provider runs again: the CPU takes over if it is the standby,
 * otherwise every run is refused.
 */
final class Devices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final List<Device> devices;
    private final Optional<Device> standby;
    private final ElboForm form;
    private final AtomicInteger scorers = new AtomicInteger();
    private volatile Loss loss; // null as long as no device is lost

    /** A device that was lost. */
    record Loss(Device device, String reason, OrtException failure) {

        Refusal refusal() {
            return new Refusal(
                    "the device " + device + " failed in mid-run, and on a blank image too: " + reason,
                    "no image is lost; check the device in the driver's log and start again, or start with --provider auto,"
                            + " which continues on the CPU",
                    new ModelLostException(device + " is lost", failure));
        }
    }

    /**
     * @param devices at least one, all of one provider
     * @param standby the CPU, if it may take over
     */
    Devices(List<Device> devices, Optional<Device> standby, ElboForm form) {
        this.devices = List.copyOf(devices);
        this.standby = standby;
        this.form = form;
    }

    /** The provider that runs now. */
    Provider running() {
        return loss == null || standby.isEmpty()
                ? devices.get(0).provider()
                : standby.get().provider();
    }

    /** The device that was lost, if one was. */
    Optional<Loss> lost() {
        return Optional.ofNullable(loss);
    }

    /** The device for one more thread, round robin. */
    Device next() {
        return devices.get(Math.floorMod(scorers.getAndIncrement(), devices.size()));
    }

    /**
     * The device of a thread from now on: this one, or the standby after a loss.
     *
     * @throws Refusal if there is no standby
     */
    Device orStandby(Device device) {
        Loss found = loss;
        return found == null || device.provider() == Provider.CPU ? device : standby.orElseThrow(found::refusal);
    }

    /**
     * The device on which to repeat a failed run.
     *
     * @throws io.elbowatch.core.elbo.ModelException if the device works, so that the batch is at fault
     * @throws Refusal if the device is lost and there is no standby
     */
    synchronized Device afterFailure(Device device, String action, OrtException failure) {
        if (device.provider() == Provider.CPU) {
            throw OnnxFailure.failed(action, failure);
        }
        if (loss == null) {
            loss = probe(device, failure).orElseThrow(() -> OnnxFailure.failed(action, failure));
            standby.ifPresent(cpu -> LOG.warn(
                    "provider lost device={} to={} until=restart reason=\"{}\"", device, cpu, loss.reason(), failure));
        }
        return orStandby(device);
    }

    private Optional<Loss> probe(Device device, OrtException failure) {
        try {
            new WarmUp(device, form).run(1);
            return Optional.empty();
        } catch (OrtException e) {
            e.addSuppressed(failure);
            return Optional.of(new Loss(device, OnnxFailure.firstLine(e), e));
        }
    }

    @Override
    public void close() {
        standby.ifPresent(Device::close);
        for (Device device : devices) {
            try {
                device.close();
            } catch (RuntimeException e) {
                if (loss == null) {
                    throw e;
                }
                // A lost device often fails to close, too.
                LOG.warn("provider not closed device={}", device, e);
            }
        }
    }
}
