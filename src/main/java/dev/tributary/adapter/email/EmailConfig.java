package dev.tributary.adapter.email;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How mail servers are talked to. */
@ConfigMapping(prefix = "tributary.email")
interface EmailConfig {

    /** How long a connection to a mail server may take to be made. */
    @WithDefault("10s")
    Duration connectTimeout();

    /** How long a mail server may be silent while it owes an answer. */
    @WithDefault("60s")
    Duration readTimeout();

    /** How long a line waits for news before it asks again: servers drop it after 29 minutes, and some forget to tell. */
    @WithDefault("5m")
    Duration idle();

    /** How long a mailbox's test waits for a mail to itself. */
    @WithDefault("60s")
    Duration roundTrip();

    /** Google's token endpoint. */
    @WithDefault("https://oauth2.googleapis.com/token")
    String googleTokenUrl();

    /** Where Microsoft's tenants are, without a final slash. */
    @WithDefault("https://login.microsoftonline.com")
    String microsoftUrl();

    /** Google's consent page. */
    @WithDefault("https://accounts.google.com/o/oauth2/v2/auth")
    String googleAuthorizeUrl();

    /** The servers of mailboxes that are connected by consent. */
    @WithDefault("imap.gmail.com")
    String googleImapHost();

    @WithDefault("smtp.gmail.com")
    String googleSmtpHost();

    @WithDefault("outlook.office365.com")
    String microsoftImapHost();

    @WithDefault("smtp.office365.com")
    String microsoftSmtpHost();

    /** Reading with TLS from the first byte on, at Google's and at Microsoft's. */
    @WithDefault("993")
    int consentImapPort();

    /** Sending after STARTTLS. */
    @WithDefault("587")
    int consentSmtpPort();
}
