package dev.tributary.platform;

import jakarta.annotation.Nullable;
import java.util.List;
import java.util.function.Function;

/**
 * One page of a list that is paged by key.
 *
 * @param nextCursor hands the caller on to what follows; null on the last page
 */
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public static final int DEFAULT_LIMIT = 50;
    public static final int MAX_LIMIT = 200;

    public Page {
        items = List.copyOf(items);
    }

    /** A list that is always whole. */
    public static <T> Page<T> all(List<T> items) {
        return new Page<>(items, null);
    }

    /**
     * The page out of rows that were read with {@code limit + 1}: the row too many says that there is more.
     *
     * @param cursor makes the cursor that continues after an item
     */
    public static <T> Page<T> of(List<T> rows, int limit, Function<? super T, String> cursor) {
        if (rows.size() <= limit) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, limit);
        return new Page<>(items, cursor.apply(items.getLast()));
    }

    /** What {@code ?limit=} asks for: {@value #DEFAULT_LIMIT} unless said, never more than {@value #MAX_LIMIT}; less than one is refused. */
    public static int limit(Integer asked) {
        if (asked == null) {
            return DEFAULT_LIMIT;
        }
        if (asked < 1) {
            throw Problems.invalid("limit", "must be between 1 and " + MAX_LIMIT);
        }
        return Math.min(asked, MAX_LIMIT);
    }

    /** The same page with other items, one for one. */
    public <R> Page<R> map(Function<? super T, ? extends R> change) {
        return new Page<>(items.stream().<R>map(change).toList(), nextCursor);
    }
}
