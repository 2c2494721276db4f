package dev.tributary.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.icegreen.greenmail.util.GreenMailUtil;
import dev.tributary.TestOrganization;
import dev.tributary.TestOrganizations;
import dev.tributary.adapter.email.MailServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.internet.MimeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A receiver was switched off by itself: those who can mend it are told. */
@QuarkusTest
@WithTestResource(MailServer.class)
class DisabledNoticesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Inject
    DisabledNotices notices;

    private TestOrganization ours;
    private String subscription;

    @BeforeEach
    void a_receiver() {
        ours = TestOrganizations.create();
        subscription = ours.admin().api().body(Map.of("name", "Warehouse", "url", "https://partner.example.com/hook?key=secret", "events", List.of("message.created")))
                .post("/rest/v1/webhook_subscriptions").then().statusCode(201).extract().path("subscription.id");
    }

    @Test
    void owner_and_admin_are_told_once_each_time_and_agents_not_at_all() {
        // When
        disabled("gone");
        notices.tellAll().await().atMost(PATIENCE);
        notices.tellAll().await().atMost(PATIENCE);

        // Then
        assertThat(mails(ours.owner().email())).singleElement().satisfies(mail -> {
            assertThat(mail.getSubject()).isEqualTo("Webhook switched off: Warehouse");
            assertThat(GreenMailUtil.getWholeMessage(mail)).contains("is gone").contains(subscription).doesNotContain("key=3Dsecret").doesNotContain("key=secret");
        });
        assertThat(mails(ours.admin().email())).hasSize(1);
        assertThat(mails(ours.agent().email())).isEmpty();

        // When
        ours.admin().api().post("/rest/v1/webhook_subscriptions/" + subscription + "/enable").then().statusCode(200);
        disabled("failing");
        notices.tellAll().await().atMost(PATIENCE);

        // Then
        assertThat(mails(ours.owner().email())).hasSize(2);
    }

    @Test
    void what_a_person_switched_off_is_no_news() {
        disabled("by_hand");
        notices.tellAll().await().atMost(PATIENCE);

        assertThat(mails(ours.owner().email())).isEmpty();
    }

    @Test
    void the_page_can_say_that_mails_are_sent() {
        ours.admin().api().get("/rest/v1/session").then().statusCode(200).body("organization.sends_mail", equalTo(true));
    }

    private void disabled(String reason) {
        Scenery.execute("update webhook_subscription set is_active = false, disabled_reason = ?, disabled_at = clock_timestamp() where id = ?", reason, UUID.fromString(subscription));
    }

    private static List<MimeMessage> mails(String address) {
        return MailServer.inbox(address);
    }
}
