package dev.tributary.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a person typed into a search field, as a full-text query that PostgreSQL cannot misunderstand. */
public final class SearchWords {

    private static final int MAX_WORDS = 8;

    private SearchWords() {}

    /** All words must occur, each as the beginning of a word; empty where nothing was typed that could be searched for. */
    public static Optional<String> query(String typed) {
        String query = Arrays.stream(typed.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{M}\\p{N}]+"))
                .filter(word -> !word.isEmpty())
                .limit(MAX_WORDS)
                .map(word -> "'" + word + "':*")
                .collect(Collectors.joining(" & "));
        return query.isEmpty() ? Optional.empty() : Optional.of(query);
    }
}
