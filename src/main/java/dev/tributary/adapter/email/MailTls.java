package dev.tributary.adapter.email;

import dev.tributary.channel.ChannelProblem.Misconfigured;
import dev.tributary.channel.PollsMailbox.MailboxException;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.NoSuchAlgorithmException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Whose certificates are believed: those of the public authorities, or instead the one that the account names for a private server. */
final class MailTls {

    private MailTls() {}

    static SSLSocketFactory sockets(Settings settings) {
        try {
            Optional<String> pinned = settings.text(EmailSettings.TRUSTED_CERTIFICATE);
            return pinned.isEmpty() ? SSLContext.getDefault().getSocketFactory() : trusting(pinned.get()).getSocketFactory();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has TLS", impossible);
        }
    }

    private static SSLContext trusting(String pem) throws NoSuchAlgorithmException {
        try {
            Collection<? extends Certificate> certificates =
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
            if (certificates.isEmpty()) {
                throw new CertificateException("there is none in it");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("trusted-" + store.size(), certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (NoSuchAlgorithmException impossible) {
            throw impossible;
        } catch (GeneralSecurityException | IOException unreadable) {
            throw new MailboxException(new Misconfigured(
                    new ProviderError("tls_certificate", String.valueOf(unreadable.getMessage())), "Paste the trusted certificate as PEM text, from BEGIN to END CERTIFICATE."));
        }
    }
}
