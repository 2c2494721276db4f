package dev.tributary.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EgressGuardTest {

    private static final Duration SOON = Duration.ofSeconds(5);

    @ParameterizedTest
    @ValueSource(
            strings = {
                // loopback and its spellings
                "http://127.0.0.1/", "http://127.1/", "http://127.0.1/", "http://2130706433/", "http://0x7f000001/", "http://0x7f.0.0.1/",
                "http://0177.0.0.1/", "http://017700000001/", "http://127.0.0.1./", "http://127.00.0.1/", "http://0/", "http://0.0.0.0/",
                "http://[::1]/", "http://[0:0:0:0:0:0:0:1]/", "http://[::]/", "http://[::ffff:127.0.0.1]/", "http://[::ffff:7f00:1]/",
                "http://[::127.0.0.1]/", "http://[0:0:0:0:0:ffff:7f00:0001]/",
                // private, link-local, carrier-grade, multicast, reserved
                "http://10.0.0.8/", "http://172.16.0.1/", "http://172.31.255.255/", "http://192.168.1.1/", "http://169.254.169.254/latest/meta-data/",
                "http://100.64.0.1/", "http://100.127.255.254/", "http://192.0.0.192/", "http://192.0.2.1/", "http://198.18.0.1/",
                "http://224.0.0.1/", "http://239.255.255.250/", "http://240.0.0.1/", "http://255.255.255.255/",
                "http://[fe80::1]/", "http://[fec0::1]/", "http://[fc00::1]/", "http://[fd00:ec2::254]/", "http://[ff02::1]/", "http://[100::1]/",
                // an IPv4 address inside an IPv6 one: mapped, 6to4, Teredo, NAT64
                "http://[::ffff:10.0.0.1]/", "http://[::ffff:8.8.8.8]/", "http://[2002:7f00:1::]/", "http://[2002:a00:1::1]/",
                "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/", "http://[64:ff9b::7f00:1]/", "http://[64:ff9b::10.0.0.1]/",
                "http://[64:ff9b:1::1]/", "http://[2001:db8::1]/",
                // zone ids, credentials, ports, schemes, and what is not a URL
                "http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://user@example.com/", "http://user:password@example.com/",
                "http://example.com@127.0.0.1/", "http://example.com:0/", "http://example.com:70000/", "ftp://example.com/", "file:///etc/passwd",
                "gopher://example.com/", "jar:http://example.com!/", "//example.com/", "example.com", "http:///path", "http://", "", "http://exa mple.com/",
                "http://127。0。0。1/", "http://①②⑦.0.0.1/", "http://%31%32%37.0.0.1/", "http://256.256.256.256/", "http://1.2.3/", "http://1.2.3.4.5/",
                "http://example.1/", "http://example.0x1/"
            })
    void refuses_every_spelling_of_what_is_not_public(String url) {
        EgressGuard guard = new EgressGuard(List.of(), InetAddress::getAllByName);

        EgressException refusal = assertThrows(EgressException.class, () -> guard.admit(url, false).await().atMost(SOON));

        assertEquals(EgressException.Kind.REFUSED, refusal.kind(), refusal.getMessage());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://93.184.215.14/", "https://8.8.8.8:8443/path?query=1", "http://172.15.255.255/", "http://172.32.0.1/", "http://100.63.255.255/",
                "http://100.128.0.1/", "http://11.0.0.1/", "http://128.0.0.1/", "http://126.255.255.255/", "http://169.253.0.1/", "http://223.255.255.255/",
                "http://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/", "HTTP://8.8.4.4/"
            })
    void lets_public_addresses_through(String url) {
        EgressGuard guard = new EgressGuard(List.of(), InetAddress::getAllByName);

        EgressTarget target = guard.admit(url, false).await().atMost(SOON);

        assertTrue(url.toLowerCase(java.util.Locale.ROOT).startsWith(target.uri().getScheme().toLowerCase(java.util.Locale.ROOT)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "127.0.0.1", "169.254.169.254", "::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1"})
    void a_public_name_of_a_private_address_is_refused(String address) {
        EgressGuard guard = new EgressGuard(List.of(), name -> new InetAddress[] {InetAddress.getByName(address)});

        EgressException refusal = assertThrows(EgressException.class, () -> guard.admit("https://rebind.example/", false).await().atMost(SOON));

        assertEquals(EgressException.Kind.REFUSED, refusal.kind());
    }

    @Test
    void one_private_address_among_public_ones_is_enough_to_refuse() {
        EgressGuard guard = new EgressGuard(List.of(), name -> addresses("8.8.8.8", "10.0.0.1"));

        assertThrows(EgressException.class, () -> guard.admit("https://mixed.example/", false).await().atMost(SOON));
    }

    @Test
    void a_name_is_resolved_once_and_the_checked_address_is_the_one_to_connect_to() {
        AtomicInteger questions = new AtomicInteger();
        EgressGuard guard = new EgressGuard(List.of(), name -> addresses(questions.getAndIncrement() == 0 ? "8.8.8.8" : "127.0.0.1"));

        EgressTarget target = guard.admit("https://flips.example/", false).await().atMost(SOON);

        assertEquals("8.8.8.8", target.address().getHostAddress());
        assertEquals(1, questions.get());
    }

    @Test
    void the_operator_lets_single_private_places_through() {
        EgressGuard guard = new EgressGuard(List.of("mail.Internal:993", "[::1]:8080"), name -> addresses(name.startsWith("[") ? "::1" : "10.0.0.5"));

        InetSocketAddress mail = guard.admit("MAIL.internal.", 993).await().atMost(SOON);

        assertEquals("10.0.0.5", mail.getAddress().getHostAddress());
        assertEquals(8080, guard.admit("http://[0::1]:8080/", false).await().atMost(SOON).port());
        assertThrows(EgressException.class, () -> guard.admit("mail.internal", 22).await().atMost(SOON));
        assertThrows(EgressException.class, () -> guard.admit("other.internal", 993).await().atMost(SOON));
    }

    @Test
    void a_trusted_base_url_may_be_private_but_must_still_be_a_url() {
        EgressGuard guard = new EgressGuard(List.of(), InetAddress::getAllByName);

        assertEquals(8081, guard.admit("http://localhost:8081/bot", true).await().atMost(SOON).port());
        assertThrows(EgressException.class, () -> guard.admit("file:///etc/passwd", true).await().atMost(SOON));
    }

    @Test
    void an_unknown_name_is_unreachable_rather_than_refused() {
        EgressGuard guard = new EgressGuard(List.of(), name -> {
            throw new UnknownHostException(name);
        });

        EgressException unknown = assertThrows(EgressException.class, () -> guard.admit("https://gone.example/", false).await().atMost(SOON));

        assertEquals(EgressException.Kind.UNREACHABLE, unknown.kind());
    }

    @Test
    void a_wrong_allow_list_is_named_at_start() {
        IllegalStateException wrong = assertThrows(IllegalStateException.class, () -> new EgressGuard(List.of("mail.internal"), InetAddress::getAllByName));

        assertTrue(wrong.getMessage().contains("TRIBUTARY_EGRESS_ALLOW"));
    }

    private static InetAddress[] addresses(String... literals) throws UnknownHostException {
        InetAddress[] addresses = new InetAddress[literals.length];
        for (int i = 0; i < literals.length; i++) {
            addresses[i] = InetAddress.getByName(literals[i]);
        }
        return addresses;
    }
}
