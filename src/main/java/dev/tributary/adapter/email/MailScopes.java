package dev.tributary.adapter.email;

/** What the sign-in services of Google and Microsoft are asked for, and what to do where they give it to nobody. */
final class MailScopes {

    static final String GOOGLE = "https://mail.google.com/";
    static final String MICROSOFT_READING = "https://outlook.office.com/IMAP.AccessAsUser.All";
    static final String MICROSOFT = MICROSOFT_READING + " https://outlook.office.com/SMTP.Send offline_access";
    static final String MICROSOFT_APP = "https://outlook.office365.com/.default";

    static final String ADMIN_HAS_TO_APPROVE = "An admin of your organisation must approve the app.";
    static final String CHECK_THE_APP = "The sign-in service refuses the app: check client id, client secret and tenant.";

    private MailScopes() {}
}
