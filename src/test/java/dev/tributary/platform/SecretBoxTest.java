package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class SecretBoxTest {

    private static final String HERE = "org-1/channel_account/row-1/bot_token";

    private final String keyset = SecretKeys.generate();
    private final SecretBox box = new SecretBox(keyset);

    @Test
    void what_is_sealed_opens_where_it_was_sealed_for() {
        String sealed = box.seal("123:AAE-token", HERE);

        assertEquals("123:AAE-token", box.open(sealed, HERE));
        assertFalse(sealed.contains("token"));
        assertNotEquals(sealed, box.seal("123:AAE-token", HERE));
    }

    @Test
    void a_ciphertext_that_was_moved_does_not_open() {
        String sealed = box.seal("123:AAE-token", HERE);

        assertThrows(SealException.class, () -> box.open(sealed, "org-1/channel_account/row-2/bot_token"));
        assertThrows(SealException.class, () -> box.open(sealed, "org-2/channel_account/row-1/bot_token"));
        assertThrows(SealException.class, () -> box.open(sealed, "org-1/channel_account/row-1/app_secret"));
    }

    @Test
    void a_ciphertext_that_was_changed_does_not_open() {
        String sealed = box.seal("123:AAE-token", HERE);

        for (int i = 0; i < sealed.length(); i++) {
            char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
            String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
            // The last character carries spare bits that do not reach the bytes.
            if (i < sealed.length() - 1) {
                assertThrows(SealException.class, () -> box.open(changed, HERE), changed);
            }
        }
        assertThrows(SealException.class, () -> box.open("", HERE));
        assertThrows(SealException.class, () -> box.open("not base64 at all!", HERE));
    }

    @Test
    void after_a_rotation_the_new_key_seals_and_the_old_one_still_opens() {
        String old = box.seal("secret", HERE);
        SecretBox rotated = new SecretBox(SecretKeys.rotate(keyset));

        String fresh = rotated.seal("secret", HERE);

        assertEquals("secret", rotated.open(old, HERE));
        assertEquals("secret", rotated.open(fresh, HERE));
        assertFalse(rotated.isCurrent(old));
        assertTrue(rotated.isCurrent(fresh));
        assertThrows(SealException.class, () -> box.open(fresh, HERE), "a process with the old keyset only");
    }

    @Test
    void replicas_get_to_know_a_new_key_before_one_of_them_uses_it() {
        String added = SecretKeys.add(keyset);
        String promoted = SecretKeys.promote(added);
        SecretBox knows = new SecretBox(added);
        SecretBox uses = new SecretBox(promoted);

        assertEquals("secret", box.open(knows.seal("secret", HERE), HERE), "not yet restarted");
        assertEquals("secret", knows.open(uses.seal("secret", HERE), HERE));
        assertFalse(uses.isCurrent(knows.seal("secret", HERE)));
    }

    @Test
    void a_keyset_that_tinkey_wrote_is_read() {
        String json = new String(java.util.Base64.getDecoder().decode(keyset), java.nio.charset.StandardCharsets.UTF_8);

        assertTrue(json.startsWith("{"));
        assertEquals("secret", new SecretBox(json).open(box.seal("secret", HERE), HERE));
    }

    @Test
    void a_keyset_that_is_none_is_refused_without_quoting_it() {
        IllegalStateException refused = assertThrows(IllegalStateException.class, () -> new SecretBox("hunter2hunter2"));

        assertTrue(refused.getMessage().contains("TRIBUTARY_SECRET_KEYS"));
        assertFalse(refused.getMessage().contains("hunter2"));
    }

    @Test
    void a_secret_prints_stars_and_shows_only_its_end() {
        Secret secret = new Secret("110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw");

        assertEquals("***", secret.toString());
        assertEquals("••••Dsaw", secret.masked());
        assertEquals("••••", new Secret("short").masked());
        assertTrue(Secret.looksMasked(secret.masked()));
    }
}
