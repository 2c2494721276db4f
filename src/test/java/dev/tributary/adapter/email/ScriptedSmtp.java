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
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** Speaks just enough SMTP to refuse at a chosen step, with a chosen answer, or to hang up. */
public final class ScriptedSmtp {

    private final ServerSocket socket;
    private final Optional<SSLContext> tls;
    private final boolean isImplicit;
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private final List<String> mail = new CopyOnWriteArrayList<>();
    private final AtomicInteger left = new AtomicInteger();
    private volatile String step = "";
    private volatile String answer = "";

    private ScriptedSmtp(ServerSocket socket, Optional<SSLContext> tls, boolean isImplicit) {
        this.socket = socket;
        this.tls = tls;
        this.isImplicit = isImplicit;
    }

    /** In the clear, and without STARTTLS. */
    static ScriptedSmtp start() {
        return start(Optional.empty(), false);
    }

    static ScriptedSmtp withStartTls(SSLContext tls) {
        return start(Optional.of(tls), false);
    }

    static ScriptedSmtp withTls(SSLContext tls) {
        return start(Optional.of(tls), true);
    }

    private static ScriptedSmtp start(Optional<SSLContext> tls, boolean isImplicit) {
        try {
            ScriptedSmtp server = new ScriptedSmtp(new ServerSocket(0, 10, InetAddress.getLoopbackAddress()), tls, isImplicit);
            Thread.ofVirtual().start(server::accept);
            return server;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** From now on every session takes everything, but answers this at this step (how a command begins: {@code AUTH}, {@code RCPT TO:<anna@}, {@code DATA}, {@code .}); no answer: hangs up. */
    public void answers(String atStep, String with) {
        answers(Integer.MAX_VALUE, atStep, with);
    }

    /** As above, the first times that this step is reached. */
    void answers(int times, String atStep, String with) {
        commands.clear();
        mail.clear();
        left.set(times);
        step = atStep;
        answer = with;
    }

    /** What clients said since then. */
    public List<String> commands() {
        return commands;
    }

    /** The lines of the mails that clients sent since then. */
    String mail() {
        return String.join("\n", mail);
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
            Socket begun = isImplicit ? secured(client) : client;
            say(begun.getOutputStream(), "220 scripted");
            converse(begun);
        } catch (IOException gone) {
            // the client hung up: its test says what that means
            commands.add("gone");
        }
    }

    private void converse(Socket client) throws IOException {
            BufferedReader in = new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
            OutputStream out = client.getOutputStream();
            boolean data = false;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                if (data && !line.equals(".")) {
                    mail.add(line);
                    continue;
                }
                commands.add(line);
                String verb = line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
                data = verb.equals("DATA") && !step.equals("DATA");
                if (!step.isEmpty() && line.regionMatches(true, 0, step, 0, step.length()) && left.getAndDecrement() > 0) {
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
                if (verb.equals("STARTTLS")) {
                    converse(secured(client));
                    return;
                }
            }
    }

    private Socket secured(Socket client) throws IOException {
        SSLSocket secured = (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(client, null, true);
        secured.setUseClientMode(false);
        secured.startHandshake();
        return secured;
    }

    private String usual(String verb) {
        return switch (verb) {
            case "EHLO" -> "250-scripted\r\n" + (tls.isPresent() && !isImplicit ? "250-STARTTLS\r\n" : "") + "250-SIZE 1000000\r\n250-DSN\r\n250 AUTH PLAIN LOGIN XOAUTH2";
            case "STARTTLS" -> "220 go ahead";
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
