package dev.tributary.channel;

/** A channel that asks customers several questions at once; what they fill in comes back as {@link Content.Form}. */
public interface SendsForms extends SendsMessages {

    /** Questions of one form. */
    int maxFormFields();
}
