package dev.tributary.conversation;

import dev.tributary.channel.ContentKind;
import dev.tributary.channel.MediaRef;
import dev.tributary.channel.MediaRef.Source;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/** A {@link MediaRef} as {@code attachment.media_ref} stores it. Changing the form is a migration. */
public final class MediaRefs {

    private MediaRefs() {}

    public static JsonObject write(MediaRef ref) {
        JsonObject json = new JsonObject().put("kind", ref.kind().word());
        switch (ref.source()) {
            case Source.Handle handle -> json.put("handle", handle.value());
            case Source.Url url -> json.put("url", url.value());
            case Source.Inline inline -> json.put("base64", inline.base64());
            case Source.Part part -> json.put("part", part.path());
            case Source.Uploaded uploaded -> json.put("attachment_id", uploaded.attachmentId().toString());
        }
        ref.fileName().ifPresent(name -> json.put("file_name", name));
        ref.contentType().ifPresent(type -> json.put("content_type", type));
        ref.size().ifPresent(size -> json.put("size", size));
        return json;
    }

    public static MediaRef read(JsonObject json) {
        return new MediaRef(
                ContentKind.valueOf(json.getString("kind").toUpperCase(Locale.ROOT)),
                source(json),
                Optional.ofNullable(json.getString("file_name")),
                Optional.ofNullable(json.getString("content_type")),
                Optional.ofNullable(json.getLong("size")));
    }

    private static Source source(JsonObject json) {
        if (json.containsKey("handle")) {
            return new Source.Handle(json.getString("handle"));
        }
        if (json.containsKey("url")) {
            return new Source.Url(json.getString("url"));
        }
        if (json.containsKey("base64")) {
            return new Source.Inline(json.getString("base64"));
        }
        if (json.containsKey("part")) {
            return new Source.Part(json.getString("part"));
        }
        return new Source.Uploaded(UUID.fromString(json.getString("attachment_id")));
    }
}
