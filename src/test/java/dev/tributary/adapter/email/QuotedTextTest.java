package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What remains of a mail when the mail it answers and the signature are taken off. */
class QuotedTextTest {

    @ParameterizedTest
    @ValueSource(strings = {
        "On Wed, 18 Nov 2026 at 10:12, Shop <a@shop.example> wrote:\n> old",
        "On Wed, 18 Nov 2026 at 10:12, Shop Support <a-very-long-address@shop.example>\nwrote:\n> old\n>\n> older",
        "Am 18.11.2026 um 10:12 schrieb Shop:\n> alt",
        "Le mer. 18 nov. 2026 à 10:12, Shop <a@shop.example> a écrit :\n> vieux",
        "El mié, 18 nov 2026 a las 10:12, Shop escribió:\n> viejo",
        "Il giorno mer 18 nov 2026 alle ore 10:12 Shop ha scritto:\n> vecchio",
        "Op wo 18 nov. 2026 om 10:12 schreef Shop:\n> oud",
        "Dnia 18 listopada 2026 10:12 Shop napisał(a):\n> stare",
        "18.11.2026, 10:12, \"Shop\" <a@shop.example>:\n> старое",
        "-----Original Message-----\nFrom: Shop\nold",
        "-----Ursprüngliche Nachricht-----\nVon: Shop\nalt",
        "________________________________\nFrom: Shop <a@shop.example>\nSent: Wednesday\nTo: Anna\nSubject: Order\n\nold",
        "Von: Shop\nGesendet: Mittwoch\nAn: Anna\nBetreff: Bestellung\n\nalt",
        "От: Shop\nОтправлено: среда\nКому: Anna\nТема: Заказ\n\nстарое",
        "> old\n> older",
        "-- \nAnna\nShop of Anna",
        "Sent from my iPhone",
        "Von meinem iPhone gesendet",
        "-- \nAnna\n\nOn Wed, 18 Nov 2026 at 10:12, Shop wrote:\n> old",
    })
    void what_hangs_below_an_answer_is_not_shown(String below) {
        assertThat(QuotedText.visible("Yes please.\n\n" + below)).isEqualTo("Yes please.");
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "On Wed, 18 Nov 2026 at 10:12, Shop wrote:\n> first question\nYes.\n> second question\nNo.",
        "> quoted before\nand answered below",
        "From: here to there\nis the way.",
        "On Monday I wrote: it broke.",
    })
    void answers_between_quotes_and_words_that_only_look_like_quotes_stay(String text) {
        assertThat(QuotedText.visible(text)).isEqualTo(text);
    }

    @Test
    void a_mail_that_is_nothing_but_a_quote_is_shown_whole() {
        assertThat(QuotedText.visible("> all of it\n> is quoted")).isEqualTo("> all of it\n> is quoted");
    }

    @Test
    void html_loses_what_mail_programs_mark_and_says_where_links_lead() {
        String html = "<p>Yes, see <a href=\"https://a.example/x\">here</a>.</p><div class=\"gmail_signature\">Anna</div><div class=\"gmail_quote\">On Monday: <blockquote>old</blockquote></div>";

        assertThat(QuotedHtml.text(QuotedHtml.visible(html))).isEqualTo("Yes, see here (https://a.example/x).");
    }

    @Test
    void a_forward_without_a_word_of_its_own_is_shown_whole() {
        assertThat(QuotedHtml.visible("<div class=\"gmail_quote\">Forwarded: the old mail</div>")).contains("the old mail");
    }
}
