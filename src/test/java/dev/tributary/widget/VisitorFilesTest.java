package dev.tributary.widget;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.startsWith;

import dev.tributary.MovableClock;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files from a visitor, and back to them. */
@QuarkusTest
class VisitorFilesTest {

    @Inject
    MovableClock clock;

    @AfterEach
    void back_to_now() {
        clock.reset();
    }

    @Test
    void a_photo_goes_to_the_agent_and_can_be_fetched_for_ten_minutes() throws IOException {
        // Given
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String upload = upload(session, "photo.png", png()).then().statusCode(201).body("content_type", is("image/png")).body("upload_id", startsWith("up_")).extract().path("upload_id");

        // When
        Response begun = TestWidget.begin(session, attachment(upload));

        // Then
        begun.then().statusCode(201).body("message.attachments", hasSize(1)).body("message.attachments[0].kind", is("image")).body("message.text", is("see photo"));
        String url = begun.path("message.attachments[0].url");
        given().urlEncodingEnabled(false).get(url).then().statusCode(200)
                .contentType("image/png").header("X-Content-Type-Options", "nosniff").header("Content-Disposition", containsString("photo.png"));
        given().urlEncodingEnabled(false).get(url.replaceFirst("signature=", "signature=x")).then().statusCode(404);
        clock.advance(Duration.ofMinutes(11));
        given().urlEncodingEnabled(false).get(url).then().statusCode(404);
    }

    @Test
    void an_upload_is_good_once_for_its_own_session_and_for_an_hour() throws IOException {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();
        String upload = upload(session, "photo.png", png()).path("upload_id");

        TestWidget.begin(widget.newSession(), attachment(upload)).then().statusCode(400).body("error", is("attachments_invalid"));
        TestWidget.begin(session, attachment(upload)).then().statusCode(201);
        TestWidget.begin(session, attachment(upload)).then().statusCode(400);
        String late = upload(session, "photo.png", png()).path("upload_id");
        clock.advance(Duration.ofMinutes(59));
        TestWidget.visitor(session).get("/api/widget/v1/conversations").then().statusCode(200);
        clock.advance(Duration.ofMinutes(2));
        TestWidget.begin(session, attachment(late)).then().statusCode(400);
    }

    @Test
    void a_drawing_with_a_program_in_it_is_refused_whatever_it_is_called() {
        TestWidget widget = TestWidget.create(Map.of());
        String session = widget.newSession();

        upload(session, "photo.png", "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>".getBytes()).then().statusCode(415).body("error", is("file_type_not_allowed"));
        upload(session, "page.pdf", "<!doctype html><script>alert(1)</script>".getBytes()).then().statusCode(415);
    }

    @Test
    void a_file_over_the_limit_is_refused() {
        TestWidget widget = TestWidget.create(Map.of("limits", Map.of("text_chars", 100, "file_bytes", 1_000, "file_types", List.of("text/plain"))));
        String session = widget.newSession();

        upload(session, "a.txt", "x".repeat(1_000).getBytes()).then().statusCode(201);
        upload(session, "b.txt", "x".repeat(1_001).getBytes()).then().statusCode(413).body("error", is("file_too_large"));
    }

    private static Response upload(String session, String name, byte[] bytes) {
        return given().header("Origin", TestWidget.SITE).header("Authorization", "Bearer " + session).multiPart("file", name, bytes).post("/api/widget/v1/uploads");
    }

    private static Map<String, Object> attachment(String upload) {
        return Map.of("client_id", UUID.randomUUID().toString(), "type", "attachment", "text", "see photo", "attachments", List.of(Map.of("upload_id", upload, "name", "photo.png")));
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
