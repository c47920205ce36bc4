package io.elbowatch.core.source;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a source as it is kept: {@value #BYTES} bytes, whatever has happened.
 *
 * <pre>
 * version 1 | flags 1 | last 16 | stream time 8 | arrival 8 | 3 x (wealth 8, stretch 49)
 * </pre>
 *
 * The stretch of an open incident stands in the place of the first; flags say which there are.
 */
public final class SourceBytes {
    private static final byte VERSION = 1;
    private static final int STRETCH_BYTES = 16 + 4 + 4 + 16 + 8 + 1;
    private static final int SILENT = 1;
    private static final int IN_INCIDENT = 1 << 1;
    private static final int FIRST_STRETCH = 1 << 2;

    /** Of every state. */
    public static final int BYTES = 1 + 1 + 16 + 8 + 8 + 3 * (8 + STRETCH_BYTES);

    private SourceBytes() {}

    public static byte[] of(SourceState state) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(VERSION).put((byte) flags(state));
        put(bytes, state.last());
        bytes.putLong(state.streamMillis()).putLong(state.arrivalMillis());
        for (int i = 0; i < state.suspicions().size(); i++) {
            CusumState suspicion = state.suspicions().get(i);
            bytes.putDouble(suspicion.wealth());
            Optional<ImageRun> stretch =
                    i == 0 && state.incident().isPresent() ? state.incident() : suspicion.stretch();
            stretch.ifPresentOrElse(
                    present -> put(bytes, present), () -> bytes.position(bytes.position() + STRETCH_BYTES));
        }
        return bytes.array();
    }

    /** @throws IllegalArgumentException for what another version wrote */
    public static SourceState state(byte[] written) {
        if (written.length != BYTES || written[0] != VERSION) {
            throw new IllegalArgumentException("the state of a source has " + written.length + " bytes of version "
                    + (written.length == 0 ? "none" : written[0]) + ", not " + BYTES + " of version " + VERSION);
        }
        ByteBuffer bytes = ByteBuffer.wrap(written);
        bytes.get();
        int flags = bytes.get();
        ImagePlace last = place(bytes);
        long streamMillis = bytes.getLong();
        long arrivalMillis = bytes.getLong();
        boolean inIncident = (flags & IN_INCIDENT) != 0;
        Optional<ImageRun> incident = Optional.empty();
        List<CusumState> suspicions = new ArrayList<>(BettingFunction.ALL.size());
        for (int i = 0; i < BettingFunction.ALL.size(); i++) {
            double wealth = bytes.getDouble();
            int next = bytes.position() + STRETCH_BYTES;
            if (i == 0 && inIncident) {
                incident = Optional.of(stretch(bytes));
            }
            boolean suspected = !inIncident && (flags & FIRST_STRETCH << i) != 0;
            suspicions.add(new CusumState(wealth, suspected ? Optional.of(stretch(bytes)) : Optional.empty()));
            bytes.position(next);
        }
        return new SourceState(last, streamMillis, arrivalMillis, suspicions, incident, (flags & SILENT) != 0);
    }

    private static int flags(SourceState state) {
        int flags = (state.silent() ? SILENT : 0) | (state.incident().isPresent() ? IN_INCIDENT : 0);
        for (int i = 0; i < state.suspicions().size(); i++) {
            flags |= state.suspicions().get(i).stretch().isPresent() ? FIRST_STRETCH << i : 0;
        }
        return flags;
    }

    private static void put(ByteBuffer bytes, ImagePlace place) {
        bytes.putLong(place.offset()).putLong(place.timestampMillis());
    }

    private static ImagePlace place(ByteBuffer bytes) {
        return new ImagePlace(bytes.getLong(), bytes.getLong());
    }

    private static void put(ByteBuffer bytes, ImageRun stretch) {
        put(bytes, stretch.first());
        bytes.putInt(stretch.images()).putInt(stretch.anomalous());
        put(bytes, stretch.worst().place());
        bytes.putDouble(stretch.worst().pValue()).put((byte) (stretch.worst().evidence() ? 1 : 0));
    }

    private static ImageRun stretch(ByteBuffer bytes) {
        ImagePlace first = place(bytes);
        int images = bytes.getInt();
        int anomalous = bytes.getInt();
        return new ImageRun(
                first, images, anomalous, new ImageRun.Worst(place(bytes), bytes.getDouble(), bytes.get() != 0));
    }
}
