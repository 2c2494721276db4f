package dev.tributary.widget;

import java.net.InetAddress;
import java.util.List;

/** Blocked addresses and ranges. Pure: literal addresses only, nothing is looked up. */
final class AddressBlocks {

    private AddressBlocks() {}

    static boolean contains(List<String> blocks, String address) {
        byte[] bytes = literal(address);
        return bytes.length > 0 && blocks.stream().anyMatch(block -> covers(block, bytes));
    }

    private static boolean covers(String block, byte[] address) {
        int slash = block.indexOf('/');
        byte[] network = literal(slash < 0 ? block : block.substring(0, slash));
        if (network.length != address.length) {
            return false;
        }
        int bits = slash < 0 ? network.length * 8 : Math.min(network.length * 8, Integer.parseInt(block.substring(slash + 1)));
        for (int bit = 0; bit < bits; bit++) {
            int mask = 0x80 >> (bit % 8);
            if ((network[bit / 8] & mask) != (address[bit / 8] & mask)) {
                return false;
            }
        }
        return true;
    }

    /** An IPv4 address inside an IPv6 one counts as IPv4; what is no address at all is empty. */
    private static byte[] literal(String address) {
        if (address == null || !address.matches("[0-9a-fA-F.:]{2,45}") || !address.matches(".*[.:].*")) {
            return new byte[0];
        }
        try {
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException notAnAddress) {
            return new byte[0];
        }
    }
}
