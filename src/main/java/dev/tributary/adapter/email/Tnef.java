package dev.tributary.adapter.email;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files inside Outlook's winmail.dat: little-endian records of level, attribute, length, data and checksum. */
final class Tnef {

    private static final int SIGNATURE = 0x223E9F78;
    private static final int ATTACHMENT_STARTS = 0x00069002;
    private static final int ATTACHMENT_TITLE = 0x00018010;
    private static final int ATTACHMENT_DATA = 0x0006800F;
    /** One more than a mail may have, so that it is told. */
    private static final int MOST_FILES = MailFiles.MOST + 1;

    record File(String name, byte[] bytes) {}

    private Tnef() {}

    /** Empty for what is no such container, or a broken one: its file is then shown as it came. */
    static Optional<List<File>> unpack(byte[] container) {
        ByteBuffer data = ByteBuffer.wrap(container).order(ByteOrder.LITTLE_ENDIAN);
        try {
            if (data.getInt() != SIGNATURE) {
                return Optional.empty();
            }
            data.getShort();
            List<File> files = records(data);
            return files.isEmpty() ? Optional.empty() : Optional.of(files);
        } catch (BufferUnderflowException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }

    private static List<File> records(ByteBuffer data) {
        List<File> files = new ArrayList<>();
        String title = "";
        byte[] bytes = null;
        while (data.remaining() >= 11 && files.size() < MOST_FILES) {
            data.get();
            int attribute = data.getInt();
            byte[] value = new byte[length(data)];
            data.get(value);
            data.getShort();
            if (attribute == ATTACHMENT_STARTS) {
                keep(files, title, bytes);
                title = "";
                bytes = null;
            } else if (attribute == ATTACHMENT_TITLE) {
                title = Charsets.guess(value, Optional.empty()).replace("\0", "");
            } else if (attribute == ATTACHMENT_DATA) {
                bytes = value;
            }
        }
        keep(files, title, bytes);
        return files;
    }

    private static int length(ByteBuffer data) {
        int length = data.getInt();
        if (length < 0 || length > data.remaining()) {
            throw new BufferUnderflowException();
        }
        return length;
    }

    private static void keep(List<File> files, String title, byte[] bytes) {
        if (bytes != null) {
            files.add(new File(title, bytes));
        }
    }
}
