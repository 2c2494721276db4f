package dev.tributary.identity;

/** The announcement that a workspace's settings changed; its payload is the organization's id. */
public final class OrganizationChanged {
    public static final String TOPIC = "organization";

    private OrganizationChanged() {}
}
