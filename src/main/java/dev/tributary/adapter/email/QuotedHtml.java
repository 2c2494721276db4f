package dev.tributary.adapter.email;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
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
    private static final String MARKED = String.join(", ", CUTS) + ", " + QUOTES + ", " + SIGNATURES;

    /** A word of every mark: most mails have none, and are not taken apart to find that out. */
    private static final Pattern MARK = Pattern.compile(
            "divRplyFwdMsg|appendonsend|OLK_SRC_BODY_SECTION|OutlookMessageHeader|_quote|_signature|-quote|-signature|moz-cite|type\\s{0,9}=\\s{0,9}[\"']?cite",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WEB = Pattern.compile("(?i)https?://.*");
    private static final Pattern BLANKS = Pattern.compile("[ \\t\\x0B\\f\\r]+");
    private static final Pattern AROUND_BREAK = Pattern.compile(" ?\n ?");
    private static final Pattern BREAKS = Pattern.compile("\n{3,}");
    private static final String BLOCKS = "p, div, li, tr, h1, h2, h3, h4, h5, h6, blockquote, pre, table, ul, ol, hr, dt, dd";

    private QuotedHtml() {}

    /** The very same where it bears no mark, and where nothing would be left: a forward without a word of its own. */
    static String visible(String html) {
        if (!MARK.matcher(html).find()) {
            return html;
        }
        Document document = parse(html);
        if (document.select(MARKED).isEmpty()) {
            return html;
        }
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
            if (!says && WEB.matcher(target).matches() && !link.text().isBlank()) {
                link.appendText(" (" + target + ")");
            }
        }
        document.select("br").forEach(line -> line.replaceWith(new TextNode("\n")));
        document.select(BLOCKS).forEach(block -> {
            block.before(new TextNode("\n"));
            block.after(new TextNode("\n"));
        });
        String text = document.body().wholeText().replace('\u00a0', ' ');
        String lines = AROUND_BREAK.matcher(BLANKS.matcher(text).replaceAll(" ")).replaceAll("\n");
        return BREAKS.matcher(lines).replaceAll("\n\n").strip();
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
