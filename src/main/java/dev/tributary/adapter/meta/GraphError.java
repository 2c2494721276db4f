package dev.tributary.adapter.meta;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.channel.ProviderError;
import dev.tributary.channel.ProviderJson;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.platform.EgressResponse;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A refusal in Meta's words, or in those of a reseller.
 *
 * @param code Meta's; 0 where none was given
 * @param isTransient whether Meta itself says that the same call may work later
 */
record GraphError(int status, int code, int subcode, boolean isTransient, String words) {

    private static final Pattern TOKEN = Pattern.compile("\\b(?:EAA|IG)[A-Za-z0-9_-]{20,}|(?<=access_token=)[^&\\s]+");

    static GraphError of(EgressResponse response) {
        try {
            return of(response.status(), ProviderJson.read(response.body().getBytes()));
        } catch (UnreadableEventException unreadable) {
            return new GraphError(response.status(), 0, 0, false, "HTTP " + response.status() + " without words");
        }
    }

    private static GraphError of(int status, JsonNode body) {
        JsonNode error = body.path("error");
        String words = ProviderJson.text(error.path("error_data"), "details")
                .or(() -> ProviderJson.text(error, "error_user_msg"))
                .or(() -> ProviderJson.text(error, "message"))
                .or(() -> ProviderJson.text(body.path("meta"), "developer_message"))
                .or(() -> ProviderJson.text(body, "error_message"))
                .or(() -> ProviderJson.text(body, "error"))
                .or(() -> ProviderJson.text(body, "message"))
                .orElse("HTTP " + status + " without words");
        return new GraphError(
                status, error.path("code").asInt(0), error.path("error_subcode").asInt(0), error.path("is_transient").asBoolean(false), withoutTokens(words));
    }

    /** As it stands in a receipt. */
    static GraphError ofReceipt(JsonNode error) {
        String words = ProviderJson.text(error.path("error_data"), "details")
                .or(() -> ProviderJson.text(error, "message"))
                .or(() -> ProviderJson.text(error, "title"))
                .orElse("no words");
        return new GraphError(200, error.path("code").asInt(0), 0, false, words);
    }

    ProviderError cause() {
        String name = code != 0 ? Integer.toString(code) : "http_" + status;
        return new ProviderError(subcode == 0 ? name : name + "/" + subcode, words);
    }

    boolean isServerTrouble() {
        return status >= 500 || isTransient;
    }

    static String withoutTokens(String words) {
        return TOKEN.matcher(Optional.ofNullable(words).orElse("no words")).replaceAll("***");
    }
}
