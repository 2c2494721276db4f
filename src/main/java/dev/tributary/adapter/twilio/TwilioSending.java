package dev.tributary.adapter.twilio;

import dev.tributary.adapter.twilio.TwilioApi.Result;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.MayHaveBeenSent;
import dev.tributary.channel.OutboundMessage;
import dev.tributary.channel.OutboundMessage.File;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.ProviderMessageId;
import dev.tributary.channel.SendOutcome;
import dev.tributary.channel.SendOutcome.Deferred;
import dev.tributary.channel.SendOutcome.Partly;
import dev.tributary.channel.SendOutcome.Refused;
import dev.tributary.channel.Structured;
import dev.tributary.platform.SignedLinks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sends a message in its parts: one call for each file and each piece of text. What has left stays sent. */
@ApplicationScoped
class TwilioSending {

    static final int PIECE = 1_600;
    private static final Duration LINK_LIFE = Duration.ofHours(4);

    private final TwilioApi api;
    private final TwilioContents contents;
    private final SignedLinks links;
    private final Clock clock;

    TwilioSending(TwilioApi api, TwilioContents contents, SignedLinks links, Clock clock) {
        this.api = api;
        this.contents = contents;
        this.links = links;
        this.clock = clock;
    }

    /** Buttons need a content that is prepared first; nothing has left where that fails. */
    Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        if (message.template().isPresent()) {
            Map<String, String> form = base(message, account);
            form.putAll(TwilioContents.use(message.template().get()));
            return from(List.of(form), message.sent(), account);
        }
        List<Map<String, String>> parts = parts(message, account);
        if (message.buttons().isEmpty()) {
            return from(parts, message.sent(), account);
        }
        return contents.buttons(account, message.buttons()).chain(result -> {
            Optional<String> sid = result instanceof Result.Done done ? ProviderJson.text(done.body(), "sid") : Optional.empty();
            return sid.isEmpty() ? Uni.createFrom().item(outcome(notSent(result))) : from(withButtons(parts, message, account, sid.get()), message.sent(), account);
        });
    }

    /** The last words carry the buttons; a file cannot. */
    private static List<Map<String, String>> withButtons(List<Map<String, String>> parts, OutboundMessage message, ChannelAccount account, String sid) {
        List<Map<String, String>> all = new ArrayList<>(parts);
        boolean wordsStandAlone = !all.isEmpty() && !all.getLast().containsKey("MediaUrl");
        String words = wordsStandAlone ? all.removeLast().get("Body") : "…";
        Map<String, String> form = base(message, account);
        form.putAll(TwilioContents.withWords(sid, words));
        all.add(form);
        return all;
    }

    /** What was not prepared can be prepared again. */
    private static Result notSent(Result result) {
        return switch (result) {
            case Result.Done _ -> new Result.NotReached(new ProviderError("no_id", "the answer names no content"));
            case Result.Lost lost -> new Result.NotReached(lost.error());
            default -> result;
        };
    }

    private Uni<SendOutcome> from(List<Map<String, String>> parts, List<ProviderMessageId> sent, ChannelAccount account) {
        if (sent.size() >= parts.size()) {
            return Uni.createFrom().item(new SendOutcome.Sent(sent, Optional.empty()));
        }
        return api.post(account, "/Messages.json", parts.get(sent.size())).chain(result -> {
            Optional<String> sid = result instanceof Result.Done done ? Optional.of(done.body().path("sid").asText("")).filter(id -> !id.isEmpty()) : Optional.empty();
            if (sid.isEmpty()) {
                SendOutcome outcome = outcome(result);
                return Uni.createFrom().item(sent.isEmpty() ? outcome : new Partly(sent, Optional.empty(), outcome));
            }
            List<ProviderMessageId> more = new ArrayList<>(sent);
            more.add(new ProviderMessageId(sid.get()));
            return from(parts, more, account);
        });
    }

    private static SendOutcome outcome(Result result) {
        return switch (result) {
            case Result.Done _ -> new Refused(new MayHaveBeenSent(new ProviderError("no_id", "the answer names no message")));
            case Result.Failed failed -> failed.meaning().later()
                    ? new Deferred(Optional.empty(), false, failed.meaning().problem().cause())
                    : new Refused(failed.meaning().problem());
            case Result.NotReached gone -> new Deferred(Optional.empty(), false, gone.error());
            case Result.Lost lost -> new Refused(new MayHaveBeenSent(lost.error()));
        };
    }

    /** One file has the words beside it where WhatsApp shows them together. */
    private List<Map<String, String>> parts(OutboundMessage message, ChannelAccount account) {
        String words = message.text().orElse("").strip();
        List<Map<String, String>> parts = new ArrayList<>();
        if (message.structured().isPresent() && message.structured().get() instanceof Structured.Place place) {
            Map<String, String> form = base(message, account);
            String label = place.title().or(place::address).orElse("Location");
            form.put("Body", label);
            form.put("PersistentAction", "geo:" + place.latitude() + "," + place.longitude() + "|" + label);
            parts.add(form);
        }
        boolean captioned = message.attachments().size() == 1 && words.length() <= PIECE && message.attachments().getFirst().contentType().matches("(?:image|video)/.*");
        for (File file : message.attachments()) {
            Map<String, String> form = base(message, account);
            form.put("MediaUrl", links.url("/api/v1/files/" + file.attachmentId(), clock.instant().plus(LINK_LIFE)));
            if (captioned && !words.isEmpty()) {
                form.put("Body", words);
            }
            parts.add(form);
        }
        if (!captioned) {
            pieces(words).forEach(piece -> {
                Map<String, String> form = base(message, account);
                form.put("Body", piece);
                parts.add(form);
            });
        }
        return parts;
    }

    private static Map<String, String> base(OutboundMessage message, ChannelAccount account) {
        Map<String, String> form = new LinkedHashMap<>();
        account.settings().text(TwilioSettings.MESSAGING_SERVICE_SID).ifPresentOrElse(
                service -> form.put("MessagingServiceSid", service), () -> form.put("From", address(account.settings().text(TwilioSettings.SENDER).orElse(""))));
        form.put("To", address(message.recipient().matches("\\d+") ? "+" + message.recipient() : message.recipient()));
        form.put("StatusCallback", account.webhookUrl().toString());
        return form;
    }

    private static String address(String number) {
        return number.startsWith("whatsapp:") ? number : "whatsapp:" + number;
    }

    private static List<String> pieces(String text) {
        List<String> pieces = new ArrayList<>();
        String rest = text;
        while (rest.length() > PIECE) {
            int space = Math.max(rest.lastIndexOf(' ', PIECE), rest.lastIndexOf('\n', PIECE));
            int cut = space > PIECE / 2 ? space : PIECE - (Character.isHighSurrogate(rest.charAt(PIECE - 1)) ? 1 : 0);
            pieces.add(rest.substring(0, cut).strip());
            rest = rest.substring(cut).strip();
        }
        if (!rest.isEmpty()) {
            pieces.add(rest);
        }
        return pieces;
    }
}
