package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.adapter.meta.MetaApi.Result;
import dev.tributary.adapter.meta.MetaApps.App;
import dev.tributary.channel.ChannelAccount;
import dev.tributary.channel.ExaminesAccount.Examination;
import dev.tributary.channel.Finding;
import dev.tributary.channel.ProviderJson;
import dev.tributary.platform.Secret;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What Meta says of a token, and of the business behind a number. */
@ApplicationScoped
class MetaExamination {

    private static final Duration SOON = Duration.ofDays(14);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);
    private static final String AGAIN = "Authorise the channel again, and allow everything that is asked for.";

    private final MetaApi api;
    private final Clock clock;

    MetaExamination(MetaApi api, Clock clock) {
        this.api = api;
        this.clock = clock;
    }

    /** The rights and the end of a token of Facebook's. Nothing where Meta cannot be asked. */
    Uni<Examination> token(ChannelAccount account, App app, Secret token, List<String> scopes) {
        String path = api.version() + "/debug_token?input_token=" + MetaPaths.value(token.reveal()) + "&access_token=" + MetaPaths.value(app.token().reveal());
        return api.get(api.anonymous(account), path).map(result -> result instanceof Result.Done done ? of(done.body().path("data"), scopes) : Examination.none());
    }

    /** The standing of a WhatsApp Business Account, beside what is known of the token already. */
    Uni<Examination> business(ChannelAccount account, Line line, String waba, String number, Examination token) {
        return api.get(line, api.version() + "/" + MetaPaths.segment(waba) + "?fields=name,account_review_status,business_verification_status")
                .chain(business -> api.get(line, api.version() + "/" + MetaPaths.segment(number) + "?fields=quality_rating").map(quality -> {
                    List<Finding> findings = new ArrayList<>(token.findings());
                    body(business).flatMap(MetaExamination::verification).ifPresent(findings::add);
                    body(business).flatMap(MetaExamination::review).ifPresent(findings::add);
                    body(quality).flatMap(MetaExamination::quality).ifPresent(findings::add);
                    return new Examination(findings, token.expiresAt());
                }));
    }

    private Examination of(JsonNode data, List<String> scopes) {
        if (!data.path("is_valid").asBoolean(false)) {
            return new Examination(List.of(Finding.error("scopes", "The token is not valid any more.", AGAIN)), Optional.empty());
        }
        List<String> granted = ProviderJson.items(data, "scopes").stream().map(JsonNode::asText).toList();
        List<String> missing = scopes.stream().filter(scope -> !granted.contains(scope)).toList();
        List<Finding> findings = new ArrayList<>();
        findings.add(missing.isEmpty()
                ? Finding.ok("scopes", "The token has all the rights that are needed.")
                : Finding.error("scopes", "The token lacks " + String.join(", ", missing) + ".", AGAIN));
        time(data, "data_access_expires_at").ifPresent(end -> findings.add(access(end)));
        return new Examination(findings, time(data, "expires_at"));
    }

    /** Meta ends an app's access to data ninety days after the person was last seen, whatever the token's own end is. */
    private Finding access(Instant end) {
        String words = "Facebook lets the app see this account's data until " + DAY.format(end.atOffset(ZoneOffset.UTC)) + ".";
        return end.isBefore(clock.instant().plus(SOON)) ? Finding.warning("data_access", words, "Authorise the channel again before that day.") : Finding.ok("data_access", words);
    }

    private static Optional<Finding> verification(JsonNode business) {
        return ProviderJson.text(business, "business_verification_status").map(status -> status.equalsIgnoreCase("verified")
                ? Finding.ok("business_verification", "Meta has verified the business.")
                : Finding.warning(
                        "business_verification",
                        "Meta has not verified the business: " + status.toLowerCase(Locale.ROOT) + ".",
                        "Verify it in Business Settings > Security Centre: until then only few people can be written to first."));
    }

    private static Optional<Finding> review(JsonNode business) {
        return ProviderJson.text(business, "account_review_status").filter(status -> !status.equalsIgnoreCase("APPROVED")).map(status ->
                Finding.warning("account_review", "Meta's review of the business account: " + status.toLowerCase(Locale.ROOT) + ".", "Look into WhatsApp Manager > Account quality."));
    }

    private static Optional<Finding> quality(JsonNode number) {
        return ProviderJson.text(number, "quality_rating").flatMap(rating -> switch (rating) {
            case "GREEN" -> Optional.of(Finding.ok("quality", "The number's quality is high."));
            case "YELLOW" -> Optional.of(Finding.warning("quality", "The number's quality is medium.", "Send fewer messages that people did not ask for."));
            case "RED" -> Optional.of(Finding.error("quality", "The number's quality is low.", "Stop what people report or block; Meta may limit the number."));
            default -> Optional.empty();
        });
    }

    private static Optional<Instant> time(JsonNode data, String name) {
        return Stream.of(data.path(name).asLong(0)).filter(seconds -> seconds > 0).map(Instant::ofEpochSecond).findFirst();
    }

    private static Optional<JsonNode> body(Result result) {
        return result instanceof Result.Done done ? Optional.of(done.body()) : Optional.empty();
    }
}
