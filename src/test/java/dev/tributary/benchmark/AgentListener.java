package dev.tributary.benchmark;

import dev.tributary.PackagedService;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One agent's socket: counts what arrives, and how long each message took from when its webhook was due. */
final class AgentListener implements AutoCloseable {

    final AtomicLong changes = new AtomicLong();
    private final Map<Long, Long> due = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

    static AgentListener open(int port) {
        AgentListener listener = new AgentListener();
        WebSocketConnectOptions line = new WebSocketConnectOptions()
                .setHost("localhost")
                .setPort(port)
                .setURI("/ws")
                .addHeader("Authorization", "Bearer " + PackagedService.TOKEN);
        listener.vertx.createWebSocketClient()
                .connect(line)
                .compose(socket -> socket.textMessageHandler(listener::arrived).writeTextMessage("{\"t\":\"join\"}"))
                .toCompletionStage().toCompletableFuture().join();
        return listener;
    }

    void expect(long number, long nanoTime) {
        due.put(number, nanoTime);
    }

    /** What was measured so far, while the measuring itself was still being compiled. */
    void forget() {
        due.clear();
        latencies.clear();
    }

    /** Milliseconds at these percentiles, and at the end how many messages were measured. */
    double[] latencies(double... percentiles) {
        long[] sorted = latencies.stream().mapToLong(Long::longValue).sorted().toArray();
        double[] found = new double[percentiles.length + 1];
        for (int index = 0; index < percentiles.length; index++) {
            found[index] = sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1, sorted.length * percentiles[index])] / 1e6;
        }
        found[percentiles.length] = sorted.length;
        return found;
    }

    private void arrived(String frame) {
        changes.incrementAndGet();
        int message = frame.indexOf("\"message\":{");
        int begin = message < 0 || due.isEmpty() ? -1 : frame.indexOf("#", frame.indexOf("\"text\":", message));
        if (begin > 0) {
            Long since = due.remove(Long.parseLong(frame.substring(begin + 1, frame.indexOf("#", begin + 1))));
            if (since != null) {
                latencies.add(System.nanoTime() - since);
            }
        }
    }

    @Override
    public void close() {
        vertx.close();
    }
}
