package dev.tributary.outbound;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tributary.MovableClock;
import dev.tributary.channel.ChannelProblem.ContentRejected;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.FetchesMedia.Fetched;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.MediaRef.Source;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ScriptedAdapter;
import dev.tributary.conversation.IncomingFiles;
import dev.tributary.conversation.OutboxSignal;
import dev.tributary.conversation.Scene;
import dev.tributary.platform.Ids;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files that customers sent come in, or say why they do not. */
@QuarkusTest
class MediaFetchTest {

    private static final byte[] PNG = Base64.getDecoder().decode(
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    @Inject
    MovableClock clock;

    @Inject
    Pool database;

    @Inject
    IncomingFiles files;

    @Inject
    OutboxSignal outbox;

    private Scene scene;

    @BeforeEach
    void script() {
        ScriptedAdapter.install();
        scene = Scene.create();
    }

    @AfterEach
    void resetClock() {
        clock.reset();
    }

    @Test
    void a_file_that_the_provider_holds_is_fetched_and_read_for_what_it_is() {
        // Given
        ScriptedAdapter.onFetch(scene.accountId(), _ -> new Fetched.File(Buffer.buffer(PNG), Optional.of("text/plain"), Optional.empty()));

        // When
        UUID attachment = expect(new Source.Handle("h-1"));

        // Then
        awaitState(attachment, "stored");
        assertEquals("image/png", Scene.text("select content_type from attachment where id = ?", attachment));
        byte[] served = scene.organization().agent().api().get("/rest/v1/attachments/" + attachment).then()
                .statusCode(200).header("X-Content-Type-Options", "nosniff").extract().asByteArray();
        assertEquals(PNG.length, served.length);
        scene.organization().agent().api().header("Range", "bytes=0-3").get("/rest/v1/attachments/" + attachment).then()
                .statusCode(206).header("Content-Range", "bytes 0-3/" + PNG.length);
    }

    @Test
    void a_page_that_calls_itself_a_picture_is_a_download() {
        // Given
        ScriptedAdapter.onFetch(scene.accountId(), _ -> new Fetched.File(Buffer.buffer("<html><script>alert(1)</script></html>"), Optional.of("image/png"), Optional.empty()));

        // When
        UUID attachment = expect(new Source.Handle("h-2"));

        // Then
        awaitState(attachment, "stored");
        assertEquals("file", Scene.text("select kind from attachment where id = ?", attachment));
        String disposition = scene.organization().agent().api().get("/rest/v1/attachments/" + attachment).then().statusCode(200).extract().header("Content-Disposition");
        assertEquals("attachment", disposition.split(";")[0]);
    }

    @Test
    void a_file_inside_the_event_is_decoded() {
        // When
        UUID attachment = expect(new Source.Inline(Base64.getEncoder().encodeToString(PNG)));

        // Then
        awaitState(attachment, "stored");
    }

    @Test
    void a_private_address_is_not_fetched() {
        // When
        UUID attachment = expect(new Source.Url("http://127.0.0.1:1/secret.png"));

        // Then
        awaitState(attachment, "failed");
    }

    @Test
    void a_fetch_that_fails_is_tried_again_then_fails_with_its_reason_and_can_be_asked_for_by_hand() {
        // Given
        AtomicInteger calls = new AtomicInteger();
        ScriptedAdapter.onFetch(scene.accountId(), _ -> calls.incrementAndGet() == 1
                ? new Fetched.Later(new ProviderError("503", "later"))
                : new Fetched.Gone(new ContentRejected(new ProviderError("404", "file expired"), "Ask for it again.")));
        UUID attachment = expect(new Source.Handle("h-3"));
        await().untilAsserted(() -> assertEquals(1, calls.get()));
        clock.advance(Duration.ofMinutes(1));
        awaitState(attachment, "failed");
        assertEquals("404: file expired", Scene.text("select error ->> 'detail' from attachment where id = ?", attachment));

        // When
        ScriptedAdapter.onFetch(scene.accountId(), _ -> new Fetched.File(Buffer.buffer(PNG), Optional.empty(), Optional.empty()));
        scene.organization().agent().api().post("/rest/v1/attachments/" + attachment + "/fetch").then().statusCode(200);

        // Then
        awaitState(attachment, "stored");
        scene.organization().agent().api().post("/rest/v1/attachments/" + attachment + "/fetch").then().statusCode(409);
    }

    private UUID expect(Source source) {
        UUID message = scene.inbound(scene.conversation(), "look");
        MediaRef ref = new MediaRef(ContentKind.IMAGE, source, Optional.empty(), Optional.of("image/png"), Optional.empty());
        database.withTransaction(tx -> files.expect(tx, scene.organization().id(), scene.accountId(), message, List.of(new IncomingFiles.File(Ids.next(), ref, false)))).await().atMost(Duration.ofSeconds(10));
        outbox.wake();
        return UUID.fromString(Scene.text("select id::text from attachment where message_id = ?", message));
    }

    private static void awaitState(UUID attachment, String state) {
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertEquals(state, Scene.text("select state from attachment where id = ?", attachment)));
    }
}
