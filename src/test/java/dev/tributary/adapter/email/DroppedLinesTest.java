package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.icegreen.greenmail.user.GreenMailUser;
import dev.tributary.adapter.email.CuttingProxy.Cut;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.PollsMailbox.Checkpoint;
import dev.tributary.channel.PollsMailbox.Desk;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.PollsMailbox.RawMail;
import dev.tributary.channel.Settings;
import dev.tributary.platform.Secret;
import dev.tributary.platform.VirtualThreads;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** PITFALLS c.8: the line to the mail server drops a hundred times, wherever in the protocol that is. */
@QuarkusTest
@WithTestResource(MailServer.class)
class DroppedLinesTest {

    private static final int DROPS = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Inject
    EmailPolling polling;

    @Test
    void every_mail_comes_once_however_often_the_line_drops() throws Exception {
        // Given
        String address = "drops-" + UUID.randomUUID() + "@shop.example";
        GreenMailUser user = MailServer.server().setUser(address, address, "secret");
        long seed = System.nanoTime();
        Random random = new Random(seed);
        MailServer.proxy().cuts(() -> new Cut(random.nextInt(6_000), Duration.ofMillis(20 + random.nextInt(180))));
        KeepingDesk desk = new KeepingDesk(DROPS + 20);

        // When
        VirtualThreads.call(() -> {
            for (int drop = 0; drop < DROPS; drop++) {
                deliver(user, drop);
                try {
                    polling.poll(account(address), desk);
                } catch (MailboxException dropped) {
                    desk.drops++;
                }
            }
            MailServer.proxy().cuts(() -> Cut.NEVER);
            IntStream.range(DROPS, DROPS + 20).forEach(number -> deliver(user, number));
            polling.poll(account(address), desk);
            return true;
        }).await().atMost(PATIENCE);

        // Then
        assertThat(desk.drops).as("seed " + seed).isEqualTo(DROPS);
        assertThat(desk.subjects).as("seed " + seed).containsExactlyElementsOf(IntStream.range(0, DROPS + 20).mapToObj(number -> "Mail " + number).toList());
    }

    private static void deliver(GreenMailUser user, int number) {
        try {
            String mail = "From: Anna <anna@customer.example>\r\nSubject: Mail " + number + "\r\nMessage-ID: <" + number + "@drops.example>\r\n\r\n" + "Where is my order? ".repeat(30) + "\r\n";
            user.deliver(new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(mail.getBytes(StandardCharsets.US_ASCII))));
        } catch (jakarta.mail.MessagingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static ChannelAccount account(String address) {
        Map<String, JsonNode> values = new HashMap<>();
        EmailSettings.FIELDS.forEach(field -> field.preset().ifPresent(preset -> values.put(field.name(), preset)));
        values.put(EmailSettings.ADDRESS, TextNode.valueOf(address));
        values.put(EmailSettings.IMAP_HOST, TextNode.valueOf("127.0.0.1"));
        values.put(EmailSettings.IMAP_PORT, IntNode.valueOf(MailServer.proxy().port()));
        values.put(EmailSettings.IMAP_TLS, TextNode.valueOf("none"));
        values.put(EmailSettings.IMPORT_SINCE_DAYS, IntNode.valueOf(1));
        Settings settings = new Settings(values, Map.of(EmailSettings.IMAP_PASSWORD, new Secret("secret")));
        return new ChannelAccount(new UUID(9, 1), new UUID(9, 2), "EMAIL", "Mail", settings, "key", URI.create("https://inbox.example.com/webhooks/email/key"));
    }

    /** Keeps mails with their checkpoint, as the database does, and closes when it has all of them. */
    private static final class KeepingDesk implements Desk {

        private final int all;
        private final List<String> subjects = new ArrayList<>();
        private Optional<Checkpoint> checkpoint = Optional.empty();
        private int drops;

        private KeepingDesk(int all) {
            this.all = all;
        }

        @Override
        public Optional<Checkpoint> checkpoint(String folder) {
            return checkpoint;
        }

        @Override
        public Set<String> known(Collection<String> messageIds) {
            return Set.of();
        }

        @Override
        public void store(String folder, Optional<Checkpoint> from, Checkpoint to, List<RawMail> mails) {
            assertThat(from).isEqualTo(checkpoint);
            checkpoint = Optional.of(to);
            mails.forEach(mail -> subjects.add(MimeReader.read(mail.bytes()).headers().text("subject").orElseThrow()));
        }

        @Override
        public void alive() {}

        @Override
        public boolean isOpen() {
            return subjects.size() < all;
        }

        @Override
        public void pause(Duration time) throws InterruptedException {
            Thread.sleep(Math.min(time.toMillis(), 50));
        }
    }
}
