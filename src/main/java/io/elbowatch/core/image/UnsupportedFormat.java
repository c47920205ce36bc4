package io.elbowatch.core.image;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names the formats that are not read, by the first bytes of a value or by its content type. A name is for people: it
 * says what a producer sends.
 */
final class UnsupportedFormat {
    private static final int SHORTEST_NETPBM = 8;

    /** The first one that fits counts. */
    private static final List<Magic> MAGICS = List.of(
            new Magic("JPEG-LS", 0, "\u00ff\u00d8\u00ff\u00f7"),
            new Magic("JPEG XR", 0, "II\u00bc"),
            new Magic("JPEG XL", 0, "\0\0\0\fJXL \r\n\u0087\n"),
            new Magic("JPEG XL", 0, "\u00ff\n"),
            new Magic("JPEG 2000", 0, "\0\0\0\fjP  \r\n\u0087\n"),
            new Magic("JPEG 2000", 0, "\u00ff\u004f\u00ff\u0051"),
            new Magic("AVIF", 4, "ftypavi"),
            new Magic("HEIC", 4, "ftyphei"),
            new Magic("HEIC", 4, "ftyphev"),
            new Magic("HEIC", 4, "ftypmif1"),
            new Magic("HEIC", 4, "ftypmsf1"),
            new Magic("Canon's raw format CR3", 4, "ftypcrx "),
            new Magic("MP4 or QuickTime, a video,", 4, "ftyp"),
            new Magic("Matroska or WebM, a video,", 0, "\u001aE\u00df\u00a3"),
            new Magic("AVI, a video,", 8, "AVI "),
            new Magic("GIF", 0, "GIF8"),
            new Magic("WebP", 8, "WEBP"),
            new Magic("BigTIFF", 0, "II+\0"),
            new Magic("BigTIFF", 0, "MM\0+"),
            new Magic("Fujifilm's raw format RAF", 0, "FUJIFILMCCD-RAW"),
            new Magic("Olympus' raw format ORF", 0, "IIRO"),
            new Magic("Olympus' raw format ORF", 0, "IIRS"),
            new Magic("Olympus' raw format ORF", 0, "MMOR"),
            new Magic("Panasonic's raw format RW2", 0, "IIU\0"),
            new Magic("Sigma's raw format X3F", 0, "FOVb"),
            new Magic("DICOM", 128, "DICM"),
            new Magic("PDF", 0, "%PDF"),
            new Magic("PostScript", 0, "%!PS"),
            new Magic("SVG", 0, "<svg"),
            new Magic("Photoshop's format PSD", 0, "8BPS"),
            new Magic("OpenEXR", 0, "v/1\u0001"),
            new Magic("Radiance HDR", 0, "#?RADIANCE"),
            new Magic("Radiance HDR", 0, "#?RGBE"),
            new Magic("DDS", 0, "DDS "),
            new Magic("QOI", 0, "qoif"),
            new Magic("FITS", 0, "SIMPLE  ="),
            new Magic("FLIF", 0, "FLIF"),
            new Magic("BPG", 0, "BPG\u00fb"),
            new Magic("DjVu", 0, "AT&TFORM"),
            new Magic("ILBM", 0, "FORM"),
            new Magic("ICO", 0, "\0\0\1\0"),
            new Magic("HDF5", 0, "\u0089HDF\r\n"),
            new Magic("NumPy's format", 0, "\u0093NUMPY"),
            new Magic("ZIP", 0, "PK\3\4"),
            new Magic("gzip", 0, "\u001f\u008b\b"));

    /** Content types of formats whose first bytes say little. */
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("image/heic", "HEIC"),
            Map.entry("image/heif", "HEIC"),
            Map.entry("image/avif", "AVIF"),
            Map.entry("image/gif", "GIF"),
            Map.entry("image/webp", "WebP"),
            Map.entry("image/jxl", "JPEG XL"),
            Map.entry("image/jp2", "JPEG 2000"),
            Map.entry("image/jls", "JPEG-LS"),
            Map.entry("image/svg+xml", "SVG"),
            Map.entry("image/x-tga", "TGA"),
            Map.entry("image/x-portable-anymap", "Netpbm"),
            Map.entry("image/x-portable-graymap", "Netpbm"),
            Map.entry("image/x-portable-pixmap", "Netpbm"),
            Map.entry("image/vnd.ms-photo", "JPEG XR"),
            Map.entry("application/dicom", "DICOM"),
            Map.entry("application/pdf", "PDF"),
            Map.entry("video/mp4", "MP4, a video,"));

    private record Magic(String name, int at, byte[] bytes) {
        Magic(String name, int at, String letters) {
            this(name, at, letters.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean fits(byte[] value) {
            return value.length >= at + bytes.length
                    && Arrays.equals(value, at, at + bytes.length, bytes, 0, bytes.length);
        }
    }

    private UnsupportedFormat() {}

    /** The name by the first bytes, else by the content type. Empty for a format that is read, and for no format. */
    static Optional<String> name(byte[] value, String contentType) {
        return MAGICS.stream()
                .filter(magic -> magic.fits(value))
                .map(Magic::name)
                .findFirst()
                .or(() -> isNetpbm(value) ? Optional.of("Netpbm") : Optional.empty())
                .or(() -> Optional.ofNullable(TYPES.get(ImageFormat.type(contentType))));
    }

    /** P1 to P7, and F or f for floating point, then white space. */
    private static boolean isNetpbm(byte[] value) {
        if (value.length < SHORTEST_NETPBM || value[0] != 'P') {
            return false;
        }
        String known = "1234567Ff";
        return known.indexOf((char) value[1]) >= 0 && Character.isWhitespace((char) value[2]);
    }
}
