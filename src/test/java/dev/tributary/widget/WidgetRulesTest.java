package dev.tributary.widget;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.platform.ProblemException;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The widget's pure rules. */
class WidgetRulesTest {

    private static final List<String> TYPES = List.of("image/png", "image/jpeg", "application/pdf", "text/plain");

    @ParameterizedTest
    @CsvSource({
        "https://shop.example, true", "http://shop.example, true", "https://a.shop.example, true", "https://a.b.shop.example, true",
        "https://shop.example.evil.example, false", "https://evilshop.example, false", "https://shop.example@evil.example, false", "null, false", "shop.example, false",
        "javascript://shop.example, false"
    })
    void sites_are_compared_whole(String origin, boolean allowed) {
        assertEquals(allowed, new AllowedSites(List.of("shop.example", "*.shop.example")).allows(origin));
    }

    @Test
    void a_star_is_not_the_domain_itself() {
        assertFalse(new AllowedSites(List.of("*.shop.example")).allows("https://shop.example"));
        assertTrue(new AllowedSites(List.of()).allows("https://anybody.example"));
    }

    @ParameterizedTest
    @CsvSource({"203.0.113.9, true", "203.0.114.1, false", "2001:db8::5, true", "::ffff:203.0.113.9, true", "shop.example, false"})
    void addresses_are_blocked_by_range(String address, boolean blocked) {
        assertEquals(blocked, AddressBlocks.contains(List.of("203.0.113.0/24", "2001:db8::/32"), address));
    }

    @Test
    void the_shop_opens_again_on_its_own_clock() throws Exception {
        BusinessHours hours = BusinessHours.of(new ObjectMapper().readTree("""
                {"time_zone": "Europe/Berlin", "hours": {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "fri": [["09:00", "17:00"]]}}
                """));
        assertTrue(hours.openAt(Instant.parse("2026-11-20T08:00:00Z")), "Friday at nine in Berlin");
        assertFalse(hours.openAt(Instant.parse("2026-11-20T16:00:00Z")), "five is closing time");
        assertEquals(Optional.of(Instant.parse("2026-11-23T08:00:00Z")), hours.opensAfter(Instant.parse("2026-11-20T16:00:00Z")));
        assertEquals(Optional.of(Instant.parse("2026-11-23T12:00:00Z")), hours.opensAfter(Instant.parse("2026-11-23T11:30:00Z")));
        assertTrue(BusinessHours.of(new ObjectMapper().createObjectNode()).openAt(Instant.EPOCH), "without hours it is always open");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "<?xml version='1.0'?><svg/>", "<!doctype html><p>hi", "<html><body>hi</body></html>",
        "hello <script>alert(1)</script>", "MZ\u0000\u0001"
    })
    void what_a_browser_might_run_is_refused_whatever_it_is_called(String content) {
        ProblemException refused = assertThrows(ProblemException.class, () -> SafeFile.of(content.getBytes(StandardCharsets.ISO_8859_1), TYPES, 1_000));
        assertEquals(415, refused.problem().status());
    }

    @Test
    void the_size_limit_is_exact() throws Exception {
        byte[] text = "x".repeat(1_000).getBytes(StandardCharsets.UTF_8);
        assertEquals("text/plain", SafeFile.of(text, TYPES, 1_000).contentType());
        assertEquals(413, assertThrows(ProblemException.class, () -> SafeFile.of(text, TYPES, 999)).problem().status());
    }

    @Test
    void a_picture_loses_its_notes_and_stands_upright() throws Exception {
        // Given a wide picture, red at the left, taken with the camera turned by a quarter
        byte[] photo = withExif(jpeg(), 6);
        assertTrue(new String(photo, StandardCharsets.ISO_8859_1).contains("Exif"));
        assertEquals(6, JpegOrientation.of(photo));

        // When
        SafeFile safe = SafeFile.of(photo, TYPES, 1 << 20);

        // Then
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(safe.bytes()));
        assertFalse(new String(safe.bytes(), StandardCharsets.ISO_8859_1).contains("Exif"));
        assertEquals(20, picture.getWidth());
        assertEquals(40, picture.getHeight());
        assertTrue(new Color(picture.getRGB(10, 5)).getRed() > 200, "the left is now the top");
    }

    @Test
    void a_picture_that_is_none_is_refused() {
        byte[] broken = {(byte) 0x89, 'P', 'N', 'G', 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3};
        assertEquals(415, assertThrows(ProblemException.class, () -> SafeFile.of(broken, TYPES, 1_000)).problem().status());
    }

    private static byte[] jpeg() throws Exception {
        BufferedImage picture = new BufferedImage(40, 20, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 20; x++) {
            for (int y = 0; y < 20; y++) {
                picture.setRGB(x, y, Color.RED.getRGB());
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpeg", bytes);
        return bytes.toByteArray();
    }

    /** Puts an EXIF segment with an orientation after the first marker. */
    private static byte[] withExif(byte[] jpeg, int orientation) {
        byte[] tiff = {'M', 'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte) orientation, 0, 0, 0, 0, 0, 0};
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.writeBytes(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (2 + 6 + tiff.length), 'E', 'x', 'i', 'f', 0, 0});
        bytes.writeBytes(tiff);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }
}
