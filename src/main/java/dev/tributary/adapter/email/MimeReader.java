package dev.tributary.adapter.email;

import dev.tributary.adapter.email.MailHeaders.Field;
import dev.tributary.channel.UnreadableEventException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.james.mime4j.MimeException;
import org.apache.james.mime4j.codec.Base64InputStream;
import org.apache.james.mime4j.codec.DecodeMonitor;
import org.apache.james.mime4j.codec.QuotedPrintableInputStream;
import org.apache.james.mime4j.stream.EntityState;
import org.apache.james.mime4j.stream.MimeConfig;
import org.apache.james.mime4j.stream.MimeTokenStream;
import org.apache.james.mime4j.stream.RecursionMode;
import org.apache.james.mime4j.util.ByteSequence;

/**
 * Takes a mail apart. Reads what real programs write: bare line feeds, lines without a colon, boundaries that never close, unknown
 * encodings. Mails inside a mail stay whole: they are somebody else's.
 */
final class MimeReader {

    private static final int DEEPEST = 20;
    private static final int MOST_PARTS = 200;
    private static final int MOST_HEADER_LINES = 5_000;
    private static final Set<String> AS_IS = Set.of("", "7bit", "8bit", "binary");

    private final MimeTokenStream tokens;
    private int parts;

    private MimeReader(MimeTokenStream tokens) {
        this.tokens = tokens;
    }

    /** Fails with {@link UnreadableEventException} for what is no mail at all. */
    static MimePart read(byte[] mail) {
        MimePart root = parse(mail, "0");
        if (Stream.of("from", "date", "subject", "message-id").noneMatch(root.headers()::has)) {
            throw new UnreadableEventException("this is no mail: it has no From, Date, Subject or Message-ID");
        }
        return root;
    }

    /** A mail inside a mail, which may lack every header. */
    static MimePart parse(byte[] mail, String path) {
        MimeConfig config = new MimeConfig.Builder().setMaxLineLen(-1).setMaxHeaderLen(-1).setMaxHeaderCount(-1).setStrictParsing(false).build();
        MimeTokenStream tokens = new MimeTokenStream(config);
        tokens.setRecursionMode(RecursionMode.M_NO_RECURSE);
        tokens.parse(new ByteArrayInputStream(mail));
        try {
            return new MimeReader(tokens).entity(path, 0);
        } catch (IOException | MimeException broken) {
            throw new UnreadableEventException("the mail's structure cannot be read: " + broken.getMessage(), broken);
        }
    }

    /** The stream stands before or at the start of an entity; afterwards it stands behind its end. */
    private MimePart entity(String path, int depth) throws IOException, MimeException {
        List<Field> fields = new ArrayList<>();
        List<MimePart> children = new ArrayList<>();
        Optional<MailHeaders> headers = Optional.empty();
        byte[] content = new byte[0];
        boolean damaged = false;
        for (EntityState state = tokens.getState(); ; state = tokens.next()) {
            switch (state) {
                case T_FIELD -> add(fields);
                case T_START_BODYPART -> {
                    parts++;
                    damaged |= depth >= DEEPEST || parts > MOST_PARTS;
                    MimePart child = entityInside(path + "." + children.size(), depth + 1);
                    if (parts <= MOST_PARTS) {
                        children.add(child);
                    }
                }
                case T_BODY -> {
                    headers = Optional.of(new MailHeaders(fields));
                    Decoded decoded = decoded(headers.get());
                    content = decoded.bytes();
                    damaged |= decoded.isDamaged();
                }
                case T_END_BODYPART, T_END_MESSAGE, T_END_OF_STREAM -> {
                    return part(path, headers.orElseGet(() -> new MailHeaders(fields)), content, children, damaged);
                }
                default -> { }
            }
        }
    }

    private MimePart entityInside(String path, int depth) throws IOException, MimeException {
        // what lies deeper is one body, as it is
        tokens.setRecursionMode(depth > DEEPEST ? RecursionMode.M_FLAT : RecursionMode.M_NO_RECURSE);
        tokens.next();
        return entity(path, depth);
    }

    private static MimePart part(String path, MailHeaders headers, byte[] content, List<MimePart> children, boolean damaged) {
        HeaderValue type = headers.value("content-type");
        boolean usable = type.word().contains("/") && !(type.word().startsWith("multipart/") && children.isEmpty());
        Optional<byte[]> signed = isOpaqueSignature(type) ? SignedData.content(content) : Optional.empty();
        if (signed.isPresent()) {
            MimePart inner = parse(signed.get(), path + ".0");
            return new MimePart(path, headers, new HeaderValue("multipart/mixed", Map.of()), headers.value("content-disposition"), new byte[0], List.of(inner), damaged);
        }
        HeaderValue effective = usable ? type : new HeaderValue("text/plain", type.parameters());
        return new MimePart(path, headers, effective, headers.value("content-disposition"), content, children, damaged);
    }

    private static boolean isOpaqueSignature(HeaderValue type) {
        return type.word().endsWith("pkcs7-mime") && type.parameter("smime-type").map(kind -> kind.equalsIgnoreCase("signed-data")).orElse(false);
    }

    private void add(List<Field> fields) {
        ByteSequence raw = tokens.getField().getRaw();
        if (raw == null || fields.size() >= MOST_HEADER_LINES) {
            return;
        }
        byte[] line = raw.toByteArray();
        for (int at = 0; at < line.length; at++) {
            if (line[at] == ':') {
                String name = new String(line, 0, at, StandardCharsets.US_ASCII).strip().toLowerCase(Locale.ROOT);
                byte[] value = Arrays.copyOfRange(line, at + 1, line.length);
                fields.add(new Field(name, value));
                return;
            }
        }
    }

    private record Decoded(byte[] bytes, boolean isDamaged) {}

    /** What decodes before the data breaks off is kept. */
    private Decoded decoded(MailHeaders headers) throws IOException {
        String encoding = headers.word("content-transfer-encoding");
        InputStream raw = tokens.getInputStream();
        if (AS_IS.contains(encoding)) {
            return new Decoded(raw.readAllBytes(), false);
        }
        InputStream decoding = switch (encoding) {
            case "base64" -> new Base64InputStream(raw, DecodeMonitor.SILENT);
            case "quoted-printable" -> new QuotedPrintableInputStream(raw, DecodeMonitor.SILENT);
            default -> raw;
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            decoding.transferTo(bytes);
            return new Decoded(bytes.toByteArray(), false);
        } catch (IOException cutOff) {
            raw.readAllBytes();
            return new Decoded(bytes.toByteArray(), true);
        }
    }
}
