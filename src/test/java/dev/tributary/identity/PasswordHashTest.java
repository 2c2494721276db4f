package dev.tributary.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordHashTest {
    /** From the test program of the reference implementation, github.com/P-H-C/phc-winner-argon2. */
    private static final String REFERENCE =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

    @Test
    void a_hash_made_by_the_reference_implementation_is_understood() {
        PasswordHash hash = PasswordHash.parse(REFERENCE);

        assertTrue(hash.matches("password"));
        assertFalse(hash.matches("Password"));
        assertEquals(REFERENCE, hash.notation());
    }

    @Test
    void the_same_password_twice_has_two_hashes() {
        assertNotEquals(
                PasswordHash.of("secret password", 64, 1).notation(), PasswordHash.of("secret password", 64, 1).notation());
    }

    @Test
    void a_hash_knows_that_it_was_made_at_a_lower_cost() {
        PasswordHash hash = PasswordHash.of("secret password", 64, 1);

        assertTrue(hash.isWeakerThan(128, 1));
        assertTrue(hash.isWeakerThan(64, 2));
        assertFalse(hash.isWeakerThan(64, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "$2a$10$abc", "$argon2i$v=19$m=64,t=1,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y"})
    void anything_else_is_refused(String notation) {
        assertThrows(IllegalArgumentException.class, () -> PasswordHash.parse(notation));
    }

    @Test
    void a_hash_is_not_printed() {
        assertEquals("***", PasswordHash.parse(REFERENCE).toString());
    }
}
