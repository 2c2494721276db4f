package dev.tributary.automation.engine;

import dev.tributary.automation.engine.Condition.Leaf;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An organization's active rules, compiled. They are found by what made them look and by channel, and those that ask for a
 * certain piece of text by that piece, so that a message costs what the rules that may concern it cost, not all of them.
 * Immutable but for what it remembers; used by many threads.
 */
public final class RuleBook {

    /**
     * Which rules matched, in order.
     *
     * @param stoppedBy the rule after which no other was tried, or null
     */
    public record Matches(List<Rule> rules, Rule stoppedBy) {}

    private record Place(Trigger trigger, String channelType, String channelAccount) {}

    private static final Comparator<Rule> ORDER = Comparator.comparingInt(Rule::position).thenComparing(Rule::id);

    private final long version;
    private final Map<Trigger, List<Rule>> byTrigger = new EnumMap<>(Trigger.class);
    private final Map<Place, LiteralIndex> byPlace = new ConcurrentHashMap<>();

    public RuleBook(long version, List<Rule> rules) {
        this.version = version;
        rules.stream().sorted(ORDER).forEach(rule -> byTrigger.computeIfAbsent(rule.trigger(), _ -> new ArrayList<>()).add(rule));
    }

    public long version() {
        return version;
    }

    public boolean isEmpty() {
        return byTrigger.isEmpty();
    }

    public List<Rule> rules(Trigger trigger) {
        return byTrigger.getOrDefault(trigger, List.of());
    }

    /** Whether any rule can concern this channel at all. */
    public boolean concerns(Trigger trigger, String channelType, String channelAccount) {
        return byTrigger.containsKey(trigger) && !at(new Place(trigger, channelType, channelAccount)).isEmpty();
    }

    /** The rules that can concern this channel, in the order in which they are tried. */
    public List<Rule> about(Trigger trigger, String channelType, String channelAccount) {
        return at(new Place(trigger, channelType, channelAccount)).rules();
    }

    /** The matching rules. What they do, later rules of the same run do not see. */
    public Matches match(Trigger trigger, Facts facts) {
        if (!byTrigger.containsKey(trigger)) {
            return new Matches(List.of(), null);
        }
        LiteralIndex index = at(new Place(trigger, facts.text(Fields.CHANNEL_TYPE), facts.text(Fields.CHANNEL_ACCOUNT)));
        List<Rule> matched = new ArrayList<>();
        for (Rule rule : index.candidates(facts)) {
            if (rule.condition().holds(facts)) {
                matched.add(rule);
                if (rule.stop()) {
                    return new Matches(matched, rule);
                }
            }
        }
        return new Matches(matched, null);
    }

    private LiteralIndex at(Place place) {
        return byPlace.computeIfAbsent(place, wanted -> {
            Map<String, String> channel = new HashMap<>();
            channel.put(Fields.CHANNEL_TYPE, wanted.channelType());
            channel.put(Fields.CHANNEL_ACCOUNT, wanted.channelAccount());
            Facts known = Facts.of(channel);
            return new LiteralIndex(rules(wanted.trigger()).stream().filter(rule -> possible(rule, known)).toList());
        });
    }

    /** False where one of the conditions that must all hold is about the channel, and does not. */
    private static boolean possible(Rule rule, Facts channel) {
        return required(rule.condition()).stream()
                .filter(leaf -> leaf.name().equals(Fields.CHANNEL_TYPE) || leaf.name().equals(Fields.CHANNEL_ACCOUNT))
                .allMatch(leaf -> leaf.holds(channel));
    }

    /** The comparisons without which the condition cannot hold. */
    public static Set<Leaf> required(Condition condition) {
        Set<Leaf> leaves = new HashSet<>();
        switch (condition) {
            case Leaf leaf -> leaves.add(leaf);
            case Condition.Group group when group.kind() == Condition.Group.Kind.ALL -> group.parts().forEach(part -> leaves.addAll(required(part)));
            default -> {}
        }
        return leaves;
    }
}
