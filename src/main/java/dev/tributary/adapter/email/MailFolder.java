package dev.tributary.adapter.email;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** One selected folder of a mailbox, as the reader needs it. Every method asks the server and may block. */
interface MailFolder {

    /** A mail as it is listed. */
    record Listed(long uid, long size, Instant received) {}

    /** @param received when the server took it in */
    record Fetched(long uid, Instant received, byte[] bytes) {}

    String name();

    long uidValidity();

    /** The least id that a new mail can have; 0 where the server has not said it since the folder was selected. */
    long uidNext();

    /** Mails from this id on. Servers name the last mail of the folder even where its id is below. */
    List<Listed> listFrom(long uid);

    /** Mails that the server took in on this day or later, by its own calendar. */
    List<Listed> listSince(LocalDate day);

    /** Message-ID headers by id; absent where a mail has none. */
    Map<Long, String> messageIds(List<Long> uids);

    /** Without marking anything as read. Mails that are gone meanwhile are left out. */
    List<Fetched> fetch(List<Long> uids);

    /** At most so many bytes of each: its header, and usually its text. */
    List<Fetched> fetchBeginnings(List<Long> uids, int bytes);

    void markSeen(List<Long> uids);

    void move(List<Long> uids, String folder);
}
