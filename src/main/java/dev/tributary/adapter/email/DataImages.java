package dev.tributary.adapter.email;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Pictures that an HTML mail carries inside its text: taken out, so that they become files like others. Larger ones are left, and later dropped. */
record DataImages(String html, List<Image> images) {

    private static final Pattern DATA = Pattern.compile("data:(image/[a-z0-9.+-]{1,40});base64,(.*)", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final int LONGEST = 200 * 1024 * 4 / 3;

    record Image(String type, byte[] bytes) {}

    static DataImages in(String html) {
        if (!html.contains("data:image/")) {
            return new DataImages(html, List.of());
        }
        Document document = Jsoup.parse(html);
        document.outputSettings().prettyPrint(false);
        List<Image> images = new ArrayList<>();
        for (Element image : document.select("img[src^=data:image/]")) {
            Matcher data = DATA.matcher(image.attr("src"));
            if (image.attr("src").length() <= LONGEST && data.matches() && !data.group(1).contains("svg")) {
                byte[] bytes = Base64.getMimeDecoder().decode(data.group(2).replaceAll("[^A-Za-z0-9+/]", ""));
                image.attr("src", "cid:" + contentId(images.size()));
                images.add(new Image(data.group(1), bytes));
            }
        }
        return new DataImages(images.isEmpty() ? html : document.html(), images);
    }

    static String contentId(int number) {
        return "data-" + number + "@inline";
    }
}
