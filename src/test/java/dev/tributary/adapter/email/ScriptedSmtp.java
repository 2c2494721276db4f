package dev.tributary.adapter.email;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Speaks just enough SMTP to refuse at a chosen step, with a chosen answer, or to hang up. */
final class ScriptedSmtp {

    private final ServerSocket socket;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile String step = "";
    private volatile String answer = "";

    private ScriptedSmtp(ServerSocket socket) {
        this.socket = socket;
    }

    static ScriptedSmtp start() {
        try {
            ScriptedSmtp server = new ScriptedSmtp(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()));
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    int port() {
        return socket.getLocalPort();
    }

    /** From now on every session takes everything, but answers this at this step ({@code AUTH}, {@code MAIL}, {@code RCPT}, {@code DATA}, {@code .}); no answer: hangs up. */
    void answers(String atStep, String with) {
        commands.clear();
        step = atStep;
        answer = with;
    }

    /** What clients said since then. */
    List<String> commands() {
        return commands;
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
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            say(out, "220 scripted");
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    continue;
                }
                commands.add(line);
                String verb = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
                data = verb.equals("DATA") && !step.equals("DATA");
                if (verb.equals(step)) {
                    if (answer.isEmpty()) {
                        return;
                    }
                    say(out, answer);
                } else {
                    say(out, usual(verb));
                }
                if (verb.equals("QUIT")) {
                    return;
                }
            }
        } catch (IOException gone) {
            // the client hung up: its test says what that means
            commands.add("gone");
        }
    }

    private static String usual(String verb) {
        return switch (verb) {
            case "EHLO" -> "250-scripted\r\n250-SIZE 1000000\r\n250-DSN\r\n250 AUTH PLAIN LOGIN XOAUTH2";
            case "AUTH" -> "235 2.7.0 welcome";
            case "DATA" -> "354 go on";
            case "QUIT" -> "221 bye";
            default -> "250 2.0.0 OK";
        };
    }

    private static void say(OutputStream out, String answer) throws IOException {
        out.write((answer + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
