package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.SendingLimits;
import dev.tributary.channel.Settings;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a mailbox may send, by the server it sends through and by its settings. */
class EmailLimitsTest {

    @ParameterizedTest
    @CsvSource({
        "smtp.office365.com,  support@shop.example,  10000",
        "SMTP.Office365.com,  support@shop.example,  10000",
        "smtp.gmail.com,      shop@gmail.com,        500",
        "smtp.gmail.com,      support@shop.example,  2000",
        "mail.shop.example,   support@shop.example,  ",
    })
    void each_provider_has_its_day(String host, String address, Integer perDay) {
        assertThat(limits(Map.of(EmailSettings.SMTP_HOST, TextNode.valueOf(host), EmailSettings.ADDRESS, TextNode.valueOf(address))).recipientsPerDay())
                .isEqualTo(Optional.ofNullable(perDay));
    }

    @Test
    void no_minute_sees_more_than_thirty_and_settings_go_before() {
        SendingLimits usual = limits(Map.of());
        SendingLimits set = limits(Map.of(
                EmailSettings.SMTP_HOST, TextNode.valueOf("smtp.office365.com"), EmailSettings.SENDS_PER_MINUTE, IntNode.valueOf(6), EmailSettings.RECIPIENTS_PER_DAY, IntNode.valueOf(50)));

        assertThat(usual.burst() + usual.messagesPerSecond() * 60).isLessThanOrEqualTo(30.001);
        assertThat(set.burst() + set.messagesPerSecond() * 60).isLessThanOrEqualTo(6.001);
        assertThat(set.recipientsPerDay()).contains(50);
    }

    private static SendingLimits limits(Map<String, JsonNode> settings) {
        return EmailLimits.of(new ChannelAccount(
                new UUID(7, 1), new UUID(7, 2), "EMAIL", "Mail", new Settings(new HashMap<>(settings), Map.of()), "key", URI.create("https://inbox.example.com/webhooks/email/key")));
    }
}
