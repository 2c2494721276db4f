package dev.tributary.adapter.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** An IMAP server that takes access tokens and believes none. */
final class RefusingImap {

    private final ServerSocket socket;

    private RefusingImap(ServerSocket socket) {
        this.socket = socket;
    }

    static RefusingImap start() {
        try {
            RefusingImap server = new RefusingImap(new ServerSocket(0, 5, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return socket.getLocalPort();
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
                Thread.ofVirtual().start(() -> refuse(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void refuse(Socket given) {
        try (Socket client = given; BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII))) {
            say(client, "* OK ready");
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (line.endsWith("CAPABILITY")) {
                    say(client, "* CAPABILITY IMAP4rev1 AUTH=XOAUTH2 SASL-IR");
                }
                say(client, line.split(" ")[0] + (line.contains("AUTHENTICATE") ? " NO [AUTHENTICATIONFAILED] Invalid credentials" : " OK done"));
            }
        } catch (IOException gone) {
            // the client hung up
            return;
        }
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }
}
