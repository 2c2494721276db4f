package dev.tributary.adapter.email;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** Awaits its own condition and nothing else: GreenMail throws in threads of its own where a client hangs up. */
public final class MailAwait {

    private MailAwait() {}

    public static ConditionFactory await() {
        return Awaitility.await().dontCatchUncaughtExceptions();
    }

    /** @param what is awaited, for the failure's text */
    public static ConditionFactory await(String what) {
        return Awaitility.await(what).dontCatchUncaughtExceptions();
    }
}
