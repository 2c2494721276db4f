package dev.tributary.platform;

import io.smallrye.config.ConfigMapping;

/** The keyset behind {@link SecretBox}. */
@ConfigMapping(prefix = "tributary.secret")
public interface SecretConfig {

    /** A Tink AEAD keyset, as {@link SecretKeys#generate} makes it. The first key to be lost takes every stored credential with it: back it up. */
    String keys();
}
