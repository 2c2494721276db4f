package dev.tributary.inbound;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.LiveAccount;
import java.util.List;
import java.util.UUID;

/**
 * A mailbox and the accounts that it serves. It is read once, whatever their number.
 *
 * @param fingerprint changes with anything that its session has to know
 * @param reader whose sign-in it is read by
 * @param readerState its connection state, as stored
 * @param sharing the accounts that get mail from it, the oldest first
 * @param known the ids of all accounts that have ever followed it: they keep one checkpoint, so that any of them can go on where another ended
 */
record ServedMailbox(String name, String fingerprint, LiveAccount reader, String readerState, List<LiveAccount> sharing, List<UUID> known) {

    boolean isShared() {
        return known.size() > 1;
    }

    List<ChannelAccount> accounts() {
        return sharing.stream().map(LiveAccount::account).toList();
    }
}
