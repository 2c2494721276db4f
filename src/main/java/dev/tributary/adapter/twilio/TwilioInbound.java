package dev.tributary.adapter.twilio;

import dev.tributary.channel.ChannelProblem;
import dev.tributary.channel.Content;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.DeliveryStatus;
import dev.tributary.channel.EventKey;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.Delivery;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.InboundEvent.Origin;
import dev.tributary.channel.InboundEvent.Unsupported;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.PhoneVariants;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.RawEvent;
import dev.tributary.channel.Sender;
import dev.tributary.channel.ThreadKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads Twilio's forms: one message, or one receipt. Twilio names no time, so the time of arrival is taken. Pure. */
final class TwilioInbound {

    private static final String PREFIX = "whatsapp:";
    private static final Map<String, ContentKind> KINDS = Map.of("image", ContentKind.IMAGE, "video", ContentKind.VIDEO, "audio", ContentKind.AUDIO);
    private static final List<String> AD = List.of("Body", "Headline", "SourceId", "SourceType", "SourceUrl", "CtwaClid");

    private TwilioInbound() {}

    static List<InboundEvent> read(RawEvent raw) {
        TwilioForm form = TwilioForm.read(raw.body());
        String sid = form.required("MessageSid");
        Optional<String> status = form.text("MessageStatus").filter(word -> !word.equals("received") && !word.equals("receiving"));
        if (status.isPresent()) {
            return List.of(receipt(raw, form, sid, status.get()));
        }
        if (!form.required("From").startsWith(PREFIX)) {
            return List.of(new Unsupported(new EventKey(sid), raw.receivedAt(), "not_whatsapp"));
        }
        return List.of(message(raw, form, sid));
    }

    private static InboundEvent receipt(RawEvent raw, TwilioForm form, String sid, String word) {
        EventKey key = new EventKey(sid + ":" + word);
        ProviderMessageId id = new ProviderMessageId(sid);
        return switch (word) {
            case "sent" -> new Delivery(key, raw.receivedAt(), id, DeliveryStatus.SENT, Optional.empty());
            case "delivered" -> new Delivery(key, raw.receivedAt(), id, DeliveryStatus.DELIVERED, Optional.empty());
            case "read" -> new Delivery(key, raw.receivedAt(), id, DeliveryStatus.READ, Optional.empty());
            case "undelivered", "failed", "canceled" -> new Delivery(key, raw.receivedAt(), id, DeliveryStatus.FAILED, Optional.of(problem(form, word)));
            default -> new Unsupported(key, raw.receivedAt(), "status_" + word);
        };
    }

    private static ChannelProblem problem(TwilioForm form, String word) {
        int code = form.text("ErrorCode").filter(text -> text.matches("\\d{1,9}")).map(Integer::parseInt).orElse(0);
        String words = form.text("ChannelStatusMessage").or(() -> form.text("ErrorMessage")).orElse("the message is " + word);
        return TwilioErrors.of(200, code, words).problem();
    }

    private static MessageReceived message(RawEvent raw, TwilioForm form, String sid) {
        Sender person = person(form);
        Map<String, String> ad = AD.stream()
                .filter(part -> form.text("Referral" + part).isPresent())
                .collect(Collectors.toMap(part -> "ad" + part.replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT), part -> form.text("Referral" + part).orElseThrow()));
        return new MessageReceived(
                new EventKey(sid),
                raw.receivedAt(),
                person,
                new InboundEvent.Thread(new ThreadKey(person.id()), Optional.empty(), Optional.empty(), ad),
                new ProviderMessageId(sid),
                content(form),
                Origin.CUSTOMER,
                form.text("OriginalRepliedMessageSid").map(ProviderMessageId::new),
                Optional.empty());
    }

    /** Under the number, or the id that hides it; whichever a later message carries leads to the same person. */
    private static Sender person(TwilioForm form) {
        String id = form.text("WaId").orElseGet(() -> form.required("From").substring(PREFIX.length()).replaceFirst("^\\+", ""));
        boolean isPhone = id.matches("\\d{5,20}");
        Set<String> aliases = new HashSet<>(PhoneVariants.of(id));
        form.text("ExternalUserId").map(known -> known.startsWith(PREFIX) ? known.substring(PREFIX.length()) : known).ifPresent(aliases::add);
        aliases.remove(id);
        Optional<String> phone = Optional.of("+" + id).filter(_ -> isPhone);
        return new Sender(
                id,
                form.text("ProfileName").or(() -> phone),
                Optional.empty(),
                phone,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Set.of(),
                aliases);
    }

    /** In the card's order of decision. */
    private static Content content(TwilioForm form) {
        Optional<String> body = form.text("Body");
        Optional<String> payload = form.text("ButtonPayload").or(() -> form.text("ListId"));
        if (payload.isPresent()) {
            return new Content.Postback(payload.get(), form.text("ButtonText").or(() -> form.text("ListTitle")).or(() -> body).orElse(payload.get()));
        }
        if (isNumber(form, "Latitude") && isNumber(form, "Longitude")) {
            return new Content.Location(
                    Double.parseDouble(form.required("Latitude")), Double.parseDouble(form.required("Longitude")), form.text("Label"), form.text("Address"));
        }
        List<MediaRef> files = files(form, body);
        if (!files.isEmpty()) {
            boolean isNameOnly = files.getFirst().kind() == ContentKind.FILE;
            return new Content.Media(files, body.filter(_ -> !isNameOnly));
        }
        return body.<Content>map(Content.Text::new).orElseGet(() -> new Content.Unsupported(form.text("MessageType").orElse("message"), Optional.empty()));
    }

    private static boolean isNumber(TwilioForm form, String name) {
        return form.text(name).filter(text -> text.matches("-?\\d{1,3}(\\.\\d{1,15})?")).isPresent();
    }

    /** Of a document the body is its name. */
    private static List<MediaRef> files(TwilioForm form, Optional<String> body) {
        List<MediaRef> files = new ArrayList<>();
        for (int index = 0; index < form.number("NumMedia"); index++) {
            Optional<String> url = form.text("MediaUrl" + index);
            Optional<String> type = form.text("MediaContentType" + index).map(mime -> mime.split(";", 2)[0].strip());
            if (url.isPresent()) {
                ContentKind kind = kind(type.orElse(""));
                files.add(new MediaRef(kind, new MediaRef.Source.Handle(url.get()), body.filter(_ -> kind == ContentKind.FILE), type, Optional.empty()));
            }
        }
        return files;
    }

    private static ContentKind kind(String contentType) {
        return contentType.equals("image/webp") ? ContentKind.STICKER : KINDS.getOrDefault(contentType.split("/", 2)[0], ContentKind.FILE);
    }
}
