package dev.tributary.adapter.email;

import java.util.ArrayList;
import java.util.List;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;

/** HTML mails: without the mail they answer and without the signature, by the marks that mail programs leave; and as plain text. */
final class QuotedHtml {

    /** From here on everything is the older mail. */
    private static final List<String> CUTS = List.of("#divRplyFwdMsg", "#appendonsend", "#OLK_SRC_BODY_SECTION", ".OutlookMessageHeader");

    private static final String QUOTES = ".gmail_quote, .gmail_quote_container, .yahoo_quoted, .protonmail_quote, .tributary-quote, blockquote[type=cite], .moz-cite-prefix";
    private static final String SIGNATURES = ".gmail_signature, .moz-signature, .tributary-signature";
    private static final String BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, table, ul, ol, hr, dt, dd";

    private QuotedHtml() {}

    /** The whole where nothing would be left: a forward without a word of its own. */
    static String visible(String html) {
        Document document = parse(html);
        CUTS.forEach(mark -> document.select(mark).stream().findFirst().ifPresent(QuotedHtml::cutFrom));
        document.select(".moz-cite-prefix + blockquote").remove();
        document.select(QUOTES).remove();
        document.select(SIGNATURES).remove();
        boolean isEmpty = document.body().text().isBlank() && document.select("img").isEmpty();
        return isEmpty ? html : document.body().html();
    }

    /** Blocks become lines, links say where they lead. */
    static String text(String html) {
        Document document = parse(html);
        document.select("script, style, head, title, template, noscript").remove();
        for (Element link : document.select("a[href]")) {
            String target = link.attr("href").strip();
            boolean says = target.equals(link.text().strip()) || target.equals("mailto:" + link.text().strip());
            if (!says && target.matches("(?i)https?://.*") && !link.text().isBlank()) {
                link.appendText(" (" + target + ")");
            }
        }
        document.select("br").forEach(line -> line.replaceWith(new TextNode("\n")));
        document.select(BLOCKS).forEach(block -> {
            block.before(new TextNode("\n"));
            block.after(new TextNode("\n"));
        });
        String text = document.body().wholeText().replace('\u00a0', ' ');
        return text.replaceAll("[ \\t\\x0B\\f\\r]+", " ").replaceAll(" ?\n ?", "\n").replaceAll("\n{3,}", "\n\n").strip();
    }

    private static void cutFrom(Element mark) {
        for (Element at = mark; at != null && !at.nameIs("body"); at = at.parent()) {
            List<Node> later = new ArrayList<>();
            for (Node next = at.nextSibling(); next != null; next = next.nextSibling()) {
                later.add(next);
            }
            later.forEach(Node::remove);
        }
        mark.remove();
    }

    private static Document parse(String html) {
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        return document;
    }
}
