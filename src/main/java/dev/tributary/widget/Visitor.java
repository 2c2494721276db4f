package dev.tributary.widget;

import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/**
 * One browser on one website.
 *
 * @param senderId the value of the contact identity that its messages are filed under
 * @param externalId set once the website proved it
 */
record Visitor(
        UUID id,
        UUID organizationId,
        UUID accountId,
        String senderId,
        Optional<String> externalId,
        boolean emailVerified,
        Optional<String> name,
        Optional<String> email,
        Optional<String> phone,
        JsonObject attributes,
        Optional<String> locale,
        Optional<String> timeZone,
        Optional<JsonObject> firstPage,
        Optional<String> userAgent,
        Optional<String> address) {

    /** Of visitor {@code v}. */
    static final String COLUMNS = """
            v.id as visitor_id, v.organization_id, v.channel_account_id, v.sender_id, v.external_id, v.is_email_verified, v.name, v.email,
            v.phone, v.attributes, v.locale, v.time_zone, v.first_page, v.user_agent, host(v.address) as address""";

    boolean proven() {
        return externalId.isPresent();
    }

    /** What an agent reads where the visitor has told no name. */
    String shownName() {
        return name.orElseGet(() -> "Visitor " + id.toString().substring(32).toUpperCase(java.util.Locale.ROOT));
    }

    static Visitor of(Row row) {
        return new Visitor(
                row.getUUID("visitor_id"),
                row.getUUID("organization_id"),
                row.getUUID("channel_account_id"),
                row.getString("sender_id"),
                Optional.ofNullable(row.getString("external_id")),
                row.getBoolean("is_email_verified"),
                Optional.ofNullable(row.getString("name")),
                Optional.ofNullable(row.getString("email")),
                Optional.ofNullable(row.getString("phone")),
                row.getJsonObject("attributes"),
                Optional.ofNullable(row.getString("locale")),
                Optional.ofNullable(row.getString("time_zone")),
                Optional.ofNullable(row.getJsonObject("first_page")),
                Optional.ofNullable(row.getString("user_agent")),
                Optional.ofNullable(row.getString("address")));
    }
}
