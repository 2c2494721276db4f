package dev.tributary.adapter.telegram;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** What a button carries: its id where that fits into Telegram's 64 bytes, else a key that stands for it. Pure. */
final class TelegramButtons {

    static final int DATA_BYTES = 64;

    private TelegramButtons() {}

    static String data(String id) {
        byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
        return bytes.length <= DATA_BYTES ? id : "sha256:" + Base64.getUrlEncoder().withoutPadding().encodeToString(sha256(bytes));
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
