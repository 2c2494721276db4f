package dev.tributary.adapter.twilio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.adapter.twilio.TwilioApi.Result;
import dev.tributary.channel.ButtonKey;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ChannelProblem.Unavailable;
import dev.tributary.channel.ContentKind;
import dev.tributary.channel.HasTemplates.Listed;
import dev.tributary.channel.OutboundMessage.Button;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.Template;
import dev.tributary.channel.Template.Variable;
import dev.tributary.channel.TemplateMessage;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Twilio's prepared contents. Those that WhatsApp has approved are our templates, named by their friendly name and their id, for
 * several may have one name. Buttons become a content of their own, made once per wording.
 */
@ApplicationScoped
class TwilioContents {

    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s{0,4}([A-Za-z0-9_]{1,64})\\s{0,4}}}");
    private static final Pattern NEXT_TOKEN = Pattern.compile("[?&](PageToken=[^&]{1,500})");
    private static final Pattern NEXT_PAGE = Pattern.compile("[?&](Page=\\d{1,6})");
    private static final int MOST_PAGES = 20;
    private static final int MOST_KEPT = 2_000;
    private static final int QUICK_REPLIES = 3;
    private static final int REPLY_TITLE = 20;
    private static final int ITEM_TITLE = 24;
    private static final int ID_BYTES = 200;

    private final Map<String, String> prepared = new ConcurrentHashMap<>();
    private final TwilioApi api;

    TwilioContents(TwilioApi api) {
        this.api = api;
    }

    Uni<Listed> list(ChannelAccount account) {
        return page(account, "", List.of(), MOST_PAGES);
    }

    private Uni<Listed> page(ChannelAccount account, String page, List<Template> before, int pagesLeft) {
        return api.contents(account, page).chain(result -> switch (result) {
            case Result.Done done -> {
                List<Template> all = new ArrayList<>(before);
                ProviderJson.items(done.body(), "contents").forEach(content -> read(content).ifPresent(all::add));
                Optional<String> next = ProviderJson.text(done.body().path("meta"), "next_page_url").map(TwilioContents::next).filter(found -> !found.isEmpty());
                yield next.isEmpty() || pagesLeft == 1 ? Uni.createFrom().item(new Listed.Found(all)) : page(account, next.get(), all, pagesLeft - 1);
            }
            case Result.Failed failed -> Uni.createFrom().item(new Listed.Refused(failed.meaning().problem()));
            case Result.NotReached gone -> refused(gone.error());
            case Result.Lost lost -> refused(lost.error());
        });
    }

    /** Only the position is taken from the next page's address: where calls go is not the answer's to say. */
    private static String next(String url) {
        return Stream.of(NEXT_PAGE, NEXT_TOKEN).map(pattern -> pattern.matcher(url)).filter(Matcher::find).map(found -> "&" + found.group(1)).reduce("", String::concat);
    }

    /** Empty for what was only prepared for the reply window. */
    static Optional<Template> read(JsonNode content) {
        JsonNode approval = content.path("approval_requests");
        Optional<Map.Entry<String, JsonNode>> type = content.path("types").properties().stream().findFirst();
        if (type.isEmpty() || !approval.isObject()) {
            return Optional.empty();
        }
        JsonNode part = type.get().getValue();
        String body = ProviderJson.text(part, "body").or(() -> ProviderJson.text(part, "title")).orElse("");
        return Optional.of(new Template(
                ProviderJson.text(content, "friendly_name").orElse("content") + "/" + ProviderJson.text(content, "sid").orElse(""),
                ProviderJson.text(content, "language").orElse("en"),
                ProviderJson.text(approval, "status").orElse("unsubmitted").toLowerCase(Locale.ROOT),
                ProviderJson.text(approval, "category").orElse("").toLowerCase(Locale.ROOT),
                Optional.<ContentKind>empty(),
                Optional.empty(),
                body,
                ProviderJson.text(part, "footer").or(() -> ProviderJson.text(part, "subtitle")),
                variables(body, content.path("variables")),
                ProviderJson.items(part, "actions").stream().map(action -> ProviderJson.text(action, "title").orElse("")).toList()));
    }

    /** Also those that stand elsewhere than in the body: all must be filled. */
    private static List<Variable> variables(String body, JsonNode examples) {
        Stream<String> named = Stream.concat(VARIABLE.matcher(body).results().map(found -> found.group(1)), examples.properties().stream().map(Map.Entry::getKey));
        return named.distinct().map(name -> new Variable("body." + name, examples.path(name).asText(""))).toList();
    }

    /** What a message says that uses a template. */
    static Map<String, String> use(TemplateMessage template) {
        ObjectNode variables = ProviderJson.object();
        new TreeMap<>(template.values()).forEach((key, value) -> variables.put(key.substring(key.indexOf('.') + 1), value));
        return Map.of("ContentSid", template.name().substring(template.name().lastIndexOf('/') + 1), "ContentVariables", variables.toString());
    }

    /** The content's id, or why there is none. The words are a variable, so that one content serves all messages with these buttons. */
    Uni<Result> buttons(ChannelAccount account, List<Button> buttons) {
        ObjectNode content = content(buttons);
        String key = account.id() + content.toString();
        String known = prepared.get(key);
        if (known != null) {
            return Uni.createFrom().item(new Result.Done(ProviderJson.object().put("sid", known)));
        }
        return api.prepare(account, content).invoke(result -> {
            if (result instanceof Result.Done done && ProviderJson.text(done.body(), "sid").isPresent()) {
                if (prepared.size() >= MOST_KEPT) {
                    prepared.clear();
                }
                prepared.put(key, ProviderJson.text(done.body(), "sid").orElseThrow());
            }
        });
    }

    static Map<String, String> withWords(String sid, String words) {
        return Map.of("ContentSid", sid, "ContentVariables", ProviderJson.object().put("1", words).toString());
    }

    private static ObjectNode content(List<Button> buttons) {
        ObjectNode content = ProviderJson.object().put("friendly_name", "tributary_buttons").put("language", "en");
        content.putObject("variables").put("1", "Please choose");
        ObjectNode types = content.putObject("types");
        boolean hasLinks = buttons.stream().anyMatch(button -> button.url().isPresent());
        if (hasLinks) {
            ArrayNode actions = types.putObject("twilio/call-to-action").put("body", "{{1}}").putArray("actions");
            buttons.stream().filter(button -> button.url().isPresent()).limit(2).forEach(button ->
                    actions.addObject().put("type", "URL").put("title", shortened(button.title(), REPLY_TITLE)).put("url", button.url().orElseThrow()));
        } else if (buttons.size() <= QUICK_REPLIES) {
            ArrayNode actions = types.putObject("twilio/quick-reply").put("body", "{{1}}").putArray("actions");
            buttons.forEach(button -> actions.addObject()
                    .put("type", "QUICK_REPLY")
                    .put("title", shortened(button.title(), REPLY_TITLE))
                    .put("id", ButtonKey.of(button.id(), ID_BYTES)));
        } else {
            ArrayNode items = types.putObject("twilio/list-picker").put("body", "{{1}}").put("button", "…").putArray("items");
            buttons.forEach(button -> items.addObject()
                    .put("item", shortened(button.title(), ITEM_TITLE))
                    .put("id", ButtonKey.of(button.id(), ID_BYTES))
                    .put("description", button.title()));
        }
        return content;
    }

    private static String shortened(String text, int limit) {
        return text.length() <= limit ? text : text.substring(0, Character.isHighSurrogate(text.charAt(limit - 2)) ? limit - 2 : limit - 1) + "…";
    }

    private static Uni<Listed> refused(ProviderError error) {
        return Uni.createFrom().item(new Listed.Refused(new Unavailable(error, "Twilio could not be reached: try again")));
    }
}
