package dev.tributary.channel;

import io.quarkus.test.junit.QuarkusMock;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.enterprise.inject.spi.CDI;
import jakarta.enterprise.util.TypeLiteral;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * A channel whose provider does what a test says, account by account. It is no bean, so that no other test meets it:
 * {@link #install} puts it before the real adapters until the end of the test.
 */
public final class ScriptedAdapter implements SendsMessages, FetchesMedia, ChecksConnection, SendsTyping, StartsConversations {

    public static final String TYPE = "SCRIPTED";
    /** The same with a provider that drops the second copy of a message. */
    public static final String IDEMPOTENT_TYPE = "SCRIPTED_IDEMPOTENT";

    /** One whose provider takes a message a minute to one person, and two at once. */
    public static final String PACED_TYPE = "SCRIPTED_PACED";

    private static final ScriptedAdapter PLAIN = new ScriptedAdapter(TYPE, false, Optional.empty());
    private static final ScriptedAdapter IDEMPOTENT = new ScriptedAdapter(IDEMPOTENT_TYPE, true, Optional.empty());
    private static final ScriptedAdapter PACED = new ScriptedAdapter(PACED_TYPE, false, Optional.of(new Limits.PairRate(Duration.ofMinutes(1), 2)));

    private static final Map<UUID, Function<OutboundMessage, Uni<SendOutcome>>> SENDS = new ConcurrentHashMap<>();
    private static final Map<UUID, Function<String, Fetched>> FETCHES = new ConcurrentHashMap<>();
    private static final Map<UUID, Connection> CHECKS = new ConcurrentHashMap<>();
    private static final Map<UUID, List<String>> TYPING = new ConcurrentHashMap<>();
    private static final Map<UUID, List<OutboundMessage>> CALLS = new ConcurrentHashMap<>();

    private final Descriptor descriptor;

    private ScriptedAdapter(String type, boolean idempotent, Optional<Limits.PairRate> pair) {
        Limits limits = new Limits(100, 100, 2, Map.of(ContentKind.IMAGE, new Limits.AttachmentLimit(1_000, Set.of("image/png"))), 3, 10_000, 10_000, pair);
        this.descriptor = new Descriptor(
                type, "Scripted", "developer", Descriptor.Connect.NONE, EnumSet.allOf(ContentKind.class),
                EnumSet.of(ContentKind.TEXT, ContentKind.IMAGE, ContentKind.FILE), Set.of(DeliveryStatus.DELIVERED, DeliveryStatus.READ),
                List.of(), List.of(), Optional.of(Duration.ofHours(24)), limits, false, idempotent);
    }

    /** To be called before each test; the framework takes it away afterwards. */
    public static void install() {
        QuarkusMock.installMockForType(new Registry(CDI.current().select(new TypeLiteral<ChannelAdapter>() {}, Any.Literal.INSTANCE)), AdapterRegistry.class);
    }

    /** What the provider does with an account's messages from now on. */
    public static void onSend(UUID accountId, Function<OutboundMessage, Uni<SendOutcome>> behaviour) {
        SENDS.put(accountId, behaviour);
    }

    public static void onFetch(UUID accountId, Function<String, Fetched> behaviour) {
        FETCHES.put(accountId, behaviour);
    }

    public static void onCheck(UUID accountId, Connection connection) {
        CHECKS.put(accountId, connection);
    }

    /** Every call that was made for the account, in the order of their beginnings. */
    public static List<OutboundMessage> calls(UUID accountId) {
        return CALLS.computeIfAbsent(accountId, _ -> new CopyOnWriteArrayList<>());
    }

    /** What the account's customers were shown of our typing. */
    public static List<String> typing(UUID accountId) {
        return TYPING.computeIfAbsent(accountId, _ -> new CopyOnWriteArrayList<>());
    }

    /** The answer of a provider that takes everything. */
    public static Uni<SendOutcome> accept(OutboundMessage message) {
        return Uni.createFrom().item(new SendOutcome.Sent(idOf(message)));
    }

    public static ProviderMessageId idOf(OutboundMessage message) {
        return new ProviderMessageId("p-" + message.messageId());
    }

    @Override
    public Descriptor descriptor() {
        return descriptor;
    }

    @Override
    public Uni<Connection> connect(ChannelAccount account) {
        return Uni.createFrom().item(CHECKS.getOrDefault(account.id(), Connection.connected(account.id().toString(), Map.of())));
    }

    @Override
    public Uni<Connection> check(ChannelAccount account, Optional<Instant> lastInboundAt) {
        return connect(account);
    }

    @Override
    public Uni<SendOutcome> send(OutboundMessage message, ChannelAccount account) {
        calls(account.id()).add(message);
        return SENDS.getOrDefault(account.id(), ScriptedAdapter::accept).apply(message);
    }

    @Override
    public Uni<Fetched> fetch(MediaRef.Source.Handle handle, ChannelAccount account) {
        return Uni.createFrom().item(FETCHES.get(account.id()).apply(handle.value()));
    }

    @Override
    public Uni<Void> typing(ThreadKey thread, boolean on, ChannelAccount account) {
        typing(account.id()).add(thread.value() + (on ? " on" : " off"));
        return Uni.createFrom().voidItem();
    }

    /** Everybody can be written to, except for a person called nobody. */
    @Override
    public Uni<Started> start(String address, ChannelAccount account) {
        return Uni.createFrom().item(address.equals("nobody")
                ? new Started.Refused(new ChannelProblem.RecipientUnreachable(new ProviderError("404", "no such person"), "Check the address."))
                : new Started.Thread(Sender.of("person:" + address, address), InboundEvent.Thread.of("thread:" + address)));
    }

    /** The real adapters and the scripted ones. */
    private static final class Registry extends AdapterRegistry {
        Registry(Instance<ChannelAdapter> real) {
            super(real);
        }

        @Override
        public Optional<ChannelAdapter> find(String type) {
            return switch (type) {
                case TYPE -> Optional.of(PLAIN);
                case IDEMPOTENT_TYPE -> Optional.of(IDEMPOTENT);
                case PACED_TYPE -> Optional.of(PACED);
                default -> super.find(type);
            };
        }
    }
}
