package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.CredentialsRejected;
import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Settings;
import dev.tributary.platform.EgressException;
import dev.tributary.platform.EgressGuard;
import dev.tributary.platform.Secret;
import dev.tributary.platform.VirtualThreads;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.mail.Session;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;

/** Configures the mail library for one account's server: encrypted, to the address that was checked, with bounded waits. */
@ApplicationScoped
class MailSessions {

    private static final Pattern APP_PASSWORD = Pattern.compile("[a-z]{4}(\\s[a-z]{4}){3}");

    static final String[] TLS_VERSIONS = {"TLSv1.3", "TLSv1.2"};

    /** @param sockets of this session alone */
    record Line(Session session, PinnedSockets sockets, String host, int port, String user, String secret) {}

    private final EgressGuard guard;
    private final EmailOAuth oauth;
    private final EmailConfig config;

    MailSessions(EgressGuard guard, EmailOAuth oauth, EmailConfig config) {
        this.guard = guard;
        this.oauth = oauth;
        this.config = config;
    }

    /** A connection to the account's mailbox, signed in. An access token that was refused is fetched anew by the next call. */
    ImapSession mailbox(ChannelAccount account) throws InterruptedException {
        try {
            return ImapSession.open(imap(account));
        } catch (MailboxException refused) {
            if (refused.problem() instanceof CredentialsRejected) {
                oauth.forget(account);
            }
            throw refused;
        }
    }

    private Line imap(ChannelAccount account) throws InterruptedException {
        Settings settings = account.settings();
        String host = settings.text(EmailSettings.IMAP_HOST).orElseThrow();
        int port = EmailSettings.number(settings, EmailSettings.IMAP_PORT, 1, 65_535);
        String user = EmailSettings.imapUser(settings).orElseThrow();
        return line("imap", host, port, settings.text(EmailSettings.IMAP_TLS).orElse(EmailSettings.TLS), user, settings.secret(EmailSettings.IMAP_PASSWORD), false, account);
    }

    /**
     * Only for an account that has a server of its own to send by.
     *
     * @param utf8 for mails whose addresses need it: commands and headers are UTF-8 then
     */
    Line smtp(ChannelAccount account, boolean utf8) throws InterruptedException {
        Settings settings = account.settings();
        String host = settings.text(EmailSettings.SMTP_HOST).orElseThrow();
        int port = EmailSettings.number(settings, EmailSettings.SMTP_PORT, 1, 65_535);
        String user = settings.text(EmailSettings.SMTP_USER).or(() -> EmailSettings.imapUser(settings)).orElseThrow();
        Optional<Secret> password = settings.secret(EmailSettings.SMTP_PASSWORD).or(() -> settings.secret(EmailSettings.IMAP_PASSWORD));
        return line("smtp", host, port, settings.text(EmailSettings.SMTP_TLS).orElse(EmailSettings.STARTTLS), user, password, utf8, account);
    }

    private Line line(String protocol, String host, int port, String tls, String user, Optional<Secret> password, boolean utf8, ChannelAccount account)
            throws InterruptedException {
        InetSocketAddress address = admitted(host, port);
        if (tls.equals(EmailSettings.PLAIN) && !address.getAddress().isLoopbackAddress()) {
            throw new MailboxException(new Misconfigured(
                    new ProviderError("unencrypted", host + " is not on this machine"), "Choose TLS or STARTTLS: a password never leaves this machine unencrypted."));
        }
        boolean withToken = oauth.isUsed(account.settings());
        String secret = withToken ? oauth.accessToken(account) : password.map(Secret::reveal).map(typed -> signIn(host, typed)).orElse("");
        SSLSocketFactory secure = MailTls.sockets(account.settings());
        PinnedSockets sockets = new PinnedSockets(address, host, tls.equals(EmailSettings.TLS) ? Optional.of(secure) : Optional.empty());
        Properties properties = properties("mail." + protocol + ".", tls, withToken, utf8);
        properties.put("mail." + protocol + ".ssl.socketFactory", secure);
        properties.put("mail." + protocol + ".socketFactory", sockets);
        return new Line(Session.getInstance(properties), sockets, host, port, user, secret);
    }

    /** Google shows app passwords in four groups; the blanks between them are no part of them (unconfirmed). */
    private static String signIn(String host, String password) {
        return MailProvider.of(host) == MailProvider.GOOGLE && APP_PASSWORD.matcher(password).matches() ? password.replaceAll("\\s", "") : password;
    }

    private InetSocketAddress admitted(String host, int port) throws InterruptedException {
        try {
            return VirtualThreads.await(guard.admit(host, port), config.connectTimeout());
        } catch (EgressException refused) {
            throw MailErrors.session(refused);
        }
    }

    private Properties properties(String prefix, String tls, boolean withToken, boolean utf8) {
        Properties properties = new Properties();
        properties.put(prefix + "connectiontimeout", Long.toString(config.connectTimeout().toMillis()));
        properties.put(prefix + "timeout", Long.toString(config.readTimeout().toMillis()));
        properties.put(prefix + "writetimeout", Long.toString(config.readTimeout().toMillis()));
        properties.put(prefix + "socketFactory.fallback", "false");
        properties.put(prefix + "ssl.checkserveridentity", "true");
        properties.put(prefix + "ssl.protocols", String.join(" ", TLS_VERSIONS));
        properties.put(prefix + "starttls.enable", Boolean.toString(tls.equals(EmailSettings.STARTTLS)));
        properties.put(prefix + "starttls.required", Boolean.toString(tls.equals(EmailSettings.STARTTLS)));
        properties.put(prefix + "auth.mechanisms", withToken ? "XOAUTH2" : "PLAIN LOGIN");
        properties.put(prefix + "connectionpoolsize", "1");
        properties.put(prefix + "sendpartial", "true");
        properties.put(prefix + "quitwait", "false");
        properties.put("mail.mime.allowutf8", Boolean.toString(utf8));
        return properties;
    }
}
