package dev.tributary.conversation;

import dev.tributary.channel.MailFacts.Address;
import dev.tributary.platform.Problems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;

/**
 * How a message leaves as a mail. What is left out is as for an answer: to whoever wrote last, under the conversation's subject, with the
 * answered mail below.
 *
 * @param signature false leaves the signature out
 * @param quote false leaves the answered mail out
 * @param forward true passes the mail of {@code reply_to_id}, or the customer's last, on with its files
 */
public record MailRequest(
        @Size(max = 500) String subject,
        @Size(max = 50) List<@NotNull @Valid Recipient> to,
        @Size(max = 50) List<@NotNull @Valid Recipient> cc,
        @Size(max = 50) List<@NotNull @Valid Recipient> bcc,
        Boolean signature,
        Boolean quote,
        Boolean forward) {

    boolean isSigned() {
        return !Boolean.FALSE.equals(signature);
    }

    public record Recipient(@Size(max = 200) String name, @NotBlank @Size(max = 320) String address) {}

    private static final String ADDRESS = "[^\\s<>()\\[\\],;:\"@]{1,64}@[^\\s<>()\\[\\],;:\"@]{1,255}";

    /** As it is stored in {@code content.mail}; 400 that names what is no address. */
    JsonObject json() {
        if (Boolean.TRUE.equals(forward) && (to == null || to.isEmpty())) {
            throw Problems.invalid("mail.to", "a forwarded mail needs a recipient");
        }
        if (subject != null && subject.chars().anyMatch(one -> one < ' ')) {
            throw Problems.invalid("mail.subject", "must be one line");
        }
        JsonObject json = new JsonObject();
        if (subject != null && !subject.isBlank()) {
            json.put("subject", subject.strip());
        }
        put(json, "to", to);
        put(json, "cc", cc);
        put(json, "bcc", bcc);
        if (quote != null) {
            json.put("quote", quote);
        }
        return Boolean.TRUE.equals(forward) ? json.put("forward", true) : json;
    }

    private static void put(JsonObject json, String field, List<Recipient> recipients) {
        if (recipients == null || recipients.isEmpty()) {
            return;
        }
        JsonArray list = new JsonArray();
        for (int at = 0; at < recipients.size(); at++) {
            Address address = address(recipients.get(at), "mail." + field + "[" + at + "].address");
            list.add(new JsonObject().put("name", address.name()).put("address", address.address()));
        }
        json.put(field, list);
    }

    private static Address address(Recipient recipient, String field) {
        String address = recipient.address().strip();
        if (!address.matches(ADDRESS)) {
            throw Problems.invalid(field, "is no e-mail address");
        }
        return new Address(recipient.name() == null ? "" : recipient.name().replaceAll("\\p{Cntrl}", " ").strip(), address);
    }
}
