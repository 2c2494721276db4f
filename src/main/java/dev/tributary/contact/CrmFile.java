package dev.tributary.contact;

import dev.tributary.contact.CrmRecords.NewRecord;
import dev.tributary.platform.Problems;
import dev.tributary.platform.Texts;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads a CSV file of the directory: a header line with {@code kind, name, email, phone, url} in any order. Pure. */
final class CrmFile {

    private static final int MAX_LINES = 20_000;
    private static final Set<String> KINDS = Set.of("client", "contact", "lead");
    private static final CSVFormat FORMAT = CSVFormat.RFC4180.builder()
            .setHeader()
            .setSkipHeaderRecord(true)
            .setIgnoreHeaderCase(true)
            .setIgnoreEmptyLines(true)
            .setTrim(true)
            .setAllowMissingColumnNames(true)
            .get();

    /** @param line as an editor counts them */
    record Refused(long line, String message) {}

    record Read(List<NewRecord> records, List<Refused> refused) {}

    private CrmFile() {}

    /** 400 for what is no such file at all; a wrong line is told and the others are taken. */
    static Read read(String csv) {
        List<NewRecord> records = new ArrayList<>();
        List<Refused> refused = new ArrayList<>();
        try (CSVParser parser = FORMAT.parse(new StringReader(csv.startsWith("\uFEFF") ? csv.substring(1) : csv))) {
            if (!parser.getHeaderMap().containsKey("name")) {
                throw Problems.badRequest("csv_invalid", "The first line names no column \"name\".", "Name the columns kind, name, email, phone and url in the first line.");
            }
            for (CSVRecord line : parser) {
                if (records.size() + refused.size() == MAX_LINES) {
                    throw Problems.tooLarge("The file has more than " + MAX_LINES + " lines.", "Split the file.");
                }
                read(line, parser.getCurrentLineNumber(), records, refused);
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException malformed) {
            throw Problems.badRequest("csv_invalid", "The file cannot be read as CSV.", "Save it as comma-separated UTF-8 text.");
        }
        return new Read(records, refused);
    }

    private static void read(CSVRecord line, long number, List<NewRecord> records, List<Refused> refused) {
        String name = value(line, "name");
        String email = value(line, "email");
        String phone = value(line, "phone");
        String kind = value(line, "kind").isEmpty() ? "contact" : value(line, "kind").toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            refused.add(new Refused(number, "name is empty"));
        } else if (!KINDS.contains(kind)) {
            refused.add(new Refused(number, "kind must be one of client, contact, lead"));
        } else if (!email.isEmpty() && Addresses.email(email).isEmpty()) {
            refused.add(new Refused(number, "email is no mail address"));
        } else if (!phone.isEmpty() && Addresses.phone(phone).isEmpty()) {
            refused.add(new Refused(number, "phone is no international number"));
        } else {
            String url = value(line, "url");
            records.add(new NewRecord(
                    kind,
                    Texts.name(name),
                    Addresses.email(email).orElse(null),
                    Addresses.phone(phone).orElse(null),
                    url.matches("(?i)https?://\\S{1,2000}") ? url : null));
        }
    }

    private static String value(CSVRecord line, String column) {
        return line.isMapped(column) && line.isSet(column) ? line.get(column).strip() : "";
    }
}
