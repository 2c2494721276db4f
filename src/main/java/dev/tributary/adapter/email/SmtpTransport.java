package dev.tributary.adapter.email;

import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.URLName;
import java.io.IOException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** An SMTP connection that knows whether its last mail was handed over whole: before that, the server cannot have taken it. */
final class SmtpTransport extends SMTPTransport {

    private boolean isHandedOver;

    SmtpTransport(Session session) {
        super(session, new URLName("smtp", null, -1, null, null, null));
    }

    void begins() {
        isHandedOver = false;
    }

    boolean isHandedOver() {
        return isHandedOver;
    }

    @Override
    protected void finishData() throws IOException, MessagingException {
        isHandedOver = true;
        super.finishData();
    }
}
