package dev.tributary.adapter.telegram;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeTraversor;
import org.jsoup.select.NodeVisitor;

/**
 * Turns an agent's HTML into the few tags that Telegram takes; any other tag is an error there. Pure. Blocks become line
 * breaks, links keep only http, https, mailto, tel and tg addresses, everything else keeps its text.
 */
final class TelegramHtml {

    private static final Map<String, String> TAGS = Map.ofEntries(
            Map.entry("b", "b"), Map.entry("strong", "b"),
            Map.entry("i", "i"), Map.entry("em", "i"),
            Map.entry("u", "u"), Map.entry("ins", "u"),
            Map.entry("s", "s"), Map.entry("strike", "s"), Map.entry("del", "s"),
            Map.entry("code", "code"), Map.entry("pre", "pre"), Map.entry("blockquote", "blockquote"));
    private static final Set<String> PARAGRAPHS = Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "table", "blockquote", "pre");
    private static final Set<String> LINES = Set.of("div", "li", "tr");
    private static final Pattern LINK = Pattern.compile("(?:https?://|mailto:|tel:|tg:)\\S+", Pattern.CASE_INSENSITIVE);

    private TelegramHtml() {}

    static String from(String html) {
        return rendered(html, true);
    }

    /** The words alone. */
    static String plain(String html) {
        return rendered(html, false);
    }

    private static String rendered(String html, boolean formatted) {
        Writer writer = new Writer(formatted);
        NodeTraversor.traverse(writer, Jsoup.parse(html).body());
        return writer.out.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
    }

    private static final class Writer implements NodeVisitor {

        private final StringBuilder out = new StringBuilder();
        private final boolean formatted;

        Writer(boolean formatted) {
            this.formatted = formatted;
        }

        @Override
        public void head(Node node, int depth) {
            if (node instanceof TextNode words) {
                out.append(formatted ? escape(text(words)) : text(words));
            } else if (node instanceof Element element) {
                open(element);
            }
        }

        private void open(Element element) {
            switch (element.normalName()) {
                case "br" -> out.append('\n');
                case "li" -> out.append("• ");
                default -> tag(element).ifPresent(tag -> out.append('<').append(tag).append(address(element)).append('>'));
            }
        }

        @Override
        public void tail(Node node, int depth) {
            if (node instanceof Element element) {
                tag(element).ifPresent(tag -> out.append("</").append(tag).append('>'));
                out.append(PARAGRAPHS.contains(element.normalName()) ? "\n\n" : LINES.contains(element.normalName()) ? "\n" : "");
            }
        }

        private Optional<String> tag(Element element) {
            if (!formatted) {
                return Optional.empty();
            }
            boolean link = element.normalName().equals("a") && LINK.matcher(element.attr("href")).matches();
            return link ? Optional.of("a") : Optional.ofNullable(TAGS.get(element.normalName()));
        }

        private static String address(Element element) {
            return element.normalName().equals("a") ? " href=\"" + escape(element.attr("href")).replace("\"", "&quot;") + "\"" : "";
        }

        /** White space means nothing in HTML, except where it does. */
        private static String text(TextNode words) {
            boolean asIs = words.parent() instanceof Element parent && parent.closest("pre") != null;
            return asIs ? words.getWholeText() : words.text();
        }
    }

    /** Text that is to be shown as it is. */
    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
