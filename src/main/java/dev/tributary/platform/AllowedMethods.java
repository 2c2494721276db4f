package dev.tributary.platform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiConstants;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which methods an address answers, as the API's own description says: for the {@code Allow} that a 405 owes. */
@Singleton
final class AllowedMethods {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private record Address(Pattern path, int variables, String methods) {}

    private final OpenApiDocumentService documents;
    private final ObjectMapper json;
    private volatile List<Address> addresses;

    AllowedMethods(OpenApiDocumentService documents, ObjectMapper json) {
        this.documents = documents;
        this.json = json;
    }

    Optional<String> of(String path) {
        return addresses().stream().filter(address -> address.path().matcher(path).matches()).findFirst().map(Address::methods);
    }

    /** The most literal first. Read when it is first needed: nobody waits for it who asks rightly. */
    private List<Address> addresses() {
        List<Address> known = addresses;
        if (known == null) {
            known = read();
            addresses = known;
        }
        return known;
    }

    private List<Address> read() {
        try {
            List<Address> read = new ArrayList<>();
            json.readTree(documents.getDocument(OpenApiConstants.DEFAULT_DOCUMENT_NAME, Format.JSON)).path("paths").properties()
                    .forEach(path -> read.add(address(path.getKey(), path.getValue())));
            read.sort(Comparator.comparingInt(Address::variables));
            return List.copyOf(read);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Address address(String template, JsonNode item) {
        String[] literals = template.split("\\{[^}]*}", -1);
        StringBuilder path = new StringBuilder(Pattern.quote(literals[0]));
        for (int index = 1; index < literals.length; index++) {
            path.append("[^/]+").append(Pattern.quote(literals[index]));
        }
        Set<String> methods = new TreeSet<>();
        item.properties().forEach(operation -> Optional.of(operation.getKey()).filter(METHODS::contains).ifPresent(name -> methods.add(name.toUpperCase(Locale.ROOT))));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        methods.add("OPTIONS");
        return new Address(Pattern.compile(path.toString()), literals.length - 1, String.join(", ", methods));
    }
}
