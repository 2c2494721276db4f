package dev.tributary.adapter.email;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.tributary.channel.Content;
import dev.tributary.channel.InboundEvent;
import dev.tributary.channel.InboundEvent.MessageReceived;
import dev.tributary.channel.UnreadableEventException;
import dev.tributary.conversation.ContentColumns;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails that no standard allows: each is read somehow, or said to be unreadable, soon. */
class OddMailTest {

    static Stream<String> mails() {
        return EmailFixtures.mails();
    }

    @ParameterizedTest
    @MethodSource("mails")
    void whatever_happens_to_its_bytes_a_mail_is_read_or_unreadable_and_nothing_worse(String name) {
        Random random = new Random(name.hashCode());
        byte[] whole = EmailFixtures.bytes(name);
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            for (int round = 0; round < 150; round++) {
                read(broken(whole, random));
            }
        });
    }

    @Test
    void a_mail_of_very_many_parts_deep_inside_each_other_is_bounded() {
        StringBuilder mail = new StringBuilder("From: a@b.example\r\nSubject: deep\r\nMIME-Version: 1.0\r\n");
        for (int depth = 0; depth < 500; depth++) {
            mail.append("Content-Type: multipart/mixed; boundary=b").append(depth).append("\r\n\r\n--b").append(depth).append("\r\n");
        }
        List<InboundEvent> events = read(mail.append("Content-Type: text/plain\r\n\r\nend").toString().getBytes(StandardCharsets.US_ASCII));

        assertThat(((Content.Mail) ((MessageReceived) events.getFirst()).content()).facts().warnings()).contains("damaged");
    }

    @Test
    void a_base64_file_that_breaks_off_is_kept_as_far_as_it_came() {
        String mail = "From: a@b.example\r\nSubject: cut\r\nMIME-Version: 1.0\r\nContent-Type: application/pdf; name=a.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjQKJcOk";

        List<MailFile> files = EmailFiles.all(MimeReader.read(mail.getBytes(StandardCharsets.US_ASCII)));

        assertThat(new String(files.getFirst().bytes(), StandardCharsets.ISO_8859_1)).startsWith("%PDF-1.4");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "=?UTF-8?Q?Gr=C3?= =?UTF-8?Q?=BC=C3=9Fe?=|Grüße",
        "=?utf-8?B?R3LDvA==?= =?utf-8?B?w59l?=|Grüße",
        "=?iso-8859-1?Q?Gr=FC=DFe?= aus Köln|Grüße aus Köln",
        "=?gb2312?B?xOO6ww==?=|你好",
        "=?nobody-knows?Q?Gr=C3=BC=C3=9Fe?=|Grüße",
        "no words =?at all|no words =?at all",
    })
    void encoded_words_are_joined_before_they_are_decoded(String raw, String text) {
        assertThat(EncodedWords.decode(raw)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "attachment; filename*=UTF-8''M%C3%BCller.pdf|Müller.pdf",
        "attachment; filename*0*=UTF-8''Rechnung%20; filename*1=M; filename*2*=%C3%BCller.pdf|Rechnung Müller.pdf",
        "attachment; filename=\"=?UTF-8?Q?M=C3=BCller.pdf?=\"|Müller.pdf",
        "attachment; filename=\"a; b \\\"c\\\".pdf\"|a; b \"c\".pdf",
        "attachment; filename=plain.pdf; size=3|plain.pdf",
    })
    void file_names_are_read_however_they_are_written(String header, String name) {
        assertThat(HeaderValue.read(header).parameter("filename")).contains(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "Gr+APwA3w-e|Grüße",
        "Hi Mom -+Jjo--!|Hi Mom -☺-!",
        "A+ImIDkQ.|A≢Α.",
        "1 +- 1 = 2|1 + 1 = 2",
        "+2D3cAA-|🐀",
        "bits +A- that make + nothing|bits  that make  nothing",
    })
    void utf_7_is_read_where_it_is_labelled_and_nowhere_else(String written, String text) {
        byte[] bytes = written.getBytes(StandardCharsets.US_ASCII);

        assertThat(Charsets.decode(bytes, Optional.of("UTF-7"))).isEqualTo(text);
        assertThat(Charsets.decode(bytes, Optional.of("us-ascii"))).isEqualTo(written);
    }

    @Test
    void of_a_mail_with_very_many_files_the_first_hundred_are_shown_and_it_says_so() {
        StringBuilder mail = new StringBuilder("From: a@b.example\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n\r\nmany\r\n");
        for (int file = 1; file <= 101; file++) {
            mail.append("--x\r\nContent-Disposition: attachment; filename=").append(file).append(".txt\r\n\r\n").append(file).append("\r\n");
        }

        Content.Mail content = (Content.Mail) ((MessageReceived) read(mail.append("--x--\r\n").toString().getBytes(StandardCharsets.US_ASCII)).getFirst()).content();

        assertThat(content.files()).hasSize(100);
        assertThat(content.facts().warnings()).contains("more_files");
    }

    @Test
    void addresses_are_read_however_they_are_written() {
        List<MailAddress> all = MailAddress.list("\"Schmidt, Anna\" <Anna@Customer.Example>, bob@b.example (Bob), Team: c@c.example, <d@d.example>;, not an address, \"x\" <müller@bücher.example>");

        assertThat(all).extracting(MailAddress::address).containsExactly("anna@customer.example", "bob@b.example", "c@c.example", "d@d.example", "müller@xn--bcher-kva.example");
        assertThat(all.getFirst().name()).isEqualTo("Schmidt, Anna");
    }

    private static List<InboundEvent> read(byte[] mail) {
        try {
            List<InboundEvent> events = EmailInbound.read(EmailFixtures.raw(mail));
            events.stream().filter(MessageReceived.class::isInstance).forEach(event -> ContentColumns.of(((MessageReceived) event).content()));
            return events;
        } catch (UnreadableEventException expected) {
            return List.of();
        }
    }

    private static byte[] broken(byte[] whole, Random random) {
        byte[] broken = whole.clone();
        for (int change = random.nextInt(20); change >= 0; change--) {
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(3) == 0 ? java.util.Arrays.copyOf(broken, random.nextInt(broken.length) + 1) : broken;
    }
}
