package dev.tributary.conversation;

import dev.tributary.channel.Content.Contacts.Card;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.Structured;
import dev.tributary.conversation.MessageRequest.ButtonRequest;
import dev.tributary.platform.Problem.FieldError;
import dev.tributary.platform.Problems;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Optional;

/** What a message may say beyond words, files and buttons: one of these. */
final class StructuredRequest {

    record LocationRequest(
            @NotNull @DecimalMin("-90") @DecimalMax("90") Double latitude,
            @NotNull @DecimalMin("-180") @DecimalMax("180") Double longitude,
            @Size(max = 200) String title,
            @Size(max = 500) String address) {

        Structured structured() {
            return new Structured.Place(latitude, longitude, given(title), given(address));
        }
    }

    record ContactRequest(
            @NotBlank @Size(max = 200) String name, @Size(max = 10) List<@NotBlank @Size(max = 40) String> phones, @Size(max = 10) List<@NotBlank @Size(max = 254) String> emails) {}

    record PollRequest(@NotBlank @Size(max = 300) String question, @NotNull @Size(min = 2, max = 12) List<@NotBlank @Size(max = 100) String> options) {}

    /** @param imageUrl public, over https: the provider fetches it */
    record SlideRequest(
            @NotBlank @Size(max = 80) String title,
            @Size(max = 80) String text,
            @Size(max = 2_000) String imageUrl,
            @Size(max = 3) List<@NotNull @Valid ButtonRequest> buttons) {}

    private StructuredRequest() {}

    static Optional<Structured> of(LocationRequest location, List<ContactRequest> contacts, List<SlideRequest> carousel, PollRequest poll, FormRequest form) {
        int given = (location == null ? 0 : 1) + (isEmpty(contacts) ? 0 : 1) + (isEmpty(carousel) ? 0 : 1) + (poll == null ? 0 : 1) + (form == null ? 0 : 1);
        if (given > 1) {
            throw Problems.invalid("location", "a message carries one of location, contacts, carousel, poll and form");
        }
        if (form != null) {
            return Optional.of(checked(form));
        }
        if (poll != null) {
            return Optional.of(known("poll", new Structured.Poll(poll.question().strip(), poll.options())));
        }
        if (location != null) {
            return Optional.of(location.structured());
        }
        if (!isEmpty(contacts)) {
            return Optional.of(new Structured.Cards(contacts.stream().map(one -> new Card(one.name(), list(one.phones()), list(one.emails()))).toList()));
        }
        return isEmpty(carousel) ? Optional.empty() : Optional.of(known("carousel", new Structured.Carousel(carousel.stream().map(StructuredRequest::slide).toList())));
    }

    private static Structured known(String field, Structured structured) {
        StructuredWords.of(structured).forEach(words -> MergeFields.check(field, words));
        return structured;
    }

    private static Structured checked(FormRequest form) {
        List<FieldError> problems = form.problems("form");
        if (!problems.isEmpty()) {
            throw Problems.invalid(problems);
        }
        return form.form();
    }

    private static Structured.Slide slide(SlideRequest slide) {
        if (slide.imageUrl() != null && !slide.imageUrl().matches("(?i)https://\\S+")) {
            throw Problems.invalid("carousel.image_url", "must be an https URL");
        }
        List<Button> buttons = slide.buttons() == null ? List.of() : slide.buttons().stream().map(MessageRequest::button).toList();
        return new Structured.Slide(slide.title(), given(slide.text()), given(slide.imageUrl()), buttons);
    }

    private static Optional<String> given(String text) {
        return Optional.ofNullable(text).map(String::strip).filter(words -> !words.isEmpty());
    }

    private static boolean isEmpty(List<?> list) {
        return list == null || list.isEmpty();
    }

    private static List<String> list(List<String> texts) {
        return texts == null ? List.of() : texts;
    }
}
