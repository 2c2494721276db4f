package dev.tributary.conversation;

import dev.tributary.channel.Structured;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Entities;

/**
 * Places in a prepared text that a conversation fills: {@code {{contact.first_name}}}, or {@code {{contact.first_name|there}}} with
 * what to say where there is none.
 */
@ApplicationScoped
public class MergeFields {

    /** The names that there are. */
    public static final List<String> NAMES = List.of(
            "contact.name", "contact.first_name", "contact.email", "contact.phone", "conversation.number", "conversation.subject", "channel.name",
            "organization.name", "agent.name");

    private static final Pattern PLACE = Pattern.compile("\\{\\{\\s{0,5}([a-z_.]{1,60})\\s{0,5}(?:\\|([^{}]{0,200}))?}}");

    private static final String VALUES = """
            select k.name as contact_name, k.email, k.phone, c.number, c.subject, a.name as channel_name, o.name as organization_name
            from conversation c join contact k on k.id = c.contact_id
            join channel_account a on a.id = c.channel_account_id join organization o on o.id = c.organization_id
            where c.organization_id = $1 and c.id = $2
            """;

    /** The names in a text that are none. */
    public static List<String> unknown(String text) {
        List<String> unknown = new ArrayList<>();
        Matcher place = PLACE.matcher(text);
        while (place.find()) {
            if (!NAMES.contains(place.group(1))) {
                unknown.add(place.group(1));
            }
        }
        return unknown;
    }

    /**
     * The text as this conversation has it; 404 where there is none.
     *
     * @param agent the name of whoever says it
     */
    public Uni<String> fill(SqlClient database, UUID organizationId, UUID conversationId, String agent, String text) {
        if (!text.contains("{{")) {
            return Uni.createFrom().item(text);
        }
        return database.preparedQuery(VALUES)
                .execute(Tuple.of(organizationId, conversationId))
                .map(rows -> fill(text, values(Sql.first(rows).orElseThrow(() -> Problems.notFound("conversation")), agent)));
    }

    /** The same for HTML: what is filled in is text there, whatever it holds. */
    Uni<String> fillHtml(SqlClient database, UUID organizationId, UUID conversationId, String agent, String html) {
        if (!html.contains("{{")) {
            return Uni.createFrom().item(html);
        }
        return database.preparedQuery(VALUES)
                .execute(Tuple.of(organizationId, conversationId))
                .map(rows -> fill(html, escaped(values(Sql.first(rows).orElseThrow(() -> Problems.notFound("conversation")), agent))));
    }

    /**
     * The same for the words of a card, a form or a poll. Words of which nothing is left say a dash: no channel takes an empty title.
     */
    Uni<Structured> fill(SqlClient database, UUID organizationId, UUID conversationId, String agent, Structured structured) {
        if (StructuredWords.of(structured).stream().noneMatch(words -> words.contains("{{"))) {
            return Uni.createFrom().item(structured);
        }
        return database.preparedQuery(VALUES)
                .execute(Tuple.of(organizationId, conversationId))
                .map(rows -> values(Sql.first(rows).orElseThrow(() -> Problems.notFound("conversation")), agent))
                .map(values -> StructuredWords.change(structured, words -> words.contains("{{") ? orDash(fill(words, values)) : words));
    }

    /** 400 with this field where the text holds merge fields that do not exist. */
    static void check(String field, String text) {
        refusal(text).ifPresent(message -> {
            throw Problems.invalid(field, message);
        });
    }

    /** What to say of a text that holds merge fields that do not exist. */
    static Optional<String> refusal(String text) {
        List<String> unknown = unknown(text);
        return unknown.isEmpty()
                ? Optional.empty()
                : Optional.of("holds merge fields that do not exist: " + String.join(", ", unknown) + "; there are " + String.join(", ", NAMES));
    }

    private static Map<String, String> escaped(Map<String, String> values) {
        values.replaceAll((_, value) -> value == null ? null : Entities.escape(value));
        return values;
    }

    static String fill(String text, Map<String, String> values) {
        return PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(
                Optional.ofNullable(values.get(place.group(1))).filter(value -> !value.isBlank()).or(() -> Optional.ofNullable(place.group(2))).orElse("")));
    }

    private static String orDash(String words) {
        return words.isBlank() ? "–" : words;
    }

    private static Map<String, String> values(Row row, String agent) {
        Map<String, String> values = new HashMap<>();
        String name = row.getString("contact_name");
        values.put("contact.name", name);
        values.put("contact.first_name", name.strip().split("\\s+")[0]);
        values.put("contact.email", row.getString("email"));
        values.put("contact.phone", row.getString("phone"));
        values.put("conversation.number", String.valueOf(row.getLong("number")));
        values.put("conversation.subject", row.getString("subject"));
        values.put("channel.name", row.getString("channel_name"));
        values.put("organization.name", row.getString("organization_name"));
        values.put("agent.name", agent);
        return values;
    }
}
