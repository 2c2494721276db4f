package dev.tributary.adapter.email;

import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.store.StoredMessage;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import com.icegreen.greenmail.util.ServerSetupTest;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.internet.MimeMessage;
import java.util.List;
import java.util.Map;

/** IMAP and SMTP servers for tests; the egress guard lets them through although they are local. */
public final class MailServer implements QuarkusTestResourceLifecycleManager {

    private static GreenMail server;
    private static ScriptedSmtp scripted;
    private static TokenService tokens;
    private static CuttingProxy proxy;
    private static RefusingImap refusing;

    /** The server itself. */
    public static GreenMail server() {
        return server;
    }

    /** What has arrived for somebody who never was heard of before, too. */
    public static List<MimeMessage> inbox(String address) {
        GreenMailUser user = server.getUserManager().getUserByEmail(address);
        try {
            return user == null ? List.of() : server.getManagers().getImapHostManager().getInbox(user).getMessages().stream().map(StoredMessage::getMimeMessage).toList();
        } catch (FolderException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    /** An SMTP server that answers as it is told. */
    public static ScriptedSmtp scripted() {
        return scripted;
    }

    /** Another way to the server's IMAP, over lines that drop. */
    static CuttingProxy proxy() {
        return proxy;
    }

    /** An IMAP server that lets nobody in. */
    static RefusingImap refusing() {
        return refusing;
    }

    /** Where access tokens come from. */
    static TokenService tokens() {
        return tokens;
    }

    @Override
    public Map<String, String> start() {
        ServerSetup smtp = ServerSetupTest.SMTP.dynamicPort();
        ServerSetup imap = ServerSetupTest.IMAP.dynamicPort();
        server = new GreenMail(new ServerSetup[] {smtp, imap});
        server.start();
        server.getUserManager().setMessageDeliveryHandler((message, recipient) -> {
            String address = recipient.getEmail();
            GreenMailUser user = server.getUserManager().getUserByEmail(address.startsWith("plus-") ? address.replaceFirst("\\+[^@]*", "") : address);
            return user == null ? server.setUser(address, address, address) : user;
        });
        scripted = ScriptedSmtp.start();
        tokens = TokenService.start();
        refusing = RefusingImap.start();
        proxy = CuttingProxy.before(server.getImap().getPort());
        return Map.of(
                "tributary.egress.allow", "127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d,127.0.0.1:%d".formatted(
                        server.getImap().getPort(), server.getSmtp().getPort(), scripted.port(), proxy.port(), refusing.port()),
                "tributary.email.google-token-url", tokens.url() + "/token",
                "tributary.email.microsoft-url", tokens.url(),
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.from", "desk@tributary.example",
                "quarkus.mailer.port", Integer.toString(server.getSmtp().getPort()),
                "tributary.email.round-trip", "6s",
                "tributary.email.idle", "2s");
    }

    @Override
    public void stop() {
        proxy.stop();
        refusing.stop();
        scripted.stop();
        tokens.stop();
        server.stop();
    }
}
