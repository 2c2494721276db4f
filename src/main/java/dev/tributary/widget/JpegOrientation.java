package dev.tributary.widget;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How the camera was held, from a JPEG's EXIF segment. Pure. */
final class JpegOrientation {

    private static final int APP1 = 0xFFE1;
    private static final int START_OF_SCAN = 0xFFDA;
    private static final int ORIENTATION = 0x0112;

    private JpegOrientation() {}

    /** 1 to 8 as EXIF counts; 1, upright, where nothing is said. */
    static int of(byte[] jpeg) {
        ByteBuffer data = ByteBuffer.wrap(jpeg);
        int at = 2;
        while (at + 4 <= jpeg.length) {
            int marker = data.getShort(at) & 0xFFFF;
            int length = data.getShort(at + 2) & 0xFFFF;
            if (marker == START_OF_SCAN || (marker & 0xFF00) != 0xFF00 || length < 2 || at + 2 + length > jpeg.length) {
                return 1;
            }
            boolean isExif = marker == APP1 && length > 16 && data.getInt(at + 4) == 0x45786966;
            if (isExif) {
                return read(data.slice(at + 10, length - 8));
            }
            at += 2 + length;
        }
        return 1;
    }

    private static int read(ByteBuffer tiff) {
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory + 2 > tiff.limit()) {
            return 1;
        }
        int entries = tiff.getShort(directory) & 0xFFFF;
        for (int entry = 0; entry < entries; entry++) {
            int at = directory + 2 + entry * 12;
            if (at + 12 > tiff.limit()) {
                return 1;
            }
            if ((tiff.getShort(at) & 0xFFFF) == ORIENTATION) {
                int value = tiff.getShort(at + 8);
                return value >= 1 && value <= 8 ? value : 1;
            }
        }
        return 1;
    }
}
