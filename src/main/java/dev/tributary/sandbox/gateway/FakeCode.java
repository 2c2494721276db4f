package dev.tributary.sandbox.gateway;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** A picture that looks like a QR code and says nothing. */
final class FakeCode {

    private static final int MODULES = 29;
    private static final int SCALE = 7;
    private static final int QUIET = 4;
    private static final int SIDE = (MODULES + 2 * QUIET) * SCALE;
    private static final int CORNER = 7;

    private FakeCode() {}

    static String dataUrl(long seed) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(seed));
    }

    static byte[] png(long seed) {
        boolean[][] dark = modules(new Random(seed));
        ByteArrayOutputStream pixels = new ByteArrayOutputStream();
        for (int y = 0; y < SIDE; y++) {
            pixels.write(0);
            for (int x = 0; x < SIDE; x++) {
                int row = y / SCALE - QUIET;
                int column = x / SCALE - QUIET;
                boolean inside = row >= 0 && row < MODULES && column >= 0 && column < MODULES;
                pixels.write(inside && dark[row][column] ? 0 : 255);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            file.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
            file.write(chunk("IHDR", new byte[] {0, 0, (byte) (SIDE >> 8), (byte) SIDE, 0, 0, (byte) (SIDE >> 8), (byte) SIDE, 8, 0, 0, 0, 0}));
            file.write(chunk("IDAT", deflated(pixels.toByteArray())));
            file.write(chunk("IEND", new byte[0]));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return file.toByteArray();
    }

    private static boolean[][] modules(Random noise) {
        boolean[][] dark = new boolean[MODULES][MODULES];
        for (int row = 0; row < MODULES; row++) {
            for (int column = 0; column < MODULES; column++) {
                dark[row][column] = corner(row, column) || corner(row, MODULES - 1 - column) || corner(MODULES - 1 - row, column) || noise.nextBoolean() && !nearCorner(row, column);
            }
        }
        return dark;
    }

    private static boolean corner(int row, int column) {
        if (row >= CORNER || column >= CORNER) {
            return false;
        }
        int ring = Math.max(Math.abs(row - CORNER / 2), Math.abs(column - CORNER / 2));
        return ring != 2;
    }

    private static boolean nearCorner(int row, int column) {
        boolean top = row <= CORNER;
        boolean left = column <= CORNER;
        return top && left || top && column >= MODULES - 1 - CORNER || row >= MODULES - 1 - CORNER && left;
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater();
        deflater.setInput(bytes);
        deflater.finish();
        byte[] room = new byte[bytes.length + 64];
        int length = deflater.deflate(room);
        deflater.end();
        return java.util.Arrays.copyOf(room, length);
    }

    private static byte[] chunk(String name, byte[] data) throws IOException {
        ByteArrayOutputStream chunk = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(chunk);
        byte[] type = name.getBytes(StandardCharsets.US_ASCII);
        CRC32 check = new CRC32();
        check.update(type);
        check.update(data);
        out.writeInt(data.length);
        out.write(type);
        out.write(data);
        out.writeInt((int) check.getValue());
        return chunk.toByteArray();
    }
}
