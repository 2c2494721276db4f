package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.PollsMailbox.Checkpoint;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.PollsMailbox.Refill;
import dev.tributary.channel.Settings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is fetched for a checkpoint and a mailbox, scenario by scenario; the lines on the wire are tested against real servers. */
class MailboxReaderTest {

    private static final Instant NOW = Instant.parse("2026-11-20T18:00:00Z");

    static Stream<String> scenarios() {
        return all().filter(scenario -> scenario.path("given").has("mailbox") || scenario.path("given").has("status")).map(scenario -> scenario.path("name").asText());
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_folder_is_read_as_its_scenario_says(String name) throws InterruptedException {
        // Given
        JsonNode scenario = all().filter(one -> one.path("name").asText().equals(name)).findFirst().orElseThrow();
        FakeFolder folder = new FakeFolder(scenario.path("given"));
        FakeDesk desk = new FakeDesk(scenario.path("given"));

        // When
        new MailboxReader(settings(scenario.path("given").path("config")), desk, Clock.fixed(NOW, ZoneOffset.UTC)).read(folder);

        // Then
        JsonNode expected = scenario.path("expect");
        if (expected.has("fetch_uids")) {
            assertThat(folder.fetched).containsExactlyElementsOf(longs(expected.path("fetch_uids")));
        }
        if (expected.has("fetch_headers")) {
            assertThat(folder.headersFetched).containsExactlyElementsOf(longs(expected.path("fetch_headers")));
            assertThat(folder.fetched).isEmpty();
        }
        if (expected.has("fetch_headers_uids")) {
            assertThat(folder.asked).containsExactlyElementsOf(longs(expected.path("fetch_headers_uids")));
        }
        if (expected.has("fetch_command_sent")) {
            assertThat(folder.listings).isZero();
        }
        if (expected.has("checkpoint_after")) {
            JsonNode after = expected.path("checkpoint_after");
            assertThat(desk.checkpoint).contains(new Checkpoint(after.path("uidvalidity").asLong(), after.path("last_uid").asLong()));
        }
    }

    @Test
    void a_large_backlog_comes_in_batches_each_with_its_checkpoint() throws InterruptedException {
        // Given
        FakeFolder folder = new FakeFolder(7, 5_001);
        for (long uid = 1; uid <= 5_000; uid++) {
            folder.mails.put(uid, new MailFolder.Listed(uid, 100_000, NOW));
        }
        FakeDesk desk = new FakeDesk(EmailFixtures.JSON.createObjectNode());
        desk.checkpoint = Optional.of(new Checkpoint(7, 0));

        // When
        new MailboxReader(settings(EmailFixtures.JSON.createObjectNode()), desk, Clock.fixed(NOW, ZoneOffset.UTC)).read(folder);

        // Then
        assertThat(folder.fetched).hasSize(5_000).isSorted();
        assertThat(desk.largestBatch).isLessThanOrEqualTo(41);
        assertThat(desk.checkpoint).contains(new Checkpoint(7, 5_000));
    }

    @Test
    void days_that_are_fetched_again_bring_what_is_missing_and_leave_the_checkpoint() throws InterruptedException {
        // Given
        FakeFolder folder = new FakeFolder(7, 8);
        List.of("2026-11-01", "2026-11-02", "2026-11-03", "2026-11-03", "2026-11-04", "2026-11-05", "2026-11-05").forEach(day -> {
            long uid = folder.mails.size() + 1;
            folder.mails.put(uid, new MailFolder.Listed(uid, 900, Instant.parse(day + "T12:00:00Z")));
            folder.ids.put(uid, "id-" + uid);
        });
        folder.ids.remove(4L);
        FakeDesk desk = new FakeDesk(EmailFixtures.JSON.createObjectNode());
        desk.checkpoint = Optional.of(new Checkpoint(7, 6));
        desk.stored.add("id-3");

        // When
        int found = new MailboxReader(settings(EmailFixtures.JSON.createObjectNode()), desk, Clock.fixed(NOW, ZoneOffset.UTC))
                .refill(folder, new Refill(new UUID(1, 1), LocalDate.parse("2026-11-02"), LocalDate.parse("2026-11-05")));

        // Then
        assertThat(found).isEqualTo(4);
        assertThat(folder.fetched).containsExactly(2L, 4L, 5L, 6L);
        assertThat(desk.checkpoint).contains(new Checkpoint(7, 6));
    }

    private static Settings settings(JsonNode config) {
        Map<String, JsonNode> values = new HashMap<>();
        EmailSettings.FIELDS.forEach(field -> field.preset().ifPresent(preset -> values.put(field.name(), preset)));
        values.put(EmailSettings.ADDRESS, TextNode.valueOf("support@shop.example"));
        config.properties().forEach(entry -> values.put(entry.getKey(), entry.getValue()));
        return new Settings(values, Map.of());
    }

    private static Stream<JsonNode> all() {
        return StreamSupport.stream(EmailFixtures.json("imap-scenarios.json").path("scenarios").spliterator(), false);
    }

    private static List<Long> longs(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asLong).toList();
    }

