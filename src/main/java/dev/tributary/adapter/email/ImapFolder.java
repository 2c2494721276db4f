package dev.tributary.adapter.email;

import jakarta.mail.MessagingException;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.eclipse.angus.mail.iap.Argument;
import org.eclipse.angus.mail.iap.ByteArray;
import org.eclipse.angus.mail.iap.ProtocolException;
import org.eclipse.angus.mail.iap.Response;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.protocol.BASE64MailboxEncoder;
import org.eclipse.angus.mail.imap.protocol.BODY;
import org.eclipse.angus.mail.imap.protocol.FetchResponse;
import org.eclipse.angus.mail.imap.protocol.IMAPProtocol;
import org.eclipse.angus.mail.imap.protocol.IMAPResponse;
import org.eclipse.angus.mail.imap.protocol.INTERNALDATE;
import org.eclipse.angus.mail.imap.protocol.RFC822SIZE;
import org.eclipse.angus.mail.imap.protocol.UID;

/**
 * A folder over IMAP. Speaks UID commands itself: the library's message objects go by sequence numbers, and those shift while others
 * delete.
 */
final class ImapFolder implements MailFolder {

    private static final DateTimeFormatter IMAP_DATE = DateTimeFormatter.ofPattern("d-MMM-yyyy", Locale.ENGLISH);

    private final IMAPStore store;
    private final IMAPFolder folder;
    private final String name;
    private final long uidValidity;
    private long uidNext;

    ImapFolder(IMAPStore store, IMAPFolder folder, String name) throws MessagingException {
        this.store = store;
        this.folder = folder;
        this.name = name;
        this.uidValidity = folder.getUIDValidity();
        this.uidNext = Math.max(folder.getUIDNext(), 0);
    }

