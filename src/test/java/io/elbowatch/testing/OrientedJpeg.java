package io.elbowatch.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;

/** JPEG files of a grey image, with an orientation in their EXIF data or without. */
public final class OrientedJpeg {
    private static final int TIFF_BYTES = 8 + 2 + 12 + 4;

    private OrientedJpeg() {}

    /** Without EXIF data. */
    public static byte[] plain() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY), "jpeg", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    /** With this orientation, which stands in the first 60 bytes. */
    public static byte[] bytes(int orientation, ByteOrder order) {
        byte[] plain = plain();
        ByteBuffer file = ByteBuffer.allocate(plain.length + 4 + 6 + TIFF_BYTES);
        file.put(plain, 0, 2);
        file.putShort((short) 0xffe1).putShort((short) (2 + 6 + TIFF_BYTES));
        file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        file.order(order).put((order == ByteOrder.LITTLE_ENDIAN ? "II" : "MM").getBytes(StandardCharsets.US_ASCII));
        file.putShort((short) 42).putInt(8).putShort((short) 1);
        file.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        file.putInt(0).put(plain, 2, plain.length - 2);
        return file.array();
    }
}
