package dev.tributary.start;

import static dev.tributary.start.StartUpSettings.DATABASE_URL;
import static dev.tributary.start.StartUpSettings.SECRET_KEYS;
import static dev.tributary.start.StartUpSettings.bothNames;

import dev.tributary.platform.SecretKeys;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import io.quarkus.runtime.configuration.DurationConverter;
import java.util.regex.Pattern;

/** Finds every missing and every wrong setting, so that whoever starts the service mends them in one go. Values are never quoted: some are secrets. */
final class SettingsCheck {
    private static final String PORT = "quarkus.http.port";
    private static final int SHORTEST_TOKEN = 32;
    private static final int SHORTEST_PASSWORD = 8;
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]+@[^@\\s]+");
    private static final Pattern HOST_AND_PORT = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[^\\s:/]+):[0-9]{1,5}");
    private static final String HOW_TO_MAKE_KEYS = "make one with `java -jar quarkus-run.jar secret-keys` and keep it safe";

    private final StartUpSettings settings;
    private final boolean hasOwnDatabase;
    private final Map<String, String> faults = new TreeMap<>();

    private SettingsCheck(StartUpSettings settings, boolean hasOwnDatabase) {
        this.settings = settings;
        this.hasOwnDatabase = hasOwnDatabase;
    }

    /** @throws StartRefused with one message that names every fault, as property and as environment variable */
    static void require(StartUpSettings settings, boolean hasOwnDatabase) {
        Map<String, String> faults = new SettingsCheck(settings, hasOwnDatabase).faults();
        if (faults.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>();
        lines.add("Tributary does not start: %d %s.".formatted(faults.size(), faults.size() == 1 ? "setting is missing or wrong" : "settings are missing or wrong"));
        faults.forEach((property, fault) -> lines.add("  " + bothNames(property) + ": " + fault));
        throw new StartRefused(String.join(System.lineSeparator(), lines));
    }

    private Map<String, String> faults() {
        checkDatabase();
        checkKeys();
        checkFirstOwner();
        checkAddresses();
        checkSignIn();
        checkChoices();
        checkMail();
        checkModel();
        return faults;
    }

    private void checkDatabase() {
        valid(DATABASE_URL, SettingsCheck::isDatabaseUrl, "must read postgresql://user:password@host:port/db (special characters percent-encoded)");
        if (!hasOwnDatabase && settings.find(DATABASE_URL).isEmpty()) {
            faults.put(DATABASE_URL, "is missing, and this build brings no database of its own: set postgresql://user:password@host:port/db");
        }
    }

    private void checkKeys() {
        boolean needed = !hasOwnDatabase || settings.find(DATABASE_URL).isPresent();
        if (needed && settings.find(SECRET_KEYS).isEmpty()) {
            faults.put(SECRET_KEYS, "is missing, it encrypts the channels' credentials: " + HOW_TO_MAKE_KEYS);
        }
        valid(SECRET_KEYS, SecretKeys::isKeyset, "is not a keyset: " + HOW_TO_MAKE_KEYS);
    }

    private void checkFirstOwner() {
        String email = "tributary.admin.email";
        String password = "tributary.admin.password";
        valid(email, EMAIL.asMatchPredicate(), "is not an e-mail address");
        valid(password, value -> value.length() >= SHORTEST_PASSWORD, "must have %d characters or more".formatted(SHORTEST_PASSWORD));
        if (settings.find(DATABASE_URL).isPresent() && settings.find(password).isPresent() && settings.find(email).isEmpty()) {
            faults.put(email, "is missing beside tributary.admin.password");
        }
        valid("tributary.bootstrap-token", value -> value.length() >= SHORTEST_TOKEN, "must have %d characters or more".formatted(SHORTEST_TOKEN));
    }

    private void checkAddresses() {
        String url = "must be a URL that begins with https:// or http://";
        valid(PORT, SettingsCheck::isPort, "must be a number from 0 to 65535");
        if (!faults.containsKey(PORT)) {
            // by default it holds the port
            valid("tributary.public-url", SettingsCheck::isHttpUrl, url + ", without query");
        }
        settings.names("tributary.providers.", ".url").forEach(name -> valid(name, SettingsCheck::isHttpUrl, url));
        valid("tributary.egress.allow", SettingsCheck::isListOfHosts, "must be a list of host:port pairs, separated by commas");
        valid("tributary.files-url", value -> value.startsWith("file:"), "must be a file: URL");
    }

    private void checkSignIn() {
        valid("tributary.oidc.issuer", SettingsCheck::isHttpUrl, "must be the issuer's URL");
        List<String> together = List.of("tributary.oidc.issuer", "tributary.oidc.client-id", "tributary.oidc.client-secret");
        if (together.stream().anyMatch(name -> settings.find(name).isPresent())) {
            together.stream()
                    .filter(name -> settings.find(name).isEmpty())
                    .forEach(name -> faults.put(name, "is missing: issuer, client id and client secret go together"));
        }
    }

    private void checkChoices() {
        valid("tributary.transport", "postgres"::equals, "must be postgres: this version has no other transport");
        valid("tributary.sandbox.enabled", List.of("true", "false")::contains, "must be true or false");
    }

    private void checkMail() {
        valid("quarkus.mailer.port", SettingsCheck::isPort, "must be a number from 0 to 65535");
    }

    private void checkModel() {
        valid("tributary.ai.url", SettingsCheck::isHttpUrl, "must be a URL that begins with https:// or http://, with its version and without query");
        valid("tributary.ai.timeout", SettingsCheck::isDuration, "must be a time such as 30s or 2m");
        valid("tributary.ai.max-tokens", SettingsCheck::isCount, "must be a whole number of 1 or more");
        valid("tributary.ai.conversation-replies-per-hour", SettingsCheck::isCount, "must be a whole number of 1 or more");
        valid("tributary.ai.min-confidence", SettingsCheck::isShare, "must be a number from 0 to 1");
    }

    private void valid(String property, Predicate<String> rule, String fault) {
        settings.find(property).filter(rule.negate()).ifPresent(wrong -> faults.put(property, fault));
    }

    private static boolean isDatabaseUrl(String url) {
        try {
            DatabaseAddress.parse(url);
            return true;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    private static boolean isHttpUrl(String url) {
        try {
            URI uri = URI.create(url);
            boolean isHttp = "https".equalsIgnoreCase(uri.getScheme()) || "http".equalsIgnoreCase(uri.getScheme());
            return isHttp && uri.getHost() != null && uri.getRawQuery() == null;
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    private static boolean isPort(String number) {
        return number.matches("\\d{1,5}") && Integer.parseInt(number) <= 65_535;
    }

    private static boolean isCount(String number) {
        return number.matches("0*[1-9]\\d{0,8}");
    }

    private static boolean isShare(String number) {
        return number.matches("0(\\.\\d+)?|1(\\.0+)?");
    }

    private static boolean isDuration(String time) {
        try {
            return DurationConverter.parseDuration(time).isPositive();
        } catch (IllegalArgumentException wrong) {
            return false;
        }
    }

    private static boolean isListOfHosts(String list) {
        return Pattern.compile(",").splitAsStream(list).map(String::strip).allMatch(HOST_AND_PORT.asMatchPredicate());
    }
}
