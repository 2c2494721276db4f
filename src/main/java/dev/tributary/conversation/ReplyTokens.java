package dev.tributary.conversation;

import java.security.SecureRandom;

/** The secret part of reply addresses: 128 random bits in the letters and digits that mail addresses keep apart in any case. */
final class ReplyTokens {

    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";
    private static final int LENGTH = 26;

    private ReplyTokens() {}

    static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder token = new StringBuilder(LENGTH);
        for (int at = 0; at < LENGTH; at++) {
            token.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return token.toString();
    }
}
