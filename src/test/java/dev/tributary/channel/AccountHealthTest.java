package dev.tributary.channel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.channel.Finding.Grade;
import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccountHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final URI WEBHOOK = URI.create("https://inbox.example.com/webhooks/x/y");

    private final StoredAccount account = new StoredAccount();

    @BeforeEach
    void aHealthyAccount() {
        account.isActive = true;
        account.connectionState = "connected";
        account.lastInboundAt = NOW.minusSeconds(7200).atOffset(ZoneOffset.UTC);
    }

    @Test
    void all_is_well_with_a_healthy_account() {
        List<Finding> checks = AccountHealth.of(account, new Listening(), WEBHOOK, List.of(), NOW);
        assertEquals(Grade.OK, AccountHealth.worst(checks));
        assertEquals(List.of("in_use", "connection", "public_address", "last_event"), checks.stream().map(Finding::code).toList());
    }

    @Test
    void a_refused_token_says_what_to_do() {
        // Given
        account.connectionState = "disconnected";
        account.connectionProblem = Map.of("code", "credentials_rejected", "detail", "190: expired", "hint", "Update the access token in channel settings");

        // Then
        assertEquals(new Finding("connection", Grade.ERROR, "190: expired", "Update the access token in channel settings"), check("connection"));
    }

    @Test
    void credentials_that_end_soon_name_their_day() {
        // Given
        account.expiresAt = Instant.parse("2026-11-30T00:00:00Z").atOffset(ZoneOffset.UTC);

        // Then
        assertEquals(Grade.WARNING, check("expiry").grade());
        assertEquals("The credentials stop on 30 November 2026.", check("expiry").detail());
    }

    @Test
    void a_channel_that_is_off_quiet_or_unreachable_is_warned_of() {
        // Given
        account.isActive = false;
        account.lastInboundAt = NOW.minusSeconds(9 * 86_400).atOffset(ZoneOffset.UTC);

        // Then
        assertEquals(Grade.WARNING, check("in_use").grade());
        assertEquals("The last message arrived 9 days ago.", check("last_event").detail());
        assertEquals(
                Grade.WARNING,
                AccountHealth.of(account, new Listening(), URI.create("http://localhost:8080/webhooks/x/y"), List.of(), NOW).get(2).grade());
    }

    @ParameterizedTest
    @CsvSource({"59, within the last hour", "60, 1 hour ago", "125, 2 hours ago", "2880, 2 days ago"})
    void the_last_message_is_told_as_people_say_it(long minutes, String told) {
        account.lastInboundAt = NOW.minusSeconds(minutes * 60).atOffset(ZoneOffset.UTC);

        assertEquals("The last message arrived " + told + ".", check("last_event").detail());
    }

    private Finding check(String code) {
        return AccountHealth.of(account, new Listening(), WEBHOOK, List.of(), NOW).stream().filter(check -> check.code().equals(code)).findFirst().orElseThrow();
    }

    private static final class Listening implements ReceivesWebhooks {
        @Override
        public Descriptor descriptor() {
            throw new UnsupportedOperationException("health asks for capabilities alone");
        }

        @Override
        public Uni<Connection> connect(ChannelAccount account) {
            throw new UnsupportedOperationException("health asks nobody");
        }

        @Override
        public Verdict verify(WebhookRequest request, ChannelAccount account) {
            throw new UnsupportedOperationException("health verifies nothing");
        }

        @Override
        public List<InboundEvent> read(RawEvent raw) {
            throw new UnsupportedOperationException("health reads nothing");
        }
    }
}
