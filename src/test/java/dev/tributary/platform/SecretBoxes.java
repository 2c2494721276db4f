package dev.tributary.platform;

/** For programs beside the service that write what it will read. */
public final class SecretBoxes {

    private SecretBoxes() {}

    public static SecretBox of(String keyset) {
        return new SecretBox(keyset);
    }
}
