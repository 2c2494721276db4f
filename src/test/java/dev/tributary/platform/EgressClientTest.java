package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tributary.platform.EgressException.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two origins on this machine, {@code one.test} and {@code two.test}, which the guard lets through by the allow list only. */
class EgressClientTest {

    private static final Duration LONG = Duration.ofSeconds(10);

    private static Vertx vertx;
    private static HttpServer one;
    private static HttpServer two;
    private static EgressClient client;

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws Exception {
        vertx = Vertx.vertx();
        one = serve();
        two = serve();
        List<String> allowed = List.of("one.test:" + one.actualPort(), "two.test:" + two.actualPort());
        EgressGuard guard = new EgressGuard(allowed, name -> new InetAddress[] {InetAddress.getLoopbackAddress()});
        client = new EgressClient(vertx, guard, new HttpClientOptions().setConnectTimeout(2_000).setDecompressionSupported(true));
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().get();
    }

    @Test
    void the_server_sees_the_name_while_the_connection_goes_to_the_checked_address() {
        EgressResponse answer = send(EgressRequest.get(url("/echo?a=b%20c")).withHeader("X-Token", "t"));

        assertEquals(200, answer.status());
        assertEquals("GET /echo?a=b%20c one.test:" + one.actualPort() + " t ", answer.text());
    }

    @Test
    void an_answer_of_any_status_is_an_answer() {
        EgressResponse answer = send(EgressRequest.post(url("/status/429"), EgressBody.json("{}")));

        assertEquals(429, answer.status());
        assertEquals(Duration.ofSeconds(7), answer.retryAfter(Instant.EPOCH).orElseThrow());
    }

    @Test
    void retry_after_may_be_a_date() {
        EgressResponse answer = new EgressResponse(503, java.util.Map.of("retry-after", "Thu, 01 Jan 1970 00:01:00 GMT"), Buffer.buffer());

        assertEquals(Duration.ofSeconds(30), answer.retryAfter(Instant.ofEpochSecond(30)).orElseThrow());
        assertEquals(Duration.ZERO, answer.retryAfter(Instant.ofEpochSecond(90)).orElseThrow());
        assertTrue(new EgressResponse(503, java.util.Map.of("retry-after", "soon"), Buffer.buffer()).retryAfter(Instant.EPOCH).isEmpty());
    }

    @Test
    void a_redirect_within_the_origin_keeps_the_headers() {
        assertTrue(send(EgressRequest.get(url("/to?/echo")).withHeader("X-Token", "t")).text().endsWith(" t "));
    }

    @Test
    void a_redirect_to_another_origin_leaves_the_credentials_behind() {
        EgressResponse answer = send(EgressRequest.get(url("/to?http://two.test:" + two.actualPort() + "/echo")).withHeader("X-Token", "t"));

        assertEquals("GET /echo two.test:" + two.actualPort() + "  ", answer.text());
    }

    @Test
    void a_redirect_into_the_private_network_is_refused() {
        assertEquals(Kind.REFUSED, failure(EgressRequest.get(url("/to?http://169.254.169.254/latest/meta-data/"))).kind());
        assertEquals(Kind.REFUSED, failure(EgressRequest.get(url("/to?http://other.test/"))).kind());
        assertEquals(Kind.REFUSED, failure(EgressRequest.get(url("/to?file:///etc/passwd"))).kind());
    }

    @Test
    void trust_ends_where_a_redirect_leaves_the_trusted_origin() {
        EgressRequest trusted = EgressRequest.get("http://localhost:" + one.actualPort() + "/to?http://other.test:" + two.actualPort() + "/echo").asTrusted();

        assertEquals(Kind.REFUSED, failure(trusted).kind());
    }

    @Test
    void endless_redirects_end() {
        assertEquals(Kind.REFUSED, failure(EgressRequest.get(url("/loop"))).kind());
    }

    @Test
    void a_post_answers_a_redirect_as_it_is() {
        assertEquals(302, send(EgressRequest.post(url("/to?/echo"), EgressBody.json("{}"))).status());
    }

    @Test
    void more_than_the_bound_is_cut_off_compressed_or_not() {
        assertEquals(Kind.TOO_LARGE, failure(EgressRequest.get(url("/bytes/20000")).withMaxAnswerBytes(10_000)).kind());
        assertEquals(Kind.TOO_LARGE, failure(EgressRequest.get(url("/bomb")).withHeader("Accept-Encoding", "gzip").withMaxAnswerBytes(100_000)).kind());
        assertEquals(10_000, send(EgressRequest.get(url("/bytes/10000")).withMaxAnswerBytes(10_000)).body().length());
    }

    @Test
    void silence_is_cut_off_and_may_have_been_heard() {
        EgressException silence = failure(EgressRequest.post(url("/silence"), EgressBody.json("{}")).withTimeout(Duration.ofMillis(300)));

        assertEquals(Kind.INTERRUPTED, silence.kind());
        assertTrue(silence.mayHaveArrived());
    }

