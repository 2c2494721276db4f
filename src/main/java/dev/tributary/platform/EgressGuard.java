package dev.tributary.platform;

import dev.tributary.platform.EgressException.Kind;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Decides which addresses the service may talk to, so that nobody can make it read the network it stands in. A name is
 * resolved once, every address it has must be public, and the caller connects to the address that was checked.
 *
 * <p>Refusals are {@link EgressException}s of kind {@code REFUSED}.
 */
@ApplicationScoped
public class EgressGuard {

    /** By the WHATWG URL standard a host whose last label looks like this is an IPv4 address, in one of its many spellings. */
    private static final Pattern NUMERIC_LAST_LABEL = Pattern.compile("(?:.*\\.)?(?:\\d+|0[xX][0-9a-fA-F]*)");

    private static final Pattern DOTTED_QUAD = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:\\.(?!$)|$)){4}");
    private static final Pattern LEADING_ZERO = Pattern.compile("(?:^|\\.)0\\d");
    private static final int MAX_URL_LENGTH = 8_192;

    /** Asks for a name's addresses; may block. */
    interface Resolver {
        InetAddress[] resolve(String name) throws UnknownHostException;
    }

    private final Set<String> allowed;
    private final Resolver resolver;

    @Inject
    EgressGuard(EgressConfig config) {
        this(config.allow().orElse(List.of()), InetAddress::getAllByName);
    }

    EgressGuard(List<String> allow, Resolver resolver) {
        this.allowed = allow.stream().map(EgressGuard::canonicalPair).collect(Collectors.toUnmodifiableSet());
        this.resolver = resolver;
    }

    /** For protocols other than HTTP: the one address that may be connected to. */
    public Uni<InetSocketAddress> admit(String host, int port) {
        return Uni.createFrom().deferred(() -> pin(canonical(host), port, false).map(address -> new InetSocketAddress(address, port)));
    }

    /** @param trusted the URL is the operator's own: its address may be private */
    Uni<EgressTarget> admit(String url, boolean trusted) {
        return Uni.createFrom().deferred(() -> {
            URI uri = parse(url);
            String host = canonical(uri.getHost());
            int port = portOf(uri);
            return pin(host, port, trusted).map(address -> new EgressTarget(uri, host, port, address));
        });
    }

    /** Checks everything about a URL that needs no name server: for settings forms, before anything is fetched. */
    public void checkSpelling(String url) {
        canonical(parse(url).getHost());
    }

    private Uni<InetAddress> pin(String host, int port, boolean trusted) {
        Uni<InetAddress[]> resolved = Uni.createFrom().item(() -> resolve(host)).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return SameContext.after(resolved).map(addresses -> choose(host, port, addresses, trusted));
    }

    private InetAddress choose(String host, int port, InetAddress[] addresses, boolean trusted) {
        if (!trusted && !allowed.contains(host + ":" + port)) {
            for (InetAddress address : addresses) {
                AddressRanges.refusal(address).ifPresent(why -> {
                    throw refused(host + " has an address that is not public (" + why + ")");
                });
            }
        }
        return addresses[0];
    }

    private InetAddress[] resolve(String host) {
        try {
            return resolver.resolve(host);
        } catch (UnknownHostException unknown) {
            throw new EgressException(Kind.UNREACHABLE, "no address is known for " + host);
        }
    }

    private static URI parse(String url) {
        if (url == null || url.length() > MAX_URL_LENGTH) {
            throw refused("a URL of more than " + MAX_URL_LENGTH + " characters, or none");
        }
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException unreadable) {
            throw refused("a URL that cannot be read");
        }
        if (!"https".equalsIgnoreCase(uri.getScheme()) && !"http".equalsIgnoreCase(uri.getScheme())) {
            throw refused("only http and https URLs are fetched");
        }
        if (uri.getRawUserInfo() != null) {
            throw refused("a URL with credentials in it");
        }
        if (uri.getHost() == null) {
            throw refused("a URL without a readable host name");
        }
        return uri;
    }

    private static int portOf(URI uri) {
        if (uri.getPort() == 0 || uri.getPort() > 65_535) {
            throw refused("a port that does not exist");
        }
        boolean tls = "https".equalsIgnoreCase(uri.getScheme());
        return uri.getPort() > 0 ? uri.getPort() : tls ? 443 : 80;
    }

    /** The host in lower case without a final dot; an address only in its one canonical spelling. */
    private static String canonical(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        if (name.startsWith("[") || name.indexOf(':') >= 0) {
            return canonicalV6(name);
        }
        name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        if (name.isEmpty() || name.indexOf('%') >= 0) {
            throw refused("a host name that is not one");
        }
        if (NUMERIC_LAST_LABEL.matcher(name).matches()
                && (!DOTTED_QUAD.matcher(name).matches() || LEADING_ZERO.matcher(name).find())) {
            throw refused("an address that is not written as four decimal numbers");
        }
        return name;
    }

    private static String canonicalPair(String pair) {
        int colon = pair.lastIndexOf(':');
        if (colon < 1 || !pair.substring(colon + 1).strip().matches("\\d{1,5}")) {
            throw new IllegalStateException("tributary.egress.allow (TRIBUTARY_EGRESS_ALLOW) takes host:port pairs, not: " + pair);
        }
        return canonical(pair.substring(0, colon).strip()) + ":" + pair.substring(colon + 1).strip();
    }

    private static String canonicalV6(String literal) {
        if (literal.indexOf('%') >= 0) {
            throw refused("an address with a zone");
        }
        try {
            InetAddress address = InetAddress.getByName(literal);
            if (address.getAddress().length == 4) {
                throw refused("an IPv4 address written as IPv6");
            }
            return "[" + address.getHostAddress() + "]";
        } catch (UnknownHostException notAnAddress) {
            throw refused("an address that cannot be read");
        }
    }

    private static EgressException refused(String why) {
        return new EgressException(Kind.REFUSED, "Refused to connect: " + why + ".");
    }
}
