package dev.tributary.benchmark;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** One agent's socket: counts what arrives, and how long each message took from when its webhook was due. */
final class AgentListener implements WebSocket.Listener, AutoCloseable {

    final AtomicLong changes = new AtomicLong();
    private final Map<Long, Long> due = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Long> latencies = new ConcurrentLinkedQueue<>();
    private final StringBuilder text = new StringBuilder();
    private WebSocket socket;

    static AgentListener open(int port) {
        AgentListener listener = new AgentListener();
        listener.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .header("Authorization", "Bearer " + Service.TOKEN)
                .buildAsync(URI.create("ws://localhost:" + port + "/ws"), listener)
                .join();
        listener.socket.sendText("{\"t\":\"join\"}", true).join();
        return listener;
    }

    void expect(long number, long nanoTime) {
        due.put(number, nanoTime);
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

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
        text.append(data);
        if (last) {
            arrived(text);
            text.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void arrived(StringBuilder frame) {
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
        socket.abort();
    }
}
