package dev.tributary.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The address ranges that are not the public internet, after the IANA special-purpose registries for
 * <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a> and
 * <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a>. IPv6 is turned round: what is outside of
 * {@code 2000::/3} was never given out for public use, so it is refused without being listed.
 */
final class AddressRanges {

    private static final List<Range> NOT_PUBLIC_V4 = Stream.of(
                    "0.0.0.0/8 this network",
                    "10.0.0.0/8 private",
                    "100.64.0.0/10 carrier-grade NAT",
                    "127.0.0.0/8 loopback",
                    "169.254.0.0/16 link-local",
                    "172.16.0.0/12 private",
                    "192.0.0.0/24 protocol assignments",
                    "192.0.2.0/24 documentation",
                    "192.88.99.0/24 6to4 relay",
                    "192.168.0.0/16 private",
                    "198.18.0.0/15 benchmarking",
                    "198.51.100.0/24 documentation",
                    "203.0.113.0/24 documentation",
                    "224.0.0.0/4 multicast",
                    "240.0.0.0/4 reserved")
            .map(Range::parse)
            .toList();

    private static final Range PUBLIC_V6 = Range.parse("2000::/3 global unicast");

    private static final List<Range> NOT_PUBLIC_V6 = Stream.of(
                    "2001::/23 protocol assignments, Teredo among them",
                    "2001:db8::/32 documentation",
                    "2002::/16 6to4",
                    "3fff::/20 documentation")
            .map(Range::parse)
            .toList();

    private AddressRanges() {}

    /** Why this is not an address of the public internet; empty if it is one. */
    static Optional<String> refusal(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return firstMatch(NOT_PUBLIC_V4, bytes);
        }
        if (!PUBLIC_V6.contains(bytes)) {
            return Optional.of("not global unicast");
        }
        return firstMatch(NOT_PUBLIC_V6, bytes);
    }

    private static Optional<String> firstMatch(List<Range> ranges, byte[] address) {
        return ranges.stream().filter(range -> range.contains(address)).map(Range::name).findFirst();
    }

    private record Range(byte[] network, int bits, String name) {

        static Range parse(String line) {
            int slash = line.indexOf('/');
            int space = line.indexOf(' ');
            try {
                byte[] network = InetAddress.getByName(line.substring(0, slash)).getAddress();
                return new Range(network, Integer.parseInt(line.substring(slash + 1, space)), line.substring(space + 1));
            } catch (UnknownHostException notALiteral) {
                throw new IllegalStateException(line, notALiteral);
            }
        }

        boolean contains(byte[] address) {
            int whole = bits / 8;
            for (int i = 0; i < whole; i++) {
                if (address[i] != network[i]) {
                    return false;
                }
            }
            int rest = bits % 8;
            return rest == 0 || ((address[whole] ^ network[whole]) & 0xff) >> (8 - rest) == 0;
        }
    }
}
