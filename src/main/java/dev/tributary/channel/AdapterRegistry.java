package dev.tributary.channel;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Collection;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Every adapter that this running version has, found by CDI. Nothing else knows the list. */
@ApplicationScoped
public class AdapterRegistry {

    private final SortedMap<String, ChannelAdapter> adapters = new TreeMap<>();

    AdapterRegistry(@Any Instance<ChannelAdapter> found) {
        for (ChannelAdapter adapter : found) {
            ChannelAdapter other = adapters.put(adapter.descriptor().type(), adapter);
            if (other != null) {
                throw new IllegalStateException("two adapters for " + adapter.descriptor().type() + ": " + other + " and " + adapter);
            }
        }
    }

    public Optional<ChannelAdapter> find(String type) {
        return Optional.ofNullable(adapters.get(type));
    }

    /** In the order of their types. */
    public Collection<ChannelAdapter> all() {
        return adapters.values();
    }
}