    /** From now on the server's word at selection is old. */
    void grew() {
        uidNext = 0;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public long uidValidity() {
        return uidValidity;
    }

    @Override
    public long uidNext() {
        return uidNext;
    }

    @Override
    public List<Listed> listFrom(long uid) {
        return list(uid + ":*");
    }

    @Override
    public List<Listed> listSince(LocalDate day) {
        List<Long> uids = search("SINCE " + IMAP_DATE.format(day));
        return uids.isEmpty() ? List.of() : list(set(uids));
    }

    @Override
    public Map<Long, String> messageIds(List<Long> uids) {
        Map<Long, String> ids = new HashMap<>();
        if (!uids.isEmpty()) {
            fetch(set(uids), "(UID BODY.PEEK[HEADER.FIELDS (MESSAGE-ID)])", (uid, fetched) -> {
                byte[] header = bytes(fetched);
                MailHeaders.ofBlock(new String(header, StandardCharsets.UTF_8)).ids("message-id").stream().findFirst()
                        .ifPresent(id -> ids.put(uid, EmailKeys.stored(id)));
            });
        }
        return ids;
    }

    @Override
    public List<Fetched> fetch(List<Long> uids) {
        return fetched(uids, "(UID INTERNALDATE BODY.PEEK[])");
    }

    @Override
    public List<Fetched> fetchBeginnings(List<Long> uids, int bytes) {
        return fetched(uids, "(UID INTERNALDATE BODY.PEEK[]<0." + bytes + ">)");
    }

    @Override
    public void markSeen(List<Long> uids) {
        each("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Seen)", response -> { });
    }

    @Override
    public void move(List<Long> uids, String target) {
        try {
            if (store.hasCapability("MOVE")) {
                command("UID MOVE " + set(uids), target, response -> { });
            } else {
                command("UID COPY " + set(uids), target, response -> { });
                delete(uids);
            }
        } catch (MessagingException broken) {
            throw MailErrors.session(broken);
        }
    }

    /** Deletes them for good where the server can delete some and no others; elsewhere they are marked as deleted. */
    void delete(List<Long> uids) {
        try {
            each("UID STORE " + set(uids) + " +FLAGS.SILENT (\\Deleted)", response -> { });
            each(store.hasCapability("UIDPLUS") ? "UID EXPUNGE " + set(uids) : "NOOP", response -> { });
        } catch (MessagingException broken) {
            throw MailErrors.session(broken);
        }
    }

    /** The mails that have this id. */
    List<Long> withId(String messageId) {
        return search("HEADER MESSAGE-ID \"" + messageId.replaceAll("[\"\\\\\r\n]", "") + "\"");
    }

    private List<Long> search(String criteria) {
        List<Long> uids = new ArrayList<>();
        each("UID SEARCH " + criteria, response -> {
            if (response instanceof IMAPResponse found && found.keyEquals("SEARCH")) {
                for (long uid = found.readLong(); uid != -1; uid = found.readLong()) {
                    uids.add(uid);
                }
            }
        });
        return uids;
    }

    private List<Listed> list(String set) {
        List<Listed> listed = new ArrayList<>();
        fetch(set, "(UID RFC822.SIZE INTERNALDATE)", (uid, fetched) -> {
            RFC822SIZE size = fetched.getItem(RFC822SIZE.class);
            listed.add(new Listed(uid, size == null ? 0 : size.size, received(fetched)));
        });
        return listed;
    }

    private List<Fetched> fetched(List<Long> uids, String items) {
        List<Fetched> mails = new ArrayList<>();
        fetch(set(uids), items, (uid, fetched) -> mails.add(new Fetched(uid, received(fetched), bytes(fetched))));
        return mails;
    }

    private interface OneFetched {
        void take(long uid, FetchResponse fetched);
    }

    private void fetch(String set, String items, OneFetched one) {
        each("UID FETCH " + set + " " + items, response -> {
            if (response instanceof FetchResponse fetched && fetched.getItem(UID.class) != null) {
                one.take(fetched.getItem(UID.class).uid, fetched);
            }
        });
    }

    private void each(String command, Consumer<Response> take) {
        command(command, null, take);
    }

    private void command(String command, String mailbox, Consumer<Response> take) {
        try {
            folder.doCommand(protocol -> {
                run(protocol, command, mailbox, take);
                return null;
            });
        } catch (MessagingException broken) {
            throw MailErrors.session(broken);
        }
    }

    private static void run(IMAPProtocol protocol, String command, String mailbox, Consumer<Response> take) throws ProtocolException {
        Argument argument = null;
        if (mailbox != null) {
            argument = new Argument();
            argument.writeString(BASE64MailboxEncoder.encode(mailbox));
        }
        Response[] responses = protocol.command(command, argument);
        for (Response response : responses) {
            take.accept(response);
        }
        protocol.notifyResponseHandlers(responses);
        protocol.handleResult(responses[responses.length - 1]);
    }

    private static byte[] bytes(FetchResponse fetched) {
        BODY body = fetched.getItem(BODY.class);
        ByteArray bytes = body == null ? null : body.getByteArray();
        if (bytes == null) {
            return new byte[0];
        }
        ByteArrayInputStream content = bytes.toByteArrayInputStream();
        return content.readAllBytes();
    }

    private static Instant received(FetchResponse fetched) {
        INTERNALDATE date = fetched.getItem(INTERNALDATE.class);
        return date == null || date.getDate() == null ? Instant.EPOCH : date.getDate().toInstant();
    }

    /** Ids in the order given, neighbours as a range. */
    private static String set(List<Long> uids) {
        List<long[]> ranges = new ArrayList<>();
        for (long uid : uids.stream().sorted().toList()) {
            if (!ranges.isEmpty() && ranges.getLast()[1] + 1 == uid) {
                ranges.getLast()[1] = uid;
            } else {
                ranges.add(new long[] {uid, uid});
            }
        }
        return ranges.stream().map(range -> range[0] == range[1] ? "" + range[0] : range[0] + ":" + range[1]).collect(Collectors.joining(","));
    }
}
