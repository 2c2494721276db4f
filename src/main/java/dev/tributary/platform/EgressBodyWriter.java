package dev.tributary.platform;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.FileProps;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Writes a body to an open request, with its length known beforehand; files are streamed, never held whole. */
final class EgressBodyWriter {

    private EgressBodyWriter() {}

    static Future<HttpClientResponse> write(Vertx vertx, EgressBody body, HttpClientRequest request) {
        return switch (body) {
            case EgressBody.None none -> request.send();
            case EgressBody.Bytes bytes -> request.putHeader("Content-Type", bytes.contentType()).send(bytes.bytes());
            case EgressBody.Multipart multipart -> send(vertx, multipart, request);
        };
    }

    private static Future<HttpClientResponse> send(Vertx vertx, EgressBody.Multipart multipart, HttpClientRequest request) {
        String boundary = "tributary-" + UUID.randomUUID();
        Buffer end = Buffer.buffer("--" + boundary + "--\r\n");
        request.putHeader("Content-Type", "multipart/form-data; boundary=" + boundary);
        return length(vertx, multipart, boundary, end)
                .compose(length -> {
                    request.putHeader("Content-Length", String.valueOf(length));
                    return writeParts(vertx, multipart, boundary, request);
                })
                .compose(written -> request.end(end))
                .compose(ended -> request.response());
    }

    private static Future<Long> length(Vertx vertx, EgressBody.Multipart multipart, String boundary, Buffer end) {
        Future<Long> sum = Future.succeededFuture((long) end.length());
        for (EgressBody.Part part : multipart.parts()) {
            long heading = heading(part, boundary).length() + 2L;
            sum = sum.compose(before -> size(vertx, part).map(size -> before + heading + size));
        }
        return sum;
    }

    private static Future<Long> size(Vertx vertx, EgressBody.Part part) {
        return switch (part) {
            case EgressBody.Part.Field field -> Future.succeededFuture((long) utf8(field.value()).length());
            case EgressBody.Part.FileBytes file -> Future.succeededFuture((long) file.bytes().length());
            case EgressBody.Part.FilePath file -> vertx.fileSystem().props(file.path().toString()).map(FileProps::size);
        };
    }

    private static Future<Void> writeParts(Vertx vertx, EgressBody.Multipart multipart, String boundary, HttpClientRequest request) {
        Future<Void> written = Future.succeededFuture();
        for (EgressBody.Part part : multipart.parts()) {
            written = written.compose(before -> request.write(heading(part, boundary)))
                    .compose(heading -> content(vertx, part, request))
                    .compose(content -> request.write("\r\n"));
        }
        return written;
    }

    private static Future<Void> content(Vertx vertx, EgressBody.Part part, HttpClientRequest request) {
        return switch (part) {
            case EgressBody.Part.Field field -> request.write(utf8(field.value()));
            case EgressBody.Part.FileBytes file -> request.write(file.bytes());
            case EgressBody.Part.FilePath file ->
                vertx.fileSystem()
                        .open(file.path().toString(), new OpenOptions().setRead(true).setWrite(false).setCreate(false))
                        .compose(open -> open.pipe().endOnSuccess(false).endOnFailure(false).to(request).eventually(() -> open.close()));
        };
    }

    private static Buffer heading(EgressBody.Part part, String boundary) {
        String lines = switch (part) {
            case EgressBody.Part.Field field -> disposition(field.name());
            case EgressBody.Part.FileBytes file -> disposition(file.name(), file.fileName(), file.contentType());
            case EgressBody.Part.FilePath file -> disposition(file.name(), file.fileName(), file.contentType());
        };
        return utf8("--" + boundary + "\r\n" + lines + "\r\n\r\n");
    }

    private static String disposition(String name) {
        return "Content-Disposition: form-data; name=\"" + escape(name) + "\"";
    }

    private static String disposition(String name, String fileName, String contentType) {
        return disposition(name) + "; filename=\"" + escape(fileName) + "\"\r\nContent-Type: " + contentType.replaceAll("[\\r\\n]", "");
    }

    /** As browsers write names (WHATWG HTML, multipart/form-data). */
    private static String escape(String name) {
        return name.replace("\"", "%22").replace("\r", "%0D").replace("\n", "%0A");
    }

    private static Buffer utf8(String text) {
        return Buffer.buffer(text.getBytes(StandardCharsets.UTF_8));
    }
}
