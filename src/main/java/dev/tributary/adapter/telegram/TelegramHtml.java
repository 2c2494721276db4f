package dev.tributary.adapter.telegram;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Turns an agent's HTML into the few tags that Telegram takes; any other tag is an error there. Pure. Blocks become line
 * breaks, links keep only http, https, mailto, tel and tg addresses, everything else keeps its text.
 */
final class TelegramHtml {

    private static final Set<String> KEPT = Set.of("b", "i", "u", "s", "code", "pre", "blockquote", "a");
    private static final Map<String, String> SAME_AS = Map.of("strong", "b", "em", "i", "ins", "u", "strike", "s", "del", "s");
    private static final Set<String> BLOCKS = Set.of("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "tr", "table");
    private static final Set<String> SILENT = Set.of("script", "style", "head", "title");
    private static final Map<String, String> ENTITIES =
            Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&#39;", "'", "&apos;", "'", "&nbsp;", " ", "&amp;", "&");
    private static final Pattern TOKEN = Pattern.compile("<!--[^>]*-->|<(/?)([A-Za-z][A-Za-z0-9-]{0,20})([^<>]*)>|[^<]+|<");
    private static final Pattern HREF = Pattern.compile("\\shref\\s*=\\s*(?:\"([^\"]*)\"|'([^']*)')", Pattern.CASE_INSENSITIVE);
    private static final Pattern LINK = Pattern.compile("(?:https?://|mailto:|tel:|tg:)\\S+", Pattern.CASE_INSENSITIVE);

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();
    private int silent;

    private TelegramHtml() {}

    static String from(String html) {
        TelegramHtml reader = new TelegramHtml();
        Matcher token = TOKEN.matcher(html);
        while (token.find()) {
            if (token.group(2) != null) {
                reader.tag(token.group(2).toLowerCase(Locale.ROOT), !token.group(1).isEmpty(), token.group(3));
            } else if (!token.group().startsWith("<!--")) {
                reader.text(token.group());
            }
        }
        while (!reader.open.isEmpty()) {
            reader.close(reader.open.peek());
        }
        return reader.out.toString().replaceAll("\n{3,}", "\n\n").strip();
    }

    /** Text that is to be shown as it is. */
    static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /** The words alone. */
    static String plain(String html) {
        return unescape(from(html).replaceAll("<[^>]*>", ""));
    }

    private void text(String raw) {
        if (silent == 0) {
            out.append(escape(unescape(raw)));
        }
    }

    private void tag(String name, boolean closing, String attributes) {
        String tag = SAME_AS.getOrDefault(name, name);
        if (SILENT.contains(tag)) {
            silent = Math.max(0, silent + (closing ? -1 : 1));
        } else if (KEPT.contains(tag)) {
            keep(tag, closing, attributes);
        } else if (tag.equals("br") || tag.equals("li") && closing) {
            out.append('\n');
        } else if (tag.equals("li")) {
            out.append("• ");
        } else if (BLOCKS.contains(tag) && closing) {
            out.append("\n\n".substring(tag.equals("tr") || tag.equals("div") ? 1 : 0));
        }
    }

    private void keep(String tag, boolean closing, String attributes) {
        if (closing) {
            close(tag);
        } else if (tag.equals("a")) {
            link(attributes);
        } else {
            open.push(tag);
            out.append('<').append(tag).append('>');
        }
    }

    private void link(String attributes) {
        Matcher href = HREF.matcher(attributes);
        if (href.find()) {
            String address = unescape(href.group(1) != null ? href.group(1) : href.group(2));
            if (LINK.matcher(address).matches()) {
                open.push("a");
                out.append("<a href=\"").append(escape(address).replace("\"", "&quot;")).append("\">");
            }
        }
    }

    /** Closes what was opened inside it first: Telegram refuses crossed tags. A stray end tag closes nothing. */
    private void close(String tag) {
        if (!open.contains(tag)) {
            return;
        }
        String inner;
        do {
            inner = open.pop();
            out.append("</").append(inner).append('>');
        } while (!inner.equals(tag));
    }

    private static String unescape(String text) {
        String plain = text;
        for (Map.Entry<String, String> entity : ENTITIES.entrySet()) {
            if (!entity.getKey().equals("&amp;")) {
                plain = plain.replace(entity.getKey(), entity.getValue());
            }
        }
        return plain.replace("&amp;", "&");
    }
}
