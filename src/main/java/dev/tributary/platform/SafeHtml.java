package dev.tributary.platform;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.parser.Parser;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** HTML from people and providers, made harmless: text with its formatting and its links, and nothing that runs, loads or styles. */
public final class SafeHtml {

    private static final Safelist ALLOWED = new Safelist()
            .addTags("a", "b", "blockquote", "br", "code", "div", "em", "h1", "h2", "h3", "h4", "hr", "i", "li", "ol", "p", "pre", "s",
                    "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul")
            .addAttributes("a", "href")
            .addProtocols("a", "href", "http", "https", "mailto", "tel")
            .addAttributes("td", "colspan", "rowspan")
            .addAttributes("th", "colspan", "rowspan")
            .addEnforcedAttribute("a", "rel", "noopener noreferrer nofollow");

    private SafeHtml() {}

    public static String clean(String html) {
        Document cleaned = new Cleaner(ALLOWED).clean(Jsoup.parseBodyFragment(html));
        cleaned.outputSettings().prettyPrint(false);
        return cleaned.body().html();
    }

    /** Whether it says nothing: markup and spaces alone. */
    public static boolean isBlank(String html) {
        return text(html).replace('\u00a0', ' ').isBlank();
    }

    /** What it says without markup: paragraphs and breaks become lines. */
    public static String text(String html) {
        Document document = Jsoup.parseBodyFragment(html);
        document.outputSettings().prettyPrint(false);
        for (Element end : document.select("br")) {
            end.after("\n");
        }
        for (Element block : document.select("p, div, li, tr, h1, h2, h3, h4, blockquote, pre")) {
            block.after("\n");
        }
        String lines = Parser.unescapeEntities(Jsoup.clean(document.body().html(), "", Safelist.none(), document.outputSettings()), false);
        return lines.replaceAll("[ \\t\\x0B\\f\\r]+", " ").replaceAll(" ?\n ?", "\n").replaceAll("\n{3,}", "\n\n").strip();
    }
}
