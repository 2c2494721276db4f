package dev.tributary.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long people stay signed in, and how often they may guess. */
@ConfigMapping(prefix = "tributary.identity")
public interface IdentityConfig {
    Session session();

    SignIn signIn();

    Password password();

    /** How long a presence lasts without a sign of life from the browser. */
    @WithDefault("60s")
    Duration presenceTimeout();

    interface Session {
        /** A session that nobody used for this long has ended. */
        @WithDefault("7d")
        Duration idle();

        /** Every session ends after this long, used or not. */
        @WithDefault("30d")
        Duration lifetime();
    }

    interface SignIn {
        /** Failures are counted within a window of this length, which begins with the first of them. */
        @WithDefault("15m")
        Duration window();

        /** For one account from one address: somebody who forgot a password. */
        @WithDefault("10")
        @Min(1)
        int failuresPerAccountAndAddress();

        /** For one account from everywhere: a guess spread over many machines. High, or a stranger locks people out. */
        @WithDefault("100")
        @Min(1)
        int failuresPerAccount();

        /** For one address, whatever the account: a list of leaked passwords. Offices share addresses. */
        @WithDefault("100")
        @Min(1)
        int failuresPerAddress();
    }

    /** Cost of argon2id; a stored hash keeps its own, so these can be raised at any time. */
    interface Password {
        @WithDefault("19456")
        @Min(8)
        int memoryKib();

        @WithDefault("2")
        @Min(1)
        int iterations();

        /** How many passwords are checked at once; the others wait, so sign-ins cannot take all processors and memory. */
        @WithDefault("2")
        @Min(1)
        int concurrency();

        /** How many checks may wait; more are turned away at once. */
        @WithDefault("64")
        @Min(1)
        int queue();
    }
}
