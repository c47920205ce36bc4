package io.elbowatch.core.source;

import io.elbowatch.core.source.SourceState.Basis;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state of a source as bytes of the state store: always {@value #BYTES}.
 *
 * <pre>
 * version 1 | flags 1 | last 16 | stream time 8 | arrival 8 | 3 x (wealth 8, run 49) | fingerprint 8 | since 16
 * </pre>
 *
 * Version 1 ends before the fingerprint. An offset of −1 stands for no image since which a basis holds.
 *
 * The run of an open incident is stored in the place of the first run. Flags say which runs there are; their upper bits
 * are the newness. Bytes written before there was one have 0 there: their keys are sources.
 */
public final class SourceBytes {
    private static final byte VERSION = 2;
    private static final byte WITHOUT_BASIS = 1;
    private static final int BASIS_BYTES = 8 + 16;
    private static final int RUN_BYTES = 16 + 4 + 4 + 16 + 8 + 1;
    private static final int SILENT = 1;
    private static final int IN_INCIDENT = 1 << 1;
    private static final int FIRST_RUN = 1 << 2;
    private static final int NEWNESS_SHIFT = 5;
    private static final int NEWNESS_MASK = 0b111;

    /** The size of every state. */
    public static final int BYTES = 1 + 1 + 16 + 8 + 8 + 3 * (8 + RUN_BYTES) + BASIS_BYTES;

    private static final ImagePlace NOWHERE = new ImagePlace(-1, -1);

    private SourceBytes() {}

    public static byte[] of(SourceState state) {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES);
        bytes.put(VERSION).put((byte) flags(state));
        put(bytes, state.last());
        bytes.putLong(state.streamMillis()).putLong(state.arrivalMillis());
        for (int i = 0; i < state.cusums().size(); i++) {
            CusumState cusum = state.cusums().get(i);
            bytes.putDouble(cusum.wealth());
            Optional<ImageRun> run = i == 0 && state.incident().isPresent() ? state.incident() : cusum.run();
            run.ifPresentOrElse(present -> put(bytes, present), () -> bytes.position(bytes.position() + RUN_BYTES));
        }
        bytes.putLong(state.basis().fingerprint());
        put(bytes, state.basis().since().orElse(NOWHERE));
        return bytes.array();
    }

    /** @throws IllegalArgumentException for bytes of another version */
    public static SourceState state(byte[] written) {
        boolean hasBasis = written.length == BYTES && written[0] == VERSION;
        if (!hasBasis && !(written.length == BYTES - BASIS_BYTES && written[0] == WITHOUT_BASIS)) {
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
        List<CusumState> cusums = new ArrayList<>(BettingFunction.ALL.size());
        for (int i = 0; i < BettingFunction.ALL.size(); i++) {
            double wealth = bytes.getDouble();
            int next = bytes.position() + RUN_BYTES;
            if (i == 0 && inIncident) {
                incident = Optional.of(run(bytes));
            }
            boolean hasRun = !inIncident && (flags & FIRST_RUN << i) != 0;
            cusums.add(new CusumState(wealth, hasRun ? Optional.of(run(bytes)) : Optional.empty()));
            bytes.position(next);
        }
        return new SourceState(
                last,
                streamMillis,
                arrivalMillis,
                cusums,
                incident,
                (flags & SILENT) != 0,
                flags >> NEWNESS_SHIFT & NEWNESS_MASK,
                hasBasis ? basis(bytes) : Basis.UNKNOWN);
    }

    private static Basis basis(ByteBuffer bytes) {
        long fingerprint = bytes.getLong();
        ImagePlace since = place(bytes);
        return new Basis(fingerprint, since.equals(NOWHERE) ? Optional.empty() : Optional.of(since));
    }

    private static int flags(SourceState state) {
        int flags = (state.silent() ? SILENT : 0) | (state.incident().isPresent() ? IN_INCIDENT : 0);
        flags |= state.newness() << NEWNESS_SHIFT;
        for (int i = 0; i < state.cusums().size(); i++) {
            flags |= state.cusums().get(i).run().isPresent() ? FIRST_RUN << i : 0;
        }
        return flags;
    }

    private static void put(ByteBuffer bytes, ImagePlace place) {
        bytes.putLong(place.offset()).putLong(place.timestampMillis());
    }

    private static ImagePlace place(ByteBuffer bytes) {
        return new ImagePlace(bytes.getLong(), bytes.getLong());
    }

    private static void put(ByteBuffer bytes, ImageRun run) {
        put(bytes, run.first());
        bytes.putInt(run.images()).putInt(run.anomalous());
        put(bytes, run.worst().place());
        bytes.putDouble(run.worst().pValue()).put((byte) (run.worst().evidence() ? 1 : 0));
    }

    private static ImageRun run(ByteBuffer bytes) {
        ImagePlace first = place(bytes);
        int images = bytes.getInt();
        int anomalous = bytes.getInt();
        return new ImageRun(
                first, images, anomalous, new ImageRun.Worst(place(bytes), bytes.getDouble(), bytes.get() != 0));
    }
}
