package dev.tributary.adapter.email;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Stands before a server and drops each line after so many bytes of the server's, or after a time, whatever is being said. */
final class CuttingProxy {

    /** @param bytes that the server may say before the line drops */
    record Cut(long bytes, Duration time) {

        static final Cut NEVER = new Cut(Long.MAX_VALUE, Duration.ofHours(1));
    }

    private final ServerSocket socket;
    private final int target;
    private final AtomicInteger lines = new AtomicInteger();
    private volatile Supplier<Cut> cuts = () -> Cut.NEVER;

    private CuttingProxy(ServerSocket socket, int target) {
        this.socket = socket;
        this.target = target;
    }

    static CuttingProxy before(int port) {
        try {
            CuttingProxy proxy = new CuttingProxy(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), port);
            Thread.ofVirtual().start(proxy::accept);
            return proxy;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** Of lines that begin from now on. */
    void cuts(Supplier<Cut> each) {
        lines.set(0);
        cuts = each;
    }

    /** How many lines there were since then. */
    int lines() {
        return lines.get();
    }

    void stop() {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                lines.incrementAndGet();
                Cut cut = cuts.get();
                Thread.ofVirtual().start(() -> join(client, cut));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void join(Socket client, Cut cut) {
        try (client; Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            Thread timer = Thread.ofVirtual().start(() -> closeAfter(cut.time(), client));
            Thread up = Thread.ofVirtual().start(() -> pump(client, server, Long.MAX_VALUE));
            pump(server, client, cut.bytes());
            timer.interrupt();
            up.interrupt();
        } catch (IOException gone) {
            Thread.currentThread().interrupt();
        }
    }

    private static void closeAfter(Duration time, Socket client) {
        try {
            Thread.sleep(time);
            client.close();
        } catch (InterruptedException | IOException over) {
            Thread.currentThread().interrupt();
        }
    }

    private static void pump(Socket from, Socket to, long most) {
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] bytes = new byte[8192];
            long left = most;
            for (int read = in.read(bytes); read >= 0 && left > 0; read = in.read(bytes)) {
                out.write(bytes, 0, (int) Math.min(read, left));
                left -= read;
                if (left <= 0) {
                    return;
                }
            }
        } catch (IOException cut) {
            Thread.currentThread().interrupt();
        }
    }
}