    @Test
    void a_dropped_line_may_have_carried_the_request() {
        assertEquals(Kind.INTERRUPTED, failure(EgressRequest.post(url("/drop"), EgressBody.json("{}"))).kind());
    }

    @Test
    void nobody_listening_means_nothing_arrived() {
        EgressException nobody = failure(EgressRequest.get("http://localhost:1/").asTrusted());

        assertEquals(Kind.UNREACHABLE, nobody.kind());
        assertFalse(nobody.mayHaveArrived());
    }

    @Test
    void errors_do_not_tell_paths_because_some_providers_have_tokens_there() {
        EgressRequest request = EgressRequest.get(url("/bot123:SECRET/silence?token=SECRET")).withTimeout(Duration.ofMillis(200));

        assertFalse(failure(request).getMessage().contains("SECRET"));
        assertFalse(request.withBearer(new Secret("SECRET")).toString().contains("SECRET"));
    }

    @Test
    void forms_and_files_arrive_as_they_were() throws IOException {
        Path file = Files.writeString(directory.resolve("upload.bin"), "from disk ".repeat(50_000));

        EgressResponse answer = send(EgressRequest.post(
                url("/form"),
                EgressBody.multipart(
                        new EgressBody.Part.Field("chat_id", "42 ✓"),
                        new EgressBody.Part.FileBytes("photo", "a \"quoted\"\r\n name.png", "image/png", Buffer.buffer("bytes")),
                        new EgressBody.Part.FilePath("document", "ünïcode.bin", "application/octet-stream", file))));

        assertEquals("chat_id=42 ✓ photo=image/png:5 document=application/octet-stream:500000", answer.text());
    }

    @Test
    void a_download_streams_to_a_file_that_is_ours_to_delete() throws IOException {
        EgressFile file = client.download(EgressRequest.get(url("/bytes/3000000")).withMaxAnswerBytes(3_000_000)).await().atMost(LONG);

        assertEquals(3_000_000, file.size());
        assertEquals(3_000_000, Files.size(file.path()));
        assertEquals(0, file.response().body().length());
        Files.delete(file.path());
    }

    @Test
    void a_download_that_is_refused_tells_why_in_the_body() throws IOException {
        EgressFile refused = client.download(EgressRequest.get(url("/status/403"))).await().atMost(LONG);

        assertEquals("status 403", refused.response().text());
        assertEquals(0, Files.size(refused.path()));
        Files.delete(refused.path());
    }

    private static EgressResponse send(EgressRequest request) {
        return client.send(request).await().atMost(LONG);
    }

    private static EgressException failure(EgressRequest request) {
        return assertThrows(EgressException.class, () -> client.send(request).await().atMost(LONG));
    }

    private static String url(String path) {
        return "http://one.test:" + one.actualPort() + path;
    }

    private static HttpServer serve() throws Exception {
        return vertx.createHttpServer().requestHandler(EgressClientTest::answer).listen(0, "localhost").toCompletionStage().toCompletableFuture().get();
    }

    private static void answer(HttpServerRequest request) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/echo")) {
            String token = request.getHeader("X-Token");
            request.response().end(request.method() + " " + request.uri() + " " + request.authority() + " " + (token == null ? "" : token) + " ");
        } else if (path.equals("/to")) {
            request.response().setStatusCode(302).putHeader("Location", request.query()).end();
        } else if (path.equals("/loop")) {
            request.response().setStatusCode(307).putHeader("Location", "/loop").end();
        } else if (path.startsWith("/status/")) {
            request.response().setStatusCode(Integer.parseInt(last)).putHeader("Retry-After", "7").end("status " + last);
        } else if (path.startsWith("/bytes/")) {
            request.response().end(Buffer.buffer(new byte[Integer.parseInt(last)]));
        } else if (path.equals("/bomb")) {
            request.response().putHeader("Content-Encoding", "gzip").end(Buffer.buffer(gzip(new byte[20_000_000])));
        } else if (path.equals("/form")) {
            form(request);
        } else if (path.equals("/drop")) {
            request.connection().close();
        }
    }

    private static void form(HttpServerRequest request) {
        StringBuilder files = new StringBuilder();
        request.setExpectMultipart(true);
        request.uploadHandler(upload -> {
            long[] size = {0};
            upload.handler(chunk -> size[0] += chunk.length());
            upload.endHandler(end -> files.append(' ').append(upload.name()).append('=').append(upload.contentType()).append(':').append(size[0]));
        });
        request.endHandler(end -> request.response().end("chat_id=" + request.getFormAttribute("chat_id") + files));
    }

    private static byte[] gzip(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return out.toByteArray();
    }
}