    private static final class FakeFolder implements MailFolder {

        private final long uidValidity;
        private final long uidNext;
        private final Map<Long, Listed> mails = new java.util.TreeMap<>();
        private final Map<Long, String> ids = new HashMap<>();
        private final List<Long> fetched = new ArrayList<>();
        private final List<Long> headersFetched = new ArrayList<>();
        private final List<Long> asked = new ArrayList<>();
        private int listings;

        private FakeFolder(long uidValidity, long uidNext) {
            this.uidValidity = uidValidity;
            this.uidNext = uidNext;
        }

        private FakeFolder(JsonNode given) {
            JsonNode mailbox = given.path("mailbox");
            boolean statusOnly = mailbox.isMissingNode();
            this.uidValidity = statusOnly ? given.path("checkpoint").path("uidvalidity").asLong() : mailbox.path("uidvalidity").asLong();
            this.uidNext = statusOnly ? given.path("checkpoint").path("last_uid").asLong() + 1 : mailbox.path("uidnext").asLong();
            for (JsonNode uid : mailbox.path("uids")) {
                String key = uid.asText();
                Instant received = Instant.parse(mailbox.path("internal_dates").path(key).asText("2026-11-20T09:00:00Z"));
                mails.put(uid.asLong(), new Listed(uid.asLong(), mailbox.path("sizes").path(key).asLong(900), received));
                ids.put(uid.asLong(), mailbox.path("message_ids").path(key).asText("id-" + key));
            }
        }

        @Override
        public String name() {
            return "INBOX";
        }

        @Override
        public long uidValidity() {
            return uidValidity;
        }

        @Override
        public long uidNext() {
            return uidNext;
        }

        /** As servers do: the last mail is named even where its id is below. */
        @Override
        public List<Listed> listFrom(long uid) {
            listings++;
            long last = mails.keySet().stream().max(Long::compare).orElse(0L);
            return mails.values().stream().filter(mail -> mail.uid() >= uid || mail.uid() == last).toList();
        }

        @Override
        public List<Listed> listSince(LocalDate day) {
            return mails.values().stream().filter(mail -> !mail.received().atZone(ZoneOffset.UTC).toLocalDate().isBefore(day)).toList();
        }

        @Override
        public Map<Long, String> messageIds(List<Long> uids) {
            asked.addAll(uids);
            return ids;
        }

        @Override
        public List<Fetched> fetch(List<Long> uids) {
            fetched.addAll(uids);
            return contents(uids);
        }

        @Override
        public List<Fetched> fetchBeginnings(List<Long> uids, int bytes) {
            headersFetched.addAll(uids);
            return contents(uids);
        }

        @Override
        public void markSeen(List<Long> uids) {
            throw new AssertionError("nothing is marked by default");
        }

        @Override
        public void move(List<Long> uids, String folder) {
            throw new AssertionError("nothing is moved by default");
        }

        private static List<Fetched> contents(List<Long> uids) {
            return uids.stream().map(uid -> new Fetched(uid, NOW, ("Subject: " + uid + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII))).toList();
        }
    }

    private static final class FakeDesk implements Desk {

        private final Set<String> stored = new HashSet<>();
        private Optional<Checkpoint> checkpoint;
        private int largestBatch;

        private FakeDesk(JsonNode given) {
            JsonNode known = given.path("checkpoint");
            checkpoint = known.isObject() ? Optional.of(new Checkpoint(known.path("uidvalidity").asLong(), known.path("last_uid").asLong())) : Optional.empty();
            given.path("already_stored_message_ids").forEach(id -> stored.add(id.asText()));
        }

        @Override
        public Optional<Checkpoint> checkpoint(String folder) {
            return checkpoint;
        }

        @Override
        public Set<String> known(Collection<String> messageIds) {
            Set<String> known = new HashSet<>(messageIds);
            known.retainAll(stored);
            return known;
        }

        @Override
        public void store(String folder, Optional<Checkpoint> from, Checkpoint to, List<RawMail> mails) {
            assertThat(from).isEqualTo(checkpoint);
            checkpoint = Optional.of(to);
            largestBatch = Math.max(largestBatch, mails.size());
        }

        @Override
        public void alive() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void pause(Duration time) {}
    }
}
