package dev.tributary.conversation;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;

/**
 * Says that the outbox holds something new, so that it leaves at once and not at the next look. Only this process is told:
 * it is awake, and the others look for themselves soon. Call it after the commit.
 */
@ApplicationScoped
public class OutboxSignal {

    /** Fired on the calling thread; observers return at once. */
    public record Ready() {}

    private final Event<Ready> ready;

    OutboxSignal(Event<Ready> ready) {
        this.ready = ready;
    }

    public void wake() {
        ready.fire(new Ready());
    }
}
