package dev.tributary.conversation;

import java.nio.charset.StandardCharsets;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/**
 * HTML mails, made harmless but still looking like themselves: an allow-list of elements, attributes and style properties. Nothing
 * runs and nothing loads: pictures of the mail itself are ours, and remote ones keep their address in {@code data-remote-src}
 * until a person asks for them.
 */
final class MailHtml {

    /** What an agent's own HTML may have, in UTF-8. */
    static final int MOST_BYTES = 256 * 1024;

    private static final String[] SIZED = {"width", "height", "align", "valign", "bgcolor", "border", "cellpadding", "cellspacing", "dir", "lang", "title", "style"};

    private static final Safelist ALLOWED = new Safelist()
            .addTags("a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "div", "dl", "dt", "em", "font", "h1", "h2", "h3",
                    "h4", "h5", "h6", "hr", "i", "img", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span", "strike", "strong", "sub", "sup", "table",
                    "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul")
            .addAttributes(":all", SIZED)
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto", "tel")
            .addAttributes("img", "src", "alt")
            .addAttributes("td", "colspan", "rowspan")
            .addAttributes("th", "colspan", "rowspan")
            .addAttributes("font", "color", "face", "size")
            .addAttributes("ol", "start", "type")
            .addAttributes("ul", "type")
            .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow")
            .addEnforcedAttribute("a", "target", "_blank");

    private static final Set<String> DROPPED = Set.of(
            "script", "style", "head", "title", "object", "embed", "applet", "iframe", "frame", "frameset", "form", "input", "button", "select", "textarea", "svg",
            "math", "template", "noscript", "audio", "video", "link", "meta", "base");

    private static final Pattern PROPERTY = Pattern.compile(
            "color|background-color|font(-[a-z]+)?|text-[a-z]+|padding(-[a-z]+)?|margin(-[a-z]+)?|border(-[a-z]+)*|width|height|line-height|vertical-align"
                    + "|list-style-type|white-space");

    /** No functions but colours, no escapes, no strings that could close something, no negative margins. */
    private static final Pattern VALUE = Pattern.compile("(?:[a-z0-9#%.,!' \\t-]|rgba?\\([0-9., %]{1,40}\\)){1,200}", Pattern.CASE_INSENSITIVE);

    private static final Pattern NEGATIVE = Pattern.compile("(^|\\s)-\\.?\\d");
    private static final Set<String> REMOTE = Set.of("http", "https");
    private static final Pattern OWN_FILE = Pattern.compile(Pattern.quote(AttachmentResource.PATH) + "/[0-9a-f-]{36}");
    private static final int LONGEST = 1_000_000;

    private MailHtml() {}

    /** @param pictures where the mail's own pictures are, by content id in lower case */
    static String clean(String html, Map<String, String> pictures) {
        return clean(html, source -> contentId(source).flatMap(id -> Optional.ofNullable(pictures.get(id))));
    }

    /** What an agent wrote: its pictures are files that were uploaded for it. */
    static String cleanOwn(String html) {
        return clean(html, source -> OWN_FILE.matcher(source).matches() ? Optional.of(source) : Optional.empty());
    }

    private static String clean(String html, Function<String, Optional<String>> own) {
        Document document = Jsoup.parse(html.length() > LONGEST ? html.substring(0, LONGEST) : html);
        document.getAllElements().stream().filter(element -> DROPPED.contains(element.normalName())).toList().forEach(Element::remove);
        document = new Cleaner(ALLOWED).clean(document);
        document.select("[style]").forEach(MailHtml::style);
        document.select("img").forEach(image -> picture(image, own));
        document.outputSettings().prettyPrint(false);
        return document.body().html();
    }

    private static void style(Element element) {
        String kept = Arrays.stream(element.attr("style").split(";"))
                .map(String::strip)
                .filter(MailHtml::isHarmless)
                .collect(Collectors.joining("; "));
        if (kept.isEmpty()) {
            element.removeAttr("style");
        } else {
            element.attr("style", kept);
        }
    }

    private static boolean isHarmless(String declaration) {
        int colon = declaration.indexOf(':');
        if (colon < 1) {
            return false;
        }
        String property = declaration.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        String value = declaration.substring(colon + 1).strip();
        return PROPERTY.matcher(property).matches() && VALUE.matcher(value).matches() && !(property.startsWith("margin") && NEGATIVE.matcher(value).find());
    }

    private static void picture(Element image, Function<String, Optional<String>> pictures) {
        String source = image.attr("src").strip();
        image.removeAttr("src");
        Optional<String> own = pictures.apply(source);
        if (own.isPresent()) {
            image.attr("src", own.get());
        } else if (REMOTE.contains(source.substring(0, Math.max(source.indexOf(':'), 0)).toLowerCase(Locale.ROOT))) {
            image.attr("data-remote-src", source);
        } else if (image.attr("alt").isBlank()) {
            image.remove();
        }
    }

    private static Optional<String> contentId(String source) {
        if (!source.regionMatches(true, 0, "cid:", 0, 4)) {
            return Optional.empty();
        }
        try {
            return Optional.of(URLDecoder.decode(source.substring(4).replace("+", "%2B"), StandardCharsets.UTF_8).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException notEncoded) {
            return Optional.of(source.substring(4).toLowerCase(Locale.ROOT));
        }
    }
}
