package dev.tributary.platform;

import dev.tributary.platform.EgressException.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetSocketAddress;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One call with its redirects, one request at a time. Knows how far it got, so that a failure can say whether the request
 * may have arrived.
 */
final class EgressExchange {

    /** @param size of the body, wherever it went */
    record Answer(EgressResponse response, long size) {}

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    private final Vertx vertx;
    private final HttpClient http;
    private String file;
    private volatile HttpClientRequest current;
    private volatile boolean connected;
    private volatile boolean aborted;

    EgressExchange(Vertx vertx, HttpClient http) {
        this.vertx = vertx;
        this.http = http;
    }

    /** Sends the body of a successful answer to a file instead of memory. */
    EgressExchange into(String path) {
        this.file = path;
        return this;
    }

    /** Where a redirect leads, if this answer is one that is to be followed. */
    static Optional<String> redirect(EgressRequest request, EgressResponse response) {
        return request.followRedirects() && REDIRECTS.contains(response.status()) ? response.header("location") : Optional.empty();
    }

    Future<Answer> run(EgressRequest request, EgressTarget target) {
        return http.request(options(request, target))
                .recover(cause -> Future.failedFuture(failure("cannot connect to " + target.origin(), cause)))
                .compose(connection -> talk(request, target, connection))
                .recover(cause -> Future.failedFuture(
                        cause instanceof EgressException ? cause : failure("the line to " + target.origin() + " dropped", cause)));
    }

    /** Gives up: whatever is under way is cut off. */
    void abort() {
        aborted = true;
        HttpClientRequest request = current;
        if (request != null) {
            request.reset();
        }
    }

    EgressException failure(String what, Throwable cause) {
        return new EgressException(connected ? Kind.INTERRUPTED : Kind.UNREACHABLE, what, cause);
    }

    private static RequestOptions options(EgressRequest request, EgressTarget target) {
        RequestOptions options = new RequestOptions()
                .setMethod(HttpMethod.valueOf(request.method()))
                .setServer(SocketAddress.inetSocketAddress(new InetSocketAddress(target.address(), target.port())))
                .setHost(target.host())
                .setPort(target.port())
                .setSsl(target.isTls())
                .setURI(target.pathAndQuery())
                .setFollowRedirects(false)
                .putHeader("User-Agent", "Tributary");
        request.headers().forEach(options::putHeader);
        return options;
    }

    private Future<Answer> talk(EgressRequest request, EgressTarget target, HttpClientRequest connection) {
        current = connection;
        if (aborted) {
            connection.reset();
            return Future.failedFuture(failure("given up before " + target.origin() + " was asked", null));
        }
        connected = true;
        return EgressBodyWriter.write(vertx, request.body(), connection).compose(response -> receive(request, target, response));
    }

    private Future<Answer> receive(EgressRequest request, EgressTarget target, HttpClientResponse response) {
        EgressResponse head = new EgressResponse(response.statusCode(), headers(response), Buffer.buffer());
        if (file == null || !head.isSuccess()) {
            return inMemory(request, target, response, head);
        }
        response.pause();
        OpenOptions options = new OpenOptions().setWrite(true).setTruncateExisting(true);
        return vertx.fileSystem().open(file, options).compose(open -> toFile(request, target, response, head, open));
    }

    private static Future<Answer> inMemory(EgressRequest request, EgressTarget target, HttpClientResponse response, EgressResponse head) {
        Promise<Answer> done = Promise.promise();
        Buffer body = Buffer.buffer();
        response.exceptionHandler(done::tryFail);
        response.handler(chunk -> {
            if (body.length() + chunk.length() > request.maxAnswerBytes()) {
                done.tryFail(tooLarge(request, target));
                response.request().reset();
            } else {
                body.appendBuffer(chunk);
            }
        });
        response.endHandler(end -> done.tryComplete(new Answer(new EgressResponse(head.status(), head.headers(), body), body.length())));
        return done.future();
    }

    private static Future<Answer> toFile(
            EgressRequest request, EgressTarget target, HttpClientResponse response, EgressResponse head, AsyncFile open) {
        Promise<Answer> done = Promise.promise();
        long[] size = {0};
        open.exceptionHandler(done::tryFail);
        open.drainHandler(drained -> response.resume());
        response.exceptionHandler(done::tryFail);
        response.handler(chunk -> {
            size[0] += chunk.length();
            if (size[0] > request.maxAnswerBytes()) {
                done.tryFail(tooLarge(request, target));
                response.request().reset();
                return;
            }
            open.write(chunk);
            if (open.writeQueueFull()) {
                response.pause();
            }
        });
        response.endHandler(end -> done.tryComplete(new Answer(head, size[0])));
        response.resume();
        return done.future().eventually(() -> open.close());
    }

    private static EgressException tooLarge(EgressRequest request, EgressTarget target) {
        return new EgressException(Kind.TOO_LARGE, target.origin() + " answers with more than " + request.maxAnswerBytes() + " bytes");
    }

    private static Map<String, String> headers(HttpClientResponse response) {
        return response.headers().entries().stream()
                .collect(Collectors.toMap(
                        header -> header.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue, (first, second) -> first + ", " + second));
    }
}
