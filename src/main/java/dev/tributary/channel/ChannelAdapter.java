package dev.tributary.channel;

import io.smallrye.mutiny.Uni;

/**
 * Speaks one provider's protocol; knows nothing of contacts, conversations, rules or tables. One CDI bean per channel
 * type; what else a channel can do is said by the capability interfaces it implements beside this one.
 *
 * <p>Every method that returns a {@link Uni} is called on an event loop outside any transaction and may do I/O that does
 * not block. Expected refusals are items; only a bug is a failure.
 */
public interface ChannelAdapter {

    /** What forms, the composer and the dispatcher are drawn from. Constant: asked once at start-up. */
    Descriptor descriptor();

    /**
     * Proves the credentials and tells whose account it is, without changing anything at the provider: for a test before
     * saving, and to find out before {@link #connect} whether another account of ours has the same bot already. To be
     * overridden by every adapter whose {@code connect} registers something.
     */
    default Uni<Connection> prove(ChannelAccount account) {
        return connect(account);
    }

    /**
     * Proves the credentials and, where the provider has a call for it, registers our webhook. Called when an account is
     * created active, activated, or its settings change; may be called any number of times.
     */
    Uni<Connection> connect(ChannelAccount account);

    /** Undoes what {@link #connect} registered with the provider; called on archive and deactivation. Never fails for a refused token. */
    default Uni<Void> disconnect(ChannelAccount account) {
        return Uni.createFrom().voidItem();
    }
}
