package io.elbowatch.onnx;

import ai.onnxruntime.OrtException;
import io.elbowatch.core.Refusal;
import io.elbowatch.core.elbo.ModelLostException;
import io.elbowatch.core.image.ImageShape;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The devices that a model runs on, all of one provider, and what becomes of it when one is lost: a device on which a blank image
 * fails too never runs again, nor do its neighbours. Then the CPU goes on where it stands by, and else nothing.
 */
final class Devices implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

    private final List<Device> devices;
    private final Optional<Device> standby;
    private final ImageShape shape;
    private final AtomicInteger scorers = new AtomicInteger();
    private volatile Loss loss; // null while there is none

    /** A device that was lost. */
    record Loss(Device device, String reason, OrtException failure) {

        Refusal refusal() {
            return new Refusal(
                    "the device " + device + " failed in mid-run, and on a blank image too: " + reason,
                    "no image is lost; see what the driver says of the device, then start again, or start with --provider"
                            + " auto, which goes on with the CPU",
                    new ModelLostException(device + " is lost", failure));
        }
    }

    /**
     * @param devices at least one, all of one provider
     * @param standby the CPU, if it may go on
     */
    Devices(List<Device> devices, Optional<Device> standby, ImageShape shape) {
        this.devices = List.copyOf(devices);
        this.standby = standby;
        this.shape = shape;
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

    /** A device for one more thread: each in turn. */
    Device next() {
        return devices.get(Math.floorMod(scorers.getAndIncrement(), devices.size()));
    }

    /** Where a thread goes on that has run on this device. @throws Refusal when it cannot go on */
    Device inPlaceOf(Device device) {
        Loss found = loss;
        return found == null || device.provider() == Provider.CPU ? device : standby.orElseThrow(found::refusal);
    }

    /**
     * Where a run is repeated that failed on a device.
     *
     * @throws io.elbowatch.core.elbo.ModelException when the device is sound, and the run itself at fault
     * @throws Refusal when the device is lost and nothing stands by
     */
    synchronized Device afterFailure(Device device, String doing, OrtException failure) {
        if (device.provider() == Provider.CPU) {
            throw OnnxFailure.failed(doing, failure);
        }
        if (loss == null) {
            loss = probe(device, failure).orElseThrow(() -> OnnxFailure.failed(doing, failure));
            standby.ifPresent(cpu -> LOG.warn(
                    "provider lost device={} to={} until=restart reason=\"{}\"", device, cpu, loss.reason(), failure));
        }
        return inPlaceOf(device);
    }

    private Optional<Loss> probe(Device device, OrtException failure) {
        try {
            new WarmUp(device, shape).run(1);
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
                // Of a device that is gone nothing else is to be expected.
                LOG.warn("provider not closed device={}", device, e);
            }
        }
    }
}
