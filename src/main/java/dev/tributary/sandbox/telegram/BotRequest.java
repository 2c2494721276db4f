package dev.tributary.sandbox.telegram;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parameters of one call, however they came: JSON, form or multipart. Numbers and objects may be text, as in a form.
 *
 * @param uploads by the name of their part
 */
record BotRequest(JsonObject parameters, Map<String, Upload> uploads) {

    record Upload(String fileName, String type, Buffer bytes) {}

    String text(String name) {
        Object value = parameters.getValue(name);
        return value == null ? "" : value.toString();
    }

    boolean has(String name) {
        return !text(name).isEmpty();
    }

    boolean flag(String name) {
        return Boolean.parseBoolean(text(name));
    }

    Optional<Long> number(String name) {
        try {
            return has(name) ? Optional.of(Long.valueOf(text(name))) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            throw BotError.badRequest(name + " is not a number");
        }
    }

    long requiredNumber(String name) {
        return number(name).orElseThrow(() -> BotError.badRequest(name + " is empty"));
    }

    double decimal(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException notANumber) {
            throw BotError.badRequest(name + " is not a number");
        }
    }

    JsonObject object(String name) {
        try {
            return parameters.getValue(name) instanceof JsonObject object ? object : has(name) ? new JsonObject(text(name)) : new JsonObject();
        } catch (DecodeException unreadable) {
            throw BotError.badRequest("can't parse " + name + " JSON object");
        }
    }

    JsonArray array(String name) {
        try {
            return parameters.getValue(name) instanceof JsonArray array ? array : has(name) ? new JsonArray(text(name)) : new JsonArray();
        } catch (DecodeException unreadable) {
            throw BotError.badRequest("can't parse " + name + " JSON object");
        }
    }

    List<JsonObject> objects(String name) {
        return array(name).stream().filter(JsonObject.class::isInstance).map(JsonObject.class::cast).toList();
    }
}
