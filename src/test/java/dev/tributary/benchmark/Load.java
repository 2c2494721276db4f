package dev.tributary.benchmark;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Telegram as load: many connections, each webhook over real HTTP. Bounded in time and in requests under way. */
final class Load implements AutoCloseable {

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient http;
    private final Scene scene;
    private final AtomicLong numbers;
    private final int connections;
    private final int port;

    /** @param numbers where every load of one run takes its message numbers from */
    Load(Scene scene, int port, int connections, AtomicLong numbers) {
        this.scene = scene;
        this.port = port;
        this.connections = connections;
        this.numbers = numbers;
        this.http = vertx.createHttpClient(
                new HttpClientOptions().setKeepAlive(true).setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(connections).setEventLoopSize(1));
    }

    /** As many as the service takes: every connection sends its next webhook when the last one was acknowledged. How many were. */
    long closedLoop(Duration time) throws InterruptedException {
        AtomicLong acknowledged = new AtomicLong();
        long until = System.nanoTime() + time.toNanos();
        CountDownLatch done = new CountDownLatch(connections);
        for (int connection = 0; connection < connections; connection++) {
            next(until, acknowledged, done);
        }
        done.await();
        return acknowledged.get();
    }

    private void next(long until, AtomicLong acknowledged, CountDownLatch done) {
        if (System.nanoTime() >= until) {
            done.countDown();
            return;
        }
        post(numbers.incrementAndGet(), acknowledged, () -> next(until, acknowledged, done));
    }

    /** At a fixed rate whatever the service does; {@code sending} is told the number and the time at which it was due. */
    void openLoop(Duration time, double perSecond, Sending sending) throws InterruptedException {
        long began = System.nanoTime();
        long count = (long) (time.toSeconds() * perSecond);
        AtomicLong sent = new AtomicLong();
        CountDownLatch done = new CountDownLatch((int) count);
        long timer = vertx.setPeriodic(1, _ -> {
            long due;
            while (sent.get() < count && (due = began + (long) (sent.get() * 1e9 / perSecond)) <= System.nanoTime()) {
                sent.incrementAndGet();
                long number = numbers.incrementAndGet();
                sending.due(number, due);
                post(number, new AtomicLong(), done::countDown);
            }
        });
        done.await(time.toSeconds() + 10, TimeUnit.SECONDS);
        vertx.cancelTimer(timer);
    }

    interface Sending {
        void due(long number, long nanoTime);
    }

    private void post(long number, AtomicLong acknowledged, Runnable afterwards) {
        http.request(HttpMethod.POST, port, "localhost", "/webhooks/telegram/" + scene.webhookKey())
                .compose(request -> request.putHeader("content-type", "application/json")
                        .putHeader("X-Telegram-Bot-Api-Secret-Token", scene.secret())
                        .send(Buffer.buffer(Scene.webhook(number))))
                .compose(response -> response.body().map(response.statusCode()))
                .onComplete(answer -> {
                    if (answer.succeeded() && answer.result() == 200) {
                        acknowledged.incrementAndGet();
                    }
                    afterwards.run();
                });
    }

    @Override
    public void close() {
        vertx.close();
    }
}
