package dev.tributary.conversation;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.TemplateMessage;
import dev.tributary.conversation.StructuredRequest.ContactRequest;
import dev.tributary.conversation.StructuredRequest.LocationRequest;
import dev.tributary.conversation.StructuredRequest.PollRequest;
import dev.tributary.conversation.StructuredRequest.SlideRequest;
import dev.tributary.identity.Caller;
import dev.tributary.platform.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What an agent or a program wants to say.
 *
 * @param attachments ids of uploaded files
 * @param template a message that the provider has approved, for channels that have such
 * @param isPrivate true for a note that the customer never sees
 * @param clientId made by the sender, so that a second copy of the request is the first
 * @param seenMessageId the newest message that the sender has seen: 409 where a colleague has answered since
 * @param location a place, for channels that carry such; as contacts, carousel, poll and form, one of them at most
 * @param mail subject and recipients, for channels of mail
 */
record MessageRequest(
        @Size(max = 100_000) String text,
        @Size(max = MailHtml.MOST_BYTES) String html,
        @Size(max = 50) List<@NotNull UUID> attachments,
        UUID replyToId,
        @Size(max = 100) List<@NotNull @Valid ButtonRequest> buttons,
        @Valid TemplateRequest template,
        @Valid LocationRequest location,
        @Size(max = 10) List<@NotNull @Valid ContactRequest> contacts,
        @Size(max = 20) List<@NotNull @Valid SlideRequest> carousel,
        @Valid PollRequest poll,
        FormRequest form,
        @com.fasterxml.jackson.annotation.JsonProperty("private") Boolean isPrivate,
        UUID clientId,
        UUID seenMessageId,
        @Valid MailRequest mail) {

    /** @param url where the button leads; left out, a press comes back as a message with the button's id */
    record ButtonRequest(@NotBlank @Size(max = 200) String id, @NotBlank @Size(max = 200) String title, @Size(max = 2_000) String url) {}

    /** @param values by the keys of the template's variables */
    record TemplateRequest(
            @NotBlank @Size(max = 512) String name,
            @NotBlank @Size(max = 20) String language,
            @Size(max = 50) Map<@NotNull String, @NotNull @Size(max = 1_024) String> values) {}

    NewMessage by(Caller caller, UUID conversationId) {
        return new NewMessage(
                caller.organizationId(),
                conversationId,
                Author.of(caller),
                Optional.ofNullable(text),
                Optional.ofNullable(html),
                attachments == null ? List.of() : attachments,
                Optional.ofNullable(replyToId),
                buttons == null ? List.of() : buttons.stream().map(MessageRequest::button).toList(),
                Optional.ofNullable(template).map(used -> new TemplateMessage(used.name(), used.language(), used.values() == null ? Map.of() : used.values())),
                StructuredRequest.of(location, contacts, carousel, poll, form),
                Boolean.TRUE.equals(isPrivate),
                Optional.ofNullable(clientId),
                Optional.ofNullable(seenMessageId),
                Optional.ofNullable(mail));
    }

    static Button button(ButtonRequest button) {
        boolean isLink = button.url() != null;
        if (isLink && !button.url().matches("(?i)https?://\\S+")) {
            throw Problems.invalid("buttons.url", "must be an http or https URL");
        }
        return new Button(button.id(), button.title(), Optional.ofNullable(button.url()));
    }
}
